"""A baseline known at measured points: between them, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from flopguard.effective.curves.answer import EXACT, Answer, at_least, at_most, exp, multivalued, told, value
from flopguard.effective.curves.law import Law, plainly

Interpolation = Literal["linear", "logit", "log_excess"]
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Point:
    """A measured point: compute in FLOP and the score there."""

    compute: Decimal
    score: Decimal


@dataclass(frozen=True, slots=True)
class Points(Law):
    """Between points, in order of compute, a form of the score is linear in log C: the score itself, its logit between
    `floor` and `ceiling`, or the logarithm of its excess over `floor`.
    """

    points: tuple[Point, ...]
    lower_is_better: bool = False
    interpolation: Interpolation = "linear"
    floor: Decimal = Decimal(0)
    ceiling: Decimal = _ONE

    def impossible(self) -> str | None:
        """No points, two at one compute, one at no compute above 0, or a score where its form has no value."""
        if not self.points:
            return "there are no points"
        if self.points[0].compute <= 0:
            return "a point must lie above 0 FLOP"
        if any(one.compute >= other.compute for one, other in pairwise(self.points)):
            return "two points lie at one compute"
        for point in self.points:
            if not self._has_form(point.score):
                return f"the score {told(point.score)} has no {self.interpolation.replace('_', ' ')}"
        return None

    def _has_form(self, score: Decimal) -> bool:
        if self.interpolation == "linear":
            return True
        return score > self.floor and (self.interpolation == "log_excess" or score < self.ceiling)

    def _form(self, score: Decimal) -> Decimal:
        """What is linear in log C."""
        if self.interpolation == "linear":
            return score
        excess = EXACT.subtract(score, self.floor)
        if self.interpolation == "log_excess":
            return EXACT.ln(excess)
        return EXACT.ln(EXACT.divide(excess, EXACT.subtract(self.ceiling, score)))

    def _steepness(self, score: Decimal) -> Decimal:
        """The derivative of the form by the score."""
        if self.interpolation == "linear":
            return _ONE
        by_floor = EXACT.divide(_ONE, EXACT.subtract(score, self.floor))
        if self.interpolation == "log_excess":
            return by_floor
        return EXACT.add(by_floor, EXACT.divide(_ONE, EXACT.subtract(self.ceiling, score)))

    def _unform(self, form: Decimal) -> Decimal:
        if self.interpolation == "linear":
            return form
        if self.interpolation == "log_excess":
            return EXACT.add(self.floor, exp(form))
        share = EXACT.divide(_ONE, EXACT.add(_ONE, exp(form.copy_negate())))
        return EXACT.add(self.floor, EXACT.multiply(EXACT.subtract(self.ceiling, self.floor), share))

    def score(self, compute: Decimal) -> Decimal | None:
        """Between the first and the last point; None outside."""
        for point in self.points:
            if point.compute == compute:
                return point.score
        for left, right in pairwise(self.points):
            if left.compute < compute < right.compute:
                share = EXACT.divide(_ln_ratio(compute, left.compute), _ln_ratio(right.compute, left.compute))
                start, end = self._form(left.score), self._form(right.score)
                return self._unform(EXACT.add(start, EXACT.multiply(share, EXACT.subtract(end, start))))
        return None

    def compute(self, score: Decimal) -> Answer:
        """The one compute with this score, each of them where there are several, or a bound outside the scores."""
        scores = [point.score for point in self.points]
        if all(self.better(score, known) for known in scores):
            return at_least(self._best().compute, f"{told(score)} is better than every measured point")
        if all(self.better(known, score) for known in scores):
            return at_most(self.points[0].compute, f"{told(score)} is worse than every measured point")
        found = tuple(dict.fromkeys(self._solutions(score)))
        if len(found) == 1 and not self.better(self.points[0].score, score):
            return value(found[0])
        reason = "the score of the baseline does not always get better with compute"
        if self.better(self.points[0].score, score):
            reason += ": at its smallest compute it is better than here"
        return multivalued(found, reason)

    def _best(self) -> Point:
        """The point with the best score, the largest of several; a worse one at more compute is not what it can do."""
        best = self.points[0]
        for point in self.points:
            if not self.better(best.score, point.score):
                best = point
        return best

    def _solutions(self, score: Decimal) -> Iterator[Decimal]:
        """Every compute with this score, at points and between them."""
        for number, point in enumerate(self.points):
            if point.score == score:
                yield point.compute
            elif number + 1 < len(self.points) and _between(score, point.score, self.points[number + 1].score):
                yield exp(self._ln_compute(score, point, self.points[number + 1]))

    def _ln_compute(self, score: Decimal, left: Point, right: Point) -> Decimal:
        start, end, form = (self._form(known) for known in (left.score, right.score, score))
        share = EXACT.divide(EXACT.subtract(form, start), EXACT.subtract(end, start))
        length = _ln_ratio(right.compute, left.compute)
        return EXACT.add(_ln_ratio(left.compute, _ONE), EXACT.multiply(share, length))

    def sensitivity(self, score: Decimal) -> dict[str, Decimal] | None:
        """By the score and by those of the two points around it, `points.N.score` counted from 0 in order of compute.

        At a point itself the slope of the segment after it counts, at the last that before it.
        """
        if self.compute(score).kind != "value":
            return None
        for number, (left, right) in enumerate(pairwise(self.points)):
            if left.score == score or _between(score, left.score, right.score) or right == self.points[-1]:
                return self._in_segment(score, number, left, right)
        return None

    def _in_segment(self, score: Decimal, number: int, left: Point, right: Point) -> dict[str, Decimal] | None:
        start, end, form = (self._form(known) for known in (left.score, right.score, score))
        rise = EXACT.subtract(end, start)
        if not rise:
            return None
        by_form = EXACT.divide(_ln_ratio(right.compute, left.compute), rise)
        share = EXACT.divide(EXACT.subtract(form, start), rise)
        found = {name: Decimal(0) for name in self.parameters()}
        found["score"] = EXACT.multiply(by_form, self._steepness(score))
        by_left, by_right = EXACT.multiply(by_form, EXACT.subtract(_ONE, share)), EXACT.multiply(by_form, share)
        found[score_name(number)] = EXACT.multiply(by_left, self._steepness(left.score)).copy_negate()
        found[score_name(number + 1)] = EXACT.multiply(by_right, self._steepness(right.score)).copy_negate()
        return found

    def parameters(self) -> dict[str, Decimal]:
        """The score of each point."""
        return {score_name(number): point.score for number, point in enumerate(self.points)}

    def with_parameters(self, parameters: Mapping[str, Decimal]) -> Points:
        """With the scores of some points replaced."""
        named = plainly(parameters)
        moved = (
            replace(point, score=named.get(score_name(number), point.score)) for number, point in enumerate(self.points)
        )
        return replace(self, points=tuple(moved))


def score_name(number: int) -> str:
    """How the score of a point is named among the parameters."""
    return f"points.{number}.score"


@lru_cache(maxsize=1024)  # of points, which stay the same however often their curve is inverted
def _ln_ratio(one: Decimal, other: Decimal) -> Decimal:
    return EXACT.ln(EXACT.divide(one, other))


def _between(score: Decimal, one: Decimal, other: Decimal) -> bool:
    return min(one, other) < score < max(one, other)
