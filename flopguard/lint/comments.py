"""Suppressions in the comments of a Markdown card: `<!-- flopguard: ignore FG301 reason="..." expires=2027-01-01 -->`.

A comment on lines of its own covers the next block: a paragraph, a list, a table, a heading. One that stands beside
words covers its line, and in a block of HTML the rest of it. `ignore-file` covers the file. What is written as code is
no comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from flopguard.dates import DateError, partial_date
from flopguard.lint.comment_places import BEGIN, Comment, Page, comments_of
from flopguard.lint.suppression import Suppressing
from flopguard.problems import Problem

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_BODY = re.compile(r"\s*(ignore|ignore-file)\s+(?P<rules>[^\s=,]+(?:\s*,\s*[^\s=,]+)*)(?P<rest>(?:\s.*)?)", re.DOTALL)
_FIELD = re.compile(r"""\s+([a-z]+)=(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
_FORM = '<!-- flopguard: ignore FG301 reason="..." expires=2027-01-01 -->'
_LONGEST = 2000
_FIELDS = ("reason", "expires", "by")


@dataclass(frozen=True, slots=True)
class Comments:
    """The suppressions of a text, and what is wrong with comments that are meant as some."""

    suppressions: tuple[Suppressing, ...] = ()
    problems: tuple[Problem, ...] = ()


def comments_in(text: str) -> Comments:
    """What the comments of a Markdown text suppress; lines count from 1, those of a front matter too."""
    if BEGIN.search(text) is None:
        return Comments()
    text = re.sub(r"\r(?!\n)", " ", text)  # which Markdown takes for the end of a line, and an editor does not
    page = Page(text, _parser().parse(_without_front_matter(text)))
    read = [found for comment in comments_of(page) for found in _read(comment, page.covered(comment))]
    return Comments(
        tuple(found for found in read if isinstance(found, Suppressing)),
        tuple(found for found in read if isinstance(found, Problem)),
    )


def _read(comment: Comment, covered: tuple[int, int]) -> Iterator[Suppressing | Problem]:
    """The suppression of each rule that a comment names, or what is wrong with it."""
    fault = comment.fault or (
        f"this comment has more than {_LONGEST} characters" if len(comment.body) > _LONGEST else ""
    )
    if fault:
        yield _malformed(comment, fault, f"write {_FORM}")
        return
    body = _BODY.fullmatch(comment.body.rstrip())
    if body is None:
        yield _malformed(comment, "this comment names no rule to ignore", f"write {_FORM}")
        return
    said, rest = _fields(body["rest"])
    twice = _twice(body["rest"])
    if twice:
        yield _malformed(comment, f"'{twice}' stands twice in this comment", f"write {_FORM}")
        return
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


def _twice(text: str) -> str | None:
    """A field that is given more than once."""
    names = [found[1] for found in _FIELD.finditer(text)]
    return next((name for name in names if names.count(name) > 1), None)


def _day(text: str | None) -> date | str | None:
    """The last day that is named, or why it is none."""
    if text is None:
        return None
    try:
        found = partial_date(text)
    except DateError as error:
        return str(error)
    return found.first if found.first == found.last else f"'{text}' is not a whole date"


def _malformed(comment: Comment, message: str, help: str) -> Problem:
    return Problem(kind="malformed-suppression", at="", message=message, help=help, line=comment.first)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # needed only where a card has such a comment

    return MarkdownIt("commonmark").enable("table")


def _without_front_matter(text: str) -> str:
    """The text with its front matter blank, so that every line stays where it is."""
    found = re.match(r"\ufeff?---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*\r?$", text, re.DOTALL | re.MULTILINE)
    return text if found is None else re.sub(r"[^\n]", " ", found[0]) + text[found.end() :]
