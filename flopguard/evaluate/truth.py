"""Whether an amount is over its line, over all that its inputs may be, and which kinds of openness leave it unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from flopguard.evaluate.compared import Sides
from flopguard.evaluate.kleene import Answer, LeafAnswer, leaf_answer
from flopguard.formula import Input, Role, compare, ratio_bounds
from flopguard.quantity import Estimate
from flopguard.result import Cause

CAUSES = {
    Role.FACT: Cause.INTERVAL,
    Role.ASSUMPTION: Cause.INTERVAL,
    Role.TOLERANCE: Cause.INTERVAL,
    Role.UNSTATED: Cause.MISSING,
    Role.OPEN: Cause.READINGS,
}

Given = Mapping[str, Fraction]


def sided(found: Sides, given: Given, *, brief: bool) -> Answer:
    """The answer of an amount against its line, with some variables fixed."""
    return found.memo.once(
        ("answer", brief, _fixed_here(found, given)), lambda: leaf_answer(_told(found, given, brief=brief))
    )


def _told(found: Sides, given: Given, *, brief: bool) -> LeafAnswer:
    truth = truth_of(found, given)
    if brief:
        return LeafAnswer(found.says, truth, found.says)
    causes = _causes(found, given) if truth is None else frozenset[Cause]()
    missing = _unstated(found) if Cause.MISSING in causes else ()
    return LeafAnswer(found.says, truth, found.says, causes, missing, found, bounds_of(found, given))


def _fixed_here(found: Sides, given: Given) -> tuple[tuple[str, tuple[int, int]], ...]:
    """Those of the fixed variables that the sides have, which are all that matters to them, as a key."""
    if not given:
        return ()
    names = (item.name for item in found.variables if item.name in given)
    return tuple((name, given[name].as_integer_ratio()) for name in names)


def bounds_of(found: Sides, given: Given) -> Estimate | None:
    """The interval of what is compared, with some variables fixed."""
    return found.memo.once(("bounds", _fixed_here(found, given)), lambda: _bounds_of(found, given))


def _bounds_of(found: Sides, given: Given) -> Estimate | None:
    above = found.above.fixed(given)
    return above.bounds() if found.below is None else ratio_bounds(above, found.below.fixed(given))


def truth_of(found: Sides, given: Given) -> bool | None:
    """Whether the comparison holds over the whole interval."""
    if found.below is None and all(item.name in given for item in found.variables):
        return found.comparison.holds(found.above.value(given), found.line)
    estimate = bounds_of(found, given)
    return None if estimate is None else compare(estimate, found.comparison, found.line)


def _unstated(found: Sides) -> tuple[str, ...]:
    keys = tuple(dict.fromkeys(key.value for counted in found.tallies for key in counted.unstated))
    if not keys:
        names = [item.name for item in found.above.inputs if item.role is Role.UNSTATED]
        return tuple(names)
    return (f"components about which nothing is stated: {', '.join(keys)}",)


def _causes(found: Sides, given: Given) -> frozenset[Cause]:
    """Which kinds of openness decide: those that alone, the others at some of their ends, leave it unknown."""
    inputs = variables(found)
    groups: dict[Cause, list[Input]] = {}
    for item in inputs:
        if item.name not in given and not item.estimate.is_point:
            groups.setdefault(CAUSES[item.role], []).append(item)
    deciding = {
        cause
        for cause in groups
        if any(truth_of(found, {**given, **corner}) is None for corner in _corners(groups, without=cause))
    }
    return frozenset(deciding or groups.keys() or {Cause.MISSING})


def variables(found: Sides) -> tuple[Input, ...]:
    """Every variable of both sides, once, by name."""
    return found.variables


def _corners(groups: Mapping[Cause, list[Input]], without: Cause) -> Iterator[dict[str, Fraction]]:
    """Every choice of all-low or all-high for each of the other groups; an end without bound is no choice."""
    options = [
        [_ends(items, high=False), _ends(items, high=True)] for cause, items in groups.items() if cause is not without
    ]
    for picked in product(*options):
        corner: dict[str, Fraction] = {}
        for part in picked:
            corner.update(part)
        yield corner


def _ends(items: list[Input], *, high: bool) -> dict[str, Fraction]:
    return {item.name: end for item in items if (end := item.ends[high]) is not None}
