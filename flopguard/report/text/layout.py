"""Lines that fit the width. Text is wrapped, never cut; what cannot be broken stands alone on its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from flopguard.report.ansi import Ink, paint
from flopguard.report.safe import cells, is_wide, no_command, safe


class Span(NamedTuple):
    """Some text in one ink."""

    text: str
    ink: Ink = Ink.PLAIN


Line = tuple[Span, ...]
Text = str | Span | Sequence[Span]
KEPT = "\u00a0"  # a space at which no line ends; printed as a space
NOT_FIRST = "，。、；：！？）】》」』〉”’"  # noqa: RUF001 - marks that begin no line
LONGEST_KEPT = 30


class _Token(NamedTuple):
    """What stays together on a line, and whether a space parts it from what comes before."""

    spans: list[Span]
    spaced: bool


def wrap(text: Text, width: int, first: Text = "", rest: str = "") -> list[Line]:
    """The text in lines of at most `width` columns: the first begins with `first`, the others with `rest`.

    A token that is too wide stands alone; as much of the blank end of `rest` as it needs is given up for it.
    """
    spans, start = spans_of(text), spans_of(first)
    if _fits(spans, width - _cells(start)):
        return [(*start, *spans)]
    lines: list[Line] = []
    line, used, is_begun = list(start), _cells(start), False
    for token in _tokens(spans):
        gap = 1 if is_begun and token.spaced else 0
        size = _cells(token.spans)
        if used + gap + size > width:
            opening = _opening(rest, width - size)
            if is_begun or cells(opening) < used:
                lines += [tuple(line)] if is_begun or not _is_blank(line) else []
                line, used, gap = [Span(opening)], cells(opening), 0
        head, *tail = token.spans
        if is_begun and line[-1].ink == head.ink:
            head = Span(f"{line.pop().text}{' ' * gap}{head.text}", head.ink)
        elif gap:
            line.append(Span(" "))
        line += [head, *tail]
        used += gap + size
        is_begun = True
    return [*lines, tuple(line)]


def paragraph(text: Text, width: int, margin: str) -> list[Line]:
    """A paragraph; the items of a list, which begin with a dash, hang from it."""
    is_item = spans_of(text)[0].text.startswith("- ")
    return wrap(text, width, margin + ("  " if is_item else ""), margin + ("    " if is_item else ""))


def kept(text: str) -> str:
    """A citation or an amount with its unit, kept on one line; a long one may be wrapped like other text."""
    return text.replace(" ", KEPT) if cells(safe(text)) <= LONGEST_KEPT else text


def row(left: Text, right: Text, column: int, width: int, indent: int = 0) -> list[Line]:
    """Two columns: what stands right begins at `column`, on the next line where the left side reaches into it."""
    start = (Span(" " * indent), *spans_of(left))
    margin = " " * column
    if _cells(start) + 2 <= column:
        return wrap(right, width, (*start, Span(" " * (column - _cells(start)))), margin)
    return [*wrap(left, width, " " * indent, " " * (indent + 2)), *wrap(right, width, margin, margin)]


def spread(left: Text, right: Text, width: int) -> list[Line]:
    """One side left and the other right on a line, or below each other where they do not fit."""
    gap = width - _cells(spans_of(left)) - _cells(spans_of(right))
    if gap >= 2:
        return [(*spans_of(left), Span(" " * gap), *spans_of(right))]
    return [*wrap(left, width, rest="  "), *wrap(right, width, "  ", "  ")]


def hinted(counts: Sequence[Span], hint: str, width: int, indent: int = 2) -> list[Line]:
    """Counts on one line with what lists them at its right end, or below each other where they do not fit."""
    margin, end = " " * indent, Span(hint, Ink.DIM)
    plain = joined(counts, "   ")
    gap = width - indent - _cells(plain) - _cells([end])
    if gap >= 3:
        return [(Span(margin), *plain, Span(" " * gap), end)]
    return wrap(joined([*counts, end]), width, margin, margin)


def joined(items: Iterable[Text], by: str = ", ") -> list[Span]:
    """The items as one text with a separator between them."""
    spans: list[Span] = []
    for item in items:
        spans += [*([Span(by)] if spans else []), *spans_of(item)]
    return spans


def spans_of(text: Text) -> Sequence[Span]:
    """Any way of giving text as spans."""
    if isinstance(text, str):
        return (Span(text),)
    return (text,) if isinstance(text, Span) else text


def printed(lines: Iterable[Line], *, colour: bool) -> str:
    """The lines as text, the last one ended. Nothing is printed that `safe` would escape."""
    return "".join(f"{no_command(_printed(line, colour))}\n" for line in lines)


def _printed(line: Line, colour: bool) -> str:
    spans = [Span(_final(span), span.ink if colour else Ink.PLAIN) for span in line if span.text]
    while spans and not spans[-1].text.strip(" "):
        spans.pop()
    runs = groupby(spans, key=lambda span: span.ink)
    return "".join(paint("".join(span.text for span in run), ink) for ink, run in runs).rstrip(" ")


def _final(span: Span) -> str:
    return safe(span.text).replace(KEPT, " ")


def _tokens(spans: Iterable[Span]) -> Iterator[_Token]:
    """The text cut where a line may end: at spaces, and after wide characters, whose scripts have no spaces."""
    token = _Token([], False)
    for span in spans:
        for part in re.findall(r" +|[^ ]+", safe(span.text)):
            if part[0] == " ":
                yield from [token] if token.spans else []
                token = _Token([], True)
                continue
            *whole, last = _pieces(part)
            for piece in whole:
                yield _Token([*token.spans, Span(piece, span.ink)], token.spaced)
                token = _Token([], False)
            token.spans.append(Span(last, span.ink))
    yield from [token] if token.spans else []


def _pieces(word: str) -> list[str]:
    if word.isascii():
        return [word]
    pieces = [""]
    for char in word:
        if pieces[-1] and is_wide(pieces[-1][-1]) and is_wide(char) and char not in NOT_FIRST:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _cells(spans: Iterable[Span]) -> int:
    return sum([cells(safe(span.text)) for span in spans])


def _fits(spans: Iterable[Span], room: int) -> bool:
    """Whether text goes on one line just as it is: short enough, and with no blanks that wrapping would drop."""
    plain = "".join([span.text for span in spans])
    return "  " not in plain and plain == plain.strip(" ") and cells(safe(plain)) <= room


def _is_blank(spans: Iterable[Span]) -> bool:
    return not any(span.text.strip(" ") for span in spans)


def _opening(rest: str, room: int) -> str:
    """The beginning of a line, its blank end shortened to leave the token that follows the room that it needs."""
    mark = rest.rstrip(" ")
    least = cells(mark) + 1 if mark else 0
    return mark + " " * (max(least, min(cells(rest), room)) - cells(mark))
