"""The route by inversion: the compute at which the baseline's curve reaches the model's score.

For a fixed definition the result rises with the score and with nothing else, so that it protects against a gamed
score no better than the score itself does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from flopguard.definition.types import Curve, Definition, LawKind
from flopguard.effective.curves.law import Law
from flopguard.effective.curves.read import law_of
from flopguard.effective.curves.spread import Inversion, invert
from flopguard.effective.inversion.ends import Ends, ends_of
from flopguard.effective.inversion.near import NEAR, scale_of
from flopguard.effective.inversion.noise import exact
from flopguard.effective.inversion.scores import Score, score_of
from flopguard.effective.inversion.shape import allocation_penalty
from flopguard.effective.inversion.steps import curve_step, law_step, multiplier_step, score_step, told
from flopguard.effective.names import more_than_one, same_metric
from flopguard.effective.types import EffectiveAmount, Inverted
from flopguard.estimate.types import ActualCompute
from flopguard.formula import Amount, Input
from flopguard.manifest.types import Manifest
from flopguard.quantity import Estimate, show
from flopguard.result import Step
from flopguard.units import Dimension

ROUTE = "inversion"
NOTHING = Fraction(0)
SATURATED = 3
"""Within how many standard errors of its limit a falling curve says next to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """All that an inversion needs."""

    definition: Definition
    curve: Curve
    law: Law
    score: Score


def by_inversion(manifest: Manifest, compute: ActualCompute, as_of: date) -> tuple[EffectiveAmount, ...]:
    """Effective compute by each curve that a definition names, in order; each curve is an answer of its own.

    Scores dated after `as_of` are left out. What cannot be said is a result too.
    """
    return tuple(
        _under(manifest, definition, name, compute, as_of)
        for definition in manifest.definition
        for name in dict.fromkeys(entry for entry in (definition.curve, *definition.other_curves) if entry)
    )


def _under(
    manifest: Manifest, definition: Definition, name: str, compute: ActualCompute, as_of: date
) -> EffectiveAmount:
    ready = _ready(manifest, definition, name, as_of)
    if not isinstance(ready, _Ready):
        return _undefined(definition, name, "; ".join(ready))
    inverted = _inverted(manifest, ready)
    found = invert(ready.curve, ready.law, inverted.score, inverted.error)
    return _answer(ready, inverted, found, compute)


# --- what it needs -------------------------------------------------------------------------------------------------


def _ready(manifest: Manifest, definition: Definition, name: str, as_of: date) -> _Ready | tuple[str, ...]:
    """The curve as a law and the score, or everything that is in the way."""
    doubled = tuple(more_than_one(manifest, definition, name))
    if doubled:
        return doubled
    curve = next((entry for entry in manifest.curve if entry.id == name), None)
    if curve is None:
        return (f"the curve '{name}' of '{definition.id}' is no [[curve]] of this manifest",)
    law = law_of(curve, definition.metric)
    score = score_of(manifest, definition, as_of)
    problems = (*_curve_problems(curve, law, definition), *(score if isinstance(score, tuple) else ()))
    if problems or isinstance(law, str) or isinstance(score, tuple):
        return problems
    return _Ready(definition=definition, curve=curve, law=law, score=score)


def _curve_problems(curve: Curve, law: Law | str, definition: Definition) -> Iterator[str]:
    metric = definition.metric
    if isinstance(law, str):
        yield law
    if metric is None:
        return
    if curve.metric is not None and not same_metric(curve.metric, metric.name):
        yield f"the curve '{curve.id}' is of '{curve.metric}', the definition's metric is '{metric.name}'"


def _inverted(manifest: Manifest, ready: _Ready) -> Inverted:
    score = ready.score
    return Inverted(
        variable=f"/definition/{ready.definition.id}/{ready.curve.id}{score.at}",
        curve=ready.curve,
        law=ready.law,
        row=score.row,
        score=exact(score.value),
        error=score.noise.error,
        bound=score.bound,
        penalty=allocation_penalty(manifest, ready.law),
    )


# --- what it gives -------------------------------------------------------------------------------------------------


def _answer(ready: _Ready, inverted: Inverted, found: Inversion, compute: ActualCompute) -> EffectiveAmount:
    ends = ends_of(found, inverted.bound)
    notes = tuple(_notes(ready))
    steps = (
        score_step(ready.score, ready.definition),
        curve_step(ready.curve),
        law_step(inverted, found),
    )
    reason = "; ".join(part for part in (ends.reason, *notes) if part)
    if ends.kind == "undefined":
        found_none = _undefined(ready.definition, ready.curve.id, reason, steps, inverted)
        return replace(found_none, is_open=not _only_a_slope(ready.curve))
    amount = Amount.of(Input(inverted.variable, _estimate(ends)))
    return EffectiveAmount(
        definition=ready.definition,
        route=ROUTE,
        kind=ends.kind,
        amount=amount,
        reason=reason,
        steps=(*steps, _total_step(ready, ends), multiplier_step(ready.definition, amount, ends, inverted, compute)),
        curve=ready.curve.id,
        values=ends.values,
        inverted=inverted,
    )


def _only_a_slope(curve: Curve) -> bool:
    """Whether a curve tells ratios alone, since nothing says at which compute it has any score."""
    return curve.law is LawKind.LOG_LINEAR and curve.anchor is None


def _estimate(ends: Ends) -> Estimate:
    return Estimate(ends.low, ends.central, ends.high, Dimension.FLOP)


def _undefined(
    definition: Definition, curve: str, reason: str, steps: tuple[Step, ...] = (), inverted: Inverted | None = None
) -> EffectiveAmount:
    last = Step(what=f"effective compute under {definition.id} by '{curve}'", result=f"undefined: {reason}")
    return EffectiveAmount(
        definition=definition,
        route=ROUTE,
        kind="undefined",
        amount=None,
        reason=reason,
        steps=(*steps, last),
        curve=curve,
        inverted=inverted,
    )


def _total_step(ready: _Ready, ends: Ends) -> Step:
    what = f"effective compute under {ready.definition.id}: compute at which '{ready.curve.id}' reaches the score"
    return Step(what=what, result=_in_words(ends))


def _in_words(ends: Ends) -> str:
    match ends.kind:
        case "unbounded":
            low = f"; at the low end of its interval {show(ends.low)} FLOP" if ends.low else ""
            return f"unbounded: better than the curve's limit{low}"
        case "multivalued":
            return (
                f"{' or '.join(show(number) for number in ends.values)} FLOP: the curve has this score more than once"
            )
        case _:
            return f"{told(_estimate(ends))} FLOP"


def _notes(ready: _Ready) -> Iterator[str]:
    """What the score is close to, so that its noise decides the result."""
    if ready.definition.other_curves and ready.curve.id != ready.definition.curve:
        yield f"another fit of the baseline than '{ready.definition.curve}'"
    if ready.law.lower_is_better:
        yield from _near_the_limit(ready)
    else:
        yield from _near_chance_or_ceiling(ready)
    if ready.definition.elicitation is None and not ready.law.lower_is_better:
        yield "the definition states no elicitation, so that the effort behind the two scores may differ"


def _near_the_limit(ready: _Ready) -> Iterator[str]:
    error, floor = ready.score.noise.error, _figure(ready.curve.floor)
    if error is not None and floor is not None and ready.score.value - floor <= SATURATED * Fraction(error):
        yield f"baseline-saturated: within {SATURATED} standard errors of the curve's floor, {show(floor, 3)}"


def _near_chance_or_ceiling(ready: _Ready) -> Iterator[str]:
    score, ends = ready.score, scale_of(ready.score.row, ready.definition.metric, ready.curve)
    error = Fraction(score.noise.error or 0)
    if ends.is_near_floor(score.value, error):
        yield f"near-floor: within {NEAR} standard errors of chance, {show(ends.floor or NOTHING, 3)}"
    if ends.is_near_ceiling(score.value, error):
        yield f"near-ceiling: within {NEAR} standard errors of the ceiling, {show(ends.ceiling or NOTHING, 3)}"


def _figure(figure: object) -> Fraction | None:
    estimate = getattr(figure, "estimate", None)
    return estimate.central if isinstance(estimate, Estimate) else None
