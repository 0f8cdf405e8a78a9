"""Which keys of a leaf fit its quantity, and which lines a way of comparing can have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from flopguard.formula import Comparison
from flopguard.policy.types import QuantityLeaf, QuantityName
from flopguard.quantity import QuantityError, parse
from flopguard.units import Dimension

REFERENCES: dict[QuantityName, tuple[str, ...]] = {
    QuantityName.TRAINING_COMPUTE: ("last_assessment", "first_assessment", "base", "first_base"),
    QuantityName.EFFECTIVE_COMPUTE: ("last_assessment", "first_assessment", "base", "first_base"),
    QuantityName.BENCHMARK: ("last_assessment", "outside_model"),
    QuantityName.PROGRESS_RATE: ("expected", "fastest_observed", "historical"),
}
"""What a quantity may be relative to."""
KINDS: dict[QuantityName, tuple[str, ...]] = {
    QuantityName.USERS: ("monthly", "daily", "registered_business"),
    QuantityName.REVENUE: ("all", "ai"),
    QuantityName.SPEND: ("ai", "compute"),
    QuantityName.PROGRESS_RATE: ("publisher", "best_model"),
}
"""Which figures of one quantity a leaf may ask for."""
MAX_POWER = 100
"""A line p/q against growth compares q-th with p-th powers; beyond this they are no line that a text draws."""

Values = Callable[[str | None], list[str]]
"""What a text of a leaf may stand for: itself, or every value that the parameter it names has in some reading."""


def misfits(leaf: QuantityLeaf, values: Values) -> Iterator[tuple[str, str]]:
    """What does not fit, each with its cure."""
    yield from _of_known(leaf, values, "relative_to", REFERENCES.get(leaf.quantity, ()))
    yield from _of_known(leaf, values, "of", KINDS.get(leaf.quantity, ()))
    yield from _spend(leaf)
    yield from _progress(leaf, values)
    yield from _grid(leaf, values)
    if leaf.judged is not None and "outside_model" not in values(leaf.relative_to):
        yield "judged is about an outside model", 'add relative_to = "outside_model", or leave judged out'


def line_text(leaf: QuantityLeaf) -> str | None:
    """The line of a leaf as written."""
    return leaf.value if leaf.value is not None else next(iter(leaf.comparisons().values()), None)


def _of_known(leaf: QuantityLeaf, values: Values, key: str, options: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for value in values(getattr(leaf, key)):
        if not options:
            yield f"{leaf.quantity} has no {key}", f"leave {key} out"
        elif value not in options:
            yield f"{key} = '{value}' is not known for {leaf.quantity}", f"one of: {', '.join(options)}"


def _spend(leaf: QuantityLeaf) -> Iterator[tuple[str, str]]:
    if leaf.quantity is QuantityName.SPEND and leaf.of is None:
        yield "spend needs what the money went into", 'add of = "ai" or of = "compute"'
    if leaf.quantity is not QuantityName.SPEND and (leaf.window is not None or leaf.tested != "day"):
        yield f"{leaf.quantity} has no window", "leave window and tested out"


def _progress(leaf: QuantityLeaf, values: Values) -> Iterator[tuple[str, str]]:
    is_rate = leaf.quantity is QuantityName.PROGRESS_RATE
    if is_rate and leaf.relative_to is not None and leaf.rate_as is None:
        yield "what a multiple of a rate of progress means is not said", 'add rate_as = "growth" or rate_as = "factor"'
    if leaf.rate_as is not None and not (is_rate and leaf.relative_to is not None):
        yield "rate_as is about a rate of progress relative to another", "leave rate_as out"
    if is_rate and leaf.relative_to is not None and "growth" in values(leaf.rate_as):
        for line in _lines(leaf, values):
            if max(line.numerator, line.denominator) > MAX_POWER:
                yield "a line against growth has small whole numbers above and below", "such as 2x, 1.5x or 4/3"


def _grid(leaf: QuantityLeaf, values: Values) -> Iterator[tuple[str, str]]:
    if "first_assessment" not in values(leaf.relative_to):
        return
    signs = [*values(leaf.operator), *leaf.comparisons()]
    if {Comparison.LESS_THAN.value, Comparison.AT_MOST.value} & {str(sign) for sign in signs}:
        yield "every multiple from the first assessment is passed from below", "at_least or more_than"
    if any(line <= 1 for line in _lines(leaf, values)):
        yield "the multiples of the first assessment need a step above 1x", "such as 4x"


def _lines(leaf: QuantityLeaf, values: Values) -> Iterator[Fraction]:
    """The lines that are multiples; what cannot be read is told elsewhere."""
    for text in values(line_text(leaf)):
        try:
            yield parse(text, Dimension.RATIO).low
        except QuantityError:
            continue
