"""Undetermined verdicts that wait for one and the same fact, in a line for all of them instead of a block each."""

from __future__ import annotations

from collections.abc import Sequence

from flopguard.report.ansi import Ink
from flopguard.report.style import Style
from flopguard.report.text.layout import Line, Span, kept, wrap
from flopguard.report.text.words import INKS, listed
from flopguard.result import Outcome, Verdict

DEVELOPER = "/model/developer"
FEWEST = 2  # one alone keeps its block


def gathered(
    verdicts: Sequence[Verdict], assessed: Sequence[str], style: Style
) -> tuple[list[Verdict], list[list[Line]]]:
    """The verdicts that keep a block each, and a paragraph for each group of the others."""
    nameless = [verdict for verdict in verdicts if _is_open(verdict) and DEVELOPER in verdict.missing]
    clocks = [verdict for verdict in verdicts if _is_clock(verdict, assessed) and verdict not in nameless]
    groups = [(group, say(group)) for group, say in ((nameless, _nameless), (clocks, _clocks)) if len(group) >= FEWEST]
    taken = {id(verdict) for group, _ in groups for verdict in group}
    paragraphs = [_paragraph(group, said, style) for group, said in groups]
    return [verdict for verdict in verdicts if id(verdict) not in taken], paragraphs


def _is_open(verdict: Verdict) -> bool:
    return verdict.outcome is Outcome.UNDETERMINED


def _is_clock(verdict: Verdict, assessed: Sequence[str]) -> bool:
    """Whether it is about what a publisher does as a whole, of which the manifest states no assessment."""
    return _is_open(verdict) and verdict.about == "publisher" and verdict.series not in assessed


def _paragraph(group: Sequence[Verdict], said: str, style: Style) -> list[Line]:
    outcome = Outcome.UNDETERMINED
    head = Span(f"{outcome.value} {len(group)}:", INKS[outcome])
    return wrap([head, Span(f" {said}; "), Span(kept("-v lists them"), Ink.DIM)], style.width, "  ", "    ")


def _nameless(group: Sequence[Verdict]) -> str:
    policies = len({verdict.policy for verdict in group})
    whose = (
        "a lab's policy for its own models" if policies == 1 else f"{policies} policies of labs for their own models"
    )
    return f"{whose}, and nothing says whose model this is; add {DEVELOPER}"


def _clocks(group: Sequence[Verdict]) -> str:
    series = [f'"{name}"' for name in sorted({verdict.series for verdict in group})]
    return (
        "clocks and commitments of a publisher as a whole, and nothing is stated of its last assessment; "
        f"add [[assessment]] with series = {listed(series)}"
    )
