"""A block a finding: where and which, the line with carets under what is at fault, the message, what to do."""

from __future__ import annotations

from typing import NamedTuple

from flopguard.finding import Finding, Severity
from flopguard.report.ansi import Ink
from flopguard.report.safe import cells, safe
from flopguard.report.text.layout import Line, Span, joined, wrap

Block = list[Line]
INKS = {Severity.ERROR: Ink.RED, Severity.WARNING: Ink.YELLOW, Severity.INFO: Ink.CYAN}
MESSAGE_ROOM = 32  # columns; a message that would get fewer beside its carets goes below them
CUT = "..."


def block(path: str, finding: Finding, width: int, *, with_pointer: bool) -> Block:
    """One finding. `with_pointer` adds where to read about its rule; once for each rule is enough."""
    number = "" if finding.line is None else str(finding.line)
    margin = " " * max(len(number), 2) + " "
    has_excerpt = bool(number and finding.line_text.strip())
    return [
        *wrap(_heading(path, finding), width, rest="    "),
        *(_excerpt(finding, margin, width) if has_excerpt else _note("", finding.message, margin, width)),
        *(_note("help: ", finding.help, margin, width) if finding.help else []),
        *(_note("more: ", f"flopguard explain {finding.code}", margin, width) if with_pointer else []),
    ]


def accepted(path: str, finding: Finding, width: int) -> Block:
    """A finding that is not shown among the others: which, where, by what and why."""
    known = finding.accepted
    assert known is not None
    by = "suppressed" if known.by == "suppression" else "in the baseline"
    until = f" (until {known.expires})" if known.expires else ""
    reason = f": {known.reason}" if known.reason else ""
    place = ":".join([path, *(str(part) for part in (finding.line, finding.column) if part is not None)])
    return wrap(f"{place}: {by} {finding.code} {finding.rule}{reason}{until}", width, rest="    ")


def _heading(path: str, finding: Finding) -> list[Span]:
    place = joined([path, *(str(part) for part in (finding.line, finding.column) if part is not None)], ":")
    ink = INKS[finding.severity]
    named = [Span(f"{finding.severity} {finding.code}".rstrip(), ink), Span(f" {finding.rule}")]
    return [*(Span(span.text, Ink.BOLD) for span in place), Span(": ", Ink.BOLD), *named]


def _note(label: str, text: str, margin: str, width: int) -> Block:
    first = (Span(f"{margin}= ", Ink.CYAN), Span(label, Ink.BOLD))
    return wrap(text, width, first, margin + "  " + " " * len(label))


class _View(NamedTuple):
    """A line as shown: clipped around the columns `start` to `end` that the finding points at."""

    text: str
    start: int
    end: int


def _excerpt(finding: Finding, margin: str, width: int) -> Block:
    room = width - len(margin) - 2
    view = _view(finding, room)
    bar = Span(f"{margin}|", Ink.CYAN)
    numbered = Span(f"{finding.line}".rjust(len(margin) - 1) + " | ", Ink.CYAN)
    return [(bar,), (numbered, Span(view.text)), *_pointed(finding, view, bar, width)]


def _pointed(finding: Finding, view: _View, bar: Span, width: int) -> Block:
    """The carets and the message: beside them where there is room, else below."""
    blank = bar.text + " " * (view.start + 1)
    carets = Span("^" * (view.end - view.start), INKS[finding.severity])
    first = (bar, Span(" " * (view.start + 1)), carets)
    beside = width - len(bar.text) - 1 - view.end - 1
    if finding.column is None:
        return wrap(finding.message, width, bar.text + " ", bar.text + " ")
    if beside >= min(MESSAGE_ROOM, cells(safe(finding.message))):
        return wrap(finding.message, width, (*first, Span(" ")), blank + " " * (len(carets.text) + 1))
    below = blank[: max(len(bar.text) + 1, width - 2 * MESSAGE_ROOM)]
    return [first, *wrap(finding.message, width, below, below)]


def _view(finding: Finding, room: int) -> _View:
    """The line in the room that there is, cut left and right of the place where that takes too much."""
    begin = max((finding.column or 1) - 1, 0)
    finish = max((finding.end_column or 0) - 1, begin + 1)
    chars = [_shown(char) for char in finding.line_text.rstrip()]
    start, end = _offset(chars[:begin]), _offset(chars[:finish])
    end = max(end, start + 1)
    total = _offset(chars)
    if max(total, end) <= room:
        return _View("".join(chars), start, end)
    left = max(0, min(start - room // 3, max(total, end) - room))
    text = _window(chars, left, room, total)
    return _View(text, start - left, min(end - left, room))


def _window(chars: list[str], left: int, room: int, total: int) -> str:
    """The characters that lie wholly in a window of the line, with dots where it goes on beyond."""
    low = left + len(CUT) if left else 0
    is_cut = left + room < total
    high = left + room - (len(CUT) if is_cut else 0)
    shown, position, begun = "", 0, low
    for char in chars:
        after = position + cells(char)
        if position >= low and after <= high:
            shown += char
        elif position < low < after:
            begun = after  # a character that the cut would split is left out, and its room kept blank
        position = after
    dots = CUT if left else ""
    return f"{dots}{' ' * (begun - low)}{shown}{CUT if is_cut else ''}"


def _shown(char: str) -> str:
    return "    " if char == "\t" else safe(char)


def _offset(chars: list[str]) -> int:
    return sum(map(cells, chars))
