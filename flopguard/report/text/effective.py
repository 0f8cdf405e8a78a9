"""Effective compute by definition and route, and the claims of the card with what they leave out."""

from __future__ import annotations

from collections.abc import Sequence

from flopguard.report.amounts import amount_text, bounds_text
from flopguard.report.ansi import Ink
from flopguard.report.style import Style
from flopguard.report.text import steps
from flopguard.report.text.layout import Line, Span, kept, wrap
from flopguard.result import Claim, Effective, EffectiveValue

MARGIN = " " * 4
REPORTED_SLOTS = ("missing", "partly")


def section(results: Sequence[Effective], style: Style) -> list[Line]:
    """Effective compute, each result under its definition; there is none without one."""
    lines: list[Line] = [(Span("  effective compute", Ink.BOLD),)] if results else []
    for found in results:
        text = [Span(f"{found.definition}, by {found.route}: "), *_value(found.result)]
        lines += wrap(text, style.width, MARGIN, MARGIN + "  ")
        lines += steps.lines(found.steps, style.width, len(MARGIN) + 2) if style.explain else []
    return lines


def _value(value: EffectiveValue) -> list[Span]:
    reason = [Span(f"; {value.reason}")] if value.reason else []
    return [_amount(value), *reason]


def _amount(value: EffectiveValue) -> Span:
    ends = bounds_text(value.low, value.high)
    match value.kind:
        case "value" if value.central is not None:
            around = "" if value.low == value.high else f" ({ends})"
            return Span(kept(f"{amount_text(value.central)} FLOP{around}"), Ink.BOLD)
        case "at_least" | "at_most" | "value":
            return Span(kept(f"{ends} FLOP"), Ink.BOLD)
        case "multivalued":
            return Span(f"more than one value, {ends} FLOP", Ink.YELLOW)
        case "unbounded":
            return Span("unbounded", Ink.YELLOW)
        case _:
            return Span("undefined", Ink.YELLOW)


def claims_section(claims: Sequence[Claim], style: Style) -> list[Line]:
    """What the card claims, with the parts of the claim that it does not give; the rest of them when verbose."""
    lines: list[Line] = [(Span("  claims", Ink.BOLD),)] if claims else []
    for claim in claims:
        place = f"line {claim.line}" if claim.line is not None else claim.at
        what = f"{claim.quantity.replace('_', ' ')} {amount_text(claim.value)}{_unit(claim.unit)}"
        quoted = f', "{claim.text}"' if claim.text else ""
        lines += wrap(f"{place}: {what}{quoted}", style.width, MARGIN, MARGIN + "  ")
        lines += wrap(_slots(claim, style), style.width, MARGIN + "  ", MARGIN + "    ")
    return lines


def _unit(unit: str) -> str:
    return unit if unit in ("x", "%", "") else f" {unit}"


def _slots(claim: Claim, style: Style) -> list[Span]:
    """The slots by how far they are given, the missing ones first."""
    states = (*REPORTED_SLOTS, *(("given", "n/a") if style.verbose else ()))
    groups = [(state, [name for name, found in claim.slots.items() if found == state]) for state in states]
    said = [f"{state}: {', '.join(names)}" for state, names in groups if names]
    return [Span("; ".join(said), Ink.YELLOW)] if said else [Span("nothing is missing")]
