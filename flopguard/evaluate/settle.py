"""What would settle an undetermined verdict, and at which value of each input the outcome flips.

A set of facts and questions settles when some answer to them leaves the same outcome whatever the rest is. The
smallest such sets are found by trying them, up to three at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations, product
from math import prod

from flopguard.estimate.assumptions import usual_range
from flopguard.estimate.types import SPENT, PhaseCompute, span
from flopguard.evaluate.choice import central_choice
from flopguard.evaluate.compared import Direct, Sides
from flopguard.evaluate.condition import Question, amounts, effort, holds
from flopguard.evaluate.facts import UNSTATED_PARTS, Facts
from flopguard.evaluate.kleene import Answer
from flopguard.evaluate.truth import variables
from flopguard.formula import Input, Role
from flopguard.quantity import Estimate, exact_text, outward, show_apart
from flopguard.result import Settling
from flopguard.units import Dimension

MAX_TOGETHER = 3
MAX_ITEMS = 14
MAX_SETS = 6
MAX_EFFORT = 400
MAX_EFFORT_ON_CLAIM = 6000
_HINTS = {"/model/base": ' ("none" where it was trained from scratch)'}


@dataclass(frozen=True, slots=True)
class _Resolution:
    """One answer to an item: values of variables, truths of leaves, or a reading."""

    given: dict[str, Fraction] = field(default_factory=dict)
    settled: dict[str, bool] = field(default_factory=dict)
    reading: tuple[str, str] | None = None
    says: str = ""
    """The answer in a word, where it has one."""


@dataclass(frozen=True, slots=True)
class _Item:
    """Something that could be found out, with the answers that are tried."""

    shown: Settling
    resolutions: tuple[_Resolution, ...]
    asked: str = "the answer is"
    """What the words of the resolutions complete."""


def settlings(
    questions: Sequence[Question], answers: Sequence[Answer], facts_missing: tuple[str, ...]
) -> tuple[tuple[Settling, ...], ...]:
    """The smallest sets whose answers could settle the verdict.

    Facts on applicability settle by themselves: where they show that the trigger does not apply, nothing else matters.
    """
    if facts_missing:
        return (tuple(Settling(input=what, what=f"state {what}{_HINTS.get(what, '')}") for what in facts_missing),)
    items = list(_items(questions, answers))[:MAX_ITEMS]
    each = sum(effort(question, {}) for question in questions)
    spent, most = 0, _most_effort(questions, each)
    for size in range(1, MAX_TOGETHER + 1):
        found: list[tuple[Settling, ...]] = []
        for picked in combinations(items, size):
            spent += each * prod(len(item.resolutions) for item in picked)
            if spent > most:
                break
            deciding = [c for c in product(*(item.resolutions for item in picked)) if _settles(questions, c)]
            if deciding:
                shown = (_with_condition(item, {c[n].says for c in deciding}) for n, item in enumerate(picked))
                found.append(tuple(shown))
        if found:
            return tuple(found[:MAX_SETS])
    return ()


def _most_effort(questions: Sequence[Question], each: int) -> int:
    """How many evaluations are spent; a claim has so many readings that no slot might be tried otherwise."""
    of_claim = questions[0].world.read is not None
    return max(MAX_EFFORT, min(each * 2 * MAX_ITEMS, MAX_EFFORT_ON_CLAIM)) if of_claim else MAX_EFFORT


def _with_condition(item: _Item, deciding: set[str]) -> Settling:
    """The item as shown; where only some of its answers decide, with those."""
    named = [resolution.says for resolution in item.resolutions if resolution.says]
    only = [says for says in named if says in deciding]
    if not named or len(only) == len(named):
        return item.shown
    return replace(item.shown, what=f"{item.shown.what} (it decides if {item.asked} {' or '.join(only)})")


def _settles(questions: Sequence[Question], choice: tuple[_Resolution, ...]) -> bool:
    given = {name: value for resolution in choice for name, value in resolution.given.items()}
    settled = {name: truth for resolution in choice for name, truth in resolution.settled.items()}
    pinned = dict(resolution.reading for resolution in choice if resolution.reading)
    left = [q for q in questions if all(q.world.choices.get(name) == reading for name, reading in pinned.items())]
    if not left:
        return False
    first = holds(left[0], given, settled)
    return first is not None and all(holds(question, given, settled) is first for question in left[1:])


# --- what could be found out -------------------------------------------------------------------------------------


def _items(questions: Sequence[Question], answers: Sequence[Answer]) -> Iterator[_Item]:
    pairs = [found for question in questions for found in amounts(question)]
    seen: set[str] = set()
    for found in pairs:
        for item in variables(found):
            if item.name not in seen and not item.estimate.is_point:
                seen.add(item.name)
                yield _variable_item(item, found)
    yield from _question_items(questions)
    yield from _leaf_items(questions, answers)


def _variable_item(item: Input, found: Sides) -> _Item:
    match item.role:
        case Role.UNSTATED:
            return _unstated_item(item, found)
        case Role.OPEN:
            component = item.name.rsplit("/", 1)[-1]
            shown = Settling(input=item.name, what=f"whether the text counts {component}")
            ends = [Fraction(0), Fraction(1)]
        case _:
            tips = _tips(item.name, found)
            shown = Settling(input=item.name, what=f"the exact value of {item.name}", tips_at=_text(tips, item))
            ends = [end for end in (*item.ends, item.estimate.central) if end is not None]
    return _Item(shown, tuple(_Resolution(given={item.name: end}) for end in ends))


def _unstated_item(item: Input, found: Sides) -> _Item:
    """What the source leaves out: whole components, of which it may say that they are all, or one thing of a phase."""
    keys = dict.fromkeys(key.value for counted in found.tallies for key in counted.unstated)
    of_model = item.name.removeprefix(UNSTATED_PARTS)
    if of_model == item.name or not keys:
        return _detail_item(item, found)
    if not any(counted.phases for counted in found.tallies):
        shown = Settling(input="/training", what="the compute of the pre-training run, or of the base model")
        return _Item(shown, (_Resolution(given={item.name: Fraction(0)}),))
    needed = _needed(item, found)
    listed = ", ".join(keys) if len(keys) <= 4 else f"{', '.join(list(keys)[:3])} and {len(keys) - 3} more"
    closing = "" if all(counted.complete for counted in found.tallies) else "[scope] complete = true, or "
    what = f"{closing}the compute of {listed}{_crossing(needed)}"
    is_other = of_model.endswith("(assessed)")
    shown = Settling(
        input=item.name if is_other else "/scope/complete",
        what=f"for {of_model}: {what}" if is_other else what,
        tips_at=_text(needed),
    )
    return _Item(shown, (_Resolution(given={item.name: Fraction(0)}),))


def _detail_item(item: Input, found: Sides) -> _Item:
    """One thing that is not said of a phase or an ancestor; the name of the variable says which."""
    field = item.name.partition(" (")[0]
    how = ' with status = "running"' if item.name.endswith(SPENT) else ""
    needed = _needed(item, found) if item.estimate.dimension is Dimension.FLOP else None
    shown = Settling(input=field, what=f"{item.name}{how}{_crossing(needed)}", tips_at=_text(needed))
    return _Item(shown, tuple(_Resolution(given={item.name: end}) for end in item.ends if end is not None))


def _crossing(needed: Fraction | None) -> str:
    return "" if needed is None else f": crossing needs {_how_much(needed)} more"


def _needed(item: Input, found: Sides) -> Fraction | None:
    """How much more than what is stated reaches the line; None for a ratio or where it is reached already."""
    if found.below is not None:
        return None
    choice = central_choice([found])
    if choice is None:
        return None
    stated = found.above.value({**choice, item.name: Fraction(0)})
    return found.line - stated if found.line >= stated else None


def _how_much(needed: Fraction) -> str:
    return f"{show_apart(needed, Fraction(-1))} FLOP" if needed else "any amount"


def _question_items(questions: Sequence[Question]) -> Iterator[_Item]:
    if len(questions) < 2:
        return
    for name in questions[0].world.choices:
        readings = dict.fromkeys(question.world.choices[name] for question in questions)
        if len(readings) > 1 and not _is_listed(name, questions[0]):
            shown = _asked(name, questions[0])
            yield _Item(shown, tuple(_Resolution(reading=(name, reading), says=reading) for reading in readings))


def _is_listed(name: str, question: Question) -> bool:
    """Whether it is a slot of readings that somebody listed: other combinations of its answers are not ruled out."""
    read = question.world.read
    asked = {entry.id for entry in question.world.policy.open_question}
    return read is not None and not read.is_product and name not in asked


def _asked(name: str, question: Question) -> Settling:
    """An open question of the text, or one that the claim leaves open."""
    policy, read = question.world.policy, question.world.read
    asks = next((entry.asks for entry in policy.open_question if entry.id == name), None)
    if asks is None and read is None:
        return Settling(input="/definition", what=f"which {name} is right")
    if asks is not None or read is None:
        return Settling(input=f"{policy.id}/{name}", what=f"the answer to: {asks}")
    of_claim = "/".join(read.at.split("/")[:3])
    return Settling(input=of_claim, what=f"the {name.removesuffix(' of the claim')} of the claim")


def _leaf_items(questions: Sequence[Question], answers: Sequence[Answer]) -> Iterator[_Item]:
    seen: set[str] = set()
    found = (found for question in questions for found in question.found.values())
    compared = {direct.missing for direct in found if isinstance(direct, Direct)}
    for leaf in (leaf for answer in answers for leaf in answer.leaves):
        if leaf.truth is None and leaf.causes and leaf.sides is None and leaf.key not in seen:
            seen.add(leaf.key)
            what = leaf.missing[0] if leaf.missing else leaf.says
            is_yes_or_no = leaf.key not in compared
            words = {True: "yes", False: "no"} if is_yes_or_no else {True: "is met", False: "is not met"}
            asked = "the answer is" if is_yes_or_no else "the condition on it"
            both = tuple(_Resolution(settled={leaf.key: truth}, says=word) for truth, word in words.items())
            yield _Item(Settling(input=leaf.key, what=what), both, asked)


# --- tipping values ----------------------------------------------------------------------------------------------


def tipping(questions: Sequence[Question]) -> tuple[Settling, ...]:
    """For each stated or assumed figure of the first combination, the value at which the outcome flips.

    Beside it stands how that value lies to the figure's interval, and for a utilisation to that of published runs. A
    value at which one comparison flips is left out where the rest of the condition, or another reading of the text,
    decides without it.
    """
    pairs = tuple(amounts(questions[0]))
    fixed = frozenset[str]().union(*(pair.fixed for question in questions for pair in amounts(question)))
    centrals = _centrals(pair for question in questions for pair in amounts(question))
    turns = _Turns(questions, centrals)
    found = [
        Settling(input=item.name, what=item.name, tips_at=_text(tips, item), plausible=_plausible(item, tips))
        for pair in pairs
        for item in variables(pair)
        if item.role in (Role.FACT, Role.ASSUMPTION)
        and item.name not in fixed
        and (tips := _tips(item.name, pair)) is not None
        and turns.at(item.name, tips)
    ]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Turns:
    """Whether the common answer of all readings is another one on the two sides of a value, all else at its centre."""

    questions: Sequence[Question]
    centrals: dict[str, Fraction]

    def at(self, name: str, tips: Fraction) -> bool:
        return self._truth({name: tips * (1 - _STEP)}) is not self._truth({name: tips * (1 + _STEP)})

    def _truth(self, given: dict[str, Fraction]) -> bool | None:
        at = {**self.centrals, **given}
        first, *others = self.questions
        found = holds(first, at)
        return found if all(holds(other, at) is found for other in others) else None


_STEP = Fraction(1, 10**9)


def _centrals(pairs: Iterable[Sides]) -> dict[str, Fraction]:
    """Every variable that has a central estimate at it; the others stay open."""
    items = [item for pair in pairs for item in variables(pair)]
    return {item.name: item.estimate.central for item in items if item.estimate.central is not None}


def _plausible(item: Input, tips: Fraction) -> str:
    estimate, kind = item.estimate, "assumed" if item.role is Role.ASSUMPTION else "stated"
    if estimate.is_point:
        said = f"{show_apart(tips / estimate.low, Fraction(1))}x what is {kind}" if estimate.low else ""
    else:
        said = f"{_where(estimate, tips)} the {kind} {_span_in_hours(estimate)}"
    usual = usual_range("utilisation") if item.role is Role.FACT and item.name.endswith("/utilisation") else None
    if usual is None:
        return said
    return f"{said}, {_where(usual, tips)} the {span(usual)} of published runs"


def _where(estimate: Estimate, value: Fraction) -> str:
    above = estimate.high is not None and value > estimate.high
    return "above" if above else "below" if value < estimate.low else "within"


def _span_in_hours(estimate: Estimate) -> str:
    """The ends of an interval; times are stated in hours."""
    in_seconds = estimate.dimension is Dimension.SECONDS
    ends = replace(estimate.scaled(Fraction(1, 3600)) if in_seconds else estimate, central=None, text="")
    return span(ends)


def _tips(name: str, found: Sides) -> Fraction | None:
    """The value of one variable at which the sides are level, the others at their central estimates.

    Both sides are linear in a variable that enters a term once, so they give the crossing.
    """
    above = found.above.along(name)
    below = found.below.along(name) if found.below else (Fraction(1), Fraction(0))
    if above is None or below is None:
        return None
    at_zero, slope = (ours - found.line * theirs for ours, theirs in zip(above, below, strict=True))
    crossing = -at_zero / slope if slope else None
    return crossing if crossing is not None and crossing > 0 else None


def _text(value: Fraction | None, item: Input | None = None) -> str | None:
    """A tipping value in the unit of its field: times are stated in hours."""
    if value is None:
        return None
    in_hours = item is not None and item.estimate.dimension is Dimension.SECONDS
    shown = exact_text(value / 3600 if in_hours else value)
    return shown if len(shown) <= 20 else outward(Fraction(shown), up=True)


def disagreements(facts: Facts) -> tuple[Settling, ...]:
    """The phases that independent methods put at different amounts, each with the figures to choose between."""
    computes = [facts.compute, *(compute for compute in facts.assessed.values() if compute)]
    return tuple(
        Settling(input=phase.at, what=f"which figure of {phase.name} is right: {_figures(phase)}")
        for compute in computes
        for phase in compute.phases
        if phase.chosen is not None and any(answer.independent for answer in phase.others)
    )


def _figures(phase: PhaseCompute) -> str:
    answers = [phase.chosen, *(answer for answer in phase.others if answer.independent)]
    return ", ".join(f"{a.method} {span(a.amount.bounds())}" for a in answers if a is not None)
