"""FLOP of a token at inference as a person reads it: three senses, one line each, and a small table of sizes."""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.report.amounts import range_text
from flopguard.report.ansi import Ink
from flopguard.report.style import Style
from flopguard.report.text.layout import Line, Span, Text, kept, row, wrap
from flopguard.result import Inference, SizeCost, TokenCost

INDENT = 4
DIGITS = 4
SHAPE = "architecture"


def lines(inference: Inference, style: Style) -> list[Line]:
    """The costs, or what is missing for them."""
    at = f" at a context of {inference.context} tokens{_by(inference)}"
    return [
        *wrap([Span("FLOP per token", Ink.BOLD), Span(at)], style.width, "  ", " " * INDENT),
        *(line for cost in inference.tokens for line in _cost(cost, inference, style)),
        *(line for text in _notes(inference, style) for line in wrap(text, style.width, " " * INDENT, " " * 6)),
        *_growth(inference, style),
    ]


def _by(inference: Inference) -> str:
    if inference.method is None:
        return ": not known"
    return ", from the shape" if inference.method == SHAPE else ", weights only"


def _cost(cost: TokenCost, inference: Inference, style: Style) -> list[Line]:
    digits = DIGITS if inference.method == SHAPE else 2
    whole = f"; {kept(range_text(cost.in_all, least=digits))} for all of it" if cost.in_all else ""
    figure: Text = [Span(kept(range_text(cost.flop, least=digits)), Ink.BOLD), Span(f": {cost.because}{whole}")]
    return row(cost.kind, figure, 30, style.width, INDENT)


def _notes(inference: Inference, style: Style) -> Iterator[Text]:
    for note in inference.notes:
        yield Span(note, Ink.YELLOW)
    if inference.source and inference.tokens:
        yield Span(f"source: {inference.source}", Ink.DIM)
    if inference.method is None or style.verbose or style.explain:
        for gap in inference.gaps:
            yield Span(f"{gap.method} lacks {', '.join(gap.needs)}", Ink.DIM)


def _growth(inference: Inference, style: Style) -> list[Line]:
    """With the size, the forward pass grows in step and compute-optimal training by the square."""
    if not inference.growth:
        return []
    said = "made larger: a token forward grows as the weights do, compute-optimal training about by their square"
    text = [Span(said), Span(f" ({inference.growth_because})", Ink.DIM)]
    rows = [_size(size, style) for size in inference.growth]
    return [*wrap(text, style.width, " " * INDENT, " " * 6), *(line for lines in rows for line in lines)]


def _size(size: SizeCost, style: Style) -> list[Line]:
    parts = (
        range_text(size.parameters, "parameters"),
        f"{range_text(size.forward)} a token",
        f"{range_text(size.training)} to train",
    )
    return row(f"{size.times}x", ", ".join(map(kept, parts)), 12, style.width, 6)
