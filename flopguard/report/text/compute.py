"""Training compute as a person reads it: each phase with its figure and checks, the rest, the totals."""

from __future__ import annotations

from collections.abc import Iterable

from flopguard.report.amounts import factor_text, range_text, total_text
from flopguard.report.ansi import Ink
from flopguard.report.style import Style
from flopguard.report.text import steps
from flopguard.report.text.layout import Line, Span, joined, kept, row, wrap
from flopguard.result import Component, Compute, CrossCheck, MethodGap, Total

INDENT = 4
WIDEST_NAME = 24
TAKEN = {"0x": ", taken as zero", "unbounded": ", taken as unbounded"}


def section(compute: Compute | None, unstated: str, policies: frozenset[str], style: Style) -> list[Line]:
    """The compute of one manifest; of the totals those of the named policies, all of them when verbose."""
    heading = (Span("  training compute", Ink.BOLD),)
    if compute is None:
        return [(*heading, Span("  not worked out: unknown"))]
    if not compute.components:
        return [(*heading, Span("  none is stated: unknown")), *_rest(compute, unstated, style)]
    column = min(WIDEST_NAME, max(len(part.component) for part in compute.components)) + INDENT + 2
    told: set[str] = set()
    parts = [line for part in compute.components for line in _component(part, column, style, told)]
    totals = [total for total in compute.totals if style.verbose or total.policy in policies]
    return [heading, *parts, *_rest(compute, unstated, style), *_totals(totals, style)]


def _component(part: Component, column: int, style: Style, told: set[str]) -> list[Line]:
    """A phase; an assumption that was `told` of another one keeps its reason to itself."""
    margin = " " * column
    details = [_source(part), *(_check(check, told) for check in part.cross_checks)]
    details += [_assumption(text, told) for text in part.assumptions]
    if part.flop is None or style.verbose or style.explain:
        details += map(_gap, part.gaps)
    return [
        *row(part.component, _figure(part), column, style.width, INDENT),
        *(line for text in details if text for line in wrap(text, style.width, margin, margin + "  ")),
        *(_explained(part, style, column) if style.explain else []),
    ]


def _figure(part: Component) -> list[Span]:
    figure = Span("no figure", Ink.YELLOW) if part.flop is None else Span(kept(range_text(part.flop)), Ink.BOLD)
    is_stated = part.method == "reported" and part.evidence  # then the evidence alone says how it is known
    how = list(dict.fromkeys(word for word in (None if is_stated else part.method, part.evidence) if word))
    whose = [f"of {part.origin}"] if part.origin else []
    name = [f'"{part.name}"'] if part.name and part.name not in (part.component, part.origin) else []
    return joined([figure, *how, *whose, *name])


def _source(part: Component) -> list[Span]:
    return [Span(f"source: {part.source}", Ink.DIM)] if part.source else []


def _check(check: CrossCheck, told: set[str]) -> list[Span]:
    ratio = "" if check.ratio is None else f", {factor_text(check.ratio)} that"
    kind = "" if check.independent else ", not independent"
    said = [_once(text, told) for text in check.assumptions]
    assumed = f"; assumes {'; '.join(said)}" if said else ""
    return [Span(f"cross-check by {check.method}: {kept(range_text(check.flop))}{ratio}{kind}{assumed}")]


def _assumption(text: str, told: set[str]) -> list[Span]:
    return [Span(f"assumes {_once(text, told)}")]


def _once(text: str, told: set[str]) -> str:
    """The assumption with its reason; without it where that was told already."""
    claim, colon, _ = text.partition(": ")
    if not colon or text not in told:
        told.add(text)
        return text
    return f"{claim}, as above"


def _gap(gap: MethodGap) -> list[Span]:
    return [Span(f"{gap.method} lacks {', '.join(gap.needs)}", Ink.DIM)]


def _explained(part: Component, style: Style, column: int) -> list[Line]:
    made = steps.lines(part.steps, style.width, column)
    for check in part.cross_checks:
        if check.steps:
            made += wrap(f"{check.method}, step by step", style.width, " " * column, " " * column)
            made += steps.lines(check.steps, style.width, column)
    return made


def _rest(compute: Compute, unstated: str, style: Style) -> list[Line]:
    """What the source does not speak of, and what was made of that."""
    silent = [total for total in compute.totals if total.unstated]
    if not silent:
        return []
    names = sorted({name for total in silent for name in total.unstated})
    taken = TAKEN.get(unstated, f", taken as at most {unstated} of what is stated")
    if unstated != "unbounded" and all(total.upper.high is None for total in silent):
        taken = " and nothing bounds it"
    listed = f": {', '.join(names)}" if style.verbose else ""
    text = [Span("the rest is not stated", Ink.YELLOW), Span(f"{taken}{listed}")]
    return wrap(text, style.width, " " * INDENT, " " * (INDENT + 2))


def _totals(totals: Iterable[Total], style: Style) -> list[Line]:
    """The totals, one line for all the instruments whose counting comes to the same."""
    groups: dict[tuple[str, str], list[str]] = {}
    for total in totals:
        groups.setdefault((total_text(total), _open(total)), []).append(f"{total.policy}/{total.counting}")
    if not groups:
        return []
    margin = " " * INDENT
    lines: list[Line] = [(Span("  totals, each instrument by its own counting", Ink.BOLD),)]
    for (amount, left_open), names in groups.items():
        text = [Span(amount, Ink.BOLD), Span(f": {', '.join(names)}")]
        lines += wrap(text, style.width, margin, margin + "  ")
        lines += wrap(left_open, style.width, margin + "  ", margin + "    ") if left_open else []
    return lines


def _open(total: Total) -> str:
    """The components that were stated and that the instrument may or may not count."""
    stated = [f"{part.component} ({part.mark.replace('_', ' ')})" for part in total.open if part.stated]
    return f"left open by the text: {', '.join(stated)}" if stated else ""
