"""Every spelling of a unit, and what may multiply what."""

from fractions import Fraction

import pytest

from flopguard.units import Dimension as D
from flopguard.units import UnitError, find_unit, known_units, product_dimension

PREFIXES = {
    "k": ("kilo", 3), "M": ("mega", 6), "G": ("giga", 9), "T": ("tera", 12), "P": ("peta", 15),
    "E": ("exa", 18), "Z": ("zetta", 21), "Y": ("yotta", 24), "R": ("ronna", 27), "Q": ("quetta", 30),
}  # fmt: skip

PLAIN: list[tuple[D, int | Fraction, str]] = [
    (D.FLOP, 1, "FLOP flop"),
    (D.FLOP, 86400, "FLOP/s-day flop/s-day FLOP/s-days flop/s-days"),
    (D.FLOP_PER_SECOND, 1, "FLOP/s flop/s"),
    (D.SECONDS, 1, "s sec second seconds"),
    (D.SECONDS, 60, "min minute minutes"),
    (D.SECONDS, 3600, "h hour hours"),
    (D.SECONDS, 86400, "d day days"),
    (D.SECONDS, 604800, "week weeks"),
    (D.MONTHS, 1, "month months"),
    (D.MONTHS, 12, "year years"),
    (D.RATIO, 1, "x × times"),
    (D.RATIO, Fraction(1, 100), "%"),
    (D.TOKENS, 1, "token tokens"),
    (D.PARAMETERS, 1, "parameter parameters params"),
    (D.ITEMS, 1, "item items"),
    (D.USD, 1, "USD"),
    (D.EUR, 1, "EUR"),
    (D.KRW, 1, "KRW"),
    (D.WATT_HOURS, 1, "Wh"),
    (D.WATTS, 1, "W"),
    (D.BITS_PER_SECOND, 1, "bit/s"),
]

TAKES_PREFIX = [
    (D.FLOP, 1, "FLOP flop"),
    (D.FLOP, 86400, "FLOP/s-day flop/s-day FLOP/s-days flop/s-days F-day F-days"),
    (D.FLOP_PER_SECOND, 1, "FLOP/s flop/s"),
    (D.WATT_HOURS, 1, "Wh"),
    (D.WATTS, 1, "W"),
    (D.BITS_PER_SECOND, 1, "bit/s"),
]


def test_every_spelling_and_no_other() -> None:
    plain = {name: (dimension, Fraction(size)) for dimension, size, names in PLAIN for name in names.split()}
    prefixed = {
        prefix + name: (dimension, Fraction(size) * 10**power)
        for dimension, size, names in TAKES_PREFIX
        for name in names.split()
        for letter, (word, power) in PREFIXES.items()
        for prefix in (letter, word)
    }
    assert {name: (unit.dimension, unit.factor) for name, unit in known_units().items()} == {**plain, **prefixed}


@pytest.mark.parametrize(
    "text, message",
    [
        ("FLOPS", "'FLOPS' is written for amounts and for rates; write FLOP (an amount) or FLOP/s (a rate)"),
        ("TFLOPS", "'TFLOPS' is written for amounts and for rates; write TFLOP (an amount) or TFLOP/s (a rate)"),
        ("FLOPs", "'FLOPs' is written for amounts and for rates; write FLOP (an amount) or FLOP/s (a rate)"),
        ("TFLOPs", "'TFLOPs' is written for amounts and for rates; write TFLOP (an amount) or TFLOP/s (a rate)"),
        ("EFLOPs", "'EFLOPs' is written for amounts and for rates; write EFLOP (an amount) or EFLOP/s (a rate)"),
        ("flops", "'flops' is written for amounts and for rates; write FLOP (an amount) or FLOP/s (a rate)"),
        ("F-day", "'F-day' is not a unit; did you mean 'kF-day'?"),
        ("tokns", "'tokns' is not a unit; did you mean 'tokens'?"),
        ("furlong", "'furlong' is not a unit"),
        ("KFLOP", "'KFLOP' is not a unit; did you mean 'FLOP'?"),
        ("", "'' is not a unit"),
    ],
)  # fmt: skip
def test_what_is_no_unit(text: str, message: str) -> None:
    with pytest.raises(UnitError) as raised:
        find_unit(text)
    assert str(raised.value) == message


def test_case_tells_mega_from_milli() -> None:
    assert find_unit("MW").factor == 10**6
    with pytest.raises(UnitError):
        find_unit("mW")


@pytest.mark.parametrize(
    "left, right, product",
    [
        (D.FLOP_PER_SECOND, D.SECONDS, D.FLOP),
        (D.RATIO, D.FLOP, D.FLOP),
        (D.TOKENS, D.FLOP, D.FLOP),
        (D.PARAMETERS, D.FLOP, D.FLOP),
        (D.ITEMS, D.FLOP_PER_SECOND, D.FLOP_PER_SECOND),
        (D.ITEMS, D.SECONDS, D.SECONDS),
        (D.RATIO, D.USD, D.USD),
        (D.PARAMETERS, D.TOKENS, D.RATIO),
        (D.RATIO, D.RATIO, D.RATIO),
    ],
)
def test_a_product_of_two_dimensions_either_way(left: D, right: D, product: D) -> None:
    assert (product_dimension(left, right), product_dimension(right, left)) == (product, product)


@pytest.mark.parametrize(
    "left, right",
    [
        (D.FLOP, D.FLOP),
        (D.FLOP, D.SECONDS),
        (D.FLOP_PER_SECOND, D.MONTHS),
        (D.FLOP_PER_SECOND, D.FLOP_PER_SECOND),
        (D.USD, D.EUR),
    ],
)
def test_a_product_without_meaning_is_refused(left: D, right: D) -> None:
    with pytest.raises(UnitError) as raised:
        product_dimension(left, right)
    assert str(raised.value) == f"{left} times {right} has no meaning here"
