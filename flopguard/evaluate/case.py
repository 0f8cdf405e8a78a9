"""A trigger that is evaluated: its condition, the triggers that it names, and its answer in every world."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from flopguard.evaluate.applies import Applicability
from flopguard.evaluate.condition import Answer, Question, agreed, evaluate
from flopguard.evaluate.facts import Facts
from flopguard.evaluate.world import worlds
from flopguard.policy.conditions import leaves
from flopguard.policy.types import Condition, Policy, Trigger, TriggerLeaf
from flopguard.policy.when import threshold_on
from flopguard.result import Cause

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

    def on(self, facts: Facts) -> Answer:
        """The case on other facts."""
        answers = []
        for question in self.questions:
            targets = _targets(self.policy, self.condition, facts, self.elsewhere)
            answers.append(evaluate(Question(self.condition, question.world.facts_with(facts), targets), {}))
        return agreed(answers, Cause.READINGS)

    def loosened(self, tolerance: Fraction) -> Answer:
        """The case with figures widened by their last digit and totals by a share."""
        worlds_too = (replace(question.world, tolerance=tolerance) for question in self.questions)
        questions = [replace(q, world=world) for q, world in zip(self.questions, worlds_too, strict=True)]
        return agreed([evaluate(question, {}) for question in questions], Cause.READINGS)


def case_of(
    policy: Policy, trigger: Trigger, facts: Facts, library: Library, applies: Applicability, elsewhere: Elsewhere
) -> Case | None:
    """The case of a trigger, or None where there are more combinations of readings than can be evaluated."""
    condition = _condition(trigger, facts)
    touched = frozenset({trigger.id, *_named_triggers(policy, condition, facts)})
    combinations = worlds(policy, touched, facts, library)
    if combinations is None:
        return None
    targets = _targets(policy, condition, facts, elsewhere)
    questions = tuple(Question(condition, world, targets) for world in combinations)
    answers = tuple(evaluate(question, {}) for question in questions)
    return Case(policy, trigger, condition, facts, questions, answers, applies, elsewhere)


def _condition(trigger: Trigger, facts: Facts) -> Condition:
    """The condition in force on the day; as if in force, the last one that the text has."""
    threshold = threshold_on(trigger, facts.settings.as_of)
    return (threshold or trigger.threshold[-1]).when


def _named_triggers(policy: Policy, condition: Condition, facts: Facts) -> dict[str, Condition]:
    """The triggers of the same policy that a condition names, directly or through one another."""
    own = {trigger.id: trigger for trigger in policy.trigger}
    found: dict[str, Condition] = {}
    frontier = [condition]
    while frontier:
        for leaf in leaves(frontier.pop()):
            name = leaf.trigger.removeprefix(f"{policy.id}/") if isinstance(leaf, TriggerLeaf) else ""
            if name in own and name not in found:
                found[name] = _condition(own[name], facts)
                frontier.append(found[name])
    return found


def _targets(policy: Policy, condition: Condition, facts: Facts, elsewhere: Elsewhere) -> dict[str, Answer | Condition]:
    """What each trigger leaf stands for: a condition of the same policy, or another policy's answer."""
    named = _named_triggers(policy, condition, facts)
    targets: dict[str, Answer | Condition] = {}
    for name, target in named.items():
        targets[name] = targets[f"{policy.id}/{name}"] = target
    for inner in (condition, *named.values()):
        for leaf in leaves(inner):
            if isinstance(leaf, TriggerLeaf) and leaf.trigger not in targets:
                targets[leaf.trigger] = elsewhere(leaf.trigger, facts)
    return targets
