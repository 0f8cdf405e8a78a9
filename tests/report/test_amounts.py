"""Amounts as people read them."""

import pytest

from flopguard.report.amounts import amount_text, bounds_text, factor_text, percent_text, range_text, total_text
from flopguard.result import Range, Total


@pytest.mark.parametrize(
    "low, central, high, text, expected",
    [
        ("9.0e24", "9.0e24", "9.0e24", "9.0e24", "9.0e24 FLOP"),
        ("6.4376e24", "6.4376e24", "6.4376e24", "6.4376e24 FLOP", "6.4376e24 FLOP"),
        ("6.4376e24", "6.4376e24", "6.4376e24", "", "6.4e24 FLOP"),
        ("6.1e24", "6.4e24", "6.7e24", "", "6.4e24 FLOP (6.1e24 .. 6.7e24)"),
        ("6.41e24", "6.42e24", "6.43e24", "", "6.42e24 FLOP (6.41e24 .. 6.43e24)"),
        ("0", None, "1e25", "<1e25", "at most 1.0e25 FLOP"),
        ("1e25", None, None, ">1e25", "at least 1.0e25 FLOP"),
        ("1e25", None, "5e25", "", "1.0e25 .. 5.0e25 FLOP"),
        ("0", None, None, "", "any amount of FLOP"),
        ("1e25", "2e25", None, "", "2.0e25 FLOP (at least 1.0e25)"),
        ("0", "0", "0", "0", "0 FLOP"),
        ("secret", "secret", "secret", "", "secret FLOP"),
    ],
)
def test_range_text(low: str, central: str | None, high: str | None, text: str, expected: str) -> None:
    assert range_text(Range(low=low, central=central, high=high, text=text)) == expected


def total(low: str, likely: str, high: str | None) -> Total:
    lower, middle = (Range(low=text, central=text, high=text) for text in (low, likely))
    upper = Range(low="0", central=None, high=high)
    return Total(policy="p", counting="c", lower=lower, likely=middle, upper=upper, open=(), unstated=())


@pytest.mark.parametrize(
    "low, likely, high, expected",
    [
        ("1.64290660e23", "1.64291e23", "3.28585e23", "1.6e23 .. 3.3e23 FLOP"),
        ("1.64291e23", "1.649e23", "3.28585e23", "1.64e23 .. 3.29e23 FLOP, likely 1.65e23"),
        ("1.001e23", "1.001000000001e23", "1.002e23", "1.001e23 .. 1.002e23 FLOP"),
        ("1.0000000001e25", "1.0000000002e25", "1.0000000003e25", "1.0e25 FLOP"),
        ("0", "0", None, "any amount of FLOP"),
        ("0", "1e24", None, "any amount of FLOP, likely 1.0e24"),
    ],
)
def test_total_text(low: str, likely: str, high: str | None, expected: str) -> None:
    assert total_text(total(low, likely, high)) == expected


def test_the_ends_of_an_interval() -> None:
    assert bounds_text("1e24", "2e24") == "1.0e24 .. 2.0e24"
    assert bounds_text(None, "2e24") == "at most 2.0e24"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("23.4e12", "23.4e12"),
        ("6.26666666667e24", "about 6.27e24"),
        ("3.000e24", "3.00e24"),
        ("1e999999999999", "1e999999999999"),
        ("2026-03-01", "2026-03-01"),
        ("nan", "nan"),
    ],
)
def test_amount_text(text: str, expected: str) -> None:
    assert amount_text(text) == expected


@pytest.mark.parametrize("factor, expected", [(0.9, "0.90x"), (1.0000001, "1.0000001x"), (1.0, "1.0x"), (44.4, "44x")])
def test_factor_text(factor: float, expected: str) -> None:
    assert factor_text(factor, apart_from_one=True) == expected


@pytest.mark.parametrize(
    "share, expected", [(0.0, "0%"), (0.004, "under 1%"), (0.21, "21%"), (0.9999, "over 99%"), (1.0, "100%")]
)
def test_percent_text(share: float, expected: str) -> None:
    assert percent_text(share) == expected
