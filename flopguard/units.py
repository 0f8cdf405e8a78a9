"""Units: what a figure measures and how many base units one of it is. Knows no model and no law.

FLOP is an amount, FLOP/s a rate; the two are different dimensions and never add. Months and years have no fixed
length, so they are a dimension of their own and never become seconds.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from flopguard.errors import FlopguardError


class Dimension(StrEnum):
    """What a figure measures; the value is the base unit that bare numbers are in."""

    FLOP = "FLOP"
    FLOP_PER_SECOND = "FLOP/s"
    SECONDS = "s"
    MONTHS = "months"
    RATIO = "x"
    TOKENS = "tokens"
    PARAMETERS = "parameters"
    ITEMS = "items"
    USD = "USD"
    EUR = "EUR"
    KRW = "KRW"
    WATT_HOURS = "Wh"
    WATTS = "W"
    BITS_PER_SECOND = "bit/s"


COUNTS = frozenset({Dimension.RATIO, Dimension.TOKENS, Dimension.PARAMETERS, Dimension.ITEMS})
"""Dimensions that multiply another one without changing it."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One spelling of a unit: its dimension and how many base units it is."""

    dimension: Dimension
    factor: Fraction


class UnitError(FlopguardError):
    """A unit that is not known, is ambiguous, or is of another dimension than the place asks for."""


_PREFIXES = MappingProxyType(
    {
        "k": ("kilo", 3),
        "M": ("mega", 6),
        "G": ("giga", 9),
        "T": ("tera", 12),
        "P": ("peta", 15),
        "E": ("exa", 18),
        "Z": ("zetta", 21),
        "Y": ("yotta", 24),
        "R": ("ronna", 27),
        "Q": ("quetta", 30),
    }
)

SCALE_WORDS: Mapping[str, Fraction] = MappingProxyType(
    {
        "thousand": Fraction(10**3),
        "million": Fraction(10**6),
        "billion": Fraction(10**9),
        "trillion": Fraction(10**12),
        "quadrillion": Fraction(10**15),
        "K": Fraction(10**3),
        "k": Fraction(10**3),
        "M": Fraction(10**6),
        "B": Fraction(10**9),
        "T": Fraction(10**12),
    }
)
"""Words and letters that scale a count or money ("15.6T", "500 million USD"); never a FLOP figure."""

_PLAIN: Mapping[str, tuple[Dimension, Fraction]] = MappingProxyType(
    {
        **dict.fromkeys(("s", "sec", "second", "seconds"), (Dimension.SECONDS, Fraction(1))),
        **dict.fromkeys(("min", "minute", "minutes"), (Dimension.SECONDS, Fraction(60))),
        **dict.fromkeys(("h", "hour", "hours"), (Dimension.SECONDS, Fraction(3600))),
        **dict.fromkeys(("d", "day", "days"), (Dimension.SECONDS, Fraction(86400))),
        **dict.fromkeys(("week", "weeks"), (Dimension.SECONDS, Fraction(604800))),
        **dict.fromkeys(("month", "months"), (Dimension.MONTHS, Fraction(1))),
        **dict.fromkeys(("year", "years"), (Dimension.MONTHS, Fraction(12))),
        **dict.fromkeys(("x", "×", "times"), (Dimension.RATIO, Fraction(1))),
        "%": (Dimension.RATIO, Fraction(1, 100)),
        **dict.fromkeys(("token", "tokens"), (Dimension.TOKENS, Fraction(1))),
        **dict.fromkeys(("parameter", "parameters", "params"), (Dimension.PARAMETERS, Fraction(1))),
        **dict.fromkeys(("item", "items"), (Dimension.ITEMS, Fraction(1))),
        "USD": (Dimension.USD, Fraction(1)),
        "EUR": (Dimension.EUR, Fraction(1)),
        "KRW": (Dimension.KRW, Fraction(1)),
    }
)

_PREFIXED: Mapping[str, tuple[Dimension, Fraction]] = MappingProxyType(
    {
        **dict.fromkeys(("FLOP", "flop"), (Dimension.FLOP, Fraction(1))),
        **dict.fromkeys(("FLOP/s", "flop/s"), (Dimension.FLOP_PER_SECOND, Fraction(1))),
        **dict.fromkeys(("FLOP/s-day", "flop/s-day", "FLOP/s-days", "flop/s-days"), (Dimension.FLOP, Fraction(86400))),
        **dict.fromkeys(("F-day", "F-days"), (Dimension.FLOP, Fraction(86400))),
        "Wh": (Dimension.WATT_HOURS, Fraction(1)),
        "W": (Dimension.WATTS, Fraction(1)),
        "bit/s": (Dimension.BITS_PER_SECOND, Fraction(1)),
    }
)

_AMBIGUOUS = "FLOPS"
_NO_BARE = frozenset({"F-day", "F-days"})


def _spellings(stem: str, dimension: Dimension, factor: Fraction) -> Iterator[tuple[str, Unit]]:
    if stem not in _NO_BARE:
        yield stem, Unit(dimension, factor)
    for letter, (word, exponent) in _PREFIXES.items():
        scaled = Unit(dimension, factor * 10**exponent)
        yield letter + stem, scaled
        yield word + stem, scaled


@cache
def known_units() -> Mapping[str, Unit]:
    """Every accepted spelling of a unit; spelling is case-sensitive because M and m, B and b differ."""
    units = {name: Unit(*entry) for name, entry in _PLAIN.items()}
    for stem, entry in _PREFIXED.items():
        units.update(_spellings(stem, *entry))
    return MappingProxyType(units)


def find_unit(text: str) -> Unit:
    """The unit of this spelling.

    Raises UnitError when it is unknown, and when it is one of the spellings in use for both an amount and a rate
    (FLOPs, FLOPS, TFLOPs and the like).
    """
    unit = known_units().get(text)
    if unit is not None:
        return unit
    if text.upper().endswith(_AMBIGUOUS):
        stem = text[: -len(_AMBIGUOUS)] + "FLOP"
        raise UnitError(f"'{text}' is written for amounts and for rates; write {stem} (an amount) or {stem}/s (a rate)")
    nearest = difflib.get_close_matches(text, known_units(), n=1)
    hint = f"; did you mean '{nearest[0]}'?" if nearest else ""
    raise UnitError(f"'{text}' is not a unit{hint}")


def product_dimension(left: Dimension, right: Dimension) -> Dimension:
    """The dimension of a product: counts leave the other one as it is, a rate times a time is an amount."""
    if left in COUNTS:
        return right if right not in COUNTS else Dimension.RATIO
    if right in COUNTS:
        return left
    if {left, right} == {Dimension.FLOP_PER_SECOND, Dimension.SECONDS}:
        return Dimension.FLOP
    raise UnitError(f"{left} times {right} has no meaning here")
