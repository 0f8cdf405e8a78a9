"""Formulas as cards print them, worked out exactly: `6*N*D; N=70e9, D=15e12`. Text in, a number out; nothing is run.

Numbers, names, `+ - * / ^` (or `**`), signs that are written for times (`x` is a name, `×` and `·` are times) and
brackets. What is no such formula, or leaves a name open, has no value; so does what grows beyond all measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

LONGEST, DEEPEST, HIGHEST_POWER, MOST_BITS = 400, 30, 60, 2000
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?)|([A-Za-z_]\w*)|(\*\*|[-+*/^()×·]))")
_GIVEN = re.compile(r"\s*([A-Za-z_]\w*)\s*=\s*(\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?)\s*")
_TIMES = {"×": "*", "·": "*", "**": "^"}


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with what it comes to at the values that are given with it."""

    text: str
    value: Fraction


class _NoFormulaError(Exception):
    """The text is none, or has no value."""


def formula_in(text: str) -> Formula | None:
    """The formula before the semicolon with the values after it; None where the text is no such thing."""
    written, semicolon, given = text.partition(";")
    if not semicolon or len(text) > LONGEST:
        return None
    try:
        return Formula(written.strip(), _Reader(list(_tokens(written)), _values(given)).value())
    except (_NoFormulaError, ZeroDivisionError):
        return None


def _values(given: str) -> dict[str, Fraction]:
    matches = [_GIVEN.fullmatch(part) for part in given.split(",")]
    found = {match[1]: Fraction(Decimal(match[2])) for match in matches if match is not None}
    if len(found) < len(matches):
        raise _NoFormulaError
    return found


def _tokens(text: str) -> Iterator[str]:
    place = 0
    text = text.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise _NoFormulaError
        place = match.end()
        yield _TIMES.get(match[0].strip(), match[0].strip())


@dataclass
class _Reader:
    """Reads tokens from the left; every function takes what it stands for."""

    tokens: list[str]
    given: Mapping[str, Fraction]
    place: int = 0
    depth: int = 0

    def value(self) -> Fraction:
        """All of the tokens."""
        found = self._sum()
        if self.place < len(self.tokens):
            raise _NoFormulaError
        return found

    def _take(self, *wanted: str) -> str | None:
        if self.place < len(self.tokens) and self.tokens[self.place] in wanted:
            self.place += 1
            return self.tokens[self.place - 1]
        return None

    def _sum(self) -> Fraction:
        found = self._product()
        while sign := self._take("+", "-"):
            other = self._product()
            found = _sized(found + other if sign == "+" else found - other)
        return found

    def _product(self) -> Fraction:
        found = self._power()
        while sign := self._take("*", "/"):
            other = self._power()
            found = _sized(found * other if sign == "*" else found / other)
        return found

    def _power(self) -> Fraction:
        found = self._atom()
        if not self._take("^"):
            return found
        power = self._atom()
        if power.denominator != 1 or not 0 <= power <= HIGHEST_POWER:
            raise _NoFormulaError
        return _sized(found ** int(power))

    def _atom(self) -> Fraction:
        if self._take("("):
            return self._bracket()
        if self.place >= len(self.tokens):
            raise _NoFormulaError
        token = self.tokens[self.place]
        self.place += 1
        if token[0].isdigit():
            return Fraction(Decimal(token))
        if token not in self.given:
            raise _NoFormulaError
        return self.given[token]

    def _bracket(self) -> Fraction:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _NoFormulaError
        found = self._sum()
        self.depth -= 1
        if not self._take(")"):
            raise _NoFormulaError
        return found


def _sized(value: Fraction) -> Fraction:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MOST_BITS:
        raise _NoFormulaError
    return value
