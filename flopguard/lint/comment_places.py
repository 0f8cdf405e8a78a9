"""Where the comments of a Markdown text stand that are meant for flopguard, and which lines each covers.

Each text is gone through once, however many comments it has.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

BEGIN = re.compile(r"<!--\s*flopguard(?P<colon>\s*:|\s+(?=ignore|disable|suppress))", re.IGNORECASE)
"""How a comment begins that is meant for flopguard, be it right or not."""

_TAG = re.compile(r"<[^<>]*>")
_OPEN = ("paragraph", "heading", "bullet_list", "ordered_list", "list_item", "table", "blockquote")
_BLOCKS = frozenset((*(f"{kind}_open" for kind in _OPEN), "fence", "code_block", "html_block"))


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: what it says behind the mark, its first and last line, and why it cannot be one that suppresses."""

    body: str
    first: int
    last: int
    fault: str = ""
    html: tuple[int, int] | None = None
    """The last line of its block of HTML that has words, and the last one at all."""


class Page:
    """A text with its blocks."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.lines = text.split("\n")
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._blocks = [one.map for one in tokens if one.map and one.type in _BLOCKS and not _is_comment(one)]
        self._begins = [start for start, _ in self._blocks]
        self._beside: dict[tuple[int, int], bool] = {}

    def line_of(self, offset: int) -> int:
        """The line of a character, from 1."""
        return bisect_right(self.starts, offset)

    def covered(self, comment: Comment) -> tuple[int, int]:
        """The lines that a comment covers, unless it covers the file."""
        if self._is_beside_words(comment.first, comment.last):
            return (comment.first, comment.last)
        if comment.html and comment.html[0] > comment.last:
            return (comment.last + 1, comment.html[1])
        number = bisect_left(self._begins, comment.last)
        if number == len(self._blocks):
            return (comment.first, comment.last)
        start, end = self._blocks[number]
        return (start + 1, self.last_line(start, end))

    def last_line(self, start: int, end: int) -> int:
        """The last line of a block that is not blank."""
        return next((number for number in range(end, start, -1) if self.lines[number - 1].strip()), end)

    def _is_beside_words(self, first: int, last: int) -> bool:
        """Whether lines have more than comments and the marks of lists and quotes."""
        if (first, last) not in self._beside:
            rest = _without_comments("\n".join(self.lines[first - 1 : last]))
            self._beside[first, last] = bool(rest.strip(" \t\r\n>*+-"))
        return self._beside[first, last]


def comments_of(page: Page) -> Iterator[Comment]:
    """The comments of blocks of HTML and of those inside words, in the order of the file."""
    begin = 0
    for token in page.tokens:
        begin = token.map[0] if token.map else begin
        if token.type == "html_block" and BEGIN.search(token.content):
            yield from _in_html(page, begin, token)
        elif token.type == "inline" and BEGIN.search(token.content):
            yield from _in_words(page, begin, token)


def _in_html(page: Page, begin: int, token: Token) -> Iterator[Comment]:
    content = token.content
    block = (begin + _last_with_words(content), page.last_line(*token.map)) if token.map else None
    line, counted = begin + 1, 0
    for start, end in _spans(content):
        line, counted = line + content.count("\n", counted, start), start
        if mark := BEGIN.match(content, start):
            yield _comment(mark, content, end, line, block)


def _in_words(page: Page, begin: int, token: Token) -> Iterator[Comment]:
    cursor = page.starts[begin]
    for part in (child.content for child in token.children or () if child.type == "html_inline"):
        if mark := BEGIN.match(part):
            place = page.text.find(part, cursor)
            cursor = place + len(part) if place >= 0 else cursor
            yield _comment(mark, part, len(part), page.line_of(max(place, page.starts[begin])), None)


def _comment(mark: re.Match[str], text: str, end: int, line: int, html: tuple[int, int] | None) -> Comment:
    if text[end - 3 : end] != "-->":
        return Comment("", line, line, "this comment does not end, and hides all that comes after it")
    fault = "" if mark["colon"].endswith(":") else "this comment has no colon behind 'flopguard'"
    return Comment(text[mark.end() : end - 3], line, line + text.count("\n", mark.start(), end), fault, html)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the comments of a piece of HTML begin and end; one that does not end goes to the end of the text."""
    end = 0
    while (start := text.find("<!--", end)) >= 0:
        close = text.find("-->", start + 4)
        end = close + 3 if close >= 0 else len(text)
        yield start, end


def _without_comments(text: str) -> str:
    """The text without what stands in comments, all its line ends kept."""
    parts, end = [], 0
    for start, stop in _spans(text):
        parts += [text[end:start], "\n" * text.count("\n", start, stop)]
        end = stop
    return "".join([*parts, text[end:]])


def _last_with_words(html: str) -> int:
    """The number of the last line that has more than comments and tags; 0 where none has."""
    rest = _TAG.sub(lambda tag: "\n" * tag[0].count("\n"), _without_comments(html))
    return rest.rstrip().count("\n") + 1 if rest.strip() else 0


def _is_comment(token: Token) -> bool:
    """Whether a block is nothing but comments, so that what comes after it is meant."""
    return token.type == "html_block" and not _without_comments(token.content).strip()
