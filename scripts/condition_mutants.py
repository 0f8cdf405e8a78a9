"""Conditions with one mistake each, and texts with another number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from flopguard.formula import Comparison
from flopguard.policy.check import UNSTATED
from flopguard.policy.types import (
    AllOf,
    AnyOf,
    Condition,
    MediaLeaf,
    Not,
    QuantityLeaf,
    QuantityName,
    Scalar,
    Threshold,
)

T = TypeVar("T")


def at(items: tuple[T, ...], number: int, new: T) -> tuple[T, ...]:
    """The items with another one in one place."""
    return (*items[:number], new, *items[number + 1 :])


def conditions(entry: Threshold) -> Iterator[tuple[str, str, Threshold]]:
    """A threshold with every change made to one node of its condition."""
    for says, add, condition in _inside(entry.when, _changed):
        yield says, add, replace(entry, when=condition)


Change = Callable[[Condition], Iterator[tuple[str, str, Condition]]]


def _inside(condition: Condition, change: Change) -> Iterator[tuple[str, str, Condition]]:
    """The condition with every change made to one node of it."""
    yield from change(condition)
    match condition:
        case AllOf(all=parts):
            for number, part in enumerate(parts):
                for says, add, new in _inside(part, change):
                    yield says, add, AllOf(all=at(parts, number, new))
        case AnyOf(any=parts):
            for number, part in enumerate(parts):
                for says, add, new in _inside(part, change):
                    yield says, add, AnyOf(any=at(parts, number, new))
        case Not(not_=inner):
            for says, add, new in _inside(inner, change):
                yield says, add, Not(not_=new)


def _changed(node: Condition) -> Iterator[tuple[str, str, Condition]]:
    match node:
        case Not(not_=inner):
            yield "a negation removed", "a case in which it decides", inner
        case AllOf(all=parts) if len(parts) > 1:
            yield "any instead of all", "a case in which one part holds and another does not", AnyOf(any=parts)
            for number, rest in _one_left_out(parts):
                yield f"without part {number} of all", "a case in which it alone does not hold", AllOf(all=rest)
        case AnyOf(any=parts) if len(parts) > 1:
            yield "all instead of any", "a case in which one part holds and another does not", AllOf(all=parts)
            for number, rest in _one_left_out(parts):
                yield f"without part {number} of any", "a case in which it alone holds", AnyOf(any=rest)
        case MediaLeaf():
            yield from _media(node)
        case QuantityLeaf():
            yield from _leaf(node)


def _one_left_out(parts: tuple[T, ...]) -> Iterator[tuple[int, tuple[T, ...]]]:
    for number in range(len(parts)):
        yield number + 1, (*parts[:number], *parts[number + 1 :])


def _media(leaf: MediaLeaf) -> Iterator[tuple[str, str, MediaLeaf]]:
    """One medium left out of a list that has others; the leaf is about something still."""
    for name in ("outputs_any", "inputs_any"):
        given = getattr(leaf, name)
        for number, rest in _one_left_out(given) if len(given) > 1 else ():
            medium = given[number - 1]
            yield f"{name} without {medium}", f"a model of {medium} alone", replace(leaf, **{name: rest})


STRICT = {
    Comparison.MORE_THAN: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.MORE_THAN,
    Comparison.LESS_THAN: Comparison.AT_MOST,
    Comparison.AT_MOST: Comparison.LESS_THAN,
}
_DIRECTION = {
    Comparison.MORE_THAN: Comparison.LESS_THAN,
    Comparison.AT_LEAST: Comparison.AT_MOST,
    Comparison.LESS_THAN: Comparison.MORE_THAN,
    Comparison.AT_MOST: Comparison.AT_LEAST,
}


def _leaf(leaf: QuantityLeaf) -> Iterator[tuple[str, str, QuantityLeaf]]:
    """A leaf with another operator, another number, or about something else.

    A difference of two scores has the error of both and never surely lies on its line, so that "more than" and "at
    least" are the same there: not made.
    """
    yield from _attributes(leaf)
    never_on = leaf.quantity is QuantityName.BENCHMARK and leaf.relative_to is not None
    for comparison, text in leaf.comparisons().items():
        for other in (*(() if never_on else (STRICT[comparison],)), _DIRECTION[comparison]):
            changed = replace(leaf, **{comparison.value: None, other.value: text})
            yield f"{other} {text} instead of {comparison}", f"a value exactly on {text}", changed
    if leaf.operator in set(Comparison):
        for other in (STRICT[Comparison(leaf.operator)], _DIRECTION[Comparison(leaf.operator)]):
            add = f"a value exactly on {leaf.value}"
            yield f"{other} {leaf.value} instead of {leaf.operator}", add, replace(leaf, operator=other.value)
    for name in (*(comparison.value for comparison in leaf.comparisons()), "value", "window", "network_more_than"):
        was: str | None = getattr(leaf, name)
        for text in other_numbers(was):
            yield f"{name} {text} instead of {was}", f"a value beside {was}", replace(leaf, **{name: text})


_OTHERWISE: dict[str, tuple[object, ...]] = {
    "aggregate": ("sum", "max_run"),
    "plans": ("planned", "begun", "spent"),
    "cost_of": ("training", "fine_tuning"),
    "own_only": (False, True),
    "colocated": (False, True),
    "tested": ("day", "month_start"),
}
"""What a leaf may say of the same quantity instead; a mutant has the next of them."""
_LEFT_OUT = ("split", "samples", "basis", "of", "kind", "network_more_than", "with_affiliates", "judged")
"""What a leaf may forget to ask for; not the year of a revenue: it is the one before, whether a leaf says so or not."""
_USUAL = {"of": ("monthly", "all", "publisher")}
"""What is meant where a leaf does not say it."""
_ALONE = ("aggregate", "own_only")
"""What a ratio to another model does not look at: it compares sums, and with a base what is the model's own."""
_READ_BY: dict[str, frozenset[QuantityName]] = {
    "aggregate": frozenset({QuantityName.TRAINING_COMPUTE}),
    "plans": frozenset({QuantityName.TRAINING_COMPUTE}),
    "own_only": frozenset({QuantityName.TRAINING_COMPUTE}),
    "cost_of": frozenset({QuantityName.COST}),
    "colocated": frozenset({QuantityName.CLUSTER_RATE}),
    "tested": frozenset({QuantityName.SPEND}),
}
"""Which quantities look at it; for others nothing depends on it."""


def _attributes(leaf: QuantityLeaf) -> Iterator[tuple[str, str, QuantityLeaf]]:
    if leaf.value == UNSTATED:
        return  # without a line it is open, whatever it is about
    for name, values in _OTHERWISE.items():
        was = getattr(leaf, name)
        unread = name in _ALONE and leaf.relative_to is not None
        if leaf.quantity in _READ_BY[name] and was in values and not unread:
            other = values[(values.index(was) + 1) % len(values)]
            yield (
                f"{name} {str(other).lower()} instead of {str(was).lower()}",
                f"a manifest that differs in {name}",
                replace(leaf, **{name: other}),
            )
    for name in _LEFT_OUT:
        was = getattr(leaf, name)
        if was is not None and not str(was).startswith("$") and was not in _USUAL.get(name, ()):
            yield f"without {name} {was}", f"a manifest with another {name}", replace(leaf, **{name: None})


_NUMBER = re.compile(r"(?P<mantissa>\d+(?:\.\d+)?)(?:[eE](?P<exponent>[+-]?\d+))?")


def other_values(value: Scalar) -> Iterable[Scalar]:
    """An operator with the other strictness, or a text with another number."""
    if value in set(Comparison):
        return (STRICT[Comparison(str(value))].value,)
    return other_numbers(value) if isinstance(value, str) else ()


def other_numbers(text: str | None) -> Iterator[str]:
    """The text with one digit of a number one up or down, or with an exponent one up or down.

    A parameter's name has no number, and a number that becomes 0 is no line any more.
    """
    if text is None or text.startswith("$"):
        return
    for found in _NUMBER.finditer(text):
        start, mantissa = found.start("mantissa"), found["mantissa"]
        for place, digit in enumerate(mantissa):
            for other in (int(digit) - 1, int(digit) + 1) if digit != "." else ():
                changed = f"{mantissa[:place]}{other}{mantissa[place + 1 :]}"
                if 0 <= other <= 9 and float(changed):
                    yield f"{text[:start]}{changed}{text[start + len(mantissa) :]}"
        if found["exponent"] is not None:
            for power in (int(found["exponent"]) - 1, int(found["exponent"]) + 1):
                yield f"{text[: found.start('exponent')]}{power}{text[found.end('exponent') :]}"
