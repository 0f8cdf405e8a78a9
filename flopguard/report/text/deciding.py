"""What decides a verdict: the readings that part it, the facts that would settle it, where it flips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flopguard.report.amounts import amount_text
from flopguard.report.style import Style
from flopguard.report.text.layout import Text
from flopguard.report.text.words import listed, named
from flopguard.result import Outcome, Reading, Settling, Verdict

MOST_WAYS = 4  # of settling a verdict and of flipping it; the others are counted and --explain lists them


def readings(found: Sequence[Reading], style: Style) -> Iterator[Text]:
    """How many readings give which outcome, and the questions that decide between them."""
    if len(found) < 2:
        return
    questions = _deciding(found)
    if questions:
        yield f"decided by: {listed(questions)}"
    if style.explain:
        yield from (f"- {named(reading.outcome)}: {_choices(reading)}" for reading in found)


def _choices(reading: Reading) -> str:
    return ", ".join(f"{question} = {choice}" for question, choice in reading.choices.items()) or "as it stands"


def _deciding(readings: Sequence[Reading]) -> list[str]:
    """The questions whose answer alone changes the outcome somewhere."""
    questions = dict.fromkeys(question for reading in readings for question in reading.choices)
    return [question for question in questions if _decides(question, readings)]


def _decides(question: str, readings: Sequence[Reading]) -> bool:
    outcomes: dict[tuple[tuple[str, str], ...], Outcome] = {}
    for reading in readings:
        others = tuple((name, choice) for name, choice in reading.choices.items() if name != question)
        if outcomes.setdefault(others, reading.outcome) is not reading.outcome:
            return True
    return False


def settling(verdict: Verdict, style: Style) -> Iterator[Text]:
    """The smallest sets of facts and answers that would settle it, and where each input alone flips it."""
    if verdict.settled_by:
        yield "settled by:" if len(verdict.settled_by) == 1 else "settled by any one of:"
        yield from _some([" and ".join(map(_fact, facts)) for facts in verdict.settled_by], style)
    if verdict.tipping and (style.explain or not verdict.settled_by):
        most = len(verdict.tipping) if style.explain else MOST_WAYS
        more = [f"{len(verdict.tipping) - most} more"] if len(verdict.tipping) > most else []
        yield f"flips at: {', '.join([*map(_tip, verdict.tipping[:most]), *more])}"


def _some(items: Sequence[str], style: Style) -> Iterator[str]:
    most = len(items) if style.explain or len(items) == MOST_WAYS + 1 else MOST_WAYS
    yield from (f"- {item}" for item in items[:most])
    if len(items) > most:
        yield f"- {len(items) - most} more, which --explain lists"


def _fact(fact: Settling) -> str:
    noted = "; ".join(_place(fact))
    tip = f"; it flips at {amount_text(fact.tips_at)}" if fact.tips_at and "needs" not in fact.what else ""
    return f"{fact.what or fact.input}{f' ({noted})' if noted else ''}{tip}"


def _tip(tip: Settling) -> str:
    value = f" {amount_text(tip.tips_at)}" if tip.tips_at else ""
    plausible = f" ({tip.plausible})" if tip.plausible else ""
    return f"{tip.what or tip.input}{value}{plausible}"


def _place(fact: Settling) -> list[str]:
    """The field or the question, unless the words name it already."""
    is_said = fact.input in fact.what or fact.input == "/scope/complete"
    return [fact.input] if "/" in fact.input and fact.what and not is_said else []
