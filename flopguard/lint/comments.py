"""Suppressions in the comments of a Markdown card: `<!-- flopguard: ignore FG301 reason="..." expires=2027-01-01 -->`.

A comment on lines of its own covers the next block: a paragraph, a list, a table, a heading. One that stands beside
words covers its line. `ignore-file` covers the file. What is written as code is no comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from flopguard.dates import DateError, partial_date
from flopguard.lint.suppression import Suppressing
from flopguard.problems import Problem

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MARK = "flopguard:"
_COMMENT = re.compile(r"<!--\s*flopguard:(.*?)-->", re.DOTALL)
_BODY = re.compile(r"\s*(ignore|ignore-file)\s+(?P<rules>[^\s=,]+(?:\s*,\s*[^\s=,]+)*)(?P<rest>(?:\s.*)?)", re.DOTALL)
_FIELD = re.compile(r"""\s+([a-z]+)=(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
_FORM = '<!-- flopguard: ignore FG301 reason="..." expires=2027-01-01 -->'
_FIELDS = ("reason", "expires", "by")
_OPEN = ("paragraph", "heading", "bullet_list", "ordered_list", "list_item", "table", "blockquote")
_BLOCKS = frozenset((*(f"{kind}_open" for kind in _OPEN), "fence", "code_block", "html_block"))


@dataclass(frozen=True, slots=True)
class Comments:
    """The suppressions of a text, and what is wrong with comments that are meant as some."""

    suppressions: tuple[Suppressing, ...] = ()
    problems: tuple[Problem, ...] = ()


def comments_in(text: str) -> Comments:
    """What the comments of a Markdown text suppress; lines count from 1, those of a front matter too."""
    if MARK not in text:
        return Comments()
    text = re.sub(r"\r(?!\n)", " ", text)  # which Markdown takes for the end of a line, and an editor does not
    tokens = _parser().parse(_without_front_matter(text))
    read = [found for comment in _comments(tokens, text) for found in _read(comment, _covered(comment, tokens, text))]
    return Comments(
        tuple(found for found in read if isinstance(found, Suppressing)),
        tuple(found for found in read if isinstance(found, Problem)),
    )


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment: what it says behind the mark, and its first and last line."""

    body: str
    first: int
    last: int


def _comments(tokens: Iterable[Token], text: str) -> Iterator[_Comment]:
    """The comments of blocks of HTML and of those inside words, in the order of the file."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    begin = 0
    for token in tokens:
        begin = token.map[0] if token.map else begin
        if token.type not in ("html_block", "inline") or MARK not in token.content:
            continue
        written = [child.content for child in token.children or () if child.type == "html_inline"]
        cursor = starts[begin]
        for part in written if token.type == "inline" else [token.content]:
            for found in _COMMENT.finditer(part):
                place = text.find(found[0], cursor)
                cursor = place + len(found[0]) if place >= 0 else cursor
                first = text.count("\n", 0, max(place, starts[begin])) + 1
                yield _Comment(found[1], first, first + found[0].count("\n"))


def _covered(comment: _Comment, tokens: Iterable[Token], text: str) -> tuple[int, int]:
    """The lines that a comment covers, unless it covers the file."""
    lines = text.split("\n")
    beside = "\n".join(lines[comment.first - 1 : comment.last])
    if re.sub(r"<!--.*?-->", "", beside, flags=re.DOTALL).strip(" \t\r\n>*+-"):
        return (comment.first, comment.last)
    for token in tokens:
        if token.map and token.map[0] >= comment.last and token.type in _BLOCKS and not _is_comment(token):
            return (token.map[0] + 1, _last_line(lines, *token.map))
    return (comment.first, comment.last)


def _last_line(lines: list[str], start: int, end: int) -> int:
    """The last line of a block that is not blank."""
    return next((number for number in range(end, start, -1) if lines[number - 1].strip()), end)


def _is_comment(token: Token) -> bool:
    """Whether a block is nothing but comments, so that what comes after it is meant."""
    return token.type == "html_block" and not re.sub(r"<!--.*?-->", "", token.content, flags=re.DOTALL).strip()


def _read(comment: _Comment, covered: tuple[int, int]) -> Iterator[Suppressing | Problem]:
    """The suppression of each rule that a comment names, or what is wrong with it."""
    body = _BODY.fullmatch(comment.body.rstrip())
    if body is None:
        yield _malformed(comment, "this comment names no rule to ignore", f"write {_FORM}")
        return
    said, rest = _fields(body["rest"])
    unknown = next((name for name in said if name not in _FIELDS), None)
    if rest or unknown:
        message = f"'{unknown or rest[:40]}' in this comment means nothing"
        yield _malformed(comment, message, f"known are {', '.join(_FIELDS)}; write {_FORM}")
        return
    expires = _day(said.get("expires"))
    if isinstance(expires, str):
        yield _malformed(comment, expires, "write year, month and day: expires=2027-01-01")
        return
    for rule in re.split(r"\s*,\s*", body["rules"]):
        yield Suppressing(
            rule=rule,
            reason=said.get("reason", ""),
            line=comment.first,
            expires=expires,
            lines=None if body[1] == "ignore-file" else covered,
        )


def _fields(text: str) -> tuple[dict[str, str], str]:
    """The fields behind the rules, and what is left of the text without them."""
    said = {found[1]: next(filter(None, found.groups()[1:]), "") for found in _FIELD.finditer(text)}
    return said, _FIELD.sub("", text).strip()


def _day(text: str | None) -> date | str | None:
    """The last day that is named, or why it is none."""
    if text is None:
        return None
    try:
        found = partial_date(text)
    except DateError as error:
        return str(error)
    return found.first if found.first == found.last else f"'{text}' is not a whole date"


def _malformed(comment: _Comment, message: str, help: str) -> Problem:
    return Problem(kind="malformed-suppression", at="", message=message, help=help, line=comment.first)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # needed only where a card has such a comment

    return MarkdownIt("commonmark").enable("table")


def _without_front_matter(text: str) -> str:
    """The text with its front matter blank, so that every line stays where it is."""
    found = re.match(r"\ufeff?---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*\r?$", text, re.DOTALL | re.MULTILINE)
    return text if found is None else re.sub(r"[^\n]", " ", found[0]) + text[found.end() :]
