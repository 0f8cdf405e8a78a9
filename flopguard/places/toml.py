"""Where the fields of a TOML text stand.

A parser judges a document and forgets its layout. The scanner here does the reverse: it reads the text once, keeps
where each key and value stands, and judges nothing. In text that the parser accepts every field is found, in other text
as many as can be; no text makes it fail.
"""

from __future__ import annotations

import re
import sys

from flopguard.places.field import NO_KEY, Field, Place

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
_REST_OF_LINE = re.compile(r"[^\n]*")
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
_SHORT_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}


def fields_of(text: str) -> Field:
    """The root of every field in a TOML text; of a text that is not TOML, of as many as can be found."""
    return _Scanner(text).document()


class _Scanner:
    """One pass over a text; `document` is called once. Nesting lengthens a list and never recurses."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.root = Field()
        self.table = self.root  # what the last header named
        # the arrays and inline tables that are open at the offset, each with its start
        self.unclosed: list[tuple[Field, int]] = []

    def document(self) -> Field:
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
        table = self.root if parts else Field(NO_KEY)
        for name, key in parts:
            table = table.last_table().inner(name)
            table.mention(key, place)
        table.settle(place, key)
        self.table = self.next_table(table, place) if brackets == "[[" else table

    def next_table(self, array: Field, place: Place) -> Field:
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

    def keyed(self, table: Field) -> Field:
        """Read a key, dotted or not, and its equals sign; the field of that name in the table."""
        parts = self.key_parts()
        self.take(_EQUALS)
        found = table if parts else Field(NO_KEY)
        for name, key in parts:
            found = found.inner(name)
            found.mention(key, (parts[0][1][0], key[1]))
        return found

    def key_parts(self) -> list[tuple[str, Place]]:
        """Read a key: the names between its dots and where each stands; empty if there is none here."""
        parts = []
        while part := _KEY_PART.match(self.text, self.offset):
            self.offset = part.end()
            parts.append((_name(part[1]), part.span(1)))
            if not part[2]:
                break
        return parts

    def value(self, found: Field) -> None:
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
