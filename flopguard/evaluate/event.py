"""Evaluating a trigger on the day of the event that it watches; a partial date branches only where it matters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from flopguard.dates import PartialDate
from flopguard.evaluate.facts import Facts
from flopguard.manifest.types import Manifest
from flopguard.policy.types import Policy, Trigger, Watches
from flopguard.result import Cause, Outcome, Verdict


def at_event(
    trigger: Trigger, facts: Facts, on_day: Callable[[date], Verdict], policies: Iterable[Policy] = ()
) -> Verdict:
    """The verdict on the event's day; undetermined where the day is not known and the days that it may be differ.

    `policies` are those that the verdict rests on.
    """
    found, field = _event(trigger.watches, facts)
    if found is None:
        verdict = on_day(facts.settings.as_of)
        return replace(_open(verdict), missing=(f"{field}: the day that the trigger watches",))
    first = on_day(found.first)
    changes = sorted({found.last, *_changes(policies), *_dates(facts.manifest)})
    if all(on_day(day).outcome is first.outcome for day in changes if found.first < day <= found.last):
        return first
    return replace(_open(first), missing=(f"{field}: {found} is not exact enough",))


def _changes(policies: Iterable[Policy]) -> Iterator[date]:
    """The days on which a text changes its standing or a threshold."""
    for policy in policies:
        yield from (day for entry in policy.status for day in (entry.earliest, entry.from_) if day is not None)
        yield from (entry.from_ for trigger in policy.trigger for entry in trigger.threshold)


def _dates(manifest: Manifest) -> Iterator[date]:
    """The days from which something counts that the manifest states."""
    dated: list[PartialDate | None] = [entry.date for entry in manifest.assessment]
    dated += [entry.date for entry in manifest.answer] + [entry.date for entry in manifest.benchmark]
    dated += [day for phase in manifest.training for day in (phase.started, phase.ended)]
    return (day.first for day in dated if day is not None)


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
