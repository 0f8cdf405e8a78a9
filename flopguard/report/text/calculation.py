"""A figure that a source works out, as a person reads it: the formula with its value, and what is printed instead."""

from __future__ import annotations

from flopguard.quantity import significant_digits
from flopguard.report.amounts import whole_text
from flopguard.report.ansi import Ink
from flopguard.report.style import Style
from flopguard.report.text.layout import Line, Span, kept, wrap
from flopguard.result import Calculation

SAID = {
    "exact": ", as printed",
    "rounded": ", as printed, rounded",
    "cut_off": " is printed, which is cut off and not rounded",
    "differs": " is printed, which the formula does not give",
}


def lines(calculation: Calculation, style: Style) -> list[Line]:
    """The calculation, done anew."""
    margin = " " * 6
    per = f", per {calculation.per}" if calculation.per else ""
    head = [Span("worked out again: ", Ink.BOLD), Span(f"{calculation.name}{per}")]
    source = [[Span(f"source: {calculation.source}", Ink.DIM)]] if calculation.source else []
    return [
        *wrap(head, style.width, "  ", margin),
        *(line for text in (_value(calculation), *source) for line in wrap(text, style.width, margin, f"  {margin}")),
    ]


def _value(calculation: Calculation) -> list[Span]:
    if calculation.value is None:
        return [Span(calculation.formula), Span(f": no value, {calculation.reason}", Ink.YELLOW)]
    value = Span(kept(_in(calculation, calculation.value)), Ink.BOLD)
    return [Span(f"{calculation.formula} = "), value, *_compared(calculation)]


def _compared(calculation: Calculation) -> list[Span]:
    if calculation.printed is None:
        return []
    said = SAID.get(calculation.agreement, f" is printed, {calculation.agreement}")
    if said.startswith(","):
        return [Span(said)]
    why = "".join(f"; it comes out where {change}" for change in calculation.explained)
    return [Span(f"; {kept(_in(calculation, calculation.printed))}{said}{why}", Ink.YELLOW)]


def _in(calculation: Calculation, text: str) -> str:
    """A figure with its unit, with as many digits as are printed."""
    digits = max(3, significant_digits(calculation.printed or ""))
    return f"{whole_text(text, digits)} {calculation.unit}".rstrip()
