"""Beside the combined answer on effective compute: the answer on each metric alone, and what actual compute decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flopguard.evaluate.case import Case
from flopguard.evaluate.compared import ANY_SCALE, EXACT_SCORE, GAINS, Compared, Floored, Part, Several, Sides
from flopguard.evaluate.comparison import comparison_text
from flopguard.evaluate.condition import Question, answer_of, told_amounts, without_floors
from flopguard.evaluate.kleene import Answer, LeafAnswer, agreed
from flopguard.result import DECIDES, OVER_BY_ITSELF, UNDER_WHEN_ADJUSTED, Cause, MetricVerdict, Outcome, Step

OUTCOMES = {True: Outcome.TRIGGERED, False: Outcome.NOT_TRIGGERED, None: Outcome.UNDETERMINED}


def metrics(case: Case) -> tuple[MetricVerdict, ...]:
    """One answer a metric and definition, where there are several, so that no metric hides another."""
    found: dict[tuple[str, str], list[Compared]] = {}
    for question in case.questions:
        for part in _parts(question):
            found.setdefault((part.metric, part.definition), []).append(without_floors(part.found))
    if len(found) < 2:
        return ()
    return tuple(_verdict(metric, definition, found[metric, definition]) for metric, definition in sorted(found))


def _parts(question: Question) -> Iterator[Part]:
    for leaf in question.leaves:
        found = question.found[id(leaf)]
        for inner in (found, *([found.adjusted] if isinstance(found, Floored) else [])):
            yield from (part for part in (inner.each if isinstance(inner, Several) else ()) if part.definition)


def _verdict(metric: str, definition: str, found: Sequence[Compared]) -> MetricVerdict:
    answer = agreed([answer_of(entry) for entry in found], Cause.READINGS)
    texts = dict.fromkeys(_text(leaf) for entry in found for leaf in answer_of(entry).leaves)
    return MetricVerdict(
        metric=metric, definition=definition, outcome=OUTCOMES[answer.truth], comparison="; ".join(filter(None, texts))
    )


def _text(leaf: LeafAnswer) -> str:
    """The amount against the line, or what is missing for it."""
    if leaf.sides is not None:
        return comparison_text(leaf)
    return leaf.missing[0] if leaf.missing else leaf.says


# --- the floor ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Over:
    """Actual compute that is over the line, beside an adjusted amount that is not surely over it."""

    counts: bool
    raw: LeafAnswer
    adjusted: Answer


def _over(case: Case) -> Iterator[_Over]:
    for question in case.questions:
        for leaf in question.leaves:
            for floored in floors(question.found[id(leaf)]):
                (raw,) = answer_of(floored.raw).leaves
                adjusted = answer_of(floored.adjusted)
                if raw.truth is True and adjusted.truth is not True:
                    yield _Over(floored.counts, raw, adjusted)


def floors(found: Compared) -> Iterator[Floored]:
    """Every amount of actual compute beside an adjusted one, in what a leaf compares."""
    match found:
        case Floored(adjusted=adjusted):
            yield found
            yield from floors(adjusted)
        case Several(each=each):
            for part in each:
                yield from floors(part.found)
        case _:
            pass


def floor_notes(case: Case) -> list[str]:
    """That actual compute alone is enough, where it is what decides."""
    return [
        f"that actual compute over the line is enough ({comparison_text(entry.raw)}), although {_otherwise(entry)}"
        for entry in _over(case)
        if entry.counts
    ]


def gain_notes(case: Case) -> list[str]:
    """That no gain was left out of a product, and no sampling error of a score: nothing in a manifest says so.

    Where what is not stated may be anything, that is no assumption but one more factor.
    """
    if case.facts.settings.unstated is None:
        return []
    pairs = [found for question in case.questions for found in told_amounts(question)]
    gains = ["that the gains that are stated are all there are"] if any(map(_is_product, pairs)) else []
    return [*gains, *(told for says, told in _TAKEN.items() if any(says in found.says for found in pairs))]


_TAKEN = {
    EXACT_SCORE: "that a score without a standard error or items has no sampling error",
    ANY_SCALE: "that a curve that states no domain holds where the scores lie",
}


def _is_product(found: Sides) -> bool:
    return f" by {GAINS}, " in found.says


def floor_texts(case: Case) -> list[str]:
    """Actual compute against the line, where it alone is what decides."""
    return [f"actual compute {comparison_text(entry.raw)}" for entry in _over(case) if entry.counts]


def floor_steps(case: Case) -> Iterator[Step]:
    """What actual compute over the line does beside an adjusted amount that is not."""
    for entry in _over(case):
        does = DECIDES if entry.counts else ": it is no floor here and decides nothing"
        what = f"{OVER_BY_ITSELF}, although {_otherwise(entry)}{does}"
        yield Step(what=what, result=comparison_text(entry.raw))


def _otherwise(entry: _Over) -> str:
    """What the adjusted amount says, in words."""
    if entry.adjusted.truth is None:
        return "what an adjustment makes of it cannot be told"
    shown = "; ".join(dict.fromkeys(comparison_text(leaf) for leaf in entry.adjusted.leaves if leaf.sides))
    return f"{UNDER_WHEN_ADJUSTED} ({shown})" if shown else UNDER_WHEN_ADJUSTED
