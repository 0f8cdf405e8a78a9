"""What is uncertain about a curve: its parameters, together or one by one, and how to draw other curves from that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import repeat
from random import Random
from statistics import NormalDist

from flopguard.definition.types import Curve
from flopguard.effective.curves.answer import EXACT
from flopguard.effective.curves.law import LN, Law
from flopguard.effective.curves.log_linear import ANCHOR_SCORE
from flopguard.effective.curves.matrix import Matrix, cholesky
from flopguard.effective.curves.points import score_name
from flopguard.effective.curves.read import decimal_of
from flopguard.effective.intervals import deviations
from flopguard.fields import Figure

_ZERO = Decimal(0)
_ON_A_LOG_SCALE = ("coefficient", "midpoint", "compute", "flop_per_parameter_token")


@dataclass(frozen=True, slots=True)
class Errors:
    """The errors of a curve's parameters: some together, by a covariance or by draws, others each on its own."""

    names: tuple[str, ...]
    covariance: Matrix
    """Of the names; empty where there is none."""
    draws: Matrix
    """Refits, a row each, in the order of the names; empty where there are none."""
    alone: Mapping[str, Decimal]
    """The standard deviations of parameters that are known to be independent of all others."""

    def __bool__(self) -> bool:
        """Whether anything is uncertain."""
        return bool(self.covariance or self.draws or self.alone)

    def variance_along(self, slopes: Mapping[str, Decimal]) -> Decimal:
        """The variance of what follows the parameters with these slopes: g' S g."""
        total = _ZERO
        for row, name in zip(self.covariance, self.names, strict=False):
            for entry, other in zip(row, self.names, strict=True):
                total = EXACT.add(total, EXACT.multiply(entry, EXACT.multiply(slopes[name], slopes[other])))
        for name, deviation in self.alone.items():
            part = EXACT.multiply(deviation, slopes[name])
            total = EXACT.add(total, EXACT.multiply(part, part))
        return max(total, _ZERO)

    @property
    def all_names(self) -> tuple[str, ...]:
        """Everything that is uncertain."""
        return (*(self.names if self.covariance or self.draws else ()), *self.alone)


def errors_of(curve: Curve, law: Law) -> Errors:
    """The covariance and the draws as stated, and beside them what has an interval or a standard error of its own.

    A figure with an interval counts as normal, with the standard deviation of an interval of its level; a coefficient
    and a compute on a logarithmic scale. A parameter that `uncertain` names is not counted twice.
    """
    together = bool(curve.covariance or curve.draws)
    named = frozenset(name.removeprefix(LN) for name in curve.uncertain) if together else frozenset()
    alone = {
        name: deviation
        for name, deviation in _alone(curve, law)
        if name.removeprefix(LN) not in named and deviation > 0
    }
    return Errors(
        names=curve.uncertain,
        covariance=tuple(tuple(map(decimal_of, row)) for row in curve.covariance),
        draws=tuple(tuple(map(decimal_of, row)) for row in curve.draws),
        alone=alone,
    )


def _alone(curve: Curve, law: Law) -> Iterator[tuple[str, Decimal]]:
    known = law.parameters()
    for name in known:
        figure = getattr(curve, name, None) if "." not in name else None
        if figure is not None:
            yield _deviation(name, figure)
    if curve.anchor is not None and ANCHOR_SCORE in known:
        yield from _of_point("anchor", curve.anchor.compute, curve.anchor.score, curve.anchor.standard_error)
    if score_name(0) in known:
        in_order = sorted(curve.points, key=lambda point: point.compute.estimate.central or 0 if point.compute else 0)
        for number, point in enumerate(in_order):
            yield from _of_point(f"points.{number}", None, point.score, point.standard_error)


def _of_point(
    name: str, compute: Figure | None, score: Figure | None, error: Figure | None
) -> Iterator[tuple[str, Decimal]]:
    if compute is not None:
        yield _deviation(f"{name}.compute", compute)
    if error is not None and error.estimate.high is not None:
        yield f"{name}.score", decimal_of(error.estimate.high)
    elif score is not None:
        yield _deviation(f"{name}.score", score)


def _deviation(name: str, figure: Figure) -> tuple[str, Decimal]:
    """The standard deviation of a figure, or of its logarithm, from its interval."""
    low, high = figure.estimate.low, figure.estimate.high
    if high is None or high == low:
        return name, _ZERO
    widths = EXACT.multiply(Decimal(2), deviations(figure.level))
    if name.endswith(_ON_A_LOG_SCALE) and low > 0:
        return LN + name, EXACT.divide(EXACT.ln(decimal_of(high / low)), widths)
    return name, EXACT.divide(decimal_of(high - low), widths)


class Normals:
    """Standard normal numbers, the same for the same seed; to twelve decimals, so that no machine differs."""

    def __init__(self, seed: int) -> None:
        self._random, self._normal = Random(seed), NormalDist()

    def next(self) -> Decimal:
        """The next one."""
        share = self._random.random() or 0.5
        return Decimal(f"{self._normal.inv_cdf(share):.12f}")


def other_laws(law: Law, errors: Errors, count: int, normals: Normals) -> Iterator[Law | None]:
    """Laws drawn from the errors, draw after draw; None where the parameters drawn make no curve."""
    if not errors:
        yield from repeat(law, count)
        return
    middle = {name: _at(law, name) for name in errors.all_names}
    factor = () if errors.draws else cholesky(errors.covariance) or ()
    for number in range(count):
        drawn = dict(_together(errors, number, factor, middle, normals))
        for name, deviation in errors.alone.items():
            drawn[name] = EXACT.add(middle[name], EXACT.multiply(deviation, normals.next()))
        other = law.with_parameters(drawn)
        yield None if other.impossible() else other


def _at(law: Law, name: str) -> Decimal:
    number = law.parameters()[name.removeprefix(LN)]
    return EXACT.ln(number) if name.startswith(LN) else number


def _together(
    errors: Errors, number: int, factor: Matrix, middle: Mapping[str, Decimal], normals: Normals
) -> Iterator[tuple[str, Decimal]]:
    if errors.draws:
        yield from zip(errors.names, errors.draws[number % len(errors.draws)], strict=True)
        return
    steps = [normals.next() for _ in factor]
    for name, row in zip(errors.names, factor, strict=False):
        moved = middle[name]
        for entry, step in zip(row, steps, strict=False):
            moved = EXACT.add(moved, EXACT.multiply(entry, step))
        yield name, moved
