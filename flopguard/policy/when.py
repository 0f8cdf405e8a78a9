"""What holds on a date: the standing of a text and the threshold of a trigger."""

from __future__ import annotations

from datetime import date

from flopguard.policy.types import Policy, StatusEntry, Threshold, Trigger


def status_on(policy: Policy, day: date) -> StatusEntry | None:
    """The standing on a day; None before the first entry."""
    return next((entry for entry in reversed(policy.status) if entry.from_ <= day), None)


def threshold_on(trigger: Trigger, day: date) -> Threshold | None:
    """The threshold in force on a day: its `from` day included, the next entry's not; None before the first."""
    return next((entry for entry in reversed(trigger.threshold) if entry.from_ <= day), None)


def why_not_in_force(policy: Policy, trigger: Trigger, day: date) -> str | None:
    """Why a trigger is not evaluated on a day, in words; None when it is."""
    status = status_on(policy, day)
    if status is None:
        return f"not yet published; first status {_words(policy.status[0])} on {policy.status[0].from_}"
    if not status.is_.applies:
        return f"{_words(status)} since {status.from_}"
    if threshold_on(trigger, day) is None:
        return f"applies from {trigger.threshold[0].from_}"
    return None


def _words(entry: StatusEntry) -> str:
    return entry.is_.value.replace("_", " ")
