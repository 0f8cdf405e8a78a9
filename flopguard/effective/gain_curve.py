"""The gain of one curve over another against scale, as the report shows it.

A gain is looked up at a pair of computes with one score, one of the new recipe and one of the baseline. Which of the
two the scale names is the side; either may lie outside what was measured, and the farther one decides what it is worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flopguard.definition.types import Curve, Metric, Side
from flopguard.effective.curves.answer import EXACT, Answer
from flopguard.effective.curves.bracket import crossings
from flopguard.effective.curves.gain import gain_at, saturation, slope_at
from flopguard.effective.curves.law import Law
from flopguard.effective.curves.read import law_of
from flopguard.effective.distance import Distance, distance
from flopguard.effective.scale import cut_off
from flopguard.errors import FlopguardError
from flopguard.quantity import exact_text, point
from flopguard.result import EffectiveValue, GainCurve, Range, ScalePoint
from flopguard.units import Dimension

_FIRST, _LAST, _MOST_ROWS = 14, 26, 16
_DIGITS = 6
_EIGHTHS = tuple(map(Fraction, ("1.33", "1.78", "2.37", "3.16", "4.22", "5.62", "7.50")))
Window = tuple[Fraction, Fraction]


class GainCurveError(FlopguardError):
    """Two curves that have no gain of one over the other."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two curves with their laws, and where each was measured."""

    old: Law
    new: Law
    old_window: Window | None
    new_window: Window | None


def gain_curve(
    old: Curve,
    new: Curve,
    at: Sequence[Fraction] = (),
    metrics: tuple[Metric | None, Metric | None] = (None, None),
    *,
    fine: bool = False,
) -> GainCurve:
    """The gain of `new` over `old` at whole orders of magnitude of compute and at those asked for (FLOP).

    `metrics` are those of the definitions that name the curves, for a direction and ends that these lack. With `fine`
    there are eight scales an order, as a picture needs them. Raises GainCurveError where a curve is incomplete, or the
    two are not of one metric.
    """
    pair = _Pair(_law(old, metrics[0]), _law(new, metrics[1]), _window(old), _window(new))
    if pair.old.lower_is_better is not pair.new.lower_is_better:
        raise GainCurveError("one curve is of a score that is better when it is lower, the other of one that is higher")
    if old.metric and new.metric and old.metric != new.metric:
        raise GainCurveError(f"the curves are of different metrics: {old.metric} and {new.metric}")
    saturates, meetings = saturation(pair.old, pair.new), crossings(pair.old, pair.new)
    return GainCurve(
        baseline=old.id,
        new=new.id,
        metric=old.metric or new.metric or "",
        sources=tuple(dict.fromkeys(source for source in map(_source, (old, new)) if source)),
        measured=_measured(pair),
        points=tuple(_point(pair, compute) for compute in _scales(pair, at, fine=fine)),
        crossings=tuple(_text(meeting.compute) for meeting in meetings if not meeting.touching),
        touches=tuple(_text(meeting.compute) for meeting in meetings if meeting.touching),
        saturates_at=_text(saturates.value) if saturates.kind == "value" else None,
        new_slope=_slope(pair, "new"),
        baseline_slope=_slope(pair, "baseline"),
        notes=_notes(old, new),
    )


def _notes(old: Curve, new: Curve) -> tuple[str, ...]:
    """What is said of the curves, once where one says all that the other does."""
    notes = dict.fromkeys(curve.note for curve in (old, new) if curve.note)
    return tuple(note for note in notes if not any(note in other for other in notes if other != note))


_FAR_APART = (Decimal("1e16"), Decimal("1e20"), Decimal("1e24"))


def _slope(pair: _Pair, side: Side) -> float | None:
    """The orders of magnitude of gain for each of compute; None where they change with scale."""
    found = [slope_at(pair.old, pair.new, compute, side) for compute in _FAR_APART]
    if any(answer.kind != "value" for answer in found):
        return None
    told = {_text(abs(answer.value)) for answer in found}
    return float(found[0].value) if len(told) == 1 else None


def _law(curve: Curve, metric: Metric | None) -> Law:
    law = law_of(curve, metric)
    if isinstance(law, str):
        raise GainCurveError(law)
    return law


def _window(curve: Curve) -> Window | None:
    domain = curve.domain.estimate if curve.domain else None
    return (domain.low, domain.high) if domain is not None and domain.low > 0 and domain.high is not None else None


def _measured(pair: _Pair) -> Range | None:
    """The compute over which both were measured."""
    if pair.old_window is None or pair.new_window is None:
        return None
    low = max(pair.old_window[0], pair.new_window[0])
    high = min(pair.old_window[1], pair.new_window[1])
    return Range(low=exact_text(low), central=None, high=exact_text(high)) if low <= high else None


def _source(curve: Curve) -> str:
    section = f", section {curve.section}" if curve.section else ""
    mark = f" ({curve.verified})" if curve.verified else ""
    return f"{curve.source}{section}{mark}" if curve.source else ""


def _scales(pair: _Pair, at: Sequence[Fraction], *, fine: bool) -> list[Fraction]:
    """Every order of magnitude from where measuring began, not more than a screen of them, and those asked for."""
    windows = [window for window in (pair.old_window, pair.new_window) if window]
    first = min((_order(window[0]) for window in windows), default=_FIRST)
    last = max([_LAST, *(_order(window[1]) for window in windows)])
    step = 1 + (last - first) // _MOST_ROWS
    orders = [Fraction(10) ** order for order in range(first, last + 1, step)]
    between = [one * part for one in orders[:-1] for part in _EIGHTHS] if fine else []
    return sorted({*orders, *between, *at})


def _order(compute: Fraction) -> int:
    return int(Decimal(compute.numerator).adjusted() - Decimal(compute.denominator).adjusted())


def _point(pair: _Pair, compute: Fraction) -> ScalePoint:
    at = EXACT.divide(Decimal(compute.numerator), Decimal(compute.denominator))
    new, baseline = gain_at(pair.old, pair.new, at, "new"), gain_at(pair.old, pair.new, at, "baseline")
    new_outside, baseline_outside = _outside(pair, compute, new, "new"), _outside(pair, compute, baseline, "baseline")
    return ScalePoint(
        compute=exact_text(compute),
        new=_value(new),
        new_outside=_orders(new_outside),
        new_evidence=_evidence(new_outside),
        baseline=_value(baseline),
        baseline_outside=_orders(baseline_outside),
        baseline_evidence=_evidence(baseline_outside),
    )


def _outside(pair: _Pair, compute: Fraction, gain: Answer, side: Side) -> tuple[Distance, ...]:
    """How far the compute lies outside its own curve's measured range, and its other side outside that of the other."""
    if pair.old_window is None or pair.new_window is None:
        return ()
    quoted, other = (pair.new_window, pair.old_window) if side == "new" else (pair.old_window, pair.new_window)
    found = (_distance(compute, quoted),)
    if gain.kind != "value":
        return found
    factor = Fraction(gain.value)
    return (*found, _distance(compute * factor if side == "new" else compute / factor, other))


def _distance(compute: Fraction, window: Window) -> Distance:
    found = distance(point(compute, Dimension.FLOP), window)
    assert found is not None
    return found


def _orders(outside: Iterable[Distance]) -> tuple[str, ...]:
    return tuple(f"{entry.orders:.3f}" for entry in outside)


_CLASSES = (("near", "widen_from"), ("far", "weak_from"), ("beyond", "refuse_over"))


def _evidence(outside: Sequence[Distance]) -> str:
    """What a figure so far outside is worth as evidence; where nothing was measured, nothing."""
    if not outside:
        return "remote"
    farthest = max(outside, key=lambda entry: entry.times)
    if farthest.times == 1:
        return "inside"
    return next((name for name, limit in _CLASSES if not farthest.beyond(cut_off(limit))), "remote")


def _value(gain: Answer) -> EffectiveValue:
    texts = tuple(_text(number) for number in gain.values)
    one = texts[0] if texts else None
    match gain.kind:
        case "value":
            return EffectiveValue(kind="value", low=one, central=one, high=one, reason=gain.reason)
        case "at_least":
            return EffectiveValue(kind="at_least", low=one, reason=gain.reason)
        case "at_most":
            return EffectiveValue(kind="at_most", high=one, reason=gain.reason)
        case kind:
            return EffectiveValue(kind=kind, values=texts if kind == "multivalued" else (), reason=gain.reason)


def _text(number: Decimal) -> str:
    """Six digits, which is more than any curve knows."""
    rounded = EXACT.plus(number)
    return f"{Decimal(f'{rounded:.{_DIGITS - 1}e}').normalize():e}".replace("e+", "e")
