"""Formulas as cards print them beside a figure, worked out exactly: `6*N*D; N=70B, D=15e12`.

What is no such formula, or leaves a name open, has no value; so does what grows beyond all measure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flopguard.arithmetic import NAME, FormulaError, Part, parsed, value_of
from flopguard.units import SCALE_WORDS

LONGEST = 400
_SCALES = "|".join(scale for scale in SCALE_WORDS if scale.casefold() != "k")
_GIVEN = re.compile(rf"\s*({NAME})\s*=\s*([0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{{1,2}})?)(?:\s*({_SCALES}))?\s*")
"""A value such as 70e9 or 70B. 128K is not read: it may be 128,000 or 131,072."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with what it comes to at the values that are given with it."""

    text: str
    value: Fraction
    part: Part
    given: Mapping[str, Fraction]


def formula_in(text: str) -> Formula | None:
    """The formula before the semicolon with the values after it; None where the text is no such thing."""
    written, semicolon, after = text.partition(";")
    if not semicolon or len(text) > LONGEST:
        return None
    try:
        part, given = parsed(written), _values(after)
        return Formula(written.strip(), value_of(part, given), part, given)
    except FormulaError:
        return None


def _values(given: str) -> dict[str, Fraction]:
    matches = [_GIVEN.fullmatch(part) for part in given.split(",")]
    found = {
        match[1]: Fraction(Decimal(match[2])) * SCALE_WORDS.get(match[3] or "", Fraction(1))
        for match in matches
        if match is not None
    }
    if len(found) < len(matches):
        raise FormulaError("a value is written as N=70e9 or N=70B")
    return found
