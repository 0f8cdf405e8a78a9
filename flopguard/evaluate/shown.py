"""What a verdict shows of its case: the comparison, the margin, the readings, the assumptions and the steps."""

from __future__ import annotations

from fractions import Fraction

from flopguard.evaluate.case import Case
from flopguard.evaluate.compared import Sides
from flopguard.evaluate.condition import (
    LeafAnswer,
    amounts,
    bounds_of,
    central_choice,
    comparison_text,
    crossing,
    leaf_step,
    variables,
)
from flopguard.evaluate.facts import UNSTATED_PARTS
from flopguard.evaluate.plans import not_counted, plan_notes
from flopguard.formula import Role
from flopguard.quantity import exact_text
from flopguard.result import Cause, Outcome, Reading, Step


def margin(case: Case) -> Fraction | None:
    """The likely central total of the single amount leaf over its threshold, where there is exactly one."""
    pairs = [list(amounts(question)) for question in case.questions]
    values = {_share_of_line(found[0]) if len(found) == 1 and found[0].tallies else None for found in pairs}
    return values.pop() if len(values) == 1 else None


def _share_of_line(found: Sides) -> Fraction | None:
    choice = central_choice([found]) if all(counted.phases for counted in found.tallies) else None
    estimate = bounds_of(found, choice) if choice is not None else None
    return estimate.low / found.line if estimate is not None and found.line else None


def comparison(case: Case) -> str:
    """What was compared: every amount over all that is open, or the count of readings where they differ."""
    truths = [answer.truth for answer in case.answers]
    if len(truths) > 1 and len(set(truths)) > 1:
        return _tally_of_readings(truths)
    texts = [comparison_text(_full(found)) for found in amounts(case.questions[0])]
    texts += [f"the plan of {name} is not counted" for name in not_counted(case.questions[0])]
    texts += _crossing(case)
    return "; ".join(dict.fromkeys(texts)) or "; ".join(leaf.says for leaf in case.answers[0].leaves if leaf.says)


def _crossing(case: Case) -> list[str]:
    """The choice of open components that puts the model over the line, in words."""
    choice = crossing(case.questions[0]) if case.answers[0].truth is None else None
    if choice is None:
        return []
    counted = dict.fromkeys(name.rsplit("/", 1)[-1] for name, is_counted in choice.items() if is_counted)
    others = dict.fromkeys(name.rsplit("/", 1)[-1] for name, is_counted in choice.items() if not is_counted)
    without = f", not counting {', '.join(others)}" if others else ""
    return [f"over it when counting {', '.join(counted) or 'no open component'}{without}"]


def _tally_of_readings(truths: list[bool | None]) -> str:
    triggered = f"{truths.count(True)} of {len(truths)} readings triggered"
    others = {False: "not", None: "cannot be told"}
    return ", ".join(
        [triggered, *(f"{truths.count(truth)} {said}" for truth, said in others.items() if truth in truths)]
    )


def _full(found: Sides) -> LeafAnswer:
    return LeafAnswer(found.says, None, found.says, sides=found, estimate=bounds_of(found, {}))


def readings(case: Case) -> tuple[Reading, ...]:
    """The outcome in every combination of readings."""
    outcomes = {True: Outcome.TRIGGERED, False: Outcome.NOT_TRIGGERED, None: Outcome.UNDETERMINED}
    return tuple(
        Reading(
            choices=dict(question.world.choices),
            outcome=outcomes[answer.truth],
            because=tuple(cause for cause in Cause if cause in answer.causes),
        )
        for question, answer in zip(case.questions, case.answers, strict=True)
    )


def assumptions(case: Case, rule_note: str) -> tuple[str, ...]:
    """What the verdict rests on without its being stated, each with its reason."""
    applies = case.trigger.applies_when
    said = [applies.assumes] if applies is not None and applies.assumes else []
    notes = [
        *said,
        *_unstated_notes(case),
        *plan_notes(case),
        *_method_notes(case),
        *([rule_note] if rule_note else []),
    ]
    return tuple(dict.fromkeys(notes))


def _unstated_notes(case: Case) -> list[str]:
    """What is taken for granted of what is not stated; a share of a whole is between nothing and all of it anyway."""
    notes = []
    for question in case.questions:
        for found in amounts(question):
            for item in variables(found):
                if item.role is Role.UNSTATED and item.estimate.high is None:
                    notes.append(f"that {item.name} may be any amount")
                elif item.role is Role.UNSTATED and item.name.startswith(UNSTATED_PARTS) and item.estimate.high:
                    notes.append(f"that {item.name} add at most {exact_text(item.estimate.high)}x what is stated")
    return notes


def _method_notes(case: Case) -> list[str]:
    return [
        str(assumption)
        for question in case.questions
        for found in amounts(question)
        for counted in found.tallies
        for phase in counted.phases
        if phase.chosen is not None
        for assumption in phase.chosen.assumptions
    ]


def steps(case: Case, conflict: bool, fragile: bool) -> tuple[Step, ...]:
    """The recorded steps: every leaf in every world, then what the comparison of the worlds found."""
    made = [leaf_step(leaf) for found in case.answers for leaf in found.leaves]
    if len(case.questions) > 1:
        made.append(Step(what=f"compared over {len(case.questions)} combinations of readings", result=comparison(case)))
    if conflict:
        made.append(Step(what="independent methods lie on different sides of the line", result="conflict"))
    if fragile:
        tolerance = f" or the instrument's {case.trigger.tolerance}" if case.trigger.tolerance else ""
        made.append(Step(what=f"the last digit of a figure{tolerance} reaches over the line", result="fragile"))
    unique: dict[Step, None] = dict.fromkeys(made)
    return tuple(unique)
