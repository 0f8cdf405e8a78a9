"""What holds on a date: the standing of a text, the threshold of a trigger, and when either begins to apply."""

from __future__ import annotations

from datetime import date

from flopguard.policy.types import Policy, StatusEntry, Threshold, Trigger


def status_on(policy: Policy, day: date) -> StatusEntry | None:
    """The standing on a day; None before the first entry."""
    return next((entry for entry in reversed(policy.status) if entry.from_ <= day), None)


def standing_since(policy: Policy, entry: StatusEntry) -> date:
    """From which day on the text has had the standing of an entry; one that repeats it only notes something new."""
    since = entry.from_
    for earlier in reversed(policy.status):
        if earlier.from_ < since:
            if earlier.is_ is not entry.is_:
                break
            since = earlier.from_
    return since


def threshold_on(trigger: Trigger, day: date) -> Threshold | None:
    """The threshold in force on a day: its `from` day included, the next entry's not; None before the first."""
    return next((entry for entry in reversed(trigger.threshold) if entry.from_ <= day), None)


def in_force(policy: Policy, trigger: Trigger, day: date) -> bool:
    """Whether a trigger is evaluated on a day without being asked for."""
    status = status_on(policy, day)
    return status is not None and status.is_.applies and threshold_on(trigger, day) is not None


def begins(policy: Policy, trigger: Trigger, after: date) -> date | None:
    """The first day after `after` on which a trigger that did not apply the day before does; None where none is known.

    Asked of one that applies on `after` itself, it is the day on which it begins anew after a break.
    """
    was = in_force(policy, trigger, after)
    changes = {*(entry.from_ for entry in policy.status), *(entry.from_ for entry in trigger.threshold)}
    for day in sorted(day for day in changes if day > after):
        now = in_force(policy, trigger, day)
        if now and not was:
            return day
        was = now
    return None


def doubt_on(policy: Policy, trigger: Trigger, day: date) -> StatusEntry | None:
    """The entry of which it is open on a day whether it has begun, where that decides whether a trigger applies."""
    for number, entry in enumerate(policy.status):
        if entry.earliest is None or not entry.earliest <= day < entry.from_:
            continue
        before = number > 0 and policy.status[number - 1].is_.applies
        if before is not entry.is_.applies and threshold_on(trigger, day) is not None:
            return entry
    return None
