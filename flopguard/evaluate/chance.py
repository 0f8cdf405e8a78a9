"""How likely a line is to be crossed, as far as the intervals of the figures tell. It decides nothing.

Every figure with an interval is log-normal: its median is the central estimate, its spread that of the interval at its
level (90 % where none is stated), on the side towards the line: a central value that is near an end says little of what
lies beyond it. Beyond the whole interval lies at most the tail that the level leaves.
Figures of one source, and those that rest on one assumption, move together; others
are independent. A sum of products is log-normal in turn, with the mean and the variance of the sum, which are exact.
What the text or the source leaves open is no matter of chance: it stays at its likely value.

Doubles take part here alone, and the result is rounded; no comparison and no outcome rests on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cache
from math import erfc, exp, expm1, log, log1p, sqrt

from flopguard.evaluate.compared import Sides
from flopguard.evaluate.memo import Same
from flopguard.formula import Amount, Comparison, Input, Role, Term

DIGITS = 3
LEAST = 0.001
"""No interval makes a crossing certain or impossible: a log-normal has no ends."""
_UPWARD = (Comparison.MORE_THAN, Comparison.AT_LEAST)
_OPEN = (Role.OPEN, Role.UNSTATED)


class _Side(Enum):
    """Which half of the intervals a spread is taken from."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class _LogNormal:
    """A term over the line: the logarithm of its median, and its spread by what it moves with."""

    middle: float
    spreads: Mapping[str, float]

    def with_(self, other: _LogNormal) -> float:
        """The covariance of the two logarithms."""
        return sum(spread * other.spreads.get(name, 0.0) for name, spread in self.spreads.items())


def probability(found: Sides) -> float | None:
    """The chance that the likely total is over the line, to three digits.

    None for a ratio, for a line that holds from above, where nothing has an interval, and where an interval has an open
    or a zero end, of which no log-normal can be made.
    """
    if found.below is not None or found.comparison not in _UPWARD or not found.line:
        return None
    return found.memo.once(("chance", Same(found.above)), lambda: _probability(found.above, found.line))


def _probability(amount: Amount, line: Fraction) -> float | None:
    likely = _likely(amount)
    central = likely.central() if likely is not None else None
    if likely is None or central is None:
        return None
    up, down = _above(likely, line, _Side.UP), _above(likely, line, _Side.DOWN)
    at_central = _above(likely, central, _Side.DOWN) if central else None
    if up is None or down is None or at_central is None:
        return None
    return _rounded(_within_tails(likely, line, min(up, at_central) if line > central else down))


def _above(amount: Amount, line: Fraction, side: _Side) -> float | None:
    """The chance with the spreads of one side; None where nothing has an interval or one has no such form."""
    certain = Fraction(0)
    random = []
    for term in amount.terms:
        made = _log_normal(term, line, side)
        if made is None:
            return None
        if made.spreads:
            random.append(made)
        else:
            certain += term.central or Fraction(0)
    if not random:
        other = _Side.DOWN if side is _Side.UP else _Side.UP
        return _above(amount, line, other) if _has_spread(amount, other) else None
    left = 1 - certain / line
    return _over(left, random) if left > 0 else 1.0


def _has_spread(amount: Amount, side: _Side) -> bool:
    inputs = (item for term in amount.terms if term.central for item in term.inputs)
    return any(_spread(item, side) for item in inputs if not item.estimate.is_point)


def _within_tails(amount: Amount, line: Fraction, share: float) -> float:
    """The chance, where the whole interval lies on one side of the line no more than its level leaves beyond."""
    bounds = amount.bounds()
    tail = float(1 - min(item.level for item in amount.inputs if not item.estimate.is_point)) / 2
    if bounds.high is not None and bounds.high <= line:
        return min(share, tail)
    return max(share, 1 - tail) if bounds.low >= line else share


def _likely(amount: Amount) -> Amount | None:
    """The amount with what is open at its likely value; None where that is not known."""
    opens = [item for item in amount.inputs if item.role in _OPEN]
    choice = {item.name: item.estimate.central for item in opens if item.estimate.central is not None}
    return amount.fixed(choice) if len(choice) == len(opens) else None


def _log_normal(term: Term, line: Fraction, side: _Side) -> _LogNormal | None:
    """A term as a share of the line; one without intervals has no spread. None where it has no such form."""
    if not term.coefficient or term.central == 0:
        return _LogNormal(0.0, {})
    spreads: defaultdict[str, float] = defaultdict(float)
    for item in term.inputs:
        if item.estimate.is_point:
            continue
        spread = _spread(item, side)
        if spread is None:
            return None
        if spread:
            spreads[item.moves_with or item.name] += spread
    central = term.central
    return None if central is None else _LogNormal(_log(central / line), dict(spreads))


def _spread(item: Input, side: _Side) -> float | None:
    """The standard deviation of the logarithm, from the width of the interval's side at its level."""
    low, central, high = item.estimate.low, item.estimate.central, item.estimate.high
    if high is None or central is None or low <= 0 or not 0 < item.level < 1:
        return None
    width = high / central if side is _Side.UP else central / low
    return _log(width) / _deviations(item.level)


def _over(left: Fraction, terms: list[_LogNormal]) -> float:
    """The chance that the sum of the terms is over what is left of the line."""
    means = [exp(term.middle + term.with_(term) / 2) for term in terms]
    mean = sum(means)
    variance = sum(
        ours * theirs * expm1(one.with_(other))
        for one, ours in zip(terms, means, strict=True)
        for other, theirs in zip(terms, means, strict=True)
    )
    square = log1p(variance / mean**2)
    return 0.5 * erfc((_log(left) - (log(mean) - square / 2)) / sqrt(2 * square))


@cache
def _deviations(level: Fraction) -> float:
    """How many standard deviations the ends of a central interval of this level lie from its middle."""
    from statistics import NormalDist

    return NormalDist().inv_cdf(float((1 + level) / 2))


def _log(value: Fraction) -> float:
    return log(value.numerator) - log(value.denominator)


def _rounded(share: float) -> float:
    return min(max(round(share, DIGITS), LEAST), 1 - LEAST)
