"""The compute of a score under a curve, how sure it is, and where the curve has no say."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from flopguard.definition.types import Curve
from flopguard.effective.curves.answer import EXACT, Answer, at_least, at_most, told, undefined
from flopguard.effective.curves.errors import errors_of
from flopguard.effective.curves.inversion import Inversion as Inversion
from flopguard.effective.curves.inversion import Score as Score
from flopguard.effective.curves.law import Law
from flopguard.effective.curves.log_linear import LogLinear
from flopguard.effective.curves.points import Points
from flopguard.effective.curves.question import Question
from flopguard.effective.curves.read import decimal_of
from flopguard.effective.intervals import deviations, orders
from flopguard.quantity import DEFAULT_LEVEL, show

_ZERO = Decimal(0)


@lru_cache(maxsize=512)
def invert(
    curve: Curve, law: Law, score: Decimal, score_error: Decimal | None, level: Fraction = DEFAULT_LEVEL
) -> Inversion:
    """The compute at which the baseline has a score, with its central interval of this level.

    Outside the scores that the curve was fitted to the answer is a bound, at the end of them; what the law itself
    would say there is in a note, as a scenario. Where only the error of the score reaches out of them, the interval is
    open on that side. With an error, `low` and `high` are the bounds to go by, not the answer.
    """
    end = _fitted_end(curve, law, score)
    found = _inverted(curve, law, score, score_error, level)
    if end is None:
        return _opened(found, _reached(curve, law, (score, score_error), level))
    better = law.better(score, end)
    bounded = _bounded(_inverted(curve, law, end, None, level), better, score, end)
    if not isinstance(law, Points):
        bounded = replace(bounded, notes=(*bounded.notes, _scenario(found.answer)))
    return _as_noisy(bounded, found, better) if score_error else bounded


@lru_cache(maxsize=512)
def ratio_of(curve: Curve, law: Law, ours: Score, theirs: Score, level: Fraction = DEFAULT_LEVEL) -> Inversion:
    """The compute of one score over that of another, under one curve whose errors are the same for both.

    The errors of the two scores are independent. A log-linear curve needs no anchor for this.
    """
    if isinstance(law, LogLinear):
        law = law.anchored(theirs[0])
    if _fitted_end(curve, law, ours[0]) is not None or _fitted_end(curve, law, theirs[0]) is not None:
        return _ratio_of_bounds(invert(curve, law, *ours, level), invert(curve, law, *theirs, level))
    answer = law.compute(ours[0]).over(law.compute(theirs[0]))
    found = Question(errors_of(curve, law), law, (ours, theirs), curve.seed or 0, level).spread(answer)
    (up, down), (their_up, their_down) = (_reached(curve, law, score, level) for score in (ours, theirs))
    return _opened(found, (up or their_down, down or their_up))


def outside(curve: Curve, law: Law, score: Decimal | None, compute: Decimal | None) -> str | None:
    """How far a score or a compute lies outside what was fitted; None inside, or where that is unstated."""
    found = []
    if score is not None and (end := _fitted_end(curve, law, score)) is not None:
        away = f"{told(EXACT.subtract(score, end).copy_abs())} {'above' if score > end else 'below'}"
        found.append(f"the score {told(score)} is {away} the fitted scores, which end at {told(end)}")
    if compute is not None and curve.domain is not None:
        estimate = curve.domain.estimate
        if estimate.low > 0 and compute < decimal_of(estimate.low):
            found.append(_far(compute, estimate.low, estimate.low / Fraction(compute), "below"))
        if estimate.high is not None and compute > decimal_of(estimate.high):
            found.append(_far(compute, estimate.high, Fraction(compute) / estimate.high, "above"))
    return "; ".join(found) or None


def _far(compute: Decimal, end: Fraction, times: Fraction, side: str) -> str:
    away = f"{show(Fraction(orders(times)))} orders of magnitude {side}"
    return f"{told(compute)} FLOP is {away} the fitted compute, which ends at {told(decimal_of(end))} FLOP"


def _fitted_end(curve: Curve, law: Law, score: Decimal) -> Decimal | None:
    """The end of the fitted scores that a score lies beyond; None if it lies between them or none are known."""
    low, high = _fitted_scores(curve, law)
    if low is not None and score < low:
        return low
    return high if high is not None and score > high else None


def _fitted_scores(curve: Curve, law: Law) -> tuple[Decimal | None, Decimal | None]:
    """The ends of the fitted scores as stated, or else those that the law has at the ends of the fitted compute."""
    if curve.score_domain is not None:
        low, high = curve.score_domain.estimate.low, curve.score_domain.estimate.high
        return decimal_of(low), None if high is None else decimal_of(high)
    if curve.domain is None or isinstance(law, Points):  # points are their own bounds
        return None, None
    at_low, at_high = curve.domain.estimate.low, curve.domain.estimate.high
    worst = law.score(decimal_of(at_low)) if at_low > 0 else None
    best = None if at_high is None else law.score(decimal_of(at_high))
    return (best, worst) if law.lower_is_better else (worst, best)


def _reached(curve: Curve, law: Law, score: Score, level: Fraction) -> tuple[bool, bool]:
    """Whether the error of a score reaches past the fitted scores, on their good side and on their bad side."""
    off = EXACT.multiply(deviations(level), score[1] or _ZERO)
    ends = [
        (moved, _fitted_end(curve, law, moved)) for moved in (EXACT.add(score[0], off), EXACT.subtract(score[0], off))
    ]
    past = [law.better(moved, end) for moved, end in ends if end is not None]
    return any(past), not all(past)


def _opened(found: Inversion, reached: tuple[bool, bool]) -> Inversion:
    """The inversion without the ends that rest on scores to which nothing was fitted."""
    up, down = reached
    if not up and not down:
        return found
    note = "the error of the score reaches past the fitted scores, so that the interval is open there"
    low, high = None if down else found.low, None if up else found.high
    return replace(found, low=low, high=high, notes=(*found.notes, note))


def _as_noisy(bounded: Inversion, found: Inversion, better: bool) -> Inversion:
    """A bound from the end of the fitted scores, no narrower than the error of the score allows.

    Where no curve reaches the score, however it is moved, the error takes nothing from the bound.
    """
    if better and found.share_unreachable == 1:
        return bounded
    low = None if bounded.low is None or found.low is None else min(bounded.low, found.low)
    high = None if bounded.high is None or found.high is None else max(bounded.high, found.high)
    return replace(bounded, low=low if better else None, high=None if better else high)


def _inverted(curve: Curve, law: Law, score: Decimal, score_error: Decimal | None, level: Fraction) -> Inversion:
    answer = law.compute(score)
    if answer.kind == "undefined" and isinstance(law, LogLinear) and law.anchor is None:
        return Inversion(answer=answer, low=None, high=None, method="exact")
    return Question(errors_of(curve, law), law, ((score, score_error),), curve.seed or 0, level).spread(answer)


def _scenario(beyond: Answer) -> str:
    """What a law says beyond the scores it was fitted to; points say nothing beyond themselves."""
    return f"the law itself, beyond the scores it was fitted to, would give {_told(beyond)}: a scenario, no evidence"


def _bounded(at_end: Inversion, better: bool, score: Decimal, end: Decimal) -> Inversion:
    """What the end of the fitted scores says of a score beyond it."""
    side = "better" if better else "worse"
    reason = f"{told(score)} is {side} than {told(end)}, where the fitted scores end"
    known = at_end.answer
    if known.kind == "unbounded" and better:
        return at_end
    if not known.values or known.kind == ("at_most" if better else "at_least"):
        answer = undefined(reason)
    else:
        answer = at_least(known.values[0], reason) if better else at_most(known.values[-1], reason)
    low, high = (at_end.low, None) if better else (None, at_end.high)
    return replace(at_end, answer=answer, low=low, high=high)


def _ratio_of_bounds(ours: Inversion, theirs: Inversion) -> Inversion:
    """The ratio where a score is only bounded: from the ends of the two, as if they were independent."""
    low = None if ours.low is None or theirs.high is None else EXACT.divide(ours.low, theirs.high)
    high = None if ours.high is None or theirs.low is None else EXACT.divide(ours.high, theirs.low)
    method = ours.method if ours.method != "exact" else theirs.method
    return Inversion(
        answer=ours.answer.over(theirs.answer),
        low=low,
        high=high,
        method=method,
        share_unreachable=ours.share_unreachable,
        notes=tuple(dict.fromkeys((*ours.notes, *theirs.notes))),
    )


def _told(answer: Answer) -> str:
    """An answer in a few words."""
    numbers = ", ".join(f"{number:.3g}".replace("e+", "e") for number in answer.values)
    words = {"at_least": "at least ", "at_most": "at most ", "value": "", "multivalued": "any of "}
    return f"{words[answer.kind]}{numbers} FLOP" if answer.values else f"no compute ({answer.reason})"
