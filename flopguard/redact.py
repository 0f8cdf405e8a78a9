"""Puts a report together from what may be told: outcomes of the whole manifest, all else of the masked one.

A manifest with confidential tables is evaluated twice, as it is and masked. Where both say the same, nothing
confidential is in it. Otherwise the outcome and its causes come from the whole manifest, and everything that could
give a figure away is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flopguard.result import (
    CONFIDENTIAL,
    Component,
    Compute,
    CrossCheck,
    Due,
    Duty,
    Effective,
    EffectiveValue,
    Inference,
    Outcome,
    Range,
    RoutesCompared,
    Total,
    Verdict,
    Workload,
)

HIDDEN = Range(low="0", central=None, high=None, text=CONFIDENTIAL)
SAID = "the figures are confidential"
NOTE = "figures that are confidential are left out, and no finding that would rest on one is made"
_OWING = (Outcome.TRIGGERED, Outcome.UNDETERMINED)


def shown_verdicts(whole: Sequence[Verdict], masked: Sequence[Verdict], *, gains: bool = False) -> tuple[Verdict, ...]:
    """The verdicts as they may be told: those that rest on nothing confidential as they are.

    Where `gains` or definitions are confidential, none on effective compute does. What may be told of it turns on
    whether they are those of a claim or of another model, so that even a verdict that stays alike says something.
    Duties are told alike in both, since whether a date moves one would tell something of the date.
    """
    return tuple(
        replace(known, duties=_duties(found, known))
        if replace(found, duties=()) == replace(known, duties=()) and not (gains and _is_effective(found))
        else _verdict(found, known)
        for found, known in zip(whole, masked, strict=True)
    )


def _is_effective(found: Verdict) -> bool:
    return any(compared.startswith("effective_compute") for compared in found.compares)


def _verdict(found: Verdict, known: Verdict) -> Verdict:
    return replace(
        known,
        outcome=found.outcome,
        because=found.because,
        reason=_reason(found, known),
        comparison=SAID,
        lean=None,
        margin=None,
        probability=None,
        fragile=False,
        hypothetical=found.hypothetical,
        status=found.status,
        readings=(),
        metrics=(),
        break_even=None,
        deciding=(),
        extremes=(),
        missing=known.missing if found.outcome is Outcome.UNDETERMINED else (),
        settled_by=(),
        tipping=(),
        duties=_duties(found, known),
        acknowledgement=found.acknowledgement,
        steps=(),
    )


def _reason(found: Verdict, known: Verdict) -> str:
    """Why the text does not hold or apply; the standing of a text is no secret, a reason in figures may be."""
    if found.outcome is known.outcome:
        return known.reason
    return SAID if found.outcome is Outcome.NOT_APPLICABLE else found.reason


def _duties(found: Verdict, known: Verdict) -> tuple[Duty, ...]:
    """The duties with the dates that may be told; no duty is lost."""
    if found.outcome not in _OWING:
        return ()
    if [duty.action for duty in known.duties] == [duty.action for duty in found.duties]:
        return tuple(replace(duty, due=tuple(map(_due, duty.due))) for duty in known.duties)
    return tuple(replace(duty, states="", due=tuple(map(_undated, duty.due))) for duty in found.duties)


def _due(due: Due) -> Due:
    return replace(due, why=due.why.replace("is not stated", "is not stated, or is confidential"))


def _undated(due: Due) -> Due:
    return Due(counted_from=due.counted_from, date=None, why="the date is confidential")


# --- amounts -----------------------------------------------------------------------------------------------------


def shown_compute(masked: Compute) -> Compute:
    """The compute of the masked manifest, in which an amount that may be anything is called confidential.

    A sum that leaves a confidential phase out looks like the whole, so there are no equivalents.
    """
    return Compute(
        components=tuple(map(_component, masked.components)),
        totals=tuple(map(_total, masked.totals)),
        workloads=tuple(map(_workload, masked.workloads)),
        calculations=masked.calculations,
        inference=None if masked.inference is None else _inference(masked.inference),
    )


def _is_anything(amount: Range | None) -> bool:
    return amount is not None and (amount.low, amount.central, amount.high) == ("0", None, None)


def _range(amount: Range) -> Range:
    return HIDDEN if _is_anything(amount) else amount


def _component(entry: Component) -> Component:
    so_far = None if _is_anything(entry.so_far) else entry.so_far
    if not _is_anything(entry.flop):
        return replace(entry, cross_checks=_checks(entry.cross_checks), so_far=so_far)
    return replace(
        entry,
        flop=HIDDEN,
        evidence=None,
        source=None,
        assumptions=(),
        cross_checks=(),
        gaps=(),
        steps=(),
        why="",
        so_far=None,
    )


def _checks(checks: tuple[CrossCheck, ...]) -> tuple[CrossCheck, ...]:
    return tuple(check for check in checks if not _is_anything(check.flop))


def _total(entry: Total) -> Total:
    return replace(entry, lower=_range(entry.lower), likely=_range(entry.likely), upper=_range(entry.upper))


def _workload(entry: Workload) -> Workload:
    hours = entry.worth.expert_hours if entry.worth else None
    if not _is_anything(entry.flop) and not _is_anything(hours):
        return replace(entry, cross_checks=_checks(entry.cross_checks))
    return Workload(at=entry.at, name=entry.name, flop=HIDDEN, method=None)


def _inference(entry: Inference) -> Inference:
    """Without a cost of a token that rests on confidential parameters, and without what would follow from it."""
    if not any(_is_anything(cost.flop) for cost in entry.tokens):
        return entry
    return replace(entry, method=None, source=None, tokens=(), growth=(), growth_because="", notes=(SAID,))


def shown_effective(whole: Sequence[Effective], masked: Sequence[Effective]) -> tuple[Effective, ...]:
    """Effective compute by definition and route; undefined where it rests on something confidential."""
    open_ones = set(map(repr, whole))
    hidden = EffectiveValue(kind="undefined", reason=SAID)
    return tuple(entry if repr(entry) in open_ones else replace(entry, result=hidden, steps=()) for entry in masked)


def shown_routes(whole: Sequence[RoutesCompared], masked: Sequence[RoutesCompared]) -> tuple[RoutesCompared, ...]:
    """The comparisons that rest on nothing confidential; of the others not even the situation is told."""
    return tuple(entry for entry in masked if entry in whole)
