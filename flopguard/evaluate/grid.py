"""Every multiple of the first assessed model, on a fixed grid: whether one was passed since the last assessment.

The lines are the powers of the step N, times the amount of the model that was assessed first. One was passed where this
model is over it and the model assessed last is not. With one assessment alone that is the rolling rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import log

from flopguard.evaluate.compared import (
    Compared,
    Direct,
    Part,
    Rows,
    Rule,
    Several,
    Sides,
    line_of,
    line_value,
    pairs_of,
)
from flopguard.evaluate.truth import bounds_of
from flopguard.formula import Comparison
from flopguard.policy.types import QuantityLeaf
from flopguard.quantity import Estimate, exact_text, show
from flopguard.result import Cause
from flopguard.units import Dimension

MAX_LINES = 100
"""More lines lie between two bounds only where next to nothing is known of the models."""
_LONG = 12
_OPPOSITE = {
    Comparison.AT_LEAST: Comparison.LESS_THAN,
    Comparison.MORE_THAN: Comparison.AT_MOST,
    Comparison.LESS_THAN: Comparison.AT_LEAST,
    Comparison.AT_MOST: Comparison.MORE_THAN,
}
_OTHER_RULE = {Rule.ANY: Rule.ALL, Rule.ALL: Rule.ANY}


def on_grid(leaf: QuantityLeaf, ours: Compared, last: Compared) -> Compared:
    """This model and the one assessed last, both as multiples of the first one, on the grid of the leaf's step."""
    now, before = (tuple(pairs_of(found)) for found in (ours, last))
    if not before:
        return _opposite(last)
    if not now and not _says_over(ours):
        return ours
    comparison, text = line_of(leaf)
    step = line_value(text, Dimension.RATIO)
    powers = _powers(step, comparison, now, before)
    says = f"multiple on the grid of every {text}"
    if len(powers) > MAX_LINES:
        return Direct(None, says, Cause.MISSING, "closer bounds of the models that were assessed first and last")
    below = [item.name for pair in now if pair.below is not None for item in pair.below.inputs]
    fixed = frozenset([*below, *(item.name for pair in before for item in pair.variables)])
    ours, last = (_mapped(found, lambda pair: replace(pair, fixed=fixed)) for found in (ours, last))
    parts = tuple(Part(_name(step, power), _line(step, power, ours, last)) for power in powers)
    return parts[0].found if len(parts) == 1 else Several(parts, Rule.ANY, says)


def _says_over(found: Compared) -> bool:
    """Whether it tells without any amount that this model is over every line."""
    return isinstance(found, Direct) and found.truth is True


def _line(step: Fraction, power: int, ours: Compared, last: Compared) -> Several:
    over = _mapped(ours, lambda pair: _moved(pair, step, power, "this model"))
    before = _opposite(_mapped(last, lambda pair: _then(_moved(pair, step, power, "the one assessed last"), power)))
    return Several((Part("now", over), Part("then", before)), Rule.ALL, _name(step, power))


def _moved(pair: Sides, step: Fraction, power: int, whose: str) -> Sides:
    says = f"{pair.says}: {whose} against the multiple {_name(step, power)}"
    return replace(pair, line=step**power, line_text=_name(step, power), says=says)


def _then(pair: Sides, power: int) -> Sides:
    """The model assessed first lies on its own 1x; who is on it too has passed it, as the rolling rule has it."""
    return pair if power else replace(pair, comparison=Comparison.AT_LEAST)


def _name(step: Fraction, power: int) -> str:
    text = exact_text(step**power)
    return f"{text if len(text) <= _LONG else show(step**power, 6)}x"


# --- which lines -------------------------------------------------------------------------------------------------


def _powers(step: Fraction, comparison: Comparison, now: Sequence[Sides], last: Sequence[Sides]) -> range:
    """The powers that may decide.

    None that the last model surely is over: it was passed before. None above the lowest one that the last model surely
    is not over: whoever passes a higher one passes that one too. Where the last one may be without bound, none that
    this model surely is not over; where both may be, one that nothing stated puts either of them over.
    """
    then, found = ([bounds_of(pair, {}) for pair in pairs] for pairs in (last, now))
    lowest = _first_above(step, min(entry.low if entry else Fraction(0) for entry in then), comparison)
    most, ours = _high(then), _high(found) if found else None
    if most is None and ours is not None:
        highest = _first_above(step, ours, comparison) - 1
    else:
        highest = _first_above(step, most if most is not None else max(map(_stated_high, last)), comparison)
    return range(lowest, max(lowest, highest) + 1)


def _high(found: Iterable[Estimate | None]) -> Fraction | None:
    """The highest of all upper ends; None where one has none."""
    ends = [entry.high if entry is not None else None for entry in found]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None


def _stated_high(pair: Sides) -> Fraction:
    """The upper end with everything that has none at its lower end."""
    lows = {item.name: item.estimate.low for item in pair.variables if item.estimate.high is None}
    found = bounds_of(pair, lows)
    return found.high if found is not None and found.high is not None else Fraction(1)


def _first_above(step: Fraction, amount: Fraction, comparison: Comparison) -> int:
    """The lowest power of the step that an amount is not over; of nothing, the one that is 1x."""
    if amount <= 0:
        return 0
    power = int((log(amount.numerator) - log(amount.denominator)) / (log(step.numerator) - log(step.denominator)))
    while _is_over(amount, step, power, comparison):
        power += 1
    while not _is_over(amount, step, power - 1, comparison):
        power -= 1
    return power


def _is_over(amount: Fraction, step: Fraction, power: int, comparison: Comparison) -> bool:
    return (Comparison.AT_LEAST if power == 0 else comparison).holds(amount, step**power)


# --- the same comparison on another line, or turned round --------------------------------------------------------


def _mapped(found: Compared, change: Callable[[Sides], Sides]) -> Compared:
    """The same with every pair of sides changed; what a model compares here comes in these shapes alone."""
    match found:
        case Sides():
            return change(found)
        case Rows(each=each, perhaps=perhaps):
            rows = tuple((at, change(row) if isinstance(row, Sides) else row) for at, row in each)
            return replace(found, each=rows, perhaps=tuple((change(pair), untold) for pair, untold in perhaps))
        case Several(each=each):
            return replace(found, each=tuple(replace(part, found=_mapped(part.found, change)) for part in each))
        case _:
            return found


def _opposite(found: Compared) -> Compared:
    """What holds exactly where the other does not."""
    match found:
        case Direct(truth=truth):
            return found if truth is None else replace(found, truth=not truth)
        case Several(each=each, rule=rule):
            parts = tuple(replace(part, found=_opposite(part.found)) for part in each)
            return replace(found, each=parts, rule=_OTHER_RULE.get(rule, rule))
        case Rows(each=each):
            turned = _mapped(found, _turned)
            assert isinstance(turned, Rows)
            return replace(turned, each=tuple((at, _turned_row(row)) for at, row in each))
        case _:
            return _mapped(found, _turned)


def _turned(pair: Sides) -> Sides:
    return replace(pair, comparison=_OPPOSITE[pair.comparison])


def _turned_row(row: Sides | Direct) -> Sides | Direct:
    if isinstance(row, Sides):
        return _turned(row)
    return row if row.truth is None else replace(row, truth=not row.truth)
