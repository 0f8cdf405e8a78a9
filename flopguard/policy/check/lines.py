"""The line of a leaf: what it is measured in, and that it is one exact value."""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.dates import DateError, period
from flopguard.formula import Comparison
from flopguard.policy.check.found import problem
from flopguard.policy.check.settings import values
from flopguard.policy.types import Policy, QuantityLeaf, QuantityName
from flopguard.problems import Problem
from flopguard.quantity import QuantityError, parse
from flopguard.units import Dimension

UNSTATED = "unstated"

_DIMENSIONS = {
    QuantityName.TRAINING_COMPUTE: Dimension.FLOP,
    QuantityName.EFFECTIVE_COMPUTE: Dimension.FLOP,
    QuantityName.ELAPSED: Dimension.MONTHS,
    QuantityName.REVENUE: Dimension.USD,
    QuantityName.COST: Dimension.USD,
    QuantityName.SPEND: Dimension.USD,
    QuantityName.PROGRESS_RATE: Dimension.RATIO,
    QuantityName.BENCHMARK: Dimension.RATIO,
    QuantityName.PARAMETERS: Dimension.PARAMETERS,
    QuantityName.USERS: Dimension.ITEMS,
    QuantityName.BIOLOGICAL_SHARE: Dimension.RATIO,
    QuantityName.CLUSTER_RATE: Dimension.FLOP_PER_SECOND,
}
_MONEY = (Dimension.USD, Dimension.EUR, Dimension.KRW)


def line_dimension(leaf: QuantityLeaf, text: str = "") -> Dimension:
    """What the line of a leaf is measured in: a multiple where the leaf is relative to something.

    Money is in the currency that the line is written in.
    """
    if leaf.relative_to is not None:
        return Dimension.RATIO
    usual = _DIMENSIONS[leaf.quantity]
    if usual is not Dimension.USD:
        return usual
    return next((currency for currency in _MONEY if text.endswith(currency.value)), usual)


def comparison(policy: Policy, at: str, leaf: QuantityLeaf) -> Iterator[Problem]:
    """A leaf without exactly one comparison, or with a line that is no value of its quantity."""
    given = leaf.comparisons()
    general = sum(part is not None for part in (leaf.operator, leaf.value))
    if leaf.value == UNSTATED and not given:
        return
    if (len(given), general) not in ((1, 0), (0, 2)):
        names = ", ".join(Comparison)
        yield problem(at, "a leaf has exactly one comparison", f"one of {names}; or operator with value")
        return
    for text in values(policy, leaf.value if leaf.value is not None else next(iter(given.values()))):
        if text == UNSTATED:
            continue
        if leaf.quantity is QuantityName.ELAPSED:
            yield from whole_period(at, text)
        else:
            yield from readable(at, text, line_dimension(leaf, text))


def readable(at: str, text: str, dimension: Dimension) -> Iterator[Problem]:
    """A text that is not one value of a dimension."""
    try:
        if not parse(text, dimension).is_point:
            yield problem(at, f"'{text}' is not one value", "a line is one exact value")
    except QuantityError as error:
        yield problem(at, error.message, error.help)


def whole_period(at: str, text: str) -> Iterator[Problem]:
    """A text that is no period of the calendar."""
    try:
        period(text)
    except DateError as error:
        yield problem(at, str(error), "a time that passes is a period of the calendar")
