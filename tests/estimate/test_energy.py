"""Energy over power: the published cases, what it lacks, and when it is no second opinion."""

from __future__ import annotations

from fractions import Fraction

import pytest

from flopguard.estimate.types import Estimated
from flopguard.quantity import show
from tests.estimate.support import phase_of

SHARE = 'utilisation = "25%", utilisation_kind = "mfu", precision = "bf16"'


def entry(text: str, *more: str) -> str:
    return "\n".join(('[[training]]\ncomponent = "pretrain"', f"hardware = [{{ {text} }}]", *more))


def energy_of(text: str, *more: str) -> Estimated:
    found = phase_of(entry(text, *more))
    (answer,) = [a for a in (found.chosen, *found.others) if a is not None and a.method == "energy"]
    return answer


def ends(estimated: Estimated) -> tuple[Fraction | None, ...]:
    bounds = estimated.amount.bounds()
    return bounds.low, bounds.central, bounds.high


PUBLISHED = [
    # GLaM: 456 MWh at 326 W a chip and a quarter of the peak, which agrees with 6 x parameters x tokens (3.48e23).
    (f'chip = "tpu-v4", energy = "456 MWh", pue = 1, power = "326 W", {SHARE}', "3.5e23"),
    # Gemma 7B: the energy out of carbon and 140 W a chip; half as much again as 6 x parameters x tokens.
    (
        'chip = "tpu-v5e", energy = "3.0e5 kWh", pue = 1, power = "140 W", precision = "bf16", utilisation = "30%", '
        'utilisation_kind = "mfu"',
        "4.6e23",
    ),
    # BLOOM: 433,196 kWh are 1,082,990 h of 0.4 kW; at half the peak, 6.1e23 FLOP of hardware.
    (
        'chip = "a100-sxm4-80gb", energy = "433196 kWh", pue = 1, power = "400 W", precision = "bf16", '
        'utilisation = "50%", utilisation_kind = "mfu"',
        "6.1e23",
    ),
]


@pytest.mark.parametrize("text, expected", PUBLISHED)
def test_published_energies_come_to_the_published_amounts(text: str, expected: str) -> None:
    found = energy_of(text)
    low, central, high = ends(found)
    assert low == central == high
    assert show(central or Fraction(0)) == expected
    assert (found.evidence, found.assumptions, found.independent) == ("derived", (), True)


def test_the_chip_hours_of_a_published_energy() -> None:
    peak_hours = ends(energy_of(f'peak = "1 FLOP/s", energy = "456 MWh", pue = 1, power = "326 W", {SHARE}'))[1]
    assert peak_hours is not None
    assert show(peak_hours * 4 / 3600, 3) == "1.40e6"


RATED = f'chip = "tpu-v4", energy = "340 Wh", pue = 1, {SHARE}'
ONE_HOUR = Fraction(3600 * 275 * 10**12, 4)
SHARES = [
    (RATED, (Fraction(1, 2), 1, 2)),
    (RATED.replace("pue = 1", 'pue = "1.25"'), (Fraction(2, 5), Fraction(4, 5), Fraction(8, 5))),
    (RATED.replace("pue = 1", 'power = "170..340 W", pue = 1'), (1, Fraction(2) / Fraction("1.41421"), 2)),
    (RATED.replace("pue = 1", 'power = "<=340 W", pue = 1'), (1, None, None)),
    (RATED.replace("pue = 1", 'power = "340 W", pue = "1..2"'), (Fraction(1, 2), 1 / Fraction("1.41421"), 1)),
    (RATED.replace("pue = 1", 'power = "340 W", pue = "0.5..2"'), (Fraction(1, 2), 1, 1)),
    (RATED.replace("340 Wh", ">=340 Wh").replace("pue = 1", 'power = "340 W", pue = 1'), (1, None, None)),
]


@pytest.mark.parametrize("text, shares", SHARES)
def test_each_figure_with_its_interval(text: str, shares: tuple[Fraction | int | None, ...]) -> None:
    found = [None if end is None else end / ONE_HOUR for end in ends(energy_of(text))]
    assert [None if end is None else show(end, 5) for end in found] == [
        None if share is None else show(Fraction(share), 5) for share in shares
    ]


def test_an_assumed_power_is_told_with_its_range() -> None:
    (assumption,) = energy_of(RATED).assumptions
    assert str(assumption).startswith(
        "that rated over drawn power of a chip is 0.50 .. 2.0 (central 1.0): the power is not stated; chips of 340 W"
    )
    assert assumption.input.widest is not None
    assert (assumption.input.widest.low, assumption.input.widest.high) == (0, None)


AT = "/training/0/hardware/0"
PUE = f"{AT}/pue (1 where the energy is that of the machines alone)"
POWER = f"{AT}/power (of one chip with its share of the host; no single rated power is known)"


@pytest.mark.parametrize(
    "text, needs",
    [
        (f'chip = "tpu-v4", energy = "1 MWh", {SHARE}', (PUE,)),
        (f'chip = "tpu-v3", energy = "1 MWh", pue = 1, {SHARE}', (POWER,)),
        (f'chip = "A100", energy = "1 MWh", pue = 1, {SHARE}', (POWER,)),
        (f'peak = 1e15, energy = "1 MWh", {SHARE}', (f"{PUE} and {POWER}",)),
        (f'chip = "tpu-v4", energy = "1 MWh", pue = "90%", {SHARE}', (f"{AT}/pue of at least 1",)),
        ('energy = "1 MWh", pue = 1, power = "300 W"', (f"{AT}/chip",)),
    ],
)
def test_what_is_missing_is_named(text: str, needs: tuple[str, ...]) -> None:
    found = phase_of(entry(text))
    assert found.chosen is None
    assert {gap.method: gap.needs for gap in found.gaps}["energy"] == needs


def test_every_entry_has_to_have_its_energy() -> None:
    second = f'{{ chip = "tpu-v4", chip_hours = 10, {SHARE} }}'
    found = phase_of(f'[[training]]\ncomponent = "pretrain"\nhardware = [{{ {RATED} }}, {second}]')
    assert {gap.method: gap.needs for gap in found.gaps}["energy"] == (
        f"/training/0/hardware/1/energy and {PUE.replace('/0/pue', '/1/pue')}",
    )


def test_no_word_of_energy_is_no_gap() -> None:
    assert "energy" not in {gap.method for gap in phase_of(entry('chip = "tpu-v4"')).gaps}


BLOOM = (
    'chip = "a100-sxm4-80gb", chip_hours = 1082990, energy = "{}", precision = "bf16", utilisation = "50%", '
    'utilisation_kind = "hfu", {}'
)


@pytest.mark.parametrize(
    "energy, more, made",
    [
        ("433196 kWh", "pue = 1", True),
        ("433.2 MWh", "pue = 1", True),
        ("431.1 MWh", "pue = 1", True),
        ("430.9 MWh", "pue = 1", False),
        ("435.3 MWh", "pue = 1", True),
        ("435.5 MWh", "pue = 1", False),
        ("519835.2 kWh", 'pue = "1.2"', True),
        ("433196 kWh", 'pue = "1.2"', True),
        ("324897 kWh", 'pue = 1, power = "300 W"', True),
        ("433196 kWh", 'pue = 1, power = "300 W"', True),
        ("431.1 MWh", 'pue = 1, power = "300 W"', True),
        ("430.9 MWh", 'pue = 1, power = "300 W"', False),
        ("519835.2 kWh", 'pue = "1.2", power = "300 W"', True),
        (">400 MWh", "pue = 1", False),
    ],
)
def test_an_energy_made_from_the_hours_says_so_and_confirms_nothing(energy: str, more: str, made: bool) -> None:
    found = energy_of(BLOOM.format(energy, more), 'flop = "3.87e23"')
    said = [step.what for step in found.steps][1:]
    expected = ["the energy is hours x power: it was worked out from them and confirms nothing"] if made else []
    assert (said, found.independent) == (expected, False)


@pytest.mark.parametrize(
    "text, independent",
    [
        (RATED, True),
        (RATED.replace('"340 Wh"', '{ value = "340 Wh", evidence = "derived" }'), False),
        (RATED.replace('"25%"', '{ value = "25%", evidence = "derived" }'), False),
        (f"{RATED}, chip_hours = 4", False),
    ],
)
def test_beside_the_hours_it_is_no_second_opinion(text: str, independent: bool) -> None:
    """It rests on the same peak and the same utilisation as the hours do."""
    assert energy_of(text, 'flop = "1e20"').independent is independent


@pytest.mark.parametrize(
    "text, opened",
    [
        ('energy = "340 Wh", power = "<340 W", pue = 1', (True, False)),
        ('energy = "340 Wh", power = ">340 W", pue = 1', (False, True)),
        ('energy = "340 Wh", power = "340 W", pue = ">1"', (False, True)),
        ('energy = "340 Wh", power = "340 W", pue = ">0.5"', (False, False)),
        ('energy = "<340 Wh", power = "340 W", pue = 1', (False, True)),
    ],
)
def test_an_end_that_is_excluded_stays_excluded(text: str, opened: tuple[bool, bool]) -> None:
    bounds = energy_of(f'chip = "tpu-v4", {text}, {SHARE}').amount.bounds()
    assert (bounds.low_open, bounds.high_open) == opened


def test_an_energy_made_from_hours_that_are_not_used_confirms_nothing_either() -> None:
    """The hours contradict each other, so that they give no figure of their own."""
    hours = 'chip_hours = 1000, count = 1, hours = 2, energy = "400 kWh", pue = 1'
    found = phase_of(entry(f'chip = "a100-sxm4-80gb", {hours}, {SHARE}', 'flop = "1e21"'))
    assert [(answer.method, answer.independent) for answer in found.others] == [("energy", False)]
