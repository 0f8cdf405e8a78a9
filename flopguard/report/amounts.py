"""Amounts as people read them: no more digits than are known, and never two that look equal when they are not,
as far as six digits tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import isfinite

from flopguard.quantity import show, show_apart, significant_digits
from flopguard.result import CONFIDENTIAL, Range, Total

MOST_DIGITS = 6
MOST_EXPONENT = 400
LEAST_WHOLE, MOST_WHOLE = 10**3, 10**18
ANY = "any amount"


def range_text(amount: Range, unit: str = "FLOP", least: int = 2) -> str:
    """The central value with its interval, or the bound that is all that is known: `6.4e24 FLOP (6.1e24 .. 6.7e24)`.

    It has at least so many digits.
    """
    if amount.text == CONFIDENTIAL:
        return CONFIDENTIAL
    digits = min(max(least, significant_digits(amount.text)), MOST_DIGITS) if amount.text else least
    low, central, high = _shown((amount.low, amount.central, amount.high), digits)
    if low == high:
        return f"{low} {unit}"
    if central is None:
        return _of(_bounds(low, high), unit)
    return f"{central} {unit} ({_bounds(low, high)})"


def central_text(amount: Range) -> str:
    """The central value alone, with two digits; the text itself where it is no number."""
    return _shown((amount.central,), 2)[0] or "an unknown number of"


def total_text(total: Total) -> str:
    """From the least that an instrument counts to the most that it may count, and the likely value between."""
    if total.lower.text == CONFIDENTIAL:
        return CONFIDENTIAL
    low, likely, high = _shown((total.lower.low, total.likely.central, total.upper.high), 2)
    if low == high:
        return f"{low} FLOP"
    between = "" if likely in (None, low, high) else f", likely {likely}"
    return f"{_of(_bounds(low, high), 'FLOP')}{between}"


def bounds_text(low: str | None, high: str | None) -> str:
    """The two ends of an interval, either of which may be open."""
    bottom, top = _shown((low, high), 2)
    return _bounds(bottom, top)


def amount_text(text: str) -> str:
    """One amount with few digits; `about` where digits were dropped."""
    value = _fraction(text)
    if value is None:
        return text
    short = show(value, 3) if significant_digits(text) > 3 else text
    return short if _fraction(short) == value else f"about {short}"


def short_text(text: str, digits: int = 2) -> str:
    """One amount with so many digits, said of figures that are rough anyway; the text itself where it is no number."""
    value = _fraction(text)
    return text if value is None else show(value, digits)


def whole_text(text: str, digits: int = 3) -> str:
    """An amount to the last whole, to compare; a small, a long or a broken one with so many digits."""
    value = _fraction(text)
    if value is None:
        return text
    if LEAST_WHOLE < value < MOST_WHOLE:
        return str(value.numerator) if value.denominator == 1 else f"about {round(value)}"
    return text if significant_digits(text) <= digits else f"about {show(value, digits)}"


def factor_text(factor: float, *, apart_from_one: bool = False) -> str:
    """A ratio such as `0.90x`; apart from one, it gets the digits that it takes not to look like one."""
    if not isfinite(factor):
        return "an unknown number of times"
    value = Fraction(factor)
    return f"{show_apart(value, Fraction(1)) if apart_from_one else show(value)}x"


def percent_text(share: float) -> str:
    """A probability in percent; only certainty is 0 % or 100 %."""
    if not isfinite(share):
        return "unknown how"
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{share:.0%}"


def _of(bounds: str, unit: str) -> str:
    return f"{bounds} of {unit}" if bounds == ANY else f"{bounds} {unit}"


def _bounds(low: str | None, high: str | None) -> str:
    if low is None or low == "0":
        return ANY if high is None else f"at most {high}"
    if high is None:
        return f"at least {low}"
    return low if low == high else f"{low} .. {high}"


def _shown(texts: tuple[str | None, ...], digits: int) -> tuple[str | None, ...]:
    """Each amount rounded alike, with the fewest digits that tell as many apart as six would."""
    values = [None if text is None else _fraction(text) for text in texts]
    if any(value is None for value, text in zip(values, texts, strict=True) if text is not None):
        return texts
    tries = [_rounded(values, count) for count in range(digits, MOST_DIGITS + 1)]
    return max(tries, key=lambda shown: len(set(shown)))  # the first of those that part the most


def _rounded(values: Iterable[Fraction | None], digits: int) -> tuple[str | None, ...]:
    return tuple(None if value is None else show(value, digits) for value in values)


def _fraction(text: str) -> Fraction | None:
    """The value of decimal text; None for what is no number of a size that a document may have."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    is_usual = number.is_finite() and abs(number.adjusted()) <= MOST_EXPONENT and len(text) <= MOST_EXPONENT
    return Fraction(number) if is_usual else None
