"""A condition evaluated once, in strong Kleene logic, without stopping early.

Every part is evaluated, so that all missing facts and open points come out. A variable that is fixed in `given` has
that value in every leaf and on both sides of a ratio.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product

from flopguard.evaluate.compared import (
    Compared,
    Direct,
    Entries,
    Floored,
    Rows,
    Rule,
    Runs,
    Several,
    Sides,
    pairs_of,
)
from flopguard.evaluate.comparison import amount_text
from flopguard.evaluate.kleene import (
    Answer,
    LeafAnswer,
    agreed,
    alike,
    all_hold,
    any_holds,
    kleene_all,
    kleene_any,
    kleene_median,
    kleene_not,
    leaf_answer,
)
from flopguard.evaluate.memo import Same
from flopguard.evaluate.sides import sides
from flopguard.evaluate.traits import trait
from flopguard.evaluate.truth import Given, sided, truth_of
from flopguard.evaluate.world import World, named_here
from flopguard.formula import Comparison
from flopguard.kept import kept
from flopguard.policy.conditions import parts, with_parameters
from flopguard.policy.types import (
    AllOf,
    AnyOf,
    Condition,
    FactLeaf,
    JudgementLeaf,
    MediaLeaf,
    Not,
    ParameterLeaf,
    QuantityLeaf,
    TriggerLeaf,
)
from flopguard.quantity import show_apart
from flopguard.result import Cause

MAX_SWITCHES = 12
MAX_EXPLAINED = 8


@dataclass(frozen=True, slots=True)
class Guarded:
    """The condition of a named trigger, with the facts that are missing to tell whether that trigger applies."""

    condition: Condition
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """What is evaluated: a condition in a world, with the conditions of the triggers that it may name."""

    condition: Condition
    world: World
    triggers: Mapping[str, Answer | Guarded] = field(default_factory=dict)
    """By the name in the leaf: a condition to evaluate along, or an answer that is settled already."""

    @kept
    def leaves(self) -> tuple[QuantityLeaf, ...]:
        """Every quantity leaf, those of named triggers included."""
        return tuple(_quantity_leaves(self.condition, self))

    @kept
    def excepted(self) -> frozenset[int]:
        """The quantity leaves, by their id, that stand under a `not`: what they say yes to is an exception."""
        return frozenset(_excepted(self.condition, self))

    @kept
    def found(self) -> dict[int, Compared]:
        """What each quantity leaf compares, by the id of the leaf, which the condition holds."""
        return {id(leaf): sides_in(leaf, self.world) for leaf in self.leaves}

    @kept
    def sides(self) -> tuple[Sides, ...]:
        """Every pair of sides that the condition compares."""
        return tuple(pair for leaf in self.leaves for pair in pairs_of(self.found[id(leaf)]))

    @kept
    def switches(self) -> tuple[str, ...]:
        """The open components that are present, as variables."""
        return tuple(sorted({name for found in self.sides for counted in found.tallies for name in counted.switches}))

    @kept
    def directions(self) -> dict[str, set[bool]]:
        """By open component: whether counting it can help the condition (True), hurt it (False), or both."""
        found: dict[str, set[bool]] = {}
        _directions(self.condition, self, True, found)
        return found


# --- one evaluation ----------------------------------------------------------------------------------------------


def evaluate(question: Question, given: Given, settled: Mapping[str, bool] | None = None) -> Answer:
    """The condition's answer in its world.

    Open components that are present are taken together, counted or not, in every leaf at once: the extremes of those
    that can only help or only hurt, every choice of the others up to twelve of them, their interval beyond.
    """
    settled = settled or {}
    switches = [name for name in question.switches if name not in given]
    if not switches:
        return _answer(question.condition, question, given, settled)
    choices = [{**given, **choice} for choice in _choices(question, switches)]
    picked = choices if len(choices) <= MAX_EXPLAINED else _telling(question, choices, settled)
    return agreed([_answer(question.condition, question, choice, settled) for choice in picked], Cause.READINGS)


def holds(question: Question, given: Given, settled: Mapping[str, bool] | None = None) -> bool | None:
    """The truth of `evaluate` alone, found without the parts and the choices that cannot change it."""
    settled = settled or {}
    switches = [name for name in question.switches if name not in given]
    choices = ({**given, **choice} for choice in _choices(question, switches)) if switches else iter([given])
    found = _truth(question.condition, question, next(choices), settled)
    return found if all(_truth(question.condition, question, other, settled) is found for other in choices) else None


def crossing(question: Question) -> dict[str, bool] | None:
    """Which open components to count for the condition to hold, where some choices make it hold and others do not.

    Of several such choices the one that counts the fewest; None where the choice does not matter.
    """
    if not question.switches:
        return None
    choices = sorted(_choices(question, question.switches), key=lambda choice: sum(choice.values()))
    truths = [_truth(question.condition, question, choice, {}) for choice in choices]
    if True not in truths or len(set(truths)) < 2:
        return None
    return {name: bool(value) for name, value in choices[truths.index(True)].items()}


def _telling(question: Question, choices: Sequence[Given], settled: Mapping[str, bool]) -> list[Given]:
    """Some choices of each answer that was found, the first and the last of them, so that none is left out."""
    truths = [_truth(question.condition, question, choice, settled) for choice in choices]
    found: list[Given] = []
    for truth in (True, False, None):
        alike = [choice for choice, answer in zip(choices, truths, strict=True) if answer is truth]
        found.extend(alike[:MAX_EXPLAINED] + alike[-1:])
    return found


def _choices(question: Question, switches: Sequence[str]) -> Iterator[dict[str, Fraction]]:
    """Every choice that can make a difference.

    A component that can only help the condition is counted with all such together, or none of them; one that can only
    hurt it the other way round; the others are tried in every way, up to twelve of them.
    """
    directions = question.directions
    mixed = [name for name in switches if len(directions[name]) > 1]
    if len(mixed) > MAX_SWITCHES:
        yield {}
        return
    one_way = [name for name in switches if name not in mixed]
    for values in product((Fraction(0), Fraction(1)), repeat=len(mixed)):
        for up in (False, True) if one_way else (True,):
            helps = {name: Fraction((True in directions[name]) is up) for name in one_way}
            yield {**helps, **dict(zip(mixed, values, strict=True))}


def _directions(condition: Condition, question: Question, helps: bool, found: dict[str, set[bool]]) -> None:
    """Note for each variable of a part whether it can help the whole condition (True), hurt it (False), or both."""
    match condition:
        case Not(not_=part):
            _directions(part, question, not helps, found)
        case TriggerLeaf(trigger=name):
            target = question.triggers.get(name)
            if isinstance(target, Guarded):
                _directions(target.condition, question, helps, found)
        case QuantityLeaf():
            for pair in pairs_of(question.found[id(condition)]):
                upward = pair.comparison in (Comparison.MORE_THAN, Comparison.AT_LEAST)
                for amount, is_above in ((pair.above, True), (pair.below, False)):
                    for item in amount.inputs if amount else ():
                        found.setdefault(item.name, set()).add(helps is (upward is is_above))
        case _:
            for part in parts(condition):
                _directions(part, question, helps, found)


def effort(question: Question, given: Given) -> int:
    """How many times one evaluation goes through the condition."""
    switches = [name for name in question.switches if name not in given]
    directions = question.directions if switches else {}
    mixed = sum(len(directions[name]) > 1 for name in switches)
    return 1 if not switches or mixed > MAX_SWITCHES else 2 ** (mixed + (mixed < len(switches)))


def amounts(question: Question) -> tuple[Sides, ...]:
    """Every pair of sides that the condition compares."""
    return question.sides


def told_amounts(question: Question) -> Iterator[Sides]:
    """Every pair of sides but those of actual compute that stand beside an adjusted amount."""
    return (pair for pair, _ in _told(question))


def excepted_amounts(question: Question) -> Iterator[bool]:
    """Of every one of `told_amounts`, whether it is compared for an exception."""
    return (is_exception for _, is_exception in _told(question))


def _told(question: Question) -> Iterator[tuple[Sides, bool]]:
    for leaf in question.leaves:
        for pair in pairs_of(without_floors(question.found[id(leaf)])):
            yield pair, id(leaf) in question.excepted


def without_floors(found: Compared) -> Compared:
    """What is compared but for actual compute beside an adjusted amount."""
    match found:
        case Floored(adjusted=adjusted):
            return without_floors(adjusted)
        case Several(each=each, rule=rule, says=says):
            return Several(tuple(replace(part, found=without_floors(part.found)) for part in each), rule, says)
        case _:
            return found


def sides_in(leaf: QuantityLeaf, world: World) -> Compared:
    """The sides of a leaf, worked out once for all worlds that read alike what the leaf uses."""
    key = ("sides", Same(leaf), Same(world.policy), world.tolerance, world.read_by(leaf))
    return world.facts.memo.once(key, lambda: sides(_filled_in(leaf, world), world))


def _filled_in(leaf: QuantityLeaf, world: World) -> QuantityLeaf:
    return with_parameters(leaf, world.parameters) if named_here(Same(leaf)) else leaf


def _quantity_leaves(condition: Condition, question: Question) -> Iterator[QuantityLeaf]:
    if isinstance(condition, QuantityLeaf):
        yield condition
    elif isinstance(condition, TriggerLeaf):
        target = question.triggers.get(condition.trigger)
        if isinstance(target, Guarded):
            yield from _quantity_leaves(target.condition, question)
    for part in parts(condition):
        yield from _quantity_leaves(part, question)


def _excepted(condition: Condition, question: Question, is_exception: bool = False) -> Iterator[int]:
    match condition:
        case QuantityLeaf():
            if is_exception:
                yield id(condition)
        case TriggerLeaf(trigger=name):
            target = question.triggers.get(name)
            if isinstance(target, Guarded):
                yield from _excepted(target.condition, question, is_exception)
        case Not(not_=part):
            yield from _excepted(part, question, not is_exception)
        case _:
            for part in parts(condition):
                yield from _excepted(part, question, is_exception)


def _answer(condition: Condition, question: Question, given: Given, settled: Mapping[str, bool]) -> Answer:
    match condition:
        case AllOf(all=inner):
            return kleene_all(_answer(part, question, given, settled) for part in inner)
        case AnyOf(any=inner):
            return kleene_any(_answer(part, question, given, settled) for part in inner)
        case Not(not_=part):
            return kleene_not(_answer(part, question, given, settled))
        case TriggerLeaf(trigger=name):
            target = question.triggers[name]
            if isinstance(target, Answer):
                return target
            return kleene_all([_answer(target.condition, question, given, settled), *_guard(target)])
        case JudgementLeaf():
            return leaf_answer(_judged(condition, question.world, settled))
        case MediaLeaf() | FactLeaf() | ParameterLeaf():
            return _direct(trait(condition, question.world), settled)
        case QuantityLeaf():
            return _compared(question.found[id(condition)], given, settled)


def _truth(condition: Condition, question: Question, given: Given, settled: Mapping[str, bool]) -> bool | None:
    """The truth of `_answer` alone, from the first part that decides."""
    match condition:
        case AllOf(all=inner):
            return all_hold(_truth(part, question, given, settled) for part in inner)
        case AnyOf(any=inner):
            return any_holds(_truth(part, question, given, settled) for part in inner)
        case Not(not_=part):
            found = _truth(part, question, given, settled)
            return None if found is None else not found
        case TriggerLeaf(trigger=name):
            target = question.triggers[name]
            if isinstance(target, Answer):
                return target.truth
            found = _truth(target.condition, question, given, settled)
            return None if found and target.missing else found
        case JudgementLeaf():
            return _judged(condition, question.world, settled).truth
        case MediaLeaf() | FactLeaf() | ParameterLeaf():
            direct = trait(condition, question.world)
            return settled.get(direct.missing, direct.truth)
        case QuantityLeaf():
            compared = question.found[id(condition)]
            if isinstance(compared, Sides):
                return truth_of(compared, given)
            return _compared(compared, given, settled, brief=True).truth


def _guard(target: Guarded) -> tuple[Answer, ...]:
    """An unknown part where it is unknown whether the named trigger applies."""
    if not target.missing:
        return ()
    says = "whether the named trigger applies"
    return (leaf_answer(LeafAnswer(says, None, says, frozenset({Cause.MISSING}), target.missing)),)


def _judged(leaf: JudgementLeaf, world: World, settled: Mapping[str, bool]) -> LeafAnswer:
    name = f"{world.policy.id}/{leaf.judgement}"
    answer = settled.get(name, world.facts.answers.get(name))
    if isinstance(answer, bool):
        return LeafAnswer(name, answer, f"{leaf.asks} answered {'yes' if answer else 'no'}")
    what = f'a judgement: {leaf.asks} ([[answer]] question = "{name}")'
    return LeafAnswer(name, None, leaf.asks, frozenset({Cause.JUDGEMENT}), (what,))


def _compared(found: Compared, given: Given, settled: Mapping[str, bool], *, brief: bool = False) -> Answer:
    def part(of: Sides | Direct) -> Answer:
        return _direct(of, settled) if isinstance(of, Direct) else sided(of, given, brief=brief)

    match found:
        case Runs(each=runs):
            answers = [part(run) for run in runs]
            return kleene_any(answers) if found.any_decides else kleene_all(answers)
        case Entries(each=entries):
            return kleene_any([kleene_all([part(of) for of in entry]) for entry in entries])
        case Rows():
            told = _in_agreement(found, [part(row) for _, row in found.each], settled)
            others = [part(untold) for pair, untold in found.perhaps if part(pair).truth is not told.truth]
            return agreed([told, *others], Cause.MISSING) if told.truth is not None else told
        case Several():
            return _made_of(
                found, [_compared(entry.found, given, settled, brief=brief) for entry in found.each], settled
            )
        case Floored(raw=raw, adjusted=adjusted, counts=counts):
            answer = _compared(adjusted, given, settled, brief=brief)
            return kleene_any([part(raw), answer]) if counts else answer
        case Sides() | Direct():
            return part(found)


def _made_of(found: Several, answers: list[Answer], settled: Mapping[str, bool]) -> Answer:
    match found.rule:
        case Rule.ANY:
            return kleene_any(answers)
        case Rule.ALL:
            return kleene_all(answers)
        case Rule.MEDIAN:
            return kleene_median(answers)
        case Rule.ALIKE:
            what = f"which {found.says} decides: {', '.join(part.name for part in found.each)}"
            return alike(answers, what, settled.get(what))


def answer_of(found: Compared) -> Answer:
    """The answer of what a leaf compares, taken by itself with all that is open."""
    return _compared(found, {}, {})


def _direct(found: Direct, settled: Mapping[str, bool]) -> Answer:
    truth = settled.get(found.missing, found.truth)
    causes = frozenset({found.cause}) if truth is None and found.cause else frozenset[Cause]()
    missing = (found.missing,) if truth is None else ()
    return leaf_answer(LeafAnswer(found.missing, truth, found.says, causes, missing))


def _in_agreement(rows: Rows, answers: list[Answer], settled: Mapping[str, bool]) -> Answer:
    """What all rows say; where one says yes and another no, unknown because of the conflict."""
    truths = [answer.truth for answer in answers]
    if len(set(truths)) == 1:
        found = agreed(answers, Cause.CONFLICT)
        return replace(found, leaves=tuple(leaf for answer in answers for leaf in answer.leaves))
    if not {True, False} <= set(truths):
        return kleene_all([answer for answer in answers if answer.truth is None])
    shown = [f"{at} {_score_text(row)}" for at, row in rows.each if isinstance(row, Sides)]
    what = f"which {rows.says} is right: {', '.join(shown)}"
    truth = settled.get(what)
    causes = frozenset({Cause.CONFLICT}) if truth is None else frozenset[Cause]()
    missing = (what,) if truth is None else ()
    return leaf_answer(LeafAnswer(what, truth, f"{rows.says}: {', '.join(shown)}", causes, missing))


def _score_text(row: Sides) -> str:
    """A figure as it is written, or else its value or its interval."""
    figure = row.above.inputs[0].estimate if len(row.above.inputs) == 1 and row.below is None else None
    if figure is not None and (figure.text or figure.is_point):
        return figure.text or show_apart(figure.low, row.line)
    return amount_text(row)
