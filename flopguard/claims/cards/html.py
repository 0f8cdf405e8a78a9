"""The words of HTML inside Markdown: its paragraphs, list items and tables, with their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from html.parser import HTMLParser

from flopguard.claims.cards.mapped import Mapped, joined
from flopguard.claims.cards.passage import Passage, has_amount, may_state
from flopguard.claims.cards.plain import plain
from flopguard.claims.cards.tables import Cell, table_passages

LONGEST = 60_000
"""Characters of a block of HTML that is read."""

_INSIDE_WORDS = re.compile(r"a|b|strong|i|em|u|s|sub|span|code|small|font|abbr|mark|tt|kbd|var|ins|del|q|cite|label")
_TABLE = frozenset(("table", "tr", "td", "th"))
_SILENT = frozenset(("script", "style"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def html_passages(
    block: Mapped,
    under: tuple[str, ...],
    set_heading: Callable[[int, str], None],
    new_group: Callable[[], int],
) -> Iterator[Passage]:
    """Every passage of a block of HTML that has a figure in it."""
    if not has_amount(block.text) and "<h" not in block.text.lower():
        return
    reader = _Reader(block.part(0, LONGEST))
    reader.read()
    for kind, found in reader.found:
        if isinstance(found, list):
            yield from table_passages(found, under, new_group())
            continue
        words = plain(found).stripped()
        if kind in _HEADINGS:
            set_heading(_HEADINGS[kind], words.text)
        if may_state(words.text):
            yield Passage(words, under)


class _Reader(HTMLParser):
    def __init__(self, block: Mapped) -> None:
        super().__init__(convert_charrefs=False)
        self.block = block
        self.found: list[tuple[str, Mapped | list[list[Cell]]]] = []
        self._parts: list[Mapped] = []
        self._tables: list[list[list[Cell]]] = []
        self._silent = 0
        self._in_cell = False
        self._line_starts = [0]
        for place, letter in enumerate(block.text):
            if letter == "\n":
                self._line_starts.append(place + 1)

    def read(self) -> None:
        self.feed(self.block.text)
        self.close()
        self._end_cell()
        self._end_words("")
        self.found.extend(("table", table) for table in self._tables)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "sup":
            self._add("^", 0)
        elif tag in _TABLE:
            self._end_cell()
            self._open(tag)
        elif tag == "br" or self._in_cell:
            self._add("" if _INSIDE_WORDS.fullmatch(tag) else " ", 0)
        elif not _INSIDE_WORDS.fullmatch(tag):
            self._end_words("")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _TABLE:
            self._end_cell()
            if tag == "table" and self._tables:
                self.found.append(("table", self._tables.pop()))
        elif not (self._in_cell or tag == "sup" or _INSIDE_WORDS.fullmatch(tag)):
            self._end_words(tag)

    def _open(self, tag: str) -> None:
        if tag == "table":
            self._end_words("")
            self._tables.append([])
        elif tag == "tr" and self._tables:
            self._tables[-1].append([])
        elif self._tables and self._tables[-1]:
            self._in_cell = True
            self._parts = []

    def _end_cell(self) -> None:
        if self._in_cell:
            self._tables[-1][-1].append(Cell(joined(self._parts), is_markdown=False))
            self._in_cell, self._parts = False, []

    def _end_words(self, tag: str) -> None:
        words, self._parts = joined(self._parts), []
        if words.text.strip():
            self.found.append((tag, words))

    def handle_data(self, data: str) -> None:
        self._add(data.replace("\n", " "), len(data))

    def handle_entityref(self, name: str) -> None:
        self._add(unescape(f"&{name};"), len(name) + 2)

    def handle_charref(self, name: str) -> None:
        self._add(unescape(f"&#{name};"), len(name) + 3)

    def _add(self, shown: str, length: int) -> None:
        if self._silent or not self.block.text or not shown:
            return
        line, column = self.getpos()
        start = min(self._line_starts[min(line, len(self._line_starts)) - 1] + column, len(self.block.text) - 1)
        if length == len(shown):
            self._parts.append(self.block.part(start, start + length))
            return
        first, last = self.block.starts[start], self.block.starts[min(start + length, len(self.block.text) - 1)]
        self._parts.append(Mapped.at(shown, first, max(first, last)))
