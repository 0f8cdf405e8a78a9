"""Arithmetic as a document writes it, of named figures: numbers, names, + - * / ^ and brackets, and nothing else.

A formula is read by hand into a small tree; no code is ever run from it. Values are exact fractions. Length, depth,
exponents and the size of every intermediate value are bounded, so that a formula from anywhere may be worked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flopguard.errors import FlopguardError

MAX_LENGTH = 500
MAX_PARTS = 200
MAX_DEPTH = 30
MAX_EXPONENT = 60
MAX_BITS = 4096
NAME = r"[A-Za-z_][A-Za-z0-9_]{0,31}"
_NUMBER = r"[0-9][0-9_]*(?:\.[0-9]+)?(?:e[+-]?[0-9]{1,3})?"  # a large E may be a name
_TOKEN = re.compile(rf"\s*(?:(?P<number>{_NUMBER})|(?P<name>{NAME})|(?P<sign>\*\*|[-+*/^()×·−]))")
_SPELT = {"**": "^", "×": "*", "·": "*", "−": "-"}


class FormulaError(FlopguardError):
    """A formula that cannot be read or worked out."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    text: str

    @property
    def value(self) -> Fraction:
        """The exact value."""
        return Fraction(Decimal(self.text.replace("_", "")))


@dataclass(frozen=True, slots=True)
class Name:
    """A named figure."""

    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parts joined by a sign: + - * / or ^."""

    sign: str
    left: Part
    right: Part


Part = Number | Name | Pair


def parsed(text: str) -> Part:
    """The formula as a tree. Raises FormulaError that says what is wrong and where."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"the formula is longer than {MAX_LENGTH} characters")
    reader = _Reader(list(_tokens(text)))
    part = reader.sum(0)
    if reader.kind != "end":
        raise FormulaError(f"{reader.shown} does not fit here; expected an operation such as + or *")
    return part


def names(part: Part) -> tuple[str, ...]:
    """The names in a formula, each once, in their order."""
    return tuple(dict.fromkeys(leaf.text for leaf in _leaves(part) if isinstance(leaf, Name)))


def _leaves(part: Part) -> Iterator[Number | Name]:
    if isinstance(part, Pair):
        yield from _leaves(part.left)
        yield from _leaves(part.right)
    else:
        yield part


# --- reading -----------------------------------------------------------------------------------------------------


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at, count = 0, 0
    while rest := text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise FormulaError(f"'{rest[:12]}' is no number, name or operation; use + - * / ^ and brackets")
        at, count = match.end(), count + 1
        if count > MAX_PARTS:
            raise FormulaError(f"the formula has more than {MAX_PARTS} parts")
        kind = match.lastgroup or ""
        found = match[kind]
        yield kind, _SPELT.get(found, found)
    yield "end", ""


class _Reader:
    """Reads tokens from left to right: sums of products of powers."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def kind(self) -> str:
        return self._tokens[self._at][0]

    @property
    def shown(self) -> str:
        kind, text = self._tokens[self._at]
        return "the end" if kind == "end" else f"'{text}'"

    def _takes(self, signs: str) -> str | None:
        """The sign that stands here, passed over, if it is one of these."""
        kind, text = self._tokens[self._at]
        if kind != "sign" or text not in signs:
            return None
        self._at += 1
        return text

    def sum(self, depth: int) -> Part:
        part = self._product(depth)
        while sign := self._takes("+-"):
            part = Pair(sign, part, self._product(depth))
        return part

    def _product(self, depth: int) -> Part:
        part = self._signed(depth)
        while sign := self._takes("*/"):
            part = Pair(sign, part, self._signed(depth))
        return part

    def _signed(self, depth: int) -> Part:
        """A power, or what is taken from nothing."""
        if depth > MAX_DEPTH:
            raise FormulaError(f"the formula is nested deeper than {MAX_DEPTH}")
        if self._takes("-"):
            return Pair("-", Number("0"), self._signed(depth + 1))
        return self._power(depth)

    def _power(self, depth: int) -> Part:
        part = self._single(depth)
        return Pair("^", part, self._signed(depth + 1)) if self._takes("^") else part

    def _single(self, depth: int) -> Part:
        if self._takes("("):
            inner = self.sum(depth + 1)
            if not self._takes(")"):
                raise FormulaError(f"a bracket is not closed before {self.shown}")
            return inner
        kind, text = self._tokens[self._at]
        if kind not in ("number", "name"):
            raise FormulaError(f"{self.shown} stands where a number, a name or a bracket is expected")
        self._at += 1
        if self.kind in ("number", "name") or (self.kind == "sign" and self._tokens[self._at][1] == "("):
            raise FormulaError(f"'{text}' and {self.shown} stand side by side; write * between them")
        return Number(text) if kind == "number" else Name(text)


# --- working out -------------------------------------------------------------------------------------------------


def value_of(part: Part, given: Mapping[str, Fraction]) -> Fraction:
    """The exact value. Raises FormulaError for a name that is not given, a division by zero and what is too large."""
    match part:
        case Number():
            return _bounded(part.value)
        case Name(text):
            if text not in given:
                raise FormulaError(f"'{text}' is not among the inputs")
            return _bounded(given[text])
        case Pair(sign, left, right):
            return _joined(sign, value_of(left, given), value_of(right, given))


def _joined(sign: str, left: Fraction, right: Fraction) -> Fraction:
    match sign:
        case "+":
            return _bounded(left + right)
        case "-":
            return _bounded(left - right)
        case "*":
            return _bounded(left * right)
        case "/":
            if not right:
                raise FormulaError("the formula divides by zero")
            return _bounded(left / right)
        case _:
            return _powered(left, right)


def _powered(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1 or abs(exponent) > MAX_EXPONENT:
        raise FormulaError(f"an exponent is a whole number from -{MAX_EXPONENT} to {MAX_EXPONENT}")
    if not base and exponent < 0:
        raise FormulaError("the formula divides by zero")
    if _bits(base) * abs(int(exponent)) > MAX_BITS:
        raise FormulaError("a value in the formula is too large")
    return Fraction(base ** int(exponent))


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def _bounded(value: Fraction) -> Fraction:
    if _bits(value) > MAX_BITS:
        raise FormulaError("a value in the formula is too large")
    return value


# --- one change --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """The formula with one thing left out, and what that was."""

    formula: Part
    what: str


def changes(part: Part, whole: str = "") -> Iterator[Change]:
    """Every formula with one factor, one exponent or one term left out; `whole` is the product that the part is of."""
    if not isinstance(part, Pair):
        return
    product = (whole or shown(part)) if part.sign in "*/" else ""
    yield from _dropped(part, product)
    for change in changes(part.left, product):
        yield Change(Pair(part.sign, change.formula, part.right), change.what)
    if part.sign != "^":
        for change in changes(part.right):
            yield Change(Pair(part.sign, part.left, change.formula), change.what)


def omissions(part: Part, given: Mapping[str, Fraction], wanted: Fraction) -> tuple[str, ...]:
    """What is left out of each formula one omission away that gives exactly the wanted value."""
    return tuple(dict.fromkeys(change.what for change in changes(part) if _gives(change.formula, given, wanted)))


def _gives(part: Part, given: Mapping[str, Fraction], wanted: Fraction) -> bool:
    try:
        return value_of(part, given) == wanted
    except FormulaError:
        return False


def _dropped(part: Pair, product: str) -> Iterator[Change]:
    """What is left when one side of a pair goes: a factor counts where it is a single one, a term always."""
    if part.sign == "^":
        yield Change(part.left, f"the exponent of {shown(part)} is left out")
    elif product:
        if _is_factor(part.right):
            yield Change(part.left, f"{shown(part.right)} is left out of {product}")
        if part.sign == "*" and _is_factor(part.left):
            yield Change(part.right, f"{shown(part.left)} is left out of {product}")
    else:
        yield Change(part.left, f"the term {shown(part.right)} is left out")
        rest = part.right if part.sign == "+" else Pair("-", Number("0"), part.right)
        yield Change(rest, f"the term {shown(part.left)} is left out")


def _is_factor(part: Part) -> bool:
    return not isinstance(part, Pair) or part.sign == "^"


def shown(part: Part) -> str:
    """The formula as text, with as few brackets as it takes."""
    if not isinstance(part, Pair):
        return part.text
    left, right = shown(part.left), shown(part.right)
    if _rank(part.left) < _rank(part) or (part.sign == "^" and isinstance(part.left, Pair)):
        left = f"({left})"
    if _rank(part.right) < _rank(part) or (_rank(part.right) == _rank(part) and part.sign != "^"):
        right = f"({right})"
    spaced = f" {part.sign} " if part.sign in "+-" else part.sign
    return f"{left}{spaced}{right}"


def _rank(part: Part) -> int:
    if not isinstance(part, Pair):
        return 4
    return {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}[part.sign]
