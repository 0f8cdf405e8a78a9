"""Where the fields of a JSON text stand: one pass that keeps places, judges nothing and never fails."""

from __future__ import annotations

import json
import re

from flopguard.places.field import NO_KEY, Field, Place

_GAP = re.compile(r"[ \t\r\n,:]*")
_STRING = re.compile(r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"?')
_COLON = re.compile(r"[ \t\r\n]*:?[ \t\r\n]*")
_SCALAR = re.compile(r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"?|[^][{},:" \t\r\n]+|[^][{},]')


def fields_of(text: str) -> Field:
    """The root of every field in a JSON text; of a text that is not JSON, of as many as can be found."""
    return Scanner(text).document()


class Scanner:
    """One pass over a text; `document` is called once. Nesting lengthens a list and never recurses."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.repeated: list[tuple[str, Place]] = []
        """The keys that stand in one object a second time, with where they do."""
        self._unclosed: list[tuple[Field, int]] = []

    def document(self) -> Field:
        """The root of every field in the text."""
        root = Field()
        self._take(_GAP)
        self._value(root)
        while self._unclosed:
            self._member()
        return root

    def _member(self) -> None:
        """Read one element of the innermost array or object, or its end."""
        self._take(_GAP)
        container, start = self._unclosed[-1]
        if self.text[self.offset : self.offset + 1] in ("]", "}", ""):
            self.offset = min(self.offset + 1, len(self.text))
            self._unclosed.pop()
            container.settle((start, self.offset))
        elif self.text[start] == "[":
            self._value(container.next_element())
        else:
            self._keyed(container)

    def _keyed(self, table: Field) -> None:
        key = _STRING.match(self.text, self.offset)
        if key is None:
            self._value(Field(NO_KEY))
            return
        self.offset = key.end()
        name = _name(key[0])
        if name in table.fields:
            self.repeated.append((name, key.span()))
        found = table.inner(name)
        found.mention(key.span(), key.span())
        self._take(_COLON)
        self._value(found)

    def _value(self, found: Field) -> None:
        start = self.offset
        if self.text[start : start + 1] in ("[", "{"):
            self.offset += 1
            self._unclosed.append((found, start))
            return
        if self._take(_SCALAR):
            found.settle((start, self.offset))

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.offset)
        if match is None:
            return ""
        self.offset = match.end()
        return match[0]


def _name(written: str) -> str:
    try:
        return str(json.loads(written, strict=False))
    except ValueError:
        return written.strip('"')
