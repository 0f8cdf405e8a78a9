"""A card as passages: its paragraphs, list items, headings and table cells, each under its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from flopguard.claims.cards.inline import words_of
from flopguard.claims.cards.mapped import Mapped, joined
from flopguard.claims.cards.passage import Passage, may_state
from flopguard.claims.cards.plain import plain

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


@dataclass(slots=True)
class _Walk:
    text: str
    lines: list[int]
    headings: dict[int, str] = field(default_factory=dict)
    level: int = 0
    lists: list[int] = field(default_factory=list)
    groups: int = 0

    @property
    def under(self) -> tuple[str, ...]:
        return tuple(self.headings[level] for level in sorted(self.headings))

    def set_heading(self, level: int, words: str) -> None:
        self.headings = {above: name for above, name in self.headings.items() if above < level} | {level: words}

    def new_group(self) -> int:
        self.groups += 1
        return self.groups


def passages_of(text: str) -> Iterator[Passage]:
    """Every passage of the card that has a figure or a number word in it, in the order of the file."""
    body = _without_front_matter(text)
    walk = _Walk(body, [0, *(match.end() for match in re.finditer("\n", body)), len(body) + 1])
    tokens = _parser().parse(body)
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "table_open":
            end = next(place for place in range(index, len(tokens)) if tokens[place].type == "table_close")
            if may_state(_lines(token, walk).text):
                yield from _table(tokens[index:end], walk)
            index = end
        else:
            yield from _block(token, walk)
        index += 1


def _block(token: Token, walk: _Walk) -> Iterator[Passage]:
    match token.type:
        case "heading_open":
            walk.level = int(token.tag[1])
        case "bullet_list_open" | "ordered_list_open":
            walk.lists.append(walk.new_group())
        case "bullet_list_close" | "ordered_list_close":
            walk.lists.pop()
        case "html_block":
            from flopguard.claims.cards.html import html_passages

            yield from html_passages(_lines(token, walk), walk.under, walk.set_heading, walk.new_group)
        case "inline":
            yield from _words(token, walk)
        case "heading_close":
            walk.level = 0
        case _:
            pass


def _words(token: Token, walk: _Walk) -> Iterator[Passage]:
    content = _content(token, walk)
    if walk.level:
        words = plain(words_of(content))
        walk.set_heading(walk.level, words.text.strip())
        if may_state(words.text):
            yield Passage(words, walk.under)
    elif may_state(content.text):
        yield Passage(plain(words_of(content)), walk.under, group=walk.lists[-1] if walk.lists else 0)


def _lines(token: Token, walk: _Walk) -> Mapped:
    start, end = token.map or [0, 0]
    first, last = walk.lines[start], min(walk.lines[min(end, len(walk.lines) - 1)], len(walk.text))
    return Mapped.of(walk.text[first:last], first)


def _content(token: Token, walk: _Walk) -> Mapped:
    """The content of a block with its places: each of its lines is the end of a line of the file, or inside one."""
    first = (token.map or [0])[0]
    parts = []
    for number, line in enumerate(token.content.split("\n")):
        if number:
            parts.append(Mapped.of("\n", walk.lines[first + number] - 1))
        parts.append(_placed(line, first + number, walk))
    return joined(parts)


def _placed(line: str, number: int, walk: _Walk) -> Mapped:
    start, end = walk.lines[number], min(walk.lines[number + 1], len(walk.text))
    found = walk.text.rfind(line, start, end)
    return Mapped.of(line, found) if found >= 0 else Mapped.at(line, start, end)


def _table(tokens: list[Token], walk: _Walk) -> Iterator[Passage]:
    from flopguard.claims.cards.tables import Cell, table_passages

    rows: list[list[Cell]] = []
    cursor = 0
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
            cursor = walk.lines[(token.map or [0])[0]]
        elif token.type == "inline" and rows:
            content, cursor = _cell(token.content, cursor, walk)
            rows[-1].append(Cell(content))
    yield from table_passages(rows, walk.under, walk.new_group())


def _cell(content: str, cursor: int, walk: _Walk) -> tuple[Mapped, int]:
    """A cell behind the one before it in its row; where a bar is written behind a backslash, up to that."""
    line_end = walk.text.find("\n", cursor)
    line_end = len(walk.text) if line_end < 0 else line_end
    found = walk.text.find(content, cursor, line_end)
    if found >= 0:
        # Over a bar, so that an empty cell takes its own place.
        bar = walk.text.find("|", found + len(content), line_end)
        return Mapped.of(content, found), bar + 1 if bar >= 0 else found + len(content)
    written = content.replace("|", "\\|")
    found = walk.text.find(written, cursor, line_end)
    if found < 0:
        return Mapped.at(content, cursor, line_end), cursor
    return Mapped.of(written, found).sub(re.compile(r"\\\|"), lambda _: "|"), found + len(written)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    # The words of a block are read only where it has a figure in it.
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


def _without_front_matter(text: str) -> str:
    """The text with its front matter blank and every other place as it was; a lone carriage return is a space."""
    text = re.sub(r"\r(?!\n)", " ", text).replace("\0", " ")
    if not re.match(r"---[ \t]*\r?\n", text):
        return text
    end = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE).search(text, 4)
    if end is None:
        return text
    return re.sub(r"[^\n]", " ", text[: end.end()]) + text[end.end() :]
