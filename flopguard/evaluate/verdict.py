"""One trigger against one model: combinations first, the whole condition in each, then the comparison of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from flopguard.errors import PolicyError
from flopguard.evaluate.acknowledge import acknowledged
from flopguard.evaluate.applies import Applicability, applicability
from flopguard.evaluate.condition import (
    Answer,
    LeafAnswer,
    Question,
    agreed,
    amounts,
    bounds_of,
    central_choice,
    comparison_text,
    evaluate,
    leaf_step,
    upper_choice,
    variables,
)
from flopguard.evaluate.duties import duties
from flopguard.evaluate.facts import DecisionRule, Facts
from flopguard.evaluate.settle import settlings, tipping
from flopguard.evaluate.sides import Sides
from flopguard.evaluate.variants import other_methods
from flopguard.evaluate.world import worlds
from flopguard.formula import Role
from flopguard.policy.conditions import leaves
from flopguard.policy.types import Condition, Policy, Trigger, TriggerLeaf
from flopguard.policy.when import status_on, threshold_on, why_not_in_force
from flopguard.quantity import exact_text, parse
from flopguard.result import Cause, Outcome, Reading, Step, Verdict
from flopguard.units import Dimension

Library = Mapping[str, Policy]
_CAUSES = tuple(Cause)


@dataclass(frozen=True, slots=True)
class _Case:
    """A trigger that is evaluated: its condition, its worlds and their answers."""

    policy: Policy
    trigger: Trigger
    condition: Condition
    facts: Facts
    questions: tuple[Question, ...]
    answers: tuple[Answer, ...]
    applies: Applicability


def verdict(policy: Policy, trigger: Trigger, facts: Facts, library: Library) -> Verdict:
    """The answer for one trigger, manifest and date."""
    day = facts.settings.as_of
    base = _base(policy, trigger, facts)
    not_in_force = why_not_in_force(policy, trigger, day)
    if not_in_force and not facts.settings.as_if_in_force:
        return replace(base, outcome=Outcome.NOT_IN_FORCE, reason=not_in_force)
    base = replace(base, hypothetical=bool(not_in_force), reason=not_in_force or "")
    applies = applicability(trigger.applies_when, facts.manifest)
    if applies.truth is False:
        return replace(base, outcome=Outcome.NOT_APPLICABLE, reason=applies.reason)
    case = _case(policy, trigger, facts, library, applies)
    if case is None:
        too_many = "more combinations of readings than can be evaluated; answer some of the open questions"
        return replace(base, outcome=Outcome.UNDETERMINED, because=(Cause.READINGS,), missing=(too_many,))
    return _decided(base, case, library)


def _base(policy: Policy, trigger: Trigger, facts: Facts) -> Verdict:
    status = status_on(policy, facts.settings.as_of)
    return Verdict(
        policy=policy.id,
        version=policy.version,
        trigger=trigger.id,
        title=trigger.title,
        cite=trigger.cite,
        outcome=Outcome.UNDETERMINED,
        status=status.is_.value if status else "",
        verified=(trigger.verified or policy.verified).value,
    )


# --- the case ----------------------------------------------------------------------------------------------------


def _case(policy: Policy, trigger: Trigger, facts: Facts, library: Library, applies: Applicability) -> _Case | None:
    condition = _condition(trigger, facts)
    named = _named_triggers(policy, condition, facts)
    touched = frozenset({trigger.id, *(name for name, _ in named)})
    combinations = worlds(policy, touched, facts, library)
    if combinations is None:
        return None
    questions = tuple(
        Question(condition, world, _targets(policy, condition, named, facts, library)) for world in combinations
    )
    answers = tuple(evaluate(question, {}) for question in questions)
    return _Case(policy, trigger, condition, facts, questions, answers, applies)


def _condition(trigger: Trigger, facts: Facts) -> Condition:
    """The condition in force on the day; as if in force, the last one that the text has."""
    threshold = threshold_on(trigger, facts.settings.as_of)
    return (threshold or trigger.threshold[-1]).when


def _named_triggers(policy: Policy, condition: Condition, facts: Facts) -> tuple[tuple[str, Condition], ...]:
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
    return tuple(found.items())


def _targets(
    policy: Policy,
    condition: Condition,
    named: tuple[tuple[str, Condition], ...],
    facts: Facts,
    library: Library,
) -> dict[str, Answer | Condition]:
    targets: dict[str, Answer | Condition] = {}
    for name, target in named:
        targets[name] = targets[f"{policy.id}/{name}"] = target
    for inner in (condition, *(target for _, target in named)):
        for leaf in leaves(inner):
            if isinstance(leaf, TriggerLeaf) and leaf.trigger not in targets:
                targets[leaf.trigger] = _of_another_policy(leaf.trigger, facts, library)
    return targets


def _of_another_policy(name: str, facts: Facts, library: Library) -> Answer:
    """The answer of another policy's trigger; one that is not in force or does not apply does not hold."""
    policy_id, _, trigger_id = name.partition("/")
    policy = library.get(policy_id)
    trigger = next((entry for entry in policy.trigger if entry.id == trigger_id), None) if policy else None
    if policy is None or trigger is None:
        raise PolicyError(f"trigger '{name}' is not in the library")
    found = verdict(policy, trigger, facts, library)
    truth = {Outcome.TRIGGERED: True, Outcome.UNDETERMINED: None}.get(found.outcome, False)
    says = f"{name} is {found.outcome.value.replace('_', ' ')}"
    leaf = LeafAnswer(name, truth, says, frozenset(found.because), found.missing if truth is None else ())
    return Answer(truth, frozenset(found.because), (leaf,))


# --- the outcome -------------------------------------------------------------------------------------------------


def _decided(base: Verdict, case: _Case, library: Library) -> Verdict:
    answer = _with_applicability(agreed(list(case.answers), Cause.READINGS), case.applies)
    conflict = answer.truth is not None and _conflict(case, answer.truth, library)
    if conflict:
        answer = Answer(None, frozenset({Cause.CONFLICT}), answer.leaves)
    lean = None if conflict or answer.truth is not None else _lean(case, answer)
    outcome, rule_note = _outcome(answer, lean, case)
    fragile = answer.truth is not None and _fragile(case, answer.truth, library)
    settled = answer.truth is None and outcome is Outcome.UNDETERMINED
    found = replace(
        base,
        outcome=outcome,
        because=tuple(cause for cause in _CAUSES if cause in answer.causes) if answer.truth is None else (),
        comparison=_comparison(case),
        lean=lean if answer.truth is None else None,
        margin=_margin(case),
        fragile=fragile,
        readings=_readings(case) if len(case.questions) > 1 else (),
        assumptions=_assumptions(case, rule_note),
        missing=_missing(answer, case),
        settled_by=settlings(case.questions, case.answers, case.applies.missing) if settled else (),
        tipping=tipping(case.questions[0]),
        duties=duties(case.trigger, case.facts) if outcome in (Outcome.TRIGGERED, Outcome.UNDETERMINED) else (),
        steps=_steps(case, answer, conflict, fragile),
    )
    return replace(found, acknowledgement=acknowledged(found, case.facts))


def _with_applicability(answer: Answer, applies: Applicability) -> Answer:
    if applies.truth is True:
        return answer
    return Answer(None, answer.causes | {Cause.MISSING}, answer.leaves)


def _missing(answer: Answer, case: _Case) -> tuple[str, ...]:
    if answer.truth is not None:
        return ()
    per_world = (what for found in case.answers if found.truth is None for what in found.missing)
    return tuple(dict.fromkeys((*case.applies.missing, *per_world)))


def _conflict(case: _Case, truth: bool, library: Library) -> bool:
    """Whether independent methods put the model on the other side of the line."""
    return any(_again(case, facts, library).truth is (not truth) for facts in other_methods(case.facts))


def _again(case: _Case, facts: Facts, library: Library) -> Answer:
    """The case on other facts."""
    named = _named_triggers(case.policy, case.condition, facts)
    answers = [
        evaluate(
            Question(
                question.condition,
                question.world.facts_with(facts),
                _targets(case.policy, case.condition, named, facts, library),
            ),
            {},
        )
        for question in case.questions
    ]
    return agreed(answers, Cause.READINGS)


def _fragile(case: _Case, truth: bool, library: Library) -> bool:
    """Whether the last digit of a figure or the instrument's tolerance reaches over the line."""
    tolerance = parse(case.trigger.tolerance, Dimension.RATIO).low if case.trigger.tolerance else Fraction(0)
    answers = [
        evaluate(replace(question, world=replace(question.world, tolerance=tolerance)), {})
        for question in case.questions
    ]
    return agreed(answers, Cause.READINGS).truth is not truth


def _lean(case: _Case, answer: Answer) -> Outcome | None:
    """Which way the likely central estimate points, where only amounts are open."""
    if answer.causes & {Cause.JUDGEMENT, Cause.CONFLICT} or case.applies.truth is None or _unbounded(case):
        return None
    truths = set()
    for question in case.questions:
        choice = central_choice(amounts(question))
        truths.add(None if choice is None else evaluate(question, choice).truth)
    if truths == {True}:
        return Outcome.TRIGGERED
    return Outcome.NOT_TRIGGERED if truths == {False} else None


def _unbounded(case: _Case) -> bool:
    return any(counted.unbounded for q in case.questions for found in amounts(q) for counted in found.tallies)


def _outcome(answer: Answer, lean: Outcome | None, case: _Case) -> tuple[Outcome, str]:
    """The outcome, and a note where the decision rule turned a lean into it."""
    if answer.truth is not None:
        return (Outcome.TRIGGERED if answer.truth else Outcome.NOT_TRIGGERED), ""
    rule = case.facts.settings.decision_rule
    if rule is DecisionRule.UNDETERMINED or answer.causes != {Cause.INTERVAL}:
        return Outcome.UNDETERMINED, ""
    decided = lean if rule is DecisionRule.CENTRAL else _at_upper_end(case)
    if decided is None:
        return Outcome.UNDETERMINED, ""
    return decided, f"decision rule {rule}: the interval alone leaves it open"


def _at_upper_end(case: _Case) -> Outcome | None:
    truths = {evaluate(question, upper_choice(amounts(question))).truth for question in case.questions}
    if truths == {True}:
        return Outcome.TRIGGERED
    return Outcome.NOT_TRIGGERED if truths == {False} else None


# --- what the report shows ---------------------------------------------------------------------------------------


def _margin(case: _Case) -> float | None:
    """The likely central total of the single amount leaf over its threshold, where there is exactly one."""
    pairs = [list(amounts(question)) for question in case.questions]
    values = {_share_of_line(found[0]) if len(found) == 1 and found[0].tallies else None for found in pairs}
    value = values.pop() if len(values) == 1 else None
    return None if value is None else float(value)


def _share_of_line(found: Sides) -> Fraction | None:
    choice = central_choice([found])
    estimate = bounds_of(found, choice) if choice is not None else None
    return estimate.low / found.line if estimate is not None and found.line else None


def _comparison(case: _Case) -> str:
    """What was compared: every amount over all that is open, or the count of readings where they differ."""
    truths = [answer.truth for answer in case.answers]
    if len(truths) > 1 and len(set(truths)) > 1:
        return _tally_of_readings(truths)
    texts = (comparison_text(_full(found)) for found in amounts(case.questions[0]))
    return "; ".join(dict.fromkeys(texts)) or "; ".join(leaf.says for leaf in case.answers[0].leaves if leaf.says)


def _tally_of_readings(truths: list[bool | None]) -> str:
    triggered = f"{truths.count(True)} of {len(truths)} readings triggered"
    others = {False: "not", None: "cannot be told"}
    return ", ".join(
        [triggered, *(f"{truths.count(truth)} {said}" for truth, said in others.items() if truth in truths)]
    )


def _full(found: Sides) -> LeafAnswer:
    return LeafAnswer(found.says, None, found.says, sides=found, estimate=bounds_of(found, {}))


def _readings(case: _Case) -> tuple[Reading, ...]:
    outcomes = {True: Outcome.TRIGGERED, False: Outcome.NOT_TRIGGERED, None: Outcome.UNDETERMINED}
    return tuple(
        Reading(
            choices=dict(question.world.choices),
            outcome=outcomes[answer.truth],
            because=tuple(cause for cause in _CAUSES if cause in answer.causes),
        )
        for question, answer in zip(case.questions, case.answers, strict=True)
    )


def _assumptions(case: _Case, rule_note: str) -> tuple[str, ...]:
    applies = case.trigger.applies_when
    said = [applies.assumes] if applies is not None and applies.assumes else []
    return tuple(
        dict.fromkeys([*said, *_unstated_notes(case), *_method_notes(case), *([rule_note] if rule_note else [])])
    )


def _unstated_notes(case: _Case) -> list[str]:
    notes = []
    for question in case.questions:
        for found in amounts(question):
            for item in variables(found):
                if item.role is Role.UNSTATED and item.estimate.dimension is Dimension.RATIO and item.estimate.high:
                    notes.append(f"that {item.name} add at most {exact_text(item.estimate.high)}x what is stated")
                elif item.role is Role.UNSTATED:
                    notes.append(f"that {item.name} may be any amount")
    return notes


def _method_notes(case: _Case) -> list[str]:
    return [
        str(assumption)
        for question in case.questions
        for found in amounts(question)
        for counted in found.tallies
        for phase in counted.phases
        if phase.chosen is not None
        for assumption in phase.chosen.assumptions
    ]


def _steps(case: _Case, answer: Answer, conflict: bool, fragile: bool) -> tuple[Step, ...]:
    steps = [leaf_step(leaf) for found in case.answers for leaf in found.leaves]
    if len(case.questions) > 1:
        steps.append(
            Step(what=f"compared over {len(case.questions)} combinations of readings", result=_comparison(case))
        )
    if conflict:
        steps.append(Step(what="independent methods lie on different sides of the line", result="conflict"))
    if fragile:
        tolerance = f" or the instrument's {case.trigger.tolerance}" if case.trigger.tolerance else ""
        steps.append(Step(what=f"the last digit of a figure{tolerance} reaches over the line", result="fragile"))
    unique: dict[Step, None] = dict.fromkeys(steps)
    return tuple(unique)
