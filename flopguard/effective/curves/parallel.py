"""Whether two curves are parallel in the logarithm of compute, so that one factor is the gain at every scale.

What is compared is the slope that alone decides it where both curves end at the same place: the exponent of a loss, the
slope of a line or of a logistic curve. Points have no such number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flopguard.definition.types import Curve
from flopguard.effective.curves.answer import EXACT
from flopguard.effective.curves.errors import Errors, errors_of
from flopguard.effective.curves.frontier import Frontier
from flopguard.effective.curves.law import LN, Law, plainly
from flopguard.effective.curves.log_linear import LogLinear
from flopguard.effective.curves.logistic import Logistic
from flopguard.effective.curves.power import Power

BEYOND_ERROR = Decimal(2)
"""So many standard deviations of their difference apart, two slopes are not the same."""
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope:
    """The number that decides how steep a curve is, with its standard deviation, 0 where none is stated."""

    name: str
    size: Decimal
    deviation: Decimal


def slope_of(curve: Curve, law: Law) -> Slope | None:
    """The slope of a law; None for one that has no single number for it."""
    found = _sized(law)
    if found is None:
        return None
    name, size = found
    return Slope(name=name, size=size, deviation=_deviation(law, errors_of(curve, law)))


def differ(one: Slope, other: Slope) -> bool:
    """Whether two slopes differ beyond their errors; where no error is stated, whether they differ at all."""
    if one.name != other.name:
        return False
    apart = EXACT.subtract(one.size, other.size).copy_abs()
    squares = EXACT.add(EXACT.multiply(one.deviation, one.deviation), EXACT.multiply(other.deviation, other.deviation))
    return apart > EXACT.multiply(BEYOND_ERROR, EXACT.sqrt(squares))


def _sized(law: Law) -> tuple[str, Decimal] | None:
    match law:
        case Power():
            return "exponent", law.exponent
        case Frontier():
            return "exponent", law.power.exponent
        case Logistic() | LogLinear():
            return "slope", EXACT.divide(law.slope, law.unit)
        case _:
            return None


def _deviation(law: Law, errors: Errors) -> Decimal:
    """By the refits where there are some, else by first order from the covariance and the errors of single figures."""
    if errors.draws:
        return _of_draws(law, errors)
    if not errors:
        return _ZERO
    slopes = _gradient(law)
    known = law.parameters()
    along = {name: _along(name, slopes, known) for name in errors.all_names}
    return EXACT.sqrt(errors.variance_along(along))


def _along(name: str, slopes: Mapping[str, Decimal], known: Mapping[str, Decimal]) -> Decimal:
    """The derivative of the slope by a parameter, or by its logarithm."""
    plain = name.removeprefix(LN)
    by_itself = slopes.get(plain, _ZERO)
    return by_itself if plain == name else EXACT.multiply(by_itself, known[plain])


def _gradient(law: Law) -> dict[str, Decimal]:
    """The derivatives of the slope by the parameters on which it depends."""
    match law:
        case Frontier():
            a, b = law.parameter_exponent, law.data_exponent
            whole = EXACT.multiply(EXACT.add(a, b), EXACT.add(a, b))
            return {
                "parameter_exponent": EXACT.divide(EXACT.multiply(b, b), whole),
                "data_exponent": EXACT.divide(EXACT.multiply(a, a), whole),
            }
        case Logistic() | LogLinear():
            return {"slope": EXACT.divide(Decimal(1), law.unit)}
        case _:
            return {"exponent": Decimal(1)}


def _of_draws(law: Law, errors: Errors) -> Decimal:
    """The standard deviation of the slope over the refits."""
    drawn = (law.with_parameters(plainly(dict(zip(errors.names, row, strict=True)))) for row in errors.draws)
    sizes = [found[1] for other in drawn if not other.impossible() and (found := _sized(other)) is not None]
    if len(sizes) < 2:
        return _ZERO
    mean = EXACT.divide(sum(sizes, _ZERO), Decimal(len(sizes)))
    squares = sum((EXACT.multiply(size - mean, size - mean) for size in sizes), _ZERO)
    return EXACT.sqrt(EXACT.divide(squares, Decimal(len(sizes) - 1)))
