"""A day on which it is open whether a text is in force, since the sources differ about the day of a change."""

from __future__ import annotations

from dataclasses import replace

from flopguard.policy.standing import named
from flopguard.policy.types import Policy, StatusEntry
from flopguard.result import Cause, Outcome, Settling, Verdict


def said(policy: Policy, entry: StatusEntry) -> str:
    """What is not known, with what the sources say of it."""
    days = f"{entry.earliest} at the earliest, {entry.from_} at the latest"
    return f"the day on which {policy.id} is {named(entry)} ({days}): {(entry.doubt or '').strip().rstrip('.')}"


def doubtful(found: Verdict, doubt: str) -> Verdict:
    """The verdict of a text that may or may not be in force: never certain, since a text out of force has no answer."""
    open_before = found.because if found.outcome is Outcome.UNDETERMINED else ()
    day = Settling(input=f"{found.policy} status", what=doubt)
    return replace(
        found,
        outcome=Outcome.UNDETERMINED,
        because=tuple(cause for cause in Cause if cause is Cause.MISSING or cause in open_before),
        lean=None,
        fragile=False,
        missing=(doubt, *found.missing),
        settled_by=tuple((day, *facts) for facts in found.settled_by or ((),)),
        tipping=(),
        acknowledgement=None,
    )
