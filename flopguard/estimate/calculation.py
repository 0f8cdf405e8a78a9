"""Figures that a source works out, worked out anew from the formula and the inputs that it states.

The printed figure agrees where it is the value itself, the value rounded to its digits, or the value cut off after
them. Where it is none of these, each formula that is one omission away is tried: one that gives the printed figure to
the last digit says what was probably forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from fractions import Fraction

from flopguard.arithmetic import FormulaError, names, omissions, parsed, value_of
from flopguard.manifest.training import Calculation as Stated
from flopguard.manifest.types import Manifest
from flopguard.quantity import exact_text, significant_digits
from flopguard.result import Calculation
from flopguard.units import Dimension

MOST_DIGITS = 40
_NUMBER = re.compile(r"[0-9][0-9_]*(?P<rest>(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)")


class Agreement(StrEnum):
    """How a printed figure stands to the value of its formula."""

    EXACT = "exact"
    ROUNDED = "rounded"
    CUT_OFF = "cut_off"
    DIFFERS = "differs"
    UNKNOWN = "unknown"
    """Nothing is printed, or the formula has no value."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A calculation done anew; `value` None where it cannot be, and `reason` says why."""

    stated: Stated
    value: Fraction | None
    reason: str = ""

    @property
    def printed(self) -> Fraction | None:
        """The printed figure in base units."""
        return self.stated.printed.estimate.low if self.stated.printed else None

    @property
    def unit(self) -> str:
        """The unit of the printed figure as it follows a number, which the value is taken to have."""
        dimension = self.stated.printed.estimate.dimension if self.stated.printed else Dimension.RATIO
        return "" if dimension is Dimension.RATIO else f" {dimension}"


def open_calculations(manifest: Manifest) -> Iterator[tuple[str, Stated]]:
    """The calculations with their places; one that is confidential is done nowhere."""
    for number, stated in enumerate(manifest.calculation):
        if not stated.confidential:
            yield f"/calculation/{number}", stated


def worked(stated: Stated) -> Worked:
    """The value of the formula at the stated inputs."""
    try:
        return Worked(stated, value_of(parsed(stated.formula), given(stated)))
    except FormulaError as error:
        return Worked(stated, None, str(error))


def given(stated: Stated) -> dict[str, Fraction]:
    """The inputs as exact values in base units."""
    return {name: figure.estimate.low for name, figure in stated.inputs.items()}


def unknown_names(stated: Stated) -> tuple[str, ...]:
    """Names in the formula that no input has."""
    return tuple(name for name in names(parsed(stated.formula)) if name not in stated.inputs)


def unused_inputs(stated: Stated) -> tuple[str, ...]:
    """Inputs that the formula does not have."""
    used = names(parsed(stated.formula))
    return tuple(name for name in stated.inputs if name not in used)


def agreement(done: Worked) -> Agreement:
    """How the printed figure stands to the value."""
    value, printed = done.value, done.printed
    if value is None or printed is None:
        return Agreement.UNKNOWN
    if value == printed:
        return Agreement.EXACT
    number, digits = _written(done)
    if not number:
        return Agreement.DIFFERS
    in_its_unit = value * number / printed
    if number in (_to(in_its_unit, digits, ROUND_HALF_EVEN), _to(in_its_unit, digits, ROUND_HALF_UP)):
        return Agreement.ROUNDED
    return Agreement.CUT_OFF if number == _to(in_its_unit, digits, ROUND_DOWN) else Agreement.DIFFERS


def _written(done: Worked) -> tuple[Fraction, int]:
    """The printed number without its unit, and how many digits it tells.

    Zeros at the end of a whole number may stand for what was rounded off; two digits at least are taken to be meant.
    """
    assert done.stated.printed is not None
    match = _NUMBER.match(done.stated.printed.estimate.text)
    if match is None:
        return Fraction(0), 0
    text = match[0].replace("_", "")
    count = significant_digits(text)
    if match["rest"]:
        return Fraction(Decimal(text)), count
    return Fraction(Decimal(text)), max(min(2, count), len(text.strip("0")))


def _to(value: Fraction, digits: int, rounding: str) -> Fraction:
    context = Context(prec=min(digits, MOST_DIGITS), rounding=rounding)
    return Fraction(context.divide(Decimal(value.numerator), Decimal(value.denominator)))


def explained(done: Worked) -> tuple[str, ...]:
    """The single omissions that give the printed figure to the last digit."""
    if agreement(done) is not Agreement.DIFFERS or done.printed is None:
        return ()
    return omissions(parsed(done.stated.formula), given(done.stated), done.printed)


# --- the length of a sequence as a factor --------------------------------------------------------------------------


class Growth(StrEnum):
    """How the value depends on the length of a sequence."""

    PROPORTIONAL = "in proportion to"
    NEARLY = "but for a small rest in proportion to"
    FASTER = "faster than"


def growth(stated: Stated, length: str) -> Growth | None:
    """Whether the value is a multiple of a length, or grows faster than it: the cost of a whole sequence does that.

    None for the cost of a token with a cache: there one more token of context adds far less than what is the same at
    every length, 4 x layers x width to 24 x layers x width². Where it adds as much or more, whole passes are counted.
    """
    try:
        once, twice, thrice = (_at(stated, length, times) for times in (1, 2, 3))
    except FormulaError:
        return None
    if thrice - twice > twice - once > 0:
        return Growth.FASTER
    step, rest = twice - once, 2 * once - twice
    if thrice - twice != step or not step:
        return None
    if not rest:
        return Growth.PROPORTIONAL
    return Growth.NEARLY if step > 0 and abs(rest) * given(stated)[length] <= step else None


def _at(stated: Stated, length: str, times: int) -> Fraction:
    inputs = given(stated)
    return value_of(parsed(stated.formula), inputs | {length: inputs[length] * times})


# --- for the report ------------------------------------------------------------------------------------------------


def calculations(manifest: Manifest) -> tuple[Calculation, ...]:
    """Every calculation of a manifest, done anew."""
    return tuple(_told(worked(stated), at) for at, stated in open_calculations(manifest))


def signed_text(value: Fraction) -> str:
    """Decimal text of a value, which a difference may make negative."""
    return exact_text(value) if value >= 0 else f"-{exact_text(-value)}"


def _told(done: Worked, at: str) -> Calculation:
    stated = done.stated
    return Calculation(
        at=at,
        name=stated.name,
        formula=stated.formula,
        value=None if done.value is None else signed_text(done.value),
        printed=None if done.printed is None else exact_text(done.printed),
        unit=done.unit.strip(),
        agreement=agreement(done).value,
        explained=explained(done),
        reason=done.reason,
        per=stated.per,
        source=stated.source,
    )
