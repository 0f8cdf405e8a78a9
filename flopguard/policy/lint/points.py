"""How far the text of a policy settles a point of a comparison: what its data fix, and what was judged of its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from flopguard.components import ComponentKey
from flopguard.definition.types import Definition
from flopguard.policy.check.settings import values
from flopguard.policy.lint.placed import only, quantities
from flopguard.policy.lint.rule import Note, Subject
from flopguard.policy.types import (
    CountingRule,
    Measure,
    Openness,
    Point,
    Policy,
    QuantityLeaf,
    QuantityName,
    Trigger,
    Watches,
)
from flopguard.record import record
from flopguard.result import Severity

UNJUDGED = "neither the condition nor [trigger.ambiguity] settles it"


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


@record
class Standing:
    """How far one point of one trigger is settled, where that is to be read, and what is said of it."""

    trigger: Trigger
    leaf: QuantityLeaf
    at: str
    openness: Openness
    said: str | None = None


_ALWAYS = frozenset({Asked.BASELINE, Asked.SCALE, Asked.METRIC, Asked.TIMING, Asked.POST_TRAINING, Asked.COMPUTE_SCOPE})
_OF_A_MULTIPLE = frozenset({Asked.REFERENCE, Asked.TIMING, Asked.COMPUTE_SCOPE, Asked.RESET})
_OF_A_STEP = frozenset({Asked.REFERENCE, Asked.TIMING, Asked.RESET})
_OF_A_RATE = frozenset({Asked.BASELINE, Asked.REFERENCE, Asked.METRIC, Asked.TIMING, Asked.POST_TRAINING})
_EARLIER = ("last_assessment", "first_assessment")


def asked_of(leaf: QuantityLeaf) -> frozenset[Asked]:
    """The points that a leaf turns on: most of them only where it compares effective compute or a multiple."""
    return _of_a_comparison(leaf) | {Asked.OPERATOR}


def _of_a_comparison(leaf: QuantityLeaf) -> frozenset[Asked]:
    match leaf.quantity:
        case QuantityName.EFFECTIVE_COMPUTE:
            return _ALWAYS | _OF_A_MULTIPLE if leaf.relative_to is not None else _ALWAYS
        case QuantityName.TRAINING_COMPUTE if leaf.relative_to in _EARLIER:
            return _OF_A_MULTIPLE
        case QuantityName.BENCHMARK if leaf.relative_to in _EARLIER:
            return _OF_A_STEP
        case QuantityName.PROGRESS_RATE:
            return _OF_A_RATE
        case _:
            return frozenset()


def standings(subject: Subject, point: Asked) -> Iterator[Standing]:
    """Each trigger that turns on the point, once, with how far it is settled."""
    told: set[str] = set()
    for number, trigger, place, leaf in quantities(subject):
        if point in asked_of(leaf) and trigger.id not in told:
            told.add(trigger.id)
            yield _standing(subject.policy, number, trigger, place, leaf, point)


def _standing(policy: Policy, number: int, trigger: Trigger, place: str, leaf: QuantityLeaf, point: Asked) -> Standing:
    judged: Point | None = getattr(trigger.ambiguity, point.value, None)
    if judged is not None:
        at = f"/trigger/{number}/ambiguity/{point.value}"
        return Standing(trigger=trigger, leaf=leaf, at=at, openness=judged.is_, said=judged.note)
    openness = Openness.DEFINED if settled_by_data(policy, trigger, leaf, point) else Openness.OPEN
    return Standing(trigger=trigger, leaf=leaf, at=place, openness=openness)


def open_notes(
    subject: Subject, point: Asked, words: str, help: str, differ: Callable[[Policy, QuantityLeaf], str] | None = None
) -> Iterator[Note]:
    """A note for each trigger that leaves the point open, and a milder one where it is settled in part."""
    for found in standings(subject, point):
        if found.openness in (Openness.OPEN, Openness.PARTLY):
            half = found.openness is Openness.PARTLY
            by = differ(subject.policy, found.leaf) if differ is not None else ""
            parts = [f"'{found.trigger.id}' settles only in part" if half else f"'{found.trigger.id}' leaves open"]
            message = f"{parts[0]} {words}: {found.said or UNJUDGED}"
            severity = Severity.INFO if half else Severity.WARNING
            yield Note(at=found.at, message=f"{message}; {by}" if by else message, help=help, severity=severity)


# --- what the data settle ----------------------------------------------------------------------------------------


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
