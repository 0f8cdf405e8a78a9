"""What is asked of a curve, and how its errors and those of the score become an interval.

Three ways. Where the curve has refits (`draws`), each is inverted. Where it has a covariance, intervals or standard
errors, the delta method is used, ln C being nearly linear in what is uncertain. Where it is not, near a limit of the
curve, between measured points or over more than an order of magnitude, other curves are drawn from the errors with a
fixed seed and each is inverted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flopguard.effective.curves.answer import EXACT, LN10, NEAREST, Answer, exp
from flopguard.effective.curves.errors import Errors, Normals, other_laws
from flopguard.effective.curves.inversion import (
    Inversion,
    Method,
    Score,
    Span,
    holding,
    quantiles,
    sampling_error,
    span,
)
from flopguard.effective.curves.law import LN, Law
from flopguard.effective.curves.points import Points
from flopguard.effective.intervals import deviations

SAMPLES = 1000
NEAR_A_LIMIT = Decimal(3)
"""Standard deviations from a limit of the curve within which the delta method is not used."""
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Question:
    """One score, whose compute is asked for, or two, for the ratio of theirs."""

    errors: Errors
    law: Law
    scores: tuple[Score, ...]
    seed: int
    level: Fraction

    def spread(self, answer: Answer) -> Inversion:
        """The answer with its interval, by the way that fits."""
        if not self.errors and not any(error for _, error in self.scores):
            low, high = span(answer)
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
        low, high = quantiles(spans, tail)
        share = Decimal(sum(each is not None and each.kind == "unbounded" for each in answers))
        found = Inversion(
            answer=answer,
            low=low,
            high=high,
            method=method,
            share_unreachable=EXACT.divide(share, Decimal(count)),
            notes=tuple(self._notes(answers, spans, tail, method)),
        )
        return holding(found)

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

    def _span_of(self, answer: Answer) -> Span:
        """Worse than no compute at all is below every compute; a ratio with such a score may be anything."""
        if answer.kind == "undefined" and len(self.scores) == 1:
            return None, NEAREST
        return span(answer)

    def _notes(self, answers: list[Answer | None], spans: list[Span], tail: Fraction, method: Method) -> Iterable[str]:
        count = len(answers)
        how = f"{len(self.errors.draws)} refits" if method == "draws" else "curves drawn from the errors"
        yield f"{count} inversions of {how}, seed {self.seed}" if count != len(self.errors.draws) else how
        yield from sampling_error(spans, tail)
        useless = sum(each is None for each in answers)
        if useless:
            yield f"{useless} of {count} sets of parameters make no curve; each counts as lying anywhere"


def _within(deviations_off: Decimal, score: Decimal, end: Decimal, variance: Decimal) -> bool:
    return EXACT.subtract(score, end).copy_abs() <= EXACT.multiply(deviations_off, EXACT.sqrt(variance))
