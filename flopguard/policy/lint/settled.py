"""What the conditions of a policy settle by themselves: by a definition, a measure, a counting rule, an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from flopguard.components import ComponentKey
from flopguard.definition.types import Definition
from flopguard.policy.check.settings import values
from flopguard.policy.lint.placed import only
from flopguard.policy.types import CountingRule, Measure, Policy, QuantityLeaf, QuantityName, Trigger, Watches


class Asked(StrEnum):
    """A point that a comparison of effective compute turns on, by its name in `ambiguity`."""

    BASELINE = "baseline"
    REFERENCE = "reference"
    SCALE = "scale"
    METRIC = "metric"
    TIMING = "timing"
    POST_TRAINING = "post_training"
    COMPUTE_SCOPE = "compute_scope"
    RESET = "reset"
    OPERATOR = "operator"


def settled_by_data(policy: Policy, trigger: Trigger, leaf: QuantityLeaf, point: Asked) -> bool:
    """Whether the conditions themselves fix the point, the same under every reading."""
    return _SETTLED[point](policy, trigger, leaf)


def definition_of(policy: Policy, leaf: QuantityLeaf) -> Definition | None:
    """The definition that a leaf names under every reading, of the policy or of those that come with flopguard."""
    name = only(policy, leaf.definition)
    if name is None:
        return None
    own = next((entry for entry in policy.definition if entry.id == name), None)
    if own is not None:
        return own
    from flopguard.definition.load import bundled_definitions  # few policies name any

    return next((entry for entry in bundled_definitions().definition if entry.id == name), None)


def _measures(policy: Policy, leaf: QuantityLeaf) -> set[str]:
    return set(values(policy, leaf.measure))


def _is_nominal(policy: Policy, leaf: QuantityLeaf) -> bool:
    """Whether operations alone are compared: then there is no recipe, no metric and no scale to name."""
    return leaf.quantity is QuantityName.EFFECTIVE_COMPUTE and _measures(policy, leaf) == {Measure.NOMINAL.value}


def _baseline(policy: Policy, trigger: Trigger, leaf: QuantityLeaf) -> bool:
    named = definition_of(policy, leaf)
    return _is_nominal(policy, leaf) or (named is not None and (named.baseline or named.curve) is not None)


def _scale(policy: Policy, trigger: Trigger, leaf: QuantityLeaf) -> bool:
    named = definition_of(policy, leaf)
    return _is_nominal(policy, leaf) or (named is not None and (named.reference_scale or named.curve) is not None)


def _metric(policy: Policy, trigger: Trigger, leaf: QuantityLeaf) -> bool:
    named = definition_of(policy, leaf)
    return _is_nominal(policy, leaf) or (named is not None and named.metric is not None)


def _timing(policy: Policy, trigger: Trigger, leaf: QuantityLeaf) -> bool:
    return trigger.watches is not Watches.CONTINUOUS


def _post_training(policy: Policy, trigger: Trigger, leaf: QuantityLeaf) -> bool:
    named = definition_of(policy, leaf)
    if named is not None and (named.elicitation is not None or named.compute_scope is not None):
        return True
    rule = _rule(policy, leaf)
    return _is_nominal(policy, leaf) and rule is not None and not _open_in(rule, _POST_TRAINING)


def _compute_scope(policy: Policy, trigger: Trigger, leaf: QuantityLeaf) -> bool:
    named = definition_of(policy, leaf)
    if named is not None and named.compute_scope is not None:
        return True
    rule = _rule(policy, leaf)
    return rule is not None and not _open_in(rule, frozenset(ComponentKey))


def _reference(policy: Policy, trigger: Trigger, leaf: QuantityLeaf) -> bool:
    named = only(policy, leaf.relative_to) is not None
    return named and (leaf.kind is None or only(policy, leaf.kind) is not None)


def _operator(policy: Policy, trigger: Trigger, leaf: QuantityLeaf) -> bool:
    return leaf.operator is None or only(policy, leaf.operator) is not None


def _reset(policy: Policy, trigger: Trigger, leaf: QuantityLeaf) -> bool:
    return only(policy, leaf.relative_to) == "first_assessment"


_SETTLED: Mapping[Asked, Callable[[Policy, Trigger, QuantityLeaf], bool]] = {
    Asked.BASELINE: _baseline,
    Asked.REFERENCE: _reference,
    Asked.SCALE: _scale,
    Asked.METRIC: _metric,
    Asked.TIMING: _timing,
    Asked.POST_TRAINING: _post_training,
    Asked.COMPUTE_SCOPE: _compute_scope,
    Asked.RESET: _reset,
    Asked.OPERATOR: _operator,
}
_POST_TRAINING = frozenset(
    {ComponentKey.MIDTRAIN_SFT, ComponentKey.RL_UPDATE, ComponentKey.RL_ROLLOUT, ComponentKey.POST_DEPLOY}
)


def _rule(policy: Policy, leaf: QuantityLeaf) -> CountingRule | None:
    name = only(policy, leaf.counting)
    return policy.counting.get(name) if name is not None else None


def _open_in(rule: CountingRule, keys: frozenset[ComponentKey]) -> bool:
    return any(mark.is_open for key, mark in rule.marked() if key in keys)
