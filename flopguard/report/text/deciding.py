"""What decides a verdict: the readings that part it, the facts that would settle it, where it flips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flopguard.report.amounts import amount_text
from flopguard.report.style import Style
from flopguard.report.text.layout import Text
from flopguard.report.text.words import listed, named
from flopguard.result import Reading, Settling, Verdict

FEW_READINGS = 4
MOST_WAYS = 4  # of settling a verdict and of flipping it; the others are counted and --explain lists them


def readings(verdict: Verdict, style: Style) -> Iterator[Text]:
    """What decides between the readings, the factor at which it turns, and the reading farthest on each side."""
    if verdict.break_even:
        yield f"break-even: the line lies at {amount_text(verdict.break_even)}x actual compute"
    yield from _deciding(verdict)
    yield from verdict.extremes
    if len(verdict.readings) > 1 and (style.explain or _alone_tell(verdict)):
        yield from (f"- {_reading(reading)}" for reading in verdict.readings)


def _alone_tell(verdict: Verdict) -> bool:
    """Whether the amounts are told nowhere but with the readings, and these are few."""
    is_counted = " against " not in verdict.comparison and any(reading.amount for reading in verdict.readings)
    return is_counted and len(verdict.readings) <= FEW_READINGS


def _deciding(verdict: Verdict) -> Iterator[str]:
    """The smallest sets of questions whose answers would leave one outcome."""
    sets = [listed([_slot(name) for name in together]) for together in verdict.deciding]
    if sets and any(reading.says for reading in verdict.readings):
        yield f"settling {', or '.join(sets)}{',' if len(sets) > 1 else ''} would decide it"
    elif sets:
        yield f"decided by: {', or by '.join(listed(list(together)) for together in verdict.deciding)}"


def _slot(name: str) -> str:
    """A slot as a sentence has it; the id of a question of the text stands as it is."""
    return name if "-" in name else f"the {name}"


def _reading(reading: Reading) -> str:
    if not reading.says:
        compared = f" ({reading.amount})" if reading.amount else ""
        return f"{named(reading.outcome)}: {_choices(reading)}{compared}"
    amount = f", {reading.amount}" if reading.amount else ""
    return f"{named(reading.outcome)}{amount}: {reading.says}"


def _choices(reading: Reading) -> str:
    return ", ".join(f"{question} = {choice}" for question, choice in reading.choices.items()) or "as it stands"


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
