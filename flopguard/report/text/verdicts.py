"""Verdicts as a person reads them: what was crossed and what cannot be told in full, the others as counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flopguard.report.amounts import factor_text
from flopguard.report.ansi import Ink
from flopguard.report.style import Style
from flopguard.report.text import steps, together
from flopguard.report.text.layout import Line, Span, hinted, kept, row, wrap
from flopguard.report.text.verdict import COLUMN, block
from flopguard.report.text.words import CAUSES, INKS, flags, listed, named
from flopguard.result import Outcome, Verdict

SHOWN = (Outcome.TRIGGERED, Outcome.UNDETERMINED)
FOLDED = (Outcome.NOT_TRIGGERED, Outcome.NOT_IN_FORCE, Outcome.NOT_APPLICABLE)
WIDEST_ID = 36
FEWEST_IN_SHORT = 5
_COMPARED = re.compile(r" against [<>]")


def section(verdicts: Sequence[Verdict], style: Style, assessed: Sequence[str] = ()) -> list[list[Line]]:
    """Blocks: a verdict each for what matters, then the rest folded into a line or listed.

    `assessed` are the series of policies under which an assessment is stated.
    """
    if not verdicts:
        return [[(Span("  no trigger was evaluated", Ink.YELLOW),)]]
    full = sorted((verdict for verdict in verdicts if _matters(verdict)), key=_urgency)
    gathered: list[list[Line]] = []
    if not style.verbose:
        full, gathered = together.gathered(full, assessed, style)
    others = [verdict for verdict in verdicts if not _matters(verdict)]
    rest = {outcome: [verdict for verdict in others if verdict.outcome is outcome] for outcome in FOLDED}
    listed = [(outcome, found) for outcome, found in rest.items() if found]
    if style.verbose:
        return [*(block(verdict, style) for verdict in full), *(_list(*group, style) for group in listed)]
    short = [_in_short(full, style)] if len(full) >= FEWEST_IN_SHORT else []
    blocks = [block(verdict, style) for verdict in full]
    return [*short, *blocks, *gathered, *([_folded(listed, style)] if listed else [])]


def _in_short(full: Sequence[Verdict], style: Style) -> list[Line]:
    """A line for each of the blocks that follow, where they are many."""
    names = [f"{verdict.policy}/{verdict.trigger}" for verdict in full]
    column = min(max(map(len, names)), WIDEST_ID, style.width // 2 - COLUMN) + COLUMN + 2
    lines: list[Line] = [(Span("  in short, each in full below", Ink.BOLD),)]
    for name, verdict in zip(names, full, strict=True):
        outcome = Span(named(verdict.outcome), INKS[verdict.outcome])
        gap = " " * max(COLUMN - 4 - len(outcome.text), 1)
        amounts = verdict.comparison if _COMPARED.search(verdict.comparison) else _why(verdict)
        left = [outcome, Span(f"{gap}{name}")]
        lines += row(left, amounts, column, style.width, 4) if amounts else wrap(left, style.width, "    ", "    ")
    return lines


def _why(verdict: Verdict) -> str:
    """Where no amount is compared with a line: what leaves it open."""
    return f"{listed([CAUSES[cause] for cause in verdict.because])}" if verdict.because else ""


def _matters(verdict: Verdict) -> bool:
    """What is crossed, what cannot be told, and what only just is not crossed."""
    return verdict.outcome in SHOWN or (verdict.outcome is Outcome.NOT_TRIGGERED and verdict.fragile)


def _urgency(verdict: Verdict) -> tuple[int, bool, bool]:
    """What is crossed first; real before hypothetical; the model before what its publisher does as a whole."""
    place = SHOWN.index(verdict.outcome) if verdict.outcome in SHOWN else len(SHOWN)
    return place, verdict.hypothetical, verdict.about == "publisher"


def _folded(groups: Iterable[tuple[Outcome, Sequence[Verdict]]], style: Style) -> list[Line]:
    return hinted([_count(outcome, len(found)) for outcome, found in groups], "-v lists them", style.width)


def _count(outcome: Outcome, count: int) -> Span:
    return Span(f"{named(outcome)} {count}", INKS[outcome])


def _list(outcome: Outcome, found: Sequence[Verdict], style: Style) -> list[Line]:
    ids = max(len(f"{verdict.policy}/{verdict.trigger}") for verdict in found)
    column = min(ids, WIDEST_ID, style.width // 3) + 6
    lines: list[Line] = [(Span("  "), _count(outcome, len(found)))]
    for verdict in found:
        name = f"{verdict.policy}/{verdict.trigger}"
        lines += row(name, _brief(verdict), column, style.width, 4)
        lines += steps.lines(verdict.steps, style.width, column) if style.explain else []
    return lines


def _brief(verdict: Verdict) -> list[Span]:
    """Why the outcome is what it is, in one sentence."""
    margin = [] if not verdict.margin else [f"{factor_text(verdict.margin, apart_from_one=True)} the line"]
    why = [text for text in (verdict.reason, verdict.comparison, *margin) if text]
    is_said = verdict.outcome is Outcome.NOT_IN_FORCE and verdict.reason
    marks = [] if is_said else flags(verdict)
    return [
        *([Span(f"[{', '.join(marks)}] ", Ink.CYAN)] if marks else []),
        Span("; ".join(why or [verdict.title])),
        *([Span(" " + kept(f"({verdict.cite})"), Ink.DIM)] if verdict.cite else []),
    ]
