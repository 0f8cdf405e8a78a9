"""The leaves of a condition with the place of each, and what a text of a leaf comes to."""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.policy.check.settings import values
from flopguard.policy.lint.rule import Subject
from flopguard.policy.types import AllOf, AnyOf, Condition, Leaf, Not, Policy, QuantityLeaf, Trigger


def placed_leaves(at: str, condition: Condition) -> Iterator[tuple[str, Leaf]]:
    """Every leaf with its pointer, in the order of the text."""
    match condition:
        case AllOf(all=parts):
            for number, part in enumerate(parts):
                yield from placed_leaves(f"{at}/all/{number}", part)
        case AnyOf(any=parts):
            for number, part in enumerate(parts):
                yield from placed_leaves(f"{at}/any/{number}", part)
        case Not(not_=part):
            yield from placed_leaves(f"{at}/not", part)
        case _:
            yield at, condition


def quantities(subject: Subject) -> Iterator[tuple[int, Trigger, str, QuantityLeaf]]:
    """The leaves that compare a quantity on the day: number of the trigger, trigger, pointer, leaf."""
    for number, trigger in enumerate(subject.policy.trigger):
        held = subject.threshold_of(trigger)
        if held is None:
            continue
        at = f"/trigger/{number}/threshold/{held[0]}/when"
        for place, leaf in placed_leaves(at, held[1].when):
            if isinstance(leaf, QuantityLeaf):
                yield number, trigger, place, leaf


def line_of(policy: Policy, leaf: QuantityLeaf) -> list[str]:
    """The line of a leaf: its value, or every value that it has under some reading."""
    given = leaf.value if leaf.value is not None else next(iter(leaf.comparisons().values()), None)
    return values(policy, given)


def only(policy: Policy, text: str | None) -> str | None:
    """What a text of a leaf stands for where that is one and the same under every reading."""
    found = values(policy, text)
    return found[0] if len(found) == 1 else None
