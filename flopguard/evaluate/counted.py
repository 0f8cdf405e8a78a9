"""By whose counting a trigger counts: the rules that its condition may name, with what each rests on."""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.policy.conditions import leaves
from flopguard.policy.types import Condition, Policy, QuantityLeaf, TriggerLeaf
from flopguard.result import CountingBasis


def counted_by(policy: Policy, condition: Condition | None) -> tuple[CountingBasis, ...]:
    """The counting rules of a condition and of the triggers of its policy that it names, under every reading."""
    if condition is None:
        return ()
    names = dict.fromkeys(name for text in _countings(policy, condition, set()) for name in _values(policy, text))
    return tuple(CountingBasis(counting=name, basis=policy.counting[name].basis) for name in names)


def _countings(policy: Policy, condition: Condition, seen: set[str]) -> Iterator[str]:
    own = {trigger.id: trigger for trigger in policy.trigger}
    for leaf in leaves(condition):
        if isinstance(leaf, QuantityLeaf):
            yield from (text for text in (leaf.counting, leaf.reference_counting) if text is not None)
        name = leaf.trigger.removeprefix(f"{policy.id}/") if isinstance(leaf, TriggerLeaf) else ""
        if name in own and name not in seen and own[name].threshold:
            seen.add(name)
            yield from _countings(policy, own[name].threshold[-1].when, seen)


def _values(policy: Policy, text: str) -> Iterator[str]:
    """What the text of a leaf may name: itself, or every value of its parameter."""
    if not text.startswith("$"):
        yield text
        return
    path = f"parameters.{text[1:]}"
    yield str(policy.parameters[text[1:]])
    yield from (str(r.set[path]) for question in policy.open_question for r in question.readings if path in r.set)
