"""The worked examples: every calculation with its value, and the figures that the page tells beside them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import log
from pathlib import Path

import pytest

from flopguard.check import check_loaded
from flopguard.chips import Chip, find_chip
from flopguard.manifest.load import load
from flopguard.reference_models import find_reference
from flopguard.result import Compute
from tests.evaluate.support import settings

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "worked-examples.md").read_text(encoding="utf-8")

Told = list[tuple[str, str]]
TABLE: dict[str, Told] = {
    "connectome-simulation": [
        ("2e18", "exact"),
        ("5.1e19", "exact"),
        ("5.3e19", "exact"),
        ("1.55882352941e6", "cut_off"),
        ("791044.776119", "rounded"),
        ("3.20544e25", "rounded"),
        ("1.5264", "rounded"),
        ("3.9090731707317", "rounded"),
        ("0.728509090909", "rounded"),
    ],
    "flop-per-token": [
        ("1.7327726592e15", "differs"),
        ("2.516189184e11", "rounded"),
        ("1.85758400512e16", "rounded"),
    ],
    "weights-per-token": [("2.56e16", "exact"), ("2e11", "exact"), ("7.68e16", "exact")],
    "expert-hours": [
        ("714.285714286", "rounded"),
        ("1.6996e14", "rounded"),
        ("1.21996e15", "rounded"),
        ("7200", "exact"),
        ("3.816e9", "rounded"),
    ],
    "growth-arithmetic": [
        ("10.00497", "rounded"),
        ("1024", "rounded"),
        ("10051", "rounded"),
        ("10.02761", "rounded"),
        ("9.831258", "rounded"),
        ("1024", "rounded"),
        ("1024", "rounded"),
    ],
}


def compute_of(name: str) -> Compute:
    found = check_loaded(load(str(ROOT / "examples" / f"{name}.flopguard.toml")), (), settings()).compute
    assert found is not None
    return found


@pytest.mark.parametrize("name", TABLE)
def test_every_calculation(name: str) -> None:
    found = [(entry.value or "", entry.agreement) for entry in compute_of(name).calculations]
    assert [how for _, how in found] == [how for _, how in TABLE[name]]
    assert [float(value) for value, _ in found] == pytest.approx([float(value) for value, _ in TABLE[name]], rel=1e-4)


def test_the_values_that_are_compared_digit_by_digit() -> None:
    values = [entry.value for entry in compute_of("flop-per-token").calculations]
    assert values == ["1.7327726592e15", "2.516189184e11", "1.85758400512e16"]
    (first, *_) = compute_of("flop-per-token").calculations
    assert first.explained == ("H is left out of 4*E*H*S",)
    chips = [entry.value for entry in compute_of("connectome-simulation").calculations[3:6]]
    assert chips == ["1.55882352941e6", "791044.776119", "3.20544e25"]


def test_the_week_of_the_brain_is_in_no_training_total() -> None:
    compute = compute_of("connectome-simulation")
    (trained,) = compute.components
    assert trained.flop is not None
    assert trained.flop.high == "0"
    assert compute.workloads[0].flop is not None
    assert compute.workloads[0].flop.central == "3.20544e25"


def test_the_estimate_of_gpt_4_is_that_of_the_reference_table() -> None:
    row = find_reference("gpt-4-mar-2023")
    assert row is not None
    assert (row.epoch_flop, row.epoch_method) == ("2.1e25", "hardware, leaked; 90 % 8.2e24 to 4.4e25")


@pytest.mark.parametrize("precision, sheet", [("fp64", 34), ("fp64-matrix", 67)])
def test_the_rates_of_the_data_sheet_are_those_of_the_table_rounded(precision: str, sheet: int) -> None:
    chip = find_chip("h100-sxm5-80gb")
    assert isinstance(chip, Chip)
    peak = chip.peak_flop_per_s(precision)
    assert peak is not None
    assert abs(peak / 10**12 - sheet) <= Fraction(1, 2)


def years_an_order(ratio: float, years: float) -> float:
    return years * log(10) / log(ratio)


RATES = [
    ("| 9.65 % a year; doubling in 7.53 years | 25 |", years_an_order(1.0965, 1), 25.0),
    ("| 2.5x a year | 2.5 (1.1 to 6.9) |", years_an_order(2, 9 / 12), 2.5),
    ("| 2.5x a year | 2.5 (1.1 to 6.9) |", years_an_order(2, 4 / 12), 1.1),
    ("| 2.5x a year | 2.5 (1.1 to 6.9) |", years_an_order(2, 25 / 12), 6.9),
    ("| 2.7x a year | 2.3 (1.2 to 4.0) |", years_an_order(2, 8.4 / 12), 2.3),
    ("| 2.7x a year | 2.3 (1.2 to 4.0) |", years_an_order(2, 4.5 / 12), 1.2),
    ("| 2.7x a year | 2.3 (1.2 to 4.0) |", years_an_order(2, 14.3 / 12), 4.0),
    ("At 10 % a year it takes 24.2 years", years_an_order(1.1, 1), 24.2),
]


@pytest.mark.parametrize("words, found, said", RATES)
def test_years_an_order_of_magnitude(words: str, found: float, said: float) -> None:
    assert words in PAGE
    assert found == pytest.approx(said, abs=0.05)


@pytest.mark.parametrize(
    "words, older, newer, percent, years",
    [
        ("in 6.46 years) | 33 % a year | 8.1 |", "p100-sxm2", "h100-sxm5-80gb", 33, 8.1),
        ("2.41 years) | 7.6 % a year | 31 |", "h100-sxm5-80gb", "gb200-per-gpu", 7.6, 31),
        ("4.7 % a year | 50 |", "h100-sxm5-80gb", "b200-hgx-dgx", 4.7, 50),
    ],
)
def test_the_growth_of_fp64_rates_is_that_of_the_table_of_chips(
    words: str, older: str, newer: str, percent: float, years: float
) -> None:
    first, second = find_chip(older), find_chip(newer)
    assert isinstance(first, Chip)
    assert isinstance(second, Chip)
    before, after = first.peak_flop_per_s("fp64"), second.peak_flop_per_s("fp64")
    assert before is not None
    assert after is not None
    apart = (date.fromisoformat(second.released) - date.fromisoformat(first.released)).days / 365.25
    assert words in PAGE
    assert (float(after / before) ** (1 / apart) - 1) * 100 == pytest.approx(percent, abs=0.5)
    assert years_an_order(float(after / before), apart) == pytest.approx(years, abs=0.5)
