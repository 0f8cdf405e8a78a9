"""How sure an inversion is: the errors of the curve and of the score, carried over to compute.

Three ways. Where the curve has refits (`draws`), each is inverted. Where it has a covariance, intervals or standard
errors, the delta method is used, ln C being nearly linear in what is uncertain. Where it is not, near a limit of the
curve, between measured points or over more than an order of magnitude, other curves are drawn from the errors with a
fixed seed and each is inverted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from flopguard.definition.types import Curve
from flopguard.effective.curves.answer import (
    EXACT,
    FARTHEST,
    LN10,
    NEAREST,
    Answer,
    at_least,
    at_most,
    exp,
    told,
    undefined,
)
from flopguard.effective.curves.errors import Errors, Normals, errors_of, other_laws
from flopguard.effective.curves.law import LN, Law
from flopguard.effective.curves.log_linear import LogLinear
from flopguard.effective.curves.points import Points
from flopguard.effective.curves.read import decimal_of
from flopguard.effective.intervals import deviations, orders
from flopguard.quantity import DEFAULT_LEVEL, show

Method = Literal["exact", "delta", "draws", "sampled"]
Score = tuple[Decimal, Decimal | None]
"""A score and its standard error."""

SAMPLES = 1000
NEAR_A_LIMIT = Decimal(3)
"""Standard deviations from a limit of the curve within which the delta method is not used."""
_ZERO = Decimal(0)
_SPAN = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inversion:
    """A compute (FLOP), or a ratio of two, with its interval.

    `low` or `high` None means no bound on that side. `share_unreachable` is the share of the curves, as uncertain as
    they are, that never reach the score. With method `exact` nothing is uncertain.
    """

    answer: Answer
    low: Decimal | None
    high: Decimal | None
    method: Method
    share_unreachable: Decimal = _ZERO
    notes: tuple[str, ...] = ()


@lru_cache(maxsize=512)
def invert(
    curve: Curve, law: Law, score: Decimal, score_error: Decimal | None, level: Fraction = DEFAULT_LEVEL
) -> Inversion:
    """The compute at which the baseline has a score, with its central interval of this level.

    Outside the scores that the curve was fitted to the answer is a bound, at the end of them; what the law itself
    would say there is in a note, as a scenario. Where only the error of the score reaches out of them, the interval is
    open on that side. With an error, `low` and `high` are the bounds to go by, not the answer.
    """
    end = _fitted_end(curve, score)
    found = _inverted(curve, law, score, score_error, level)
    if end is None:
        return _opened(found, _reached(curve, law, (score, score_error), level))
    better = law.better(score, end)
    bounded = _bounded(_inverted(curve, law, end, None, level), better, score, end, found.answer)
    return _as_noisy(bounded, found, better) if score_error else bounded


@lru_cache(maxsize=512)
def ratio_of(curve: Curve, law: Law, ours: Score, theirs: Score, level: Fraction = DEFAULT_LEVEL) -> Inversion:
    """The compute of one score over that of another, under one curve whose errors are the same for both.

    The errors of the two scores are independent. A log-linear curve needs no anchor for this.
    """
    if isinstance(law, LogLinear):
        law = law.anchored(theirs[0])
    if _fitted_end(curve, ours[0]) is not None or _fitted_end(curve, theirs[0]) is not None:
        return _ratio_of_bounds(invert(curve, law, *ours, level), invert(curve, law, *theirs, level))
    answer = law.compute(ours[0]).over(law.compute(theirs[0]))
    found = _Question(errors_of(curve, law), law, (ours, theirs), curve.seed or 0, level).spread(answer)
    (up, down), (their_up, their_down) = (_reached(curve, law, score, level) for score in (ours, theirs))
    return _opened(found, (up or their_down, down or their_up))


def outside(curve: Curve, score: Decimal | None, compute: Decimal | None) -> str | None:
    """How far a score or a compute lies outside what was fitted; None inside, or where that is unstated."""
    found = []
    if score is not None and (end := _fitted_end(curve, score)) is not None:
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


def _fitted_end(curve: Curve, score: Decimal) -> Decimal | None:
    """The end of the fitted scores that a score lies beyond; None if it lies between them or none are stated."""
    if curve.score_domain is None:
        return None
    low, high = curve.score_domain.estimate.low, curve.score_domain.estimate.high
    if score < decimal_of(low):
        return decimal_of(low)
    return decimal_of(high) if high is not None and score > decimal_of(high) else None


def _reached(curve: Curve, law: Law, score: Score, level: Fraction) -> tuple[bool, bool]:
    """Whether the error of a score reaches past the fitted scores, on their good side and on their bad side."""
    off = EXACT.multiply(deviations(level), score[1] or _ZERO)
    ends = [(moved, _fitted_end(curve, moved)) for moved in (EXACT.add(score[0], off), EXACT.subtract(score[0], off))]
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
    """A bound from the end of the fitted scores, no narrower than the error of the score allows."""
    low = None if bounded.low is None or found.low is None else min(bounded.low, found.low)
    high = None if bounded.high is None or found.high is None else max(bounded.high, found.high)
    return replace(bounded, low=low if better else None, high=None if better else high)


def _inverted(curve: Curve, law: Law, score: Decimal, score_error: Decimal | None, level: Fraction) -> Inversion:
    answer = law.compute(score)
    if answer.kind == "undefined" and isinstance(law, LogLinear) and law.anchor is None:
        return Inversion(answer=answer, low=None, high=None, method="exact")
    return _Question(errors_of(curve, law), law, ((score, score_error),), curve.seed or 0, level).spread(answer)


def _bounded(at_end: Inversion, better: bool, score: Decimal, end: Decimal, scenario: Answer) -> Inversion:
    """What the end of the fitted scores says of a score beyond it."""
    side = "better" if better else "worse"
    reason = f"{told(score)} is {side} than {told(end)}, where the fitted scores end"
    note = f"the law itself, beyond the scores it was fitted to, would give {_told(scenario)}: a scenario, no evidence"
    known = at_end.answer
    if known.kind == "unbounded" and better:
        return replace(at_end, notes=(*at_end.notes, note))
    if not known.values or known.kind == ("at_most" if better else "at_least"):
        answer = undefined(reason)
    else:
        answer = at_least(known.values[0], reason) if better else at_most(known.values[-1], reason)
    low, high = (at_end.low, None) if better else (None, at_end.high)
    return replace(at_end, answer=answer, low=low, high=high, notes=(*at_end.notes, note))


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


@dataclass(frozen=True, slots=True)
class _Question:
    """One score, whose compute is asked for, or two, for the ratio of theirs."""

    errors: Errors
    law: Law
    scores: tuple[Score, ...]
    seed: int
    level: Fraction

    def spread(self, answer: Answer) -> Inversion:
        """The answer with its interval, by the way that fits."""
        if not self.errors and not any(error for _, error in self.scores):
            low, high = _span(answer)
            share = Decimal(int(answer.kind == "unbounded"))
            return Inversion(answer=answer, low=low, high=high, method="exact", share_unreachable=share)
        if self.errors.draws:
            return self._sampled(answer, "draws")
        half = self._half_width()
        if half is None or answer.kind != "value" or self._near_a_limit() or EXACT.add(half, half) > LN10:
            return self._sampled(answer, "sampled")
        low, high = (EXACT.multiply(answer.value, exp(side)) for side in (half.copy_negate(), half))
        return Inversion(answer=answer, low=low, high=high, method="delta")

    def _half_width(self) -> Decimal | None:
        """Half the interval of ln C by the delta method; None where the curve has no slope, or only between points."""
        if isinstance(self.law, Points):
            return None
        found = [self.law.sensitivity(score) for score, _ in self.scores]
        slopes = {name: self._slope(name) for name in self.errors.all_names}
        if any(each is None for each in found):
            return None
        variance = self.errors.variance_along(slopes)
        for each, (_, error) in zip(found, self.scores, strict=True):
            part = EXACT.multiply(each["score"] if each else _ZERO, error or _ZERO)
            variance = EXACT.add(variance, EXACT.multiply(part, part))
        return EXACT.multiply(deviations(self.level), EXACT.sqrt(variance))

    def _slope(self, name: str) -> Decimal:
        """Of ln C by one parameter; for a ratio the difference, so that what is common cancels."""
        first, *rest = (self.law.derivative(name, score) or _ZERO for score, _ in self.scores)
        return EXACT.subtract(first, rest[0]) if rest else first

    def _near_a_limit(self) -> bool:
        low_name, high_name = ("floor", "ceiling") if self.law.lower_is_better else ("ceiling", "floor")
        ends = ((low_name, self.law.limit), (high_name, self.law.worst))
        return any(
            end is not None and _within(NEAR_A_LIMIT, score, end, self._variance_of(name, end, error))
            for score, error in self.scores
            for name, end in ends
        )

    def _variance_of(self, name: str, size: Decimal, error: Decimal | None) -> Decimal:
        """The variance of the distance between a score and an end of the curve."""
        slopes = dict.fromkeys(self.errors.all_names, _ZERO)
        slopes.update({known: Decimal(1) for known in slopes if known == name})
        slopes.update({known: size for known in slopes if known == LN + name})
        error = error or _ZERO
        return EXACT.add(self.errors.variance_along(slopes), EXACT.multiply(error, error))

    def _sampled(self, answer: Answer, method: Method) -> Inversion:
        """By inverting other curves: the refits as they are, or ones drawn from the errors."""
        count = self._count()
        normals = Normals(self.seed)
        laws = other_laws(self.law, self.errors, count, normals)
        answers = [None if law is None else self._answer_of(law, normals) for law in laws]
        tail = (1 - self.level) / 2
        spans = [(None, None) if each is None else self._span_of(each) for each in answers]
        low, high = _quantiles(spans, tail)
        share = Decimal(sum(each is not None and each.kind == "unbounded" for each in answers))
        found = Inversion(
            answer=answer,
            low=low,
            high=high,
            method=method,
            share_unreachable=EXACT.divide(share, Decimal(count)),
            notes=tuple(self._notes(answers, spans, tail, method)),
        )
        return _holding(found)

    def _count(self) -> int:
        """How many curves: each refit once, or as often as it takes where more than the refits is uncertain."""
        refits = len(self.errors.draws)
        if not refits:
            return SAMPLES
        alone = self.errors.alone or any(error for _, error in self.scores)
        return refits * (-(-SAMPLES // refits) if alone else 1)

    def _answer_of(self, law: Law, normals: Normals) -> Answer:
        drawn = [
            law.compute(EXACT.add(score, EXACT.multiply(error, normals.next())) if error else score)
            for score, error in self.scores
        ]
        return drawn[0] if len(drawn) == 1 else drawn[0].over(drawn[1])

    def _span_of(self, answer: Answer) -> _SPAN:
        """Worse than no compute at all is below every compute; a ratio with such a score may be anything."""
        if answer.kind == "undefined" and len(self.scores) == 1:
            return None, NEAREST
        return _span(answer)

    def _notes(self, answers: list[Answer | None], spans: list[_SPAN], tail: Fraction, method: Method) -> Iterable[str]:
        count = len(answers)
        how = f"{len(self.errors.draws)} refits" if method == "draws" else "curves drawn from the errors"
        yield f"{count} inversions of {how}, seed {self.seed}" if count != len(self.errors.draws) else how
        yield from _sampling_error(spans, tail)
        useless = sum(each is None for each in answers)
        if useless:
            yield f"{useless} of {count} sets of parameters make no curve; each counts as lying anywhere"


def _within(deviations_off: Decimal, score: Decimal, end: Decimal, variance: Decimal) -> bool:
    return EXACT.subtract(score, end).copy_abs() <= EXACT.multiply(deviations_off, EXACT.sqrt(variance))


def _span(answer: Answer) -> _SPAN:
    """The ends between which an answer lies."""
    match answer.kind:
        case "value" | "multivalued":
            return answer.values[0], answer.values[-1]
        case "at_least":
            return answer.value, None
        case "at_most":
            return None, answer.value
        case "unbounded":
            return FARTHEST, None
        case _:
            return None, None


def _quantiles(spans: list[_SPAN], tail: Fraction) -> _SPAN:
    """The ends of the central interval, each taken outward; never a compute that no curve reaches."""
    below = int(tail * (len(spans) - 1))
    return _from_below(spans, below), _from_above(spans, below)


def _from_below(spans: list[_SPAN], place: int) -> Decimal | None:
    lows = sorted((low is not None, low or _ZERO) for low, _ in spans)
    known, low = lows[min(max(place, 0), len(lows) - 1)]
    if not known:
        return None
    if low < FARTHEST:
        return low
    reached = [low for is_known, low in lows if is_known and low < FARTHEST]
    return reached[-1] if reached else None


def _from_above(spans: list[_SPAN], place: int) -> Decimal | None:
    highs = sorted((high is None, high or _ZERO) for _, high in spans)
    unknown, high = highs[max(min(len(highs) - 1 - place, len(highs) - 1), 0)]
    return None if unknown else high


def _sampling_error(spans: list[_SPAN], tail: Fraction) -> Iterable[str]:
    """Within which values the ends lie by the luck of the sample alone, one standard error either way."""
    count = len(spans)
    middle, error = float(tail * (count - 1)), float(tail * (1 - tail) * count) ** 0.5
    ranks = (int(middle - error), int(middle + error) + 1)
    for name, ends in (
        ("lower", [_from_below(spans, rank) for rank in ranks]),
        ("upper", [_from_above(spans, rank) for rank in reversed(ranks)]),
    ):
        told = list(dict.fromkeys("no bound" if end is None else f"{end:.2e}" for end in ends))
        where = f"lies between {told[0]} and {told[1]}" if len(told) > 1 else f"is {told[0]}"
        yield f"by the luck of the sample alone the {name} end {where}"


def _holding(found: Inversion) -> Inversion:
    """The inversion with an interval that holds its own answer."""
    low, high = _span(found.answer)
    if found.answer.kind == "unbounded":
        return replace(found, high=None)
    if found.answer.kind == "undefined":
        return found
    return replace(
        found,
        low=None if low is None or found.low is None else min(low, found.low),
        high=None if high is None or found.high is None else max(high, found.high),
    )


def _told(answer: Answer) -> str:
    """An answer in a few words."""
    numbers = ", ".join(f"{number:.3g}" for number in answer.values)
    words = {"at_least": "at least ", "at_most": "at most ", "value": "", "multivalued": "any of "}
    return f"{words[answer.kind]}{numbers} FLOP" if answer.values else f"no compute ({answer.reason})"
