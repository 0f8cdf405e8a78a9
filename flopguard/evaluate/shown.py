"""What a verdict shows of its case: the comparison, the margin, the readings, the assumptions and the steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from flopguard.estimate.types import Assumption, PhaseCompute
from flopguard.evaluate.case import Case
from flopguard.evaluate.chance import probability
from flopguard.evaluate.choice import central_choice
from flopguard.evaluate.compared import Sides
from flopguard.evaluate.comparison import amount_text, comparison_text, leaf_step
from flopguard.evaluate.condition import Question, amounts, crossing, excepted_amounts, told_amounts
from flopguard.evaluate.facts import UNSTATED_PARTS
from flopguard.evaluate.kleene import LeafAnswer
from flopguard.evaluate.metrics import floor_notes, floor_steps, floor_texts, floors, gain_notes
from flopguard.evaluate.plans import not_counted, plan_notes
from flopguard.evaluate.readings import told
from flopguard.evaluate.traits import NOT_READ
from flopguard.evaluate.truth import bounds_of, variables
from flopguard.formula import Role
from flopguard.policy.types import QuantityName
from flopguard.quantity import Estimate, exact_text, show_apart
from flopguard.result import Cause, Reading, Step


def margin(case: Case) -> Fraction | None:
    """The likely central total of the single amount leaf over its threshold, where there is exactly one.

    None where that is a floor: how far effective compute is over the line is another question than actual compute.
    """
    if any(floor.counts for question in case.questions for found in question.found.values() for floor in floors(found)):
        return None
    pairs = [list(amounts(question)) for question in case.questions]
    values = {_share_of_line(found[0]) if len(found) == 1 and found[0].tallies else None for found in pairs}
    return values.pop() if len(values) == 1 else None


def _share_of_line(found: Sides) -> Fraction | None:
    choice = central_choice([found]) if all(counted.phases for counted in found.tallies) else None
    estimate = bounds_of(found, choice) if choice is not None else None
    return estimate.low / found.line if estimate is not None and found.line else None


def chance(case: Case) -> float | None:
    """How likely the single amount leaf is to be over its line, where there is exactly one and every reading agrees."""
    if margin(case) is None:
        return None
    shares = {probability(found) for question in case.questions for found in amounts(question)}
    return shares.pop() if len(shares) == 1 else None


def comparison(case: Case) -> str:
    """What was compared: every amount over all that is open, or the count of readings where they differ."""
    truths = [answer.truth for answer in case.answers]
    if told.is_told(case):
        return told.comparison(case, told.harmless(case) or _tally_of_readings(truths))
    if len(truths) > 1 and len(set(truths)) > 1:
        return _tally_of_readings(truths)
    texts = [*_amount_texts(case), *_at_most(case), *floor_texts(case)]
    texts += [f"the plan of {name} is not counted" for name in not_counted(case.questions[0])]
    texts += _crossing(case)
    texts += _beside(case) if texts else (leaf.says for leaf in case.answers[0].leaves if _is_shown(leaf))
    return "; ".join(dict.fromkeys(texts))


def _beside(case: Case) -> Iterator[str]:
    """What else is known, where the verdict is decided in some reading without any of its amounts."""
    for answer in case.answers:
        amounts_say = {leaf.truth for leaf in answer.leaves if leaf.sides is not None}
        if answer.truth is not None and amounts_say and answer.truth not in amounts_say:
            known = (leaf for leaf in answer.leaves if leaf.sides is None and leaf.truth is not None)
            yield from (leaf.says for leaf in known if _is_shown(leaf))


def _is_shown(leaf: LeafAnswer) -> bool:
    return bool(leaf.says) and not leaf.says.startswith(NOT_READ)


def _amount_texts(case: Case) -> list[str]:
    """Each amount against its line, over all readings; one by one where a reading changes what is compared."""
    found = [list(told_amounts(question)) for question in case.questions]
    shapes = {tuple((pair.comparison, pair.line_text, pair.below is None) for pair in pairs) for pairs in found}
    if len(shapes) > 1:
        return [comparison_text(_full([pair])) for pairs in found for pair in pairs]
    told = [list(pairs) for pairs in zip(*found, strict=True)]
    unless = ["unless " if is_exception else "" for is_exception in excepted_amounts(case.questions[0])]
    labels = [_label(pairs) if len(told) > 1 else "" for pairs in told]
    return [f"{word}{label}{comparison_text(_full(p))}" for word, label, p in zip(unless, labels, told, strict=True)]


def _label(pairs: Sequence[Sides]) -> str:
    """What is compared, where several amounts are."""
    labels = {pair.label for pair in pairs}
    return f"{labels.pop()}: " if len(labels) == 1 and "" not in labels else ""


def _at_most(case: Case) -> list[str]:
    """Where the likely total is nothing, which says little: how much of the line the highest one is."""
    if margin(case) != 0:
        return []
    pairs = [found for question in case.questions for found in amounts(question)]
    highs = [(found.above.bounds().high, found.line) for found in pairs]
    shares = [high / line for high, line in highs if high is not None]
    is_known = len(shares) == len(highs) and max(shares) > 0
    return [f"at most {show_apart(max(shares), Fraction(1))}x the line"] if is_known else []


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


def _full(pairs: Sequence[Sides]) -> LeafAnswer:
    """One comparison over everything that is open, in every reading at hand."""
    says, estimates = pairs[0].says, [bounds_of(pair, {}) for pair in pairs]
    return LeafAnswer(says, None, says, sides=pairs[0], estimate=_spanned(estimates))


def _spanned(estimates: Sequence[Estimate | None]) -> Estimate | None:
    """The interval from the lowest to the highest end; None where one of them cannot be told."""
    known = [estimate for estimate in estimates if estimate is not None]
    if len(known) < len(estimates):
        return None
    highs = [estimate.high for estimate in known if estimate.high is not None]
    high = max(highs) if len(highs) == len(known) else None
    return Estimate(min(estimate.low for estimate in known), None, high, known[0].dimension)


def readings(case: Case) -> tuple[Reading, ...]:
    """The outcome in every combination of readings."""
    return tuple(
        Reading(
            choices=dict(question.world.choices),
            outcome=told.OUTCOMES[answer.truth],
            because=tuple(cause for cause in Cause if cause in answer.causes),
            says=told.says(question),
            amount=told.amount(question) if question.world.read else _amount_in(question),
        )
        for question, answer in zip(case.questions, case.answers, strict=True)
    )


def _amount_in(question: Question) -> str:
    """What is compared in one combination of readings, where that is one amount."""
    texts = {amount_text(found) for found in told_amounts(question)}
    return texts.pop() if len(texts) == 1 else ""


def assumptions(case: Case, rule_note: str) -> tuple[str, ...]:
    """What the verdict rests on without its being stated, each with its reason."""
    applies = case.trigger.applies_when
    said = [applies.assumes] if applies is not None and applies.assumes else []
    notes = [
        *said,
        *_unstated_notes(case),
        *plan_notes(case),
        *_method_notes(case),
        *gain_notes(case),
        *told.listed_notes(case),
        *floor_notes(case),
        *([rule_note] if rule_note else []),
    ]
    return tuple(dict.fromkeys(notes))


def _unstated_notes(case: Case) -> list[str]:
    """What is taken for granted of what is not stated; a share of a whole is between nothing and all of it anyway."""
    notes = []
    for question in case.questions:
        for found in amounts(question):
            inputs = variables(found)
            no_bound = any(item.role is Role.UNSTATED and item.estimate.high is None for item in inputs)
            for item in inputs:
                if item.role is Role.UNSTATED and item.estimate.high is None and item.estimate.low_open:
                    continue  # of a claim that cannot be evaluated; it is told as what is not known
                if item.role is Role.UNSTATED and item.estimate.high is None:
                    notes.append(f"that {item.name} may be any amount")
                elif item.role is Role.UNSTATED and item.name.startswith(UNSTATED_PARTS) and item.estimate.high:
                    most = f"at most {exact_text(item.estimate.high)}x what is stated"
                    notes.append(f"that {item.name} add {'any amount' if no_bound else most}")
    return notes


def _method_notes(case: Case) -> list[str]:
    """What the methods took for granted, each assumption once with the phases that rest on it."""
    found: dict[str, tuple[Assumption, dict[str, None]]] = {}
    for phase in _counted_phases(case):
        for assumption in phase.chosen.assumptions if phase.chosen else ():
            found.setdefault(str(assumption), (assumption, {}))[1][phase.name] = None
    return [assumption.said_of(", ".join(names)) for assumption, names in found.values()]


def _counted_phases(case: Case) -> Iterator[PhaseCompute]:
    pairs = (found for question in case.questions for found in amounts(question))
    return (phase for found in pairs for counted in found.tallies for phase in counted.phases)


def steps(case: Case, conflict: bool, fragile: bool) -> tuple[Step, ...]:
    """The recorded steps: every leaf in every world, then what the comparison of the worlds found."""
    made = [step for claim in case.claims for step in claim.steps]
    made += [leaf_step(leaf) for found in case.answers for leaf in found.leaves]
    made += floor_steps(case)
    if len(case.questions) > 1:
        made.append(Step(what=f"compared over {len(case.questions)} combinations of readings", result=comparison(case)))
    if told.is_told(case) and len(case.questions) > 1:
        made.append(told.ranking(readings(case)))
    if conflict:
        made.append(Step(what="independent methods lie on different sides of the line", result="conflict"))
    if fragile:
        made.append(Step(what=f"{_reaching(case)} reaches over the line", result="fragile"))
    unique: dict[Step, None] = dict.fromkeys(made)
    return tuple(unique)


def _reaching(case: Case) -> str:
    """What may reach over the line although the figure as reported does not."""
    is_score = any(leaf.quantity is QuantityName.BENCHMARK for q in case.questions for leaf in q.leaves)
    sampling = " or the sampling error of a score" if is_score else ""
    tolerance = f" or the instrument's {case.trigger.tolerance}" if case.trigger.tolerance else ""
    return f"the last digit of a figure{sampling}{tolerance}"
