"""What the conditions of some triggers use: parameters and counting rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flopguard.policy.check.circles import named_by
from flopguard.policy.check.settings import values
from flopguard.policy.conditions import leaves, named_parameters
from flopguard.policy.types import ParameterLeaf, Policy, QuantityLeaf, QuantityName, Trigger

COUNT_INTEGER = "count_integer"
"""A parameter with a meaning of its own, which every total of compute uses."""


def reached_from(policy: Policy, names: Iterable[str]) -> tuple[Trigger, ...]:
    """The triggers of these names, with those of the policy that their conditions name."""
    by_id = {trigger.id: trigger for trigger in reversed(policy.trigger)}
    reached: dict[str, Trigger] = {}
    waiting = [name for name in names if name in by_id]
    while waiting:
        name = waiting.pop()
        if name in by_id and name not in reached:
            reached[name] = by_id[name]
            waiting.extend(other.removeprefix(f"{policy.id}/") for other in named_by(policy, by_id[name]))
    return tuple(reached.values())


def quantity_leaves(triggers: Iterable[Trigger]) -> Iterator[QuantityLeaf]:
    """Every leaf of some triggers that compares a quantity, of any day."""
    for trigger in triggers:
        for threshold in trigger.threshold:
            yield from (leaf for leaf in leaves(threshold.when) if isinstance(leaf, QuantityLeaf))


def parameters_of(triggers: Iterable[Trigger]) -> set[str]:
    """The parameters that the conditions of some triggers name or use."""
    listed = tuple(triggers)
    named = {name for leaf in quantity_leaves(listed) for name in named_parameters(leaf).values()}
    switches = {
        leaf.parameter
        for trigger in listed
        for threshold in trigger.threshold
        for leaf in leaves(threshold.when)
        if isinstance(leaf, ParameterLeaf)
    }
    counts = any(_counts(leaf) for leaf in quantity_leaves(listed))
    return named | switches | ({COUNT_INTEGER} if counts else set())


def _counts(leaf: QuantityLeaf) -> bool:
    return leaf.quantity in (QuantityName.TRAINING_COMPUTE, QuantityName.EFFECTIVE_COMPUTE) or leaf.counting is not None


def counting_rules_of(policy: Policy, triggers: Iterable[Trigger]) -> set[str]:
    """The counting rules that a leaf of some triggers uses under one reading or another."""
    texts = [text for leaf in quantity_leaves(triggers) for text in (leaf.counting, leaf.reference_counting)]
    return {rule for text in texts for rule in values(policy, text)}
