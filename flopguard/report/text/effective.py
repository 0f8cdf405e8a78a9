"""Effective compute by definition and route, and the claims of the card with what they leave out."""

from __future__ import annotations

from collections.abc import Sequence

from flopguard.report.amounts import amount_text, bounds_text
from flopguard.report.ansi import Ink
from flopguard.report.style import Style
from flopguard.report.text import steps
from flopguard.report.text.layout import Line, Span, kept, wrap
from flopguard.result import Claim, Effective, EffectiveValue, RoutesCompared

MARGIN = " " * 4
REPORTED_SLOTS = ("missing", "partly")
_SITUATIONS = {
    "agree": ("the routes agree", Ink.GREEN),
    "differ": ("the routes differ", Ink.YELLOW),
    "disagree": ("the routes disagree", Ink.RED),
    "contradiction": ("the routes contradict each other", Ink.RED),
    "cannot_adjudicate": ("the inversion cannot tell whether the gains are right", Ink.YELLOW),
    "sandbag_suspect": ("suspiciously weak score", Ink.RED),
}


def section(results: Sequence[Effective], style: Style, routes: Sequence[RoutesCompared] = ()) -> list[Line]:
    """Effective compute, definition by definition: each route, then how the routes compare."""
    lines: list[Line] = [(Span("  effective compute", Ink.BOLD),)] if results else []
    for definition in dict.fromkeys(found.definition for found in results):
        for found in results:
            lines += _result(found, style) if found.definition == definition else []
        for compared in routes:
            lines += _routes(compared, style) if compared.definition == definition else []
    return lines


def _result(found: Effective, style: Style) -> list[Line]:
    text = [Span(f"{found.definition}, by {_route(found)}: "), *_value(found.result)]
    lines = wrap(text, style.width, MARGIN, MARGIN + "  ")
    lines += steps.lines(found.steps, style.width, len(MARGIN) + 2) if style.explain else []
    return lines


def _route(found: Effective) -> str:
    """The route, with the metric and the curve that it went by."""
    curve = f" of '{found.curve}'" if found.curve else ""
    metric = f" on {found.metric}" if found.metric else ""
    return f"{found.route}{curve}{metric}"


def _routes(compared: RoutesCompared, style: Style) -> list[Line]:
    """How the two routes compare, and what may have made them differ, one likely cause a line."""
    words, ink = _SITUATIONS.get(compared.situation, (compared.situation.replace("_", " "), Ink.YELLOW))
    lines = wrap([Span(words, ink), Span(f": {compared.says}")], style.width, MARGIN, MARGIN + "  ")
    for cause in compared.causes:
        lines += wrap(f"perhaps {cause}", style.width, MARGIN + "  - ", MARGIN + "    ")
    return lines


def _value(value: EffectiveValue) -> list[Span]:
    reason = [Span(f"; {value.reason}")] if value.reason else []
    return [*_amount(value), *reason]


def _amount(value: EffectiveValue) -> list[Span]:
    ends = bounds_text(value.low, value.high)
    match value.kind:
        case "value" if value.central is not None:
            around = "" if _is_one(value, ends) else f" {kept(f'({ends})')}"
            return [Span(kept(f"{amount_text(value.central)} FLOP") + around, Ink.BOLD)]
        case "at_least" | "at_most" | "value":
            return [Span(kept(f"{ends} FLOP"), Ink.BOLD)]
        case "multivalued":
            each = " or ".join(amount_text(number) for number in value.values) or ends
            return [Span(f"more than one value, {each} FLOP", Ink.YELLOW)]
        case "unbounded":
            least = "" if value.low in (None, "0") else f", at the least {bounds_text(value.low, value.low)} FLOP"
            return [Span(f"unbounded: better than the curve's limit{least}", Ink.YELLOW)]
        case _:
            return [Span("undefined", Ink.YELLOW)]


def _is_one(value: EffectiveValue, ends: str) -> bool:
    """Whether the ends are one value, as far as six digits tell: those of a curve are rounded outward."""
    return value.low not in (None, "0") and value.high is not None and " .. " not in ends


def claims_section(claims: Sequence[Claim], style: Style) -> list[Line]:
    """What the card claims, with the parts of the claim that it does not give; the rest of them when verbose."""
    lines: list[Line] = [(Span("  claims", Ink.BOLD),)] if claims else []
    for claim in claims:
        place = f"line {claim.line}" if claim.line is not None else claim.at
        value, unit = amount_text(claim.value), _unit(claim.unit)
        what = f"{claim.quantity.replace('_', ' ')} {value.removesuffix(unit)}{unit}"
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
