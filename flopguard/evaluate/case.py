"""A trigger that is evaluated: its condition, the triggers that it names, and its answer in every world."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from flopguard.evaluate.applies import Applicability, applicability
from flopguard.evaluate.condition import Guarded, Question, evaluate, holds
from flopguard.evaluate.facts import Facts
from flopguard.evaluate.kleene import Answer, LeafAnswer
from flopguard.evaluate.memo import Same
from flopguard.evaluate.own import is_taken_as_own
from flopguard.evaluate.world import World, worlds
from flopguard.policy.conditions import leaves
from flopguard.policy.types import Condition, Policy, Trigger, TriggerLeaf
from flopguard.policy.when import threshold_on

if TYPE_CHECKING:
    from flopguard.evaluate.readings.types import Claimed, Read

Library = Mapping[str, Policy]
Elsewhere = Callable[[str, Facts], Answer]
"""Answers a trigger of another policy, by its full name."""


@dataclass(frozen=True, slots=True)
class Case:
    """A trigger with its condition, its worlds and their answers."""

    policy: Policy
    trigger: Trigger
    condition: Condition
    facts: Facts
    questions: tuple[Question, ...]
    answers: tuple[Answer, ...]
    applies: Applicability
    elsewhere: Elsewhere
    claims: tuple[Claimed, ...] = ()
    """The claims that the condition is read by."""

    def on(self, facts: Facts) -> Iterator[bool | None]:
        """Whether the condition holds on other facts, for each combination of readings."""
        targets = _targets(self.policy, self.trigger, facts, self.elsewhere)
        worlds_there = (question.world.facts_with(facts) for question in self.questions)
        return (holds(Question(self.condition, world, targets), {}) for world in worlds_there)

    def loosened(self, tolerance: Fraction) -> Iterator[bool | None]:
        """The same with figures widened by their last digit and totals by a share."""
        worlds_too = (replace(question.world, tolerance=tolerance) for question in self.questions)
        questions = (replace(q, world=world) for q, world in zip(self.questions, worlds_too, strict=True))
        return (holds(question, {}) for question in questions)


def case_of(
    policy: Policy, trigger: Trigger, facts: Facts, library: Library, applies: Applicability, elsewhere: Elsewhere
) -> Case | None:
    """The case of a trigger, or None where there are more combinations of readings than can be evaluated."""
    condition = _condition(trigger, facts.settings.as_of)
    named = _named_triggers(policy, condition, facts)
    conditions = (condition, *(_condition(entry, facts.settings.as_of) for entry in named.values()))
    base = World(policy, facts, library)
    claims, reads = _claims(conditions, base)
    curves = () if claims else _curves(conditions, base)
    combinations = worlds(policy, frozenset({trigger.id, *named}), facts, library, reads, curves)
    if combinations is None:
        return None
    targets = _targets(policy, trigger, facts, elsewhere)
    questions = tuple(Question(condition, world, targets) for world in combinations)
    answers = tuple(evaluate(question, {}) for question in questions)
    return Case(policy, trigger, condition, facts, questions, answers, applies, elsewhere, claims)


def _claims(conditions: tuple[Condition, ...], base: World) -> tuple[tuple[Claimed, ...], tuple[Read, ...]]:
    """The claims that the conditions rest on, and all their readings."""
    if not base.facts.manifest.claim:
        return (), ()
    from flopguard.evaluate.readings.claims import all_reads, claimed  # few manifests claim anything

    claims = claimed(conditions, base)
    return claims, all_reads(claims)


def _curves(conditions: tuple[Condition, ...], base: World) -> tuple[Mapping[str, str], ...]:
    if not base.facts.effective and not base.policy.definition:
        return ()
    from flopguard.evaluate.readings.curves import curve_choices  # needs a definition

    return curve_choices(conditions, base)


def _condition(trigger: Trigger, day: date) -> Condition:
    """The condition in force on the day; as if in force, the last one that the text has."""
    threshold = threshold_on(trigger, day)
    return (threshold or trigger.threshold[-1]).when


def _named_triggers(policy: Policy, condition: Condition, facts: Facts) -> Mapping[str, Trigger]:
    """The triggers of the same policy that a condition names, directly or through one another."""
    return _named_on(Same(policy), Same(condition), facts.settings.as_of)


@lru_cache(maxsize=4096)  # the same for every manifest; bounded, since events of many manifests are on many days
def _named_on(policy: Same[Policy], condition: Same[Condition], day: date) -> Mapping[str, Trigger]:
    own = {trigger.id: trigger for trigger in policy.value.trigger}
    found: dict[str, Trigger] = {}
    frontier = [condition]
    while frontier:
        for leaf in _trigger_leaves(frontier.pop()):
            name = leaf.trigger.removeprefix(f"{policy.value.id}/")
            if name in own and name not in found:
                found[name] = own[name]
                frontier.append(Same(_condition(own[name], day)))
    return found


@lru_cache(maxsize=1024)  # of conditions that never change, in policies that all manifests share
def _trigger_leaves(condition: Same[Condition]) -> tuple[TriggerLeaf, ...]:
    return tuple(leaf for leaf in leaves(condition.value) if isinstance(leaf, TriggerLeaf))


def _targets(policy: Policy, asking: Trigger, facts: Facts, elsewhere: Elsewhere) -> dict[str, Answer | Guarded]:
    """What each trigger leaf stands for: a condition of the same policy, or another policy's answer."""
    day = facts.settings.as_of
    condition = _condition(asking, day)
    named = _named_triggers(policy, condition, facts)
    targets: dict[str, Answer | Guarded] = {}
    for name, trigger in named.items():
        own = is_taken_as_own(policy, facts)
        targets[name] = targets[f"{policy.id}/{name}"] = _target(trigger, asking, facts, own)
    for inner in (condition, *(_condition(trigger, day) for trigger in named.values())):
        for leaf in _trigger_leaves(Same(inner)):
            if leaf.trigger not in targets:
                targets[leaf.trigger] = elsewhere(leaf.trigger, facts)
    return targets


def _target(trigger: Trigger, asking: Trigger, facts: Facts, own: bool) -> Answer | Guarded:
    """A named trigger of the same policy: one that has no threshold yet, or no subject, does not hold.

    Whether it applies is not asked again where the trigger that names it applies to the same.
    """
    if threshold_on(trigger, facts.settings.as_of) is None and not facts.settings.as_if_in_force:
        return _does_not_hold(trigger, f"applies from {trigger.threshold[0].from_}")
    applies = applicability(trigger.applies_when, facts, own=own)
    if applies.truth is False:
        return _does_not_hold(trigger, f"does not apply: {applies.reason}")
    same = trigger.applies_when == asking.applies_when
    return Guarded(_condition(trigger, facts.settings.as_of), () if same else applies.missing)


def _does_not_hold(trigger: Trigger, why: str) -> Answer:
    says = f"trigger {trigger.id} {why}"
    return Answer(False, frozenset(), (LeafAnswer(says, False, says),))
