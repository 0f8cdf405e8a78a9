"""A file's text and the line of a field in it; the only module that counts lines.

A parser judges a document and forgets its layout. The scanner here does the reverse: it reads TOML once,
keeps where each key and value stands, and judges nothing. In text that the parser accepts every field is
found, in other text as many as can be; no text makes it fail.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

BYTE_ORDER_MARK = "\ufeff"
MAX_DEPTH = 100  # a pointer with more segments than this answers with its ancestor


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
    """The text of a TOML file, with `path` as the user gave it, and where its fields stand.

    A pointer is a JSON pointer (RFC 6901). The empty one means the document, which stands at its first line
    that is not blank. A pointer to nothing answers with its nearest ancestor that exists.
    """

    path: str
    text: str

    def line_text(self, line: int) -> str:
        """The line without its end; empty outside the file. The columns of a span count in this text."""
        if not 1 <= line <= len(self._line_starts):
            return ""
        start = self._line_starts[line - 1]
        end = self._line_starts[line] - 1 if line < len(self._line_starts) else len(self._body)
        return self._body[start:end].removesuffix("\r")

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

    @cached_property
    def _body(self) -> str:
        return self.text.removeprefix(BYTE_ORDER_MARK)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._body))]

    @cached_property
    def _document(self) -> _Field:
        return _Scanner(self._body).document()

    def _find(self, pointer: str) -> _Field:
        found = self._document
        for segment in pointer.split("/")[1:]:
            inner = found.fields.get(segment.replace("~1", "/").replace("~0", "~"))
            if inner is None:
                break
            found = inner
        return found

    def _first_line(self) -> Span:
        written = _FIRST_LINE.search(self._body)
        return self._span(written.span() if written else (0, 0))

    def _span(self, place: _Place) -> Span:
        start, end = place
        line = bisect_right(self._line_starts, start)
        before = self._line_starts[line - 1] - 1
        line_end = len(self.line_text(line)) + 1
        return Span(line, start - before, min(end - before, line_end))


_Place = tuple[int, int]  # offsets into the text: start, and end exclusive


@dataclass(slots=True)
class _Field:
    """Where a field stands and the fields inside it; those of an array are named "0", "1" and so on."""

    depth: int = 0
    key: _Place | None = None
    value: _Place | None = None
    is_settled: bool = False  # its own value or header was seen, not only that of a field inside it
    is_tables: bool = False  # made by [[...]]
    fields: dict[str, _Field] = field(default_factory=dict)

    def inner(self, name: str) -> _Field:
        """The field of that name, made if it is new; below the greatest depth it is not kept."""
        if self.depth > MAX_DEPTH:
            return self  # however deep the text goes, one field stands for the rest
        found = self.fields.get(name)
        if found is None:
            found = _Field(self.depth + 1)
            if found.depth <= MAX_DEPTH:
                self.fields[name] = found
        return found

    def next_element(self) -> _Field:
        """A new field at the end of this array."""
        return self.inner(str(len(self.fields)))

    def last_table(self) -> _Field:
        """What a header means by this name: the last of an array of tables, else the field itself."""
        return next(reversed(self.fields.values()), self) if self.is_tables else self

    def mention(self, key: _Place, value: _Place) -> None:
        """Stand here unless already seen: at a key or header that leads to a field inside this one."""
        if self.value is None:
            self.key, self.value = key, value

    def settle(self, value: _Place, key: _Place | None = None) -> None:
        """Stand at its own value or header; in a document that defines a field twice the first counts."""
        if not self.is_settled:
            self.key, self.value, self.is_settled = key or self.key, value, True


_NO_KEY = MAX_DEPTH + 1  # the depth of a field that no pointer leads to

# A string that is not closed is taken to the end of its line, or of the text if it may have several lines.
_GAP = re.compile(r"(?:[ \t\r\n,]+|#[^\n]*)*")
_KEY_PART = re.compile(
    r"""[ \t]*("[^"\\\n]*(?:\\.[^"\\\n]*)*"?|'[^'\n]*'?|[^ \t\r\n=.,\[\]{}#"']+)[ \t]*(\.?)""",
)
_EQUALS = re.compile(r"=?[ \t]*")
_HEADER_END = {"[": re.compile(r"[ \t]*\]?"), "[[": re.compile(r"[ \t]*\]{0,2}")}
_SCALAR = re.compile(
    r'''
      """ [^"\\]* (?: (?: \\. | "{1,2}(?!") ) [^"\\]* )* (?:"{3,5})?
    | \'\'\' [^']* (?: '{1,2}(?!') [^']* )* (?:'{3,5})?
    | "  [^"\\\n]* (?: \\[^\n] [^"\\\n]* )* "?
    | '  [^'\n]* '?
    | [^,\]}\#\n]*
    ''',
    re.VERBOSE | re.DOTALL,
)
_FIRST_LINE = re.compile(r"[^ \t\r\n](?:[^\n]*[^ \t\r\n])?")
_REST_OF_LINE = re.compile(r"[^\n]*")
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
_SHORT_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}


class _Scanner:
    """One pass over a text; `document` is called once. Nesting lengthens a list and never recurses."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.root = _Field()
        self.table = self.root  # what the last header named
        # the arrays and inline tables that are open at the offset, each with its start
        self.unclosed: list[tuple[_Field, int]] = []

    def document(self) -> _Field:
        """The root of every field in the text."""
        self.take(_GAP)
        while self.offset < len(self.text):
            if self.text[self.offset] == "[":
                self.header()
            else:
                self.statement()
            self.take(_REST_OF_LINE)
            self.take(_GAP)
        return self.root

    def header(self) -> None:
        """Read `[a.b]` or `[[a.b]]`; the keys after it belong to its table."""
        start = self.offset
        brackets = "[[" if self.text.startswith("[[", start) else "["
        self.offset += len(brackets)
        parts = self.key_parts()
        self.take(_HEADER_END[brackets])
        place = key = (start, self.offset)
        table = self.root if parts else _Field(_NO_KEY)
        for name, key in parts:
            table = table.last_table().inner(name)
            table.mention(key, place)
        table.settle(place, key)
        self.table = self.next_table(table, place) if brackets == "[[" else table

    def next_table(self, array: _Field, place: _Place) -> _Field:
        """The table that the header at this place adds to the array."""
        array.is_tables = True
        table = array.next_element()
        table.settle(place)
        return table

    def statement(self) -> None:
        """Read `key = value`, over as many lines as the value has."""
        self.value(self.keyed(self.table))
        while self.unclosed:
            self.member()

    def member(self) -> None:
        """Read one element of the innermost array or inline table, or its end."""
        self.take(_GAP)
        container, start = self.unclosed[-1]
        if self.text[self.offset : self.offset + 1] in ("]", "}", ""):
            self.offset = min(self.offset + 1, len(self.text))
            self.unclosed.pop()
            container.settle((start, self.offset))
        elif self.text[start] == "[":
            self.value(container.next_element())
        else:
            self.value(self.keyed(container))

    def keyed(self, table: _Field) -> _Field:
        """Read a key, dotted or not, and its equals sign; the field of that name in the table."""
        parts = self.key_parts()
        self.take(_EQUALS)
        found = table if parts else _Field(_NO_KEY)
        for name, key in parts:
            found = found.inner(name)
            found.mention(key, (parts[0][1][0], key[1]))
        return found

    def key_parts(self) -> list[tuple[str, _Place]]:
        """Read a key: the names between its dots and where each stands; empty if there is none here."""
        parts = []
        while part := _KEY_PART.match(self.text, self.offset):
            self.offset = part.end()
            parts.append((_name(part[1]), part.span(1)))
            if not part[2]:
                break
        return parts

    def value(self, found: _Field) -> None:
        """Read a string, number or date, or open an array or inline table."""
        start = self.offset
        if self.text[start : start + 1] in ("[", "{"):
            self.offset += 1
            self.unclosed.append((found, start))
        else:
            written = self.take(_SCALAR)
            found.settle((start, start + len(written.rstrip(" \t\r"))))

    def take(self, pattern: re.Pattern[str]) -> str:
        """Move past what the pattern matches here, if only nothing, and return it."""
        match = pattern.match(self.text, self.offset)
        if match is None:
            return ""
        self.offset = match.end()
        return match[0]


def _name(written: str) -> str:
    """The name that a key as written stands for: without its quotes and escapes."""
    quote = written[:1]
    if quote not in ("'", '"'):
        return written
    inside = written[1:].removesuffix(quote)
    return inside if quote == "'" else _ESCAPE.sub(_unescaped, inside)


def _unescaped(escape: re.Match[str]) -> str:
    letter, digits = escape[1][0], escape[1][1:]
    code = int(digits, 16) if digits else -1
    if 0 <= code <= sys.maxunicode:
        return chr(code)
    return _SHORT_ESCAPES.get(letter, escape[0])
