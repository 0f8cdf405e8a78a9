"""Walking a condition, and putting parameter values into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace

from flopguard.errors import PolicyError
from flopguard.policy.types import (
    AllOf,
    AnyOf,
    Condition,
    Leaf,
    Not,
    QuantityLeaf,
    Scalar,
)


def parts(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly inside one; none inside a leaf."""
    match condition:
        case AllOf(all=inner) | AnyOf(any=inner):
            return inner
        case Not(not_=inner_one):
            return (inner_one,)
        case _:
            return ()


def nodes(condition: Condition) -> Iterator[Condition]:
    """The condition and every one inside it, in the order of the text."""
    yield condition
    for part in parts(condition):
        yield from nodes(part)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf, in the order of the text."""
    yield from (node for node in nodes(condition) if not isinstance(node, (AllOf, AnyOf, Not)))


def named_parameters(leaf: QuantityLeaf) -> dict[str, str]:
    """The fields of a leaf that name a parameter (`$name`), with the name."""
    texts = {entry.name: getattr(leaf, entry.name) for entry in fields(leaf)}
    return {name: text[1:] for name, text in texts.items() if isinstance(text, str) and text.startswith("$")}


def with_parameters(leaf: QuantityLeaf, parameters: Mapping[str, Scalar]) -> QuantityLeaf:
    """The leaf with every named parameter replaced by its value. Raises PolicyError for an unknown one."""
    values: dict[str, str] = {}
    for name, parameter in named_parameters(leaf).items():
        if parameter not in parameters:
            raise PolicyError(f"${parameter} is not in [parameters]")
        values[name] = str(parameters[parameter])
    return replace(leaf, **values) if values else leaf  # type: ignore[arg-type]
