"""A file's text and the line of a field in it; the only module that counts lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from flopguard.places.field import Field, Place
from flopguard.syntax import Syntax

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Span:
    """A part of one line: `line` and `column` count from 1, in Unicode characters; `end_column` is exclusive.

    A tab counts as one character, a byte order mark as none.
    """

    line: int
    column: int
    end_column: int


@dataclass(frozen=True)
class Source:
    """The text of a file, with `path` as the user gave it, and where its fields stand.

    A pointer is a JSON pointer (RFC 6901). The empty one means the document, which stands at its first line
    that is not blank. A pointer to nothing answers with its nearest ancestor that exists.
    """

    path: str
    text: str
    syntax: Syntax = Syntax.TOML

    def line_text(self, line: int) -> str:
        """The line without its end; empty outside the file. The columns of a span count in this text."""
        if not 1 <= line <= len(self._line_starts):
            return ""
        start = self._line_starts[line - 1]
        end = self._line_starts[line] - 1 if line < len(self._line_starts) else len(self.body)
        return self.body[start:end].removesuffix("\r")

    def value(self, pointer: str) -> Span:
        """Where the value stands; its first line if it has several; the header of a table.

        A table without a header of its own stands where it is first named: in the header of a table inside
        it, or in a dotted key. An array of tables stands at its first header.
        """
        found = self._find(pointer).value
        return self._span(found) if found else self._first_line()

    def key(self, pointer: str) -> Span:
        """Where the last segment stands as written, with its quotes; for an element of an array its value."""
        found = self._find(pointer).key
        return self._span(found) if found else self.value(pointer)

    def is_table(self, pointer: str) -> bool:
        """Whether fields stand inside what is there: the document, a table or an array, or the nearest around it."""
        return bool(self._find(pointer).fields) or not pointer

    @cached_property
    def newline(self) -> str:
        """How lines end here, as the first of them does."""
        return "\r\n" if self.body.partition("\n")[0].endswith("\r") else "\n"

    def keys_at(self, pointer: str) -> tuple[Place, ...]:
        """Every place where the last segment is written, as offsets into the body; none where there is no such field.

        A table of TOML may have several headers, and stand in those of the tables inside it.
        """
        found = self._exactly(pointer)
        return tuple(found.keys) if found else ()

    def value_at(self, pointer: str) -> Place | None:
        """Where a text, number or date stands, as offsets into the body; None for tables, lists and blocks of lines."""
        found = self._exactly(pointer)
        if found is None or found.value is None or found.value in found.keys:
            return None
        written = self.body[slice(*found.value)]
        return None if not written or written[0] in "[{|>*&!" or "\n" in written else found.value

    def names_in(self, pointer: str) -> tuple[str, ...]:
        """The names of the fields inside a field, in the order of the text."""
        found = self._exactly(pointer)
        return tuple(found.fields) if found else ()

    def _exactly(self, pointer: str) -> Field | None:
        found: Field | None = self._document
        for segment in pointer.split("/")[1:]:
            found = found.fields.get(segment.replace("~1", "/").replace("~0", "~")) if found else None
        return found

    def offset(self, line: int) -> int:
        """Where a line of the file begins, as an offset into the body."""
        return self._line_starts[line - 1]

    @cached_property
    def body(self) -> str:
        """The text without its byte order mark; offsets count here."""
        return self.text.removeprefix(BYTE_ORDER_MARK)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.body))]

    @cached_property
    def _document(self) -> Field:
        return _scanner(self.syntax)(self.body)

    def _find(self, pointer: str) -> Field:
        found = self._document
        for segment in pointer.split("/")[1:]:
            inner = found.fields.get(segment.replace("~1", "/").replace("~0", "~"))
            if inner is None:
                break
            found = inner
        return found

    def _first_line(self) -> Span:
        written = _FIRST_LINE.search(self.body)
        return self._span(written.span() if written else (0, 0))

    def _span(self, place: Place) -> Span:
        start, end = place
        line = bisect_right(self._line_starts, start)
        before = self._line_starts[line - 1] - 1
        line_end = len(self.line_text(line)) + 1
        return Span(line, start - before, min(end - before, line_end))


_FIRST_LINE = re.compile(r"[^ \t\r\n](?:[^\n]*[^ \t\r\n])?")


def _scanner(syntax: Syntax) -> Callable[[str], Field]:
    """What finds the fields of a text in this syntax; imported when a line is first asked for."""
    match syntax:
        case Syntax.TOML:
            from flopguard.places.toml import fields_of
        case Syntax.YAML:
            from flopguard.places.yaml import fields_of
        case Syntax.JSON:
            from flopguard.places.json import fields_of
        case Syntax.MARKDOWN:
            from flopguard.places.markdown import fields_of
    return fields_of
