"""Evaluating a trigger on the day of the event that it watches; a partial date branches only where it matters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from flopguard.dates import PartialDate
from flopguard.evaluate.facts import Facts
from flopguard.policy.types import Trigger, Watches
from flopguard.result import Cause, Outcome, Verdict


def at_event(trigger: Trigger, facts: Facts, on_day: Callable[[date], Verdict]) -> Verdict:
    """The verdict on the event's day; undetermined where the day is not known and its ends differ."""
    found, field = _event(trigger.watches, facts)
    if found is None:
        verdict = on_day(facts.settings.as_of)
        return replace(_open(verdict), missing=(f"{field}: the day that the trigger watches",))
    first, last = on_day(found.first), on_day(found.last)
    if first.outcome is last.outcome:
        return first
    return replace(_open(first), missing=(f"{field}: {found} is not exact enough",))


def _open(verdict: Verdict) -> Verdict:
    return replace(
        verdict,
        outcome=Outcome.UNDETERMINED,
        because=(Cause.MISSING,),
        reason="",
        lean=None,
        fragile=False,
        duties=(),
        acknowledgement=None,
    )


def _event(watches: Watches, facts: Facts) -> tuple[PartialDate | None, str]:
    if watches is Watches.RELEASE:
        return facts.manifest.model.released, "/model/released"
    ended = [phase.ended or phase.started for phase in facts.compute.phases if phase.origin is None]
    known = [day for day in ended if day is not None]
    if known and len(known) == len(ended):
        return max(known, key=lambda day: (day.last, day.first)), "/training/*/ended"
    if watches is Watches.CONTINUOUS and facts.manifest.model.released is not None:
        return facts.manifest.model.released, "/model/released"
    return None, "/training/*/ended"
