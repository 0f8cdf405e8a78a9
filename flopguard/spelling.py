"""Ways of writing a figure that people use and the grammar does not have, each with what to write instead.

Everything here runs on a short text (the length is checked first) and answers with a message; it reads no figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Misspelling:
    """What is wrong with the text, to be said after it, and what to write."""

    says: str
    help: str
    approximate: bool = False


_DIGITS = "write digits without separators and a power of ten as an exponent: 1720320, 1e25"
_SIGNS = 'write a bound as a sign: ">=1e25" for at least, "<=1e25" for at most, ">" and "<" for more and less'
_AWAY = "leave the key out where the figure is not known: absent means unknown"

_BOUND_WORDS = "at least|at most|up to|no more than|not more than|more than|less than|fewer than|over|under|above|below"
_ABOUT_WORDS = r"about|around|approximately|approx\.?|circa|ca\.|roughly|nearly|almost"


def _found(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern, re.IGNORECASE).search


def _foreign_digit(text: str) -> bool:
    return any(char.isnumeric() and not char.isascii() for char in text)


_KNOWN: tuple[tuple[Callable[[str], object], Misspelling], ...] = (
    (_foreign_digit, Misspelling("has digits other than 0 to 9", "write it with the digits 0 to 9, such as 3.8e25")),
    (
        _found("[\u2010-\u2015\u2212]"),
        Misspelling("has a dash that means nothing here", 'write a range as "1e24..5e24", a minus sign as -'),
    ),
    (_found(rf"^(?:{_BOUND_WORDS})\b|[0-9a-z%]\s*\+$"), Misspelling("is not how a bound is written", _SIGNS)),
    (
        _found(r"[0-9a-z%]\s*(?:\.\.\.|\u2026|\bto\b)\s*[0-9]|(?<![0-9.]e)(?<=[0-9a-z%])\s*-\s*[0-9]"),
        Misspelling("is not how a range is written", 'write "1e24..5e24"'),
    ),
    (
        _found(rf"^(?:{_ABOUT_WORDS})(?![a-z])"),
        Misspelling(
            "is approximate without saying how far off it may be",
            'give the interval, such as "6e23 ±20%" or low and high',
            approximate=True,
        ),
    ),
    (_found("[$€£₩¥]"), Misspelling("has a sign of a currency", 'write the currency as letters: "5e6 USD"')),
    (_found(r"^(?:unknown|unstated|undisclosed|none|null|tbd|n/a|-|\?)$"), Misspelling("is no figure", _AWAY)),
    (
        _found(r"[0-9](?:,[0-9]|['\u2019][0-9]|\s+[0-9]|\s*\^|\s*[x×*]\s*10|\*\*|\s+e[+-]?[0-9])"),
        Misspelling("", _DIGITS),
    ),
)


def misspelling(text: str) -> Misspelling | None:
    """The first known misspelling in a short text, or None. Where it `says` nothing, the text is just no figure."""
    return next((said for is_in, said in _KNOWN if is_in(text)), None)
