"""Quantities: an estimate with its interval, read exactly from its text.

Every figure is an exact fraction from the moment it is read; no double takes part. `parse` reads the grammar of the
manifest, `show` prints no more digits than are known, `exact_text` prints a value in full.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from math import log10

from flopguard.errors import FlopguardError
from flopguard.spelling import misspelling
from flopguard.units import COUNTS, SCALE_WORDS, Dimension, Unit, UnitError, find_unit

MAX_EXPONENT = 60
MAX_LENGTH = 120
_LEAST, _MOST = Fraction(1, 10**MAX_EXPONENT), Fraction(10 ** (MAX_EXPONENT + 1))
_MAX_BITS = 1000  # an integer longer than this is out of range, and Python refuses to write the longest ones out
DEFAULT_LEVEL = Fraction(9, 10)
_SCALABLE = COUNTS | {Dimension.USD, Dimension.EUR, Dimension.KRW}


class QuantityError(FlopguardError):
    """A figure that cannot be read. `kind` is stable and names what is wrong; `help` says what to write."""

    def __init__(self, kind: str, message: str, help: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.help = help


@dataclass(frozen=True, slots=True)
class Estimate:
    """An amount with its interval: low, central and high in base units of its dimension.

    `high` None is unbounded, `central` None means that only a bound is known. An open end (`low_open`, `high_open`)
    is not itself a possible value: "<1e25" excludes 1e25. `text` is the figure as written, else empty.
    """

    low: Fraction
    central: Fraction | None
    high: Fraction | None
    dimension: Dimension
    low_open: bool = False
    high_open: bool = False
    text: str = ""

    @property
    def is_point(self) -> bool:
        """Whether the figure was given as one value."""
        return self.low is self.high or self.low == self.high

    def scaled(self, factor: Fraction) -> Estimate:
        """The estimate times an exact positive factor; the text is dropped, since it no longer says this value."""
        return replace(
            self,
            low=self.low * factor,
            central=None if self.central is None else self.central * factor,
            high=None if self.high is None else self.high * factor,
            text="",
        )


def point(value: Fraction | int, dimension: Dimension, text: str = "") -> Estimate:
    """An estimate that is one exact value."""
    exact = Fraction(value)
    return Estimate(exact, exact, exact, dimension, text=text)


def interval(low: Fraction, high: Fraction | None, dimension: Dimension, central: Fraction | None = None) -> Estimate:
    """An estimate between two ends; without a central value it is their geometric mean to six digits."""
    if central is None and high is not None:
        central = middle(low, high)
    return Estimate(low, central, high, dimension)


def middle(low: Fraction, high: Fraction) -> Fraction:
    """The central value of an interval that names none: the geometric mean to six digits.

    The mean where low is 0, and where the ends differ only beyond the sixth digit.
    """
    if low == high:
        return low
    if low <= 0:
        return (low + high) / 2
    context = Context(prec=50)
    product = low * high
    root = context.sqrt(context.divide(Decimal(product.numerator), Decimal(product.denominator)))
    rounded = Fraction(Context(prec=6, rounding=ROUND_HALF_EVEN).plus(root))
    return rounded if low <= rounded <= high else (low + high) / 2


# --- reading -----------------------------------------------------------------------------------------------------

_NUMBER = r"[0-9](?:[0-9_]*[0-9])?(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
_FIGURE = re.compile(rf"(?P<number>{_NUMBER})(?:\s*/\s*(?P<divisor>{_NUMBER}))?\s*(?P<unit>[^0-9.,\s±+~<>=≤≥][^±+]*)?")
_BOUND = re.compile(r"(?P<bound><=|>=|<|>|≤|≥|~|≈)\s*(?P<rest>.*)", re.DOTALL)
_TOLERANCE_SIGN = re.compile(r"±|\+/-|\+-")
_PERCENT = re.compile(rf"(?P<percent>{_NUMBER})\s*%")


def parse(text: str, dimension: Dimension) -> Estimate:
    """Read a figure such as "3.8e25 FLOP", "15.6T", "38%..43%", "1/3", "<1e25 FLOP", "3.8e25 ±10%" or "40 ± 2 FLOP".

    A bare number is in the base unit of `dimension`. Raises QuantityError with kind `malformed-quantity`,
    `number-out-of-range`, `approximate-without-interval`, `unknown-unit`, `rate-as-amount` or `wrong-dimension`.
    """
    stripped = text.strip()
    if not stripped:
        raise _malformed(stripped, dimension)
    if len(stripped) > MAX_LENGTH:
        raise _too_long(stripped)
    _refuse_misspelt(stripped, dimension)
    bound = _BOUND.fullmatch(stripped)
    if bound:
        estimate = _parse_bound(bound["bound"], bound["rest"], dimension)
    elif ".." in stripped:
        estimate = _parse_range(stripped, dimension)
    else:
        estimate = _parse_figure(stripped, dimension)
    return replace(estimate, text=stripped)


def _refuse_misspelt(text: str, dimension: Dimension) -> None:
    found = misspelling(text)
    if found is not None:
        kind = "approximate-without-interval" if found.approximate else "malformed-quantity"
        says = found.says or f"is not a figure in {dimension}"
        raise QuantityError(kind, f"'{_short(text)}' {says}", found.help)


def from_number(number: int | Decimal, dimension: Dimension) -> Estimate:
    """A bare number, in the base unit of the dimension; one that knows how it was `written` keeps its text."""
    if isinstance(number, int) and number.bit_length() > _MAX_BITS:
        raise _exponent_error("the number")
    text = str(getattr(number, "written", number)).replace("E+", "e").replace("E", "e").lstrip("+")
    return point(_checked(Decimal(number), text), dimension, text=text)


def _parse_bound(sign: str, rest: str, dimension: Dimension) -> Estimate:
    if sign in "~≈":
        raise QuantityError(
            "approximate-without-interval",
            f"'{sign}{rest}' is approximate without saying how far off it may be",
            f'give the interval, such as "{rest} ±20%" or low and high',
        )
    figure = _parse_figure(rest, dimension)
    if not figure.is_point:
        raise _malformed(sign + rest, dimension)
    strict = sign in "<>"
    if sign == "<" and figure.high == 0:
        raise QuantityError("number-out-of-range", f"'{sign}{rest}' leaves no value", "amounts start at zero")
    if sign in ("<", "<=", "≤"):
        return Estimate(Fraction(0), None, figure.high, dimension, high_open=strict)
    return Estimate(figure.low, None, None, dimension, low_open=strict)


def _parse_range(text: str, dimension: Dimension) -> Estimate:
    left, _, right = (part.strip() for part in text.partition(".."))
    if not left and not right:
        raise _malformed(text, dimension)
    unit = _unit_of_both(left, right, text) if left and right else ""
    low = _parse_figure(f"{left} {unit}".strip(), dimension) if left else point(0, dimension)
    high = _parse_figure(right, dimension) if right else None
    if not low.is_point or (high is not None and not high.is_point):
        raise _malformed(text, dimension)
    if high is not None and high.low < low.low:
        raise QuantityError("malformed-quantity", f"'{text}' has its low end above its high end", "swap the two ends")
    if not left or high is None:
        return Estimate(low.low, None, None if high is None else high.low, dimension)
    return interval(low.low, high.low, dimension)


def _unit_of_both(left: str, right: str, text: str) -> str:
    """The unit that the low end of a range borrows from the high end; the reverse is refused: "38%..43"."""
    low_unit, high_unit = _trailing_unit(left), _trailing_unit(right)
    if low_unit and not high_unit:
        help = f"write the unit at the high end: '{right} {low_unit}'"
        raise QuantityError("malformed-quantity", f"'{text}' has a unit at its low end only", help)
    return "" if low_unit else high_unit


def _trailing_unit(text: str) -> str:
    match = _FIGURE.fullmatch(text)
    return (match["unit"] or "").strip() if match else ""


def _parse_figure(text: str, dimension: Dimension) -> Estimate:
    parts = _TOLERANCE_SIGN.split(text)
    if len(parts) > 2:
        raise _malformed(text, dimension)
    if len(parts) == 2:
        return _with_tolerance(parts[0].strip(), parts[1].strip(), text, dimension)
    match = _FIGURE.fullmatch(text)
    if match is None:
        raise _sign_error(text) if re.match(r"-\s*[0-9]", text) else _malformed(text, dimension)
    value = _checked(_decimal(match["number"]), text)
    if match["divisor"] is not None:
        divisor = _checked(_decimal(match["divisor"]), text)
        if divisor == 0:
            raise QuantityError("malformed-quantity", f"'{text}' divides by zero", "write the value itself")
        value /= divisor
    value *= _factor((match["unit"] or "").strip(), text, dimension)
    if value and not _LEAST <= value < _MOST:
        raise _exponent_error(f"'{_short(text)}'")
    return point(value, dimension)


def _with_tolerance(figure: str, by: str, text: str, dimension: Dimension) -> Estimate:
    """A value and how far off it may be: a share of it ("±10%"), or an amount with its unit ("± 2e24 FLOP")."""
    unit, other = _trailing_unit(figure), _trailing_unit(by)
    percent = _PERCENT.fullmatch(by)
    if percent and unit == "%":
        raise _percent_of_percent(text)
    if percent:
        central = _parse_figure(figure, dimension).low
        off = central * _checked(_decimal(percent["percent"]), text) / 100
    else:
        if not other and _FIGURE.fullmatch(by):
            help = f"write the tolerance as a share or with its unit: ±10% or ±{by} {dimension}"
            raise QuantityError("malformed-quantity", f"'{_short(text)}' has a tolerance without a unit", help)
        central = _parse_figure(figure if unit else f"{figure} {other}".strip(), dimension).low
        off = _parse_figure(by, dimension).low
    if off >= central > 0 or off > central:
        message = f"'{_short(text)}' has a tolerance of 100 % or more"
        raise QuantityError("malformed-quantity", message, "give low and high")
    return Estimate(central - off, central, central + off, dimension)


def _percent_of_percent(text: str) -> QuantityError:
    message = f"'{_short(text)}' may mean a share of the figure or points of percent"
    return QuantityError("malformed-quantity", message, 'write the interval itself, such as "38%..42%"')


def _decimal(text: str) -> Decimal | None:
    """The number, or None where its exponent is beyond all that a decimal can hold."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _checked(number: Decimal | None, text: str) -> Fraction:
    """The exact value, or QuantityError: finite, not negative, at most ±60 in the exponent."""
    if number is None:
        raise _exponent_error(f"'{_short(text)}'")
    if not number.is_finite():
        raise QuantityError("number-out-of-range", f"'{text}' is not a finite number", "give a finite figure")
    if number < 0:
        raise _sign_error(text)
    if number and not -MAX_EXPONENT <= number.adjusted() <= MAX_EXPONENT:
        raise _exponent_error(f"'{_short(text)}'")
    return Fraction(number)


def _exponent_error(shown: str) -> QuantityError:
    message = f"{shown} has an exponent beyond ±{MAX_EXPONENT}"
    return QuantityError("number-out-of-range", message, "check the exponent")


def _sign_error(text: str) -> QuantityError:
    return QuantityError("number-out-of-range", f"'{_short(text)}' is negative", "amounts start at zero")


def _factor(unit: str, text: str, dimension: Dimension) -> Fraction:
    """How many base units of the dimension one `unit` is; words such as "trillion" scale counts and money."""
    if not unit:
        return Fraction(1)
    scale, name = _split_scale(unit) if dimension in _SCALABLE else (Fraction(1), unit)
    if not name:
        return scale
    try:
        found = find_unit(name)
    except UnitError as error:
        if unit.partition(" ")[0] in SCALE_WORDS:
            raise _scaled_error(unit, text, dimension) from None
        raise QuantityError("unknown-unit", f"in '{_short(text)}': {error}", f"write it in {dimension}") from None
    if found.dimension != dimension:
        raise _dimension_error(text, found, dimension)
    return scale * found.factor


def _scaled_error(unit: str, text: str, dimension: Dimension) -> QuantityError:
    word, _, rest = unit.partition(" ")
    message = f"in '{_short(text)}': '{word}' scales counts and money, never {rest or dimension}"
    power = f"e{len(str(SCALE_WORDS[word].numerator)) - 1}"
    digits = re.match(rf"([0-9]+(?:\.[0-9]+)?)\s*{word}\b", text.strip())
    instead = f": {digits[1]}{power} {rest}".rstrip() if digits else ""
    return QuantityError("unknown-unit", message, f"write {power} for '{word}'{instead}")


def _split_scale(unit: str) -> tuple[Fraction, str]:
    head, _, rest = unit.partition(" ")
    if head in SCALE_WORDS:
        return SCALE_WORDS[head], rest.strip()
    return Fraction(1), unit


def _dimension_error(text: str, found: Unit, wanted: Dimension) -> QuantityError:
    if (found.dimension, wanted) == (Dimension.FLOP_PER_SECOND, Dimension.FLOP):
        return QuantityError(
            "rate-as-amount",
            f"'{_short(text)}' is a rate; an amount is needed here",
            "multiply the rate by the time it ran, or drop '/s' if an amount was meant",
        )
    return QuantityError(
        "wrong-dimension",
        f"'{_short(text)}' is in {found.dimension}; {wanted} is needed here",
        f"write it in {wanted}, for example {_example(wanted)}",
    )


_EXAMPLES = {
    Dimension.FLOP: '"3.8e25 FLOP"',
    Dimension.FLOP_PER_SECOND: '"989.4 TFLOP/s"',
    Dimension.SECONDS: '"54 days"',
    Dimension.MONTHS: '"6 months"',
    Dimension.RATIO: '"4x", "38%" or "1/3"',
    Dimension.TOKENS: '"15.6e12" or "15.6T"',
    Dimension.PARAMETERS: '"405e9" or "405B"',
    Dimension.ITEMS: '"1e9"',
    Dimension.USD: '"2.1e9 USD"',
}


def _example(dimension: Dimension) -> str:
    return _EXAMPLES.get(dimension, f'"1e3 {dimension}"')


def _malformed(text: str, dimension: Dimension) -> QuantityError:
    shown = f"'{_short(text)}'" if text else "an empty text"
    message = f"{shown} is not a figure in {dimension}"
    return QuantityError("malformed-quantity", message, f"write for example {_example(dimension)}")


def _too_long(text: str) -> QuantityError:
    message = f"a figure of {len(text)} characters is too long to read"
    return QuantityError("malformed-quantity", message, "write it with an exponent, such as 3.8e25")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."


# --- printing ----------------------------------------------------------------------------------------------------


def exact_text(value: Fraction) -> str:
    """The value in full as decimal text; a fraction that has no end is cut after 12 digits (see `outward`)."""
    decimal = _as_decimal(value)
    return _plain(decimal if decimal is not None else _rounded(value, 12, ROUND_HALF_EVEN))


def outward(value: Fraction, *, up: bool) -> str:
    """Decimal text at or outside the value: in full where it ends, else 12 digits rounded away from the interval."""
    decimal = _as_decimal(value)
    return _plain(decimal if decimal is not None else _rounded(value, 12, ROUND_CEILING if up else ROUND_FLOOR))


def rounded_text(value: Fraction, digits: int) -> str:
    """Decimal text rounded to some significant digits, without zeros at its end: 10/3 to six is 3.33333."""
    return _plain(_rounded(value, digits, ROUND_HALF_EVEN))


_IN_FULL = Context(prec=400)


def _as_decimal(value: Fraction) -> Decimal | None:
    """The value as a decimal of at most 40 digits and no zeros at its end, or None where it has no such form."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return None
    decimal = _IN_FULL.divide(Decimal(value.numerator), Decimal(value.denominator)).normalize(_IN_FULL)
    return decimal if len(decimal.as_tuple().digits) <= 40 else None


def _rounded(value: Fraction, digits: int, rounding: str) -> Decimal:
    context = _rounding_to(digits, rounding)
    return context.divide(Decimal(value.numerator), Decimal(value.denominator)).normalize(context)


@cache
def _rounding_to(digits: int, rounding: str) -> Context:
    return Context(prec=digits, rounding=rounding)


def _plain(decimal: Decimal) -> str:
    """A decimal without zeros at its end as text in one spelling: 3.8e25, 15600000000000 as 1.56e13, 0.05 as it is."""
    if not decimal:
        return "0"
    exponent = decimal.adjusted()
    if -4 < exponent < 6:
        return format(decimal, "f")
    digits = "".join(map(str, decimal.as_tuple().digits))
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{mantissa}e{exponent}"


def show(value: Fraction, digits: int = 2) -> str:
    """The value rounded to a few significant digits, for people: 3.8e25, 0.64, 41."""
    if not value:
        return "0"
    rounded = _rounded(value, digits, ROUND_HALF_EVEN)
    exponent = rounded.adjusted()
    if -4 < exponent < 4:
        places = max(0, digits - 1 - exponent)
        return f"{rounded:.{places}f}"
    mantissa = rounded.scaleb(-exponent, _rounding_to(digits, ROUND_HALF_EVEN))
    return f"{mantissa:.{digits - 1}f}e{exponent}"


def show_apart(value: Fraction, line: Fraction, digits: int = 2) -> str:
    """Like `show`, with as many more digits as it takes not to look like `line` when it is not (1.0000001e25).

    The line is rounded alike, so that the two stand on the side of each other that they are on.
    """
    text = show(value, digits)
    while value != line and text == show(line, digits):
        digits += 1
        text = show(value, digits)
    return text


def significant_digits(text: str) -> int:
    """How many digits the first number of a text as written carries: "3.8e25" has 2, "15.60T" has 4."""
    match = re.search(_NUMBER, text)
    if match is None:
        return 2
    mantissa = re.split("[eE]", match[0])[0]
    return len(Decimal(mantissa).as_tuple().digits)


def last_digit_half(text: str) -> Fraction | None:
    """Half a unit of the last digit written, relative to the number written: "9e24" gives 1/18.

    None where the text holds no number, the number is zero, or it is a quotient, which nobody rounded.
    """
    match = _FIGURE.search(text)
    number = Decimal(re.split("[eE]", match["number"])[0]) if match and not match["divisor"] else Decimal(0)
    if number == 0:
        return None
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return Fraction(10) ** exponent / 2 / Fraction(number)


def orders_apart(a: Fraction, b: Fraction) -> float:
    """How many orders of magnitude lie between two positive values; for display and soft rules only."""
    ratio = a / b
    return abs(log10(ratio.numerator) - log10(ratio.denominator))
