"""Training compute as a person reads it: each phase with its figure and checks, the rest, the totals."""

from __future__ import annotations

from collections.abc import Iterable

from flopguard.report.amounts import central_text, factor_text, range_text, total_text
from flopguard.report.ansi import Ink
from flopguard.report.style import Style
from flopguard.report.text import calculation, inference, steps
from flopguard.report.text.layout import KEPT, Line, Span, joined, kept, row, wrap
from flopguard.result import CONFIDENTIAL, Component, Compute, CrossCheck, MethodGap, Range, Total, Workload, Worth

INDENT = 4
WIDEST_NAME = 24
TAKEN = {"0x": ", taken as zero", "unbounded": ", taken as unbounded"}


def section(compute: Compute | None, unstated: str, policies: frozenset[str], style: Style) -> list[Line]:
    """The compute of one manifest; of the totals those of the named policies, all of them when verbose."""
    heading = (Span("  training compute", Ink.BOLD),)
    if compute is None:
        return [(*heading, Span("  not worked out: unknown"))]
    if not compute.components:
        nothing = (*heading, Span("  none is stated: unknown"))
        return [nothing, *_rest(compute, unstated, style), *_beside(compute, style)]
    column = min(WIDEST_NAME, max(len(part.component) for part in compute.components)) + INDENT + 2
    told: set[str] = set()
    parts = [line for part in compute.components for line in _component(part, column, style, told)]
    totals = [total for total in compute.totals if style.verbose or total.policy in policies]
    return [
        heading,
        *parts,
        *_everyday(compute, style),
        *_rest(compute, unstated, style),
        *_totals(totals, style),
        *_beside(compute, style),
    ]


def _beside(compute: Compute, style: Style) -> list[Line]:
    """What is not training."""
    told = [] if compute.inference is None else inference.lines(compute.inference, style)
    again = [line for entry in compute.calculations for line in calculation.lines(entry, style)]
    return [*_workloads(compute, style), *again, *told]


def _component(part: Component, column: int, style: Style, told: set[str]) -> list[Line]:
    """A phase; an assumption that was `told` of another one keeps its reason to itself."""
    margin = " " * column
    details = [_progress(part), _source(part), *(_check(check, told) for check in part.cross_checks)]
    details += [_assumption(text, told) for text in part.assumptions]
    if style.explain and part.cross_checks and part.why:
        details.append([Span(f"taken because {part.why}", Ink.DIM)])
    if part.flop is None or style.verbose or style.explain:
        details += map(_gap, part.gaps)
    return [
        *row(part.component, _figure(part), column, style.width, INDENT),
        *(line for text in details if text for line in wrap(text, style.width, margin, margin + "  ")),
        *(_explained(part, style, column) if style.explain else []),
    ]


def _progress(part: Component) -> list[Span]:
    """For a phase that is not done: what its figure is a figure of."""
    if part.status == "planned":
        return [Span("planned: that is what it is to come to", Ink.YELLOW)]
    if part.status != "running" or part.flop is None:
        return []
    return [Span(f"running: {_spent(part.so_far, part.flop)}", Ink.YELLOW)]


def _spent(so_far: Range | None, whole: Range) -> str:
    if so_far is None:
        return "how much of that is spent is not stated"
    if whole.high is None:
        return f"so far {range_text(so_far)}; what it is to come to is not stated"
    if (so_far.low, so_far.high) == (whole.low, whole.high):
        return "all of that is spent so far, and no larger total is intended"
    return f"so far {range_text(so_far)} of an intended {range_text(whole)}"


def _workloads(compute: Compute, style: Style) -> list[Line]:
    return [line for entry in compute.workloads for line in _workload(entry, style)]


def _workload(entry: Workload, style: Style) -> list[Line]:
    """Computation that is not training; it stands apart, since no total has it."""
    margin = " " * (INDENT + 2)
    named = [Span("not training: ", Ink.BOLD), Span(f"{entry.name}{KEPT} "), _amount(entry.flop)]
    method = [Span(f", {entry.method}")] if entry.method else []
    details = [
        *([[Span(f"source: {entry.source}", Ink.DIM)]] if entry.source else []),
        *([_worth(entry.worth)] if entry.worth else []),
        *(_check(check, set()) for check in entry.cross_checks),
        *([Span(note, Ink.YELLOW)] for note in entry.notes),
    ]
    if entry.flop is None or style.verbose or style.explain:
        details += map(_gap, entry.gaps)
    return [
        *wrap([*named, *method], style.width, "  ", margin),
        *(line for text in details for line in wrap(text, style.width, margin, margin + "  ")),
        *(_explained(entry, style, INDENT + 2) if style.explain else []),
    ]


def _worth(worth: Worth) -> list[Span]:
    """An item beside its hours; the ratio is said to be the task's."""
    hours = kept(range_text(worth.expert_hours, "expert hours"))
    one = kept(range_text(worth.flop)) if worth.flop else "no figure"
    each = ""
    if worth.flop_per_hour:
        each = f": {kept(range_text(worth.flop_per_hour))} an hour in this task by this model, and in no other"
    return [Span(f"an item: {one} beside {hours}, {worth.evidence}{each}")]


def _amount(flop: Range | None) -> Span:
    return Span("no figure", Ink.YELLOW) if flop is None else Span(kept(range_text(flop)), Ink.BOLD)


def _figure(part: Component) -> list[Span]:
    figure = _amount(part.flop)
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


def _explained(part: Component | Workload, style: Style, column: int) -> list[Line]:
    made = steps.lines(part.steps, style.width, column)
    for check in part.cross_checks:
        if check.steps:
            made += wrap(f"{check.method}, step by step", style.width, " " * column, " " * column)
            made += steps.lines(check.steps, style.width, column)
    return made


def _everyday(compute: Compute, style: Style) -> list[Line]:
    """The central figure in units that people know, where the compute alone is asked for."""
    if style.verdicts or not compute.equivalents:
        return []
    own = [part.flop for part in compute.components if part.origin is None]
    partly = any(flop is None or flop.central is None for flop in own)
    figures = ", ".join(f"{central_text(entry.amount)}{KEPT}{kept(entry.unit)}" for entry in compute.equivalents)
    whole = "own phases with a central figure" if partly else "own phases together"
    return wrap([Span(f"{whole}: about {figures}")], style.width, " " * INDENT, " " * (INDENT + 2))


def _rest(compute: Compute, unstated: str, style: Style) -> list[Line]:
    """What the source does not speak of, and what was made of that."""
    silent = [total for total in compute.totals if total.unstated]
    if not silent:
        return []
    names = sorted({name for total in silent for name in total.unstated})
    taken = TAKEN.get(unstated, f", taken as at most {unstated} of what is stated")
    is_told = all(part.flop is None or part.flop.text != CONFIDENTIAL for part in compute.components)
    if unstated != "unbounded" and is_told and all(total.upper.high is None for total in silent):
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
