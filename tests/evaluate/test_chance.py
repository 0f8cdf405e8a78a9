"""The probability of a crossing: log-normal figures, those of one source together, and where there is none."""

from __future__ import annotations

from fractions import Fraction
from math import erfc, exp, expm1, log, log1p, sqrt
from random import Random
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.evaluate.chance import probability
from flopguard.evaluate.compared import Sides
from flopguard.formula import Amount, Comparison, Input, Role
from flopguard.quantity import Estimate
from flopguard.units import Dimension
from tests.evaluate.support import card, judged, phase, policy, pretrain

MORE = 'quantity = "training_compute", counting = "all", more_than = "1e25"'
Z = NormalDist().inv_cdf(0.95)


def chance(*phases: str, when: str = MORE) -> float | None:
    return judged(card(*phases, complete=True), policy(when)).probability


def by_hand(central: float, low: float, high: float, z: float = Z) -> float:
    """One log-normal against 1."""
    spread = log(high / low) / (2 * z)
    return round(0.5 * erfc(-log(central) / (spread * sqrt(2))), 3)


SOURCE = 'source = "https://example.com/card"'
STATED = [
    ([pretrain("8e24..1.25e25")], 0.5),
    ([pretrain("5e24..1e25")], by_hand(0.707107, 0.5, 1)),
    ([pretrain("1e25 ±10%")], 0.5),
    ([pretrain("9e24 ±10%")], by_hand(0.9, 0.9**2 / 0.99, 0.99)),
    ([pretrain("1.1e25 ±10%")], by_hand(1.1, 0.99, 1.1**2 / 0.99)),
    ([pretrain("1e24 ±10%")], 0.001),  # a log-normal has no ends
    ([pretrain("1e26 ±10%")], 0.999),
    # A part that is known exactly leaves less of the line to the other.
    ([pretrain("5e24"), phase("rl_update", "4e24..6.25e24")], 0.5),
    ([pretrain("2e25"), phase("rl_update", "4e24..6.25e24")], 0.999),
    # Half of it each, from one source: as one figure. From two sources: narrower, and the mean of a log-normal is above
    # its median.
    ([pretrain("4e24..6.25e24", SOURCE), phase("rl_update", "4e24..6.25e24", SOURCE)], 0.5),
    ([pretrain("4e24..6.25e24"), phase("rl_update", "4e24..6.25e24")], 0.519),
]


@pytest.mark.parametrize("phases, expected", STATED)
def test_the_chance_of_a_stated_interval(phases: list[str], expected: float) -> None:
    assert chance(*phases) == expected


def test_the_sum_of_two_has_the_mean_and_variance_of_the_sum() -> None:
    spread = log(6.25 / 4) / (2 * Z)
    mean = 2 * 0.5 * exp(spread**2 / 2)
    square = log1p(2 * (mean / 2) ** 2 * expm1(spread**2) / mean**2)
    expected = 0.5 * erfc(-(log(mean) - square / 2) / sqrt(2 * square))
    assert chance(*STATED[-1][0]) == round(expected, 3)


def test_the_level_of_an_interval_is_heeded() -> None:
    figure = 'flop = { value = "9e24", low = "8e24", high = "1.0125e25", level = "50%" }'
    found = chance(f'component = "pretrain"\n{figure}')
    assert found == by_hand(0.9, 0.8, 1.0125, NormalDist().inv_cdf(0.75))


def one(low: str, central: str, high: str, level: str = "0.9") -> Amount:
    estimate = Estimate(Fraction(low), Fraction(central), Fraction(high), Dimension.FLOP)
    return Amount.of(Input("one", estimate, level=Fraction(level)))


def over(amount: Amount, line: Fraction) -> float:
    found = probability(Sides(amount, None, line, str(line), Comparison.MORE_THAN, ""))
    assert found is not None
    return found


BEYOND = [
    (one("7.5", "9.9", "9.9"), "10", 0.05),  # the central value is the upper end itself
    (one("7.5", "9.9", "9.9"), "9.9", 0.05),
    (one("10.1", "10.1", "13"), "10", 0.95),
    (one("7.5", "9.9", "9.9", "0.68"), "10", 0.16),
    (one("1", "9.5", "9.9"), "9.9", 0.05),  # near the upper end: the wide lower side says nothing of what is beyond
    (one("1", "9.5", "9.9"), "1", 0.95),
]


@pytest.mark.parametrize("amount, line, expected", BEYOND)
def test_beyond_an_interval_lies_no_more_than_its_level_leaves(amount: Amount, line: str, expected: float) -> None:
    assert over(amount, Fraction(line)) == expected


def test_a_central_value_at_the_end_of_the_interval_leaves_the_tail() -> None:
    assert chance('component = "pretrain"\nrate = "2.30 EFLOP/s"\nduration = "50 days"') == 0.05


ENDS = st.tuples(*(st.integers(1, 50) for _ in range(3))).map(sorted).filter(lambda ends: ends[0] < ends[2])


@given(st.lists(ENDS, min_size=1, max_size=3), st.lists(st.integers(1, 200), min_size=2, max_size=6))
def test_the_chance_falls_with_the_line_and_keeps_to_the_tails(parts: list[list[int]], lines: list[int]) -> None:
    inputs = [
        Input(str(number), Estimate(*map(Fraction, ends), Dimension.FLOP), moves_with=str(number))
        for number, ends in enumerate(parts)
    ]
    amount = sum(map(Amount.of, inputs), Amount(Dimension.FLOP))
    bounds = amount.bounds()
    found = [over(amount, Fraction(line)) for line in sorted(lines)]
    assert found == sorted(found, reverse=True)
    for line, share in zip(sorted(lines), found, strict=True):
        assert share <= 0.05 or bounds.high is None or bounds.high > line
        assert share >= 0.95 or bounds.low < line


NONE = [
    ([pretrain("9e24")], MORE),  # a point has no chance, it is over the line or not
    ([pretrain("<1.2e25")], MORE),
    ([pretrain(">=9e24")], MORE),
    ([pretrain("0..1.2e25")], MORE),
    ([pretrain("8e24..1.25e25")], MORE.replace("more_than", "less_than")),
]


@pytest.mark.parametrize("phases, when", NONE)
def test_where_there_is_no_chance_to_tell(phases: list[str], when: str) -> None:
    assert chance(*phases, when=when) is None


def test_an_assumed_utilisation_is_one_assumption_for_all_phases() -> None:
    """Two halves of a run on hardware: the utilisation that nobody states is the same for both."""
    halves = 'hardware = [{{ peak = "1e15 FLOP/s", chip_hours = "{}" }}]'
    whole = chance(f'component = "pretrain"\n{halves.format("8e6")}')
    split = chance(*[f'component = "pretrain"\n{halves.format("4e6")}'] * 2)
    assert whole is not None
    assert whole == split


# --- against drawing at random -----------------------------------------------------------------------------------


def sides(*terms: tuple[tuple[str, float, float], ...]) -> Sides:
    """Products of named figures, each a name, its central value and the factor to each end of its interval."""
    amount = Amount(Dimension.FLOP)
    for term in terms:
        product = Amount.exactly(1, Dimension.FLOP)
        for name, central, factor in term:
            middle, times = Fraction(central), Fraction(factor)
            estimate = Estimate(middle / times, middle, middle * times, Dimension.RATIO)
            product = product * Amount.of(Input(name, estimate, Role.FACT))
        amount = amount + product
    return Sides(amount, None, Fraction(1), "1", Comparison.MORE_THAN, "")


def drawn(*terms: tuple[tuple[str, float, float], ...]) -> float:
    random, over, times = Random(1), 0, 20_000
    for _ in range(times):
        z = {name: random.gauss(0, 1) for term in terms for name, _, _ in term}
        total = 0.0
        for term in terms:
            product = 1.0
            for name, central, factor in term:
                product *= central * exp(log(factor) / Z * z[name])
            total += product
        over += total > 1
    return over / times


SUMS = [
    ((("a", 0.5, 1.5), ("b", 1.0, 1.3)), (("c", 0.4, 2.0),)),
    ((("a", 0.5, 1.5),), (("a", 0.3, 1.5),)),
    ((("u", 0.4, 1.8), ("a", 1.0, 1.2)), (("u", 0.3, 1.8), ("b", 1.0, 1.4)), (("c", 0.2, 1.1),)),
]


@pytest.mark.parametrize("terms", SUMS)
def test_it_is_near_what_drawing_gives(terms: tuple[tuple[tuple[str, float, float], ...], ...]) -> None:
    found = probability(sides(*terms))
    assert found is not None
    assert abs(found - drawn(*terms)) < 0.02


@given(st.floats(0.1, 5), st.floats(1.01, 5), st.floats(1.05, 4))
def test_more_compute_is_never_less_likely_over(central: float, more: float, factor: float) -> None:
    less, larger = (probability(sides((("a", value, factor),))) for value in (central, central * more))
    assert less is not None
    assert larger is not None
    assert 0 < less <= larger < 1


SIDES = [
    # The central estimate is an end of the interval: beyond that end lie 5 % at most, not half of all chances.
    ("7.5e24..9.9e24", "9.9e24", 0.0, 0.05),
    ("1.01e25..2e25", "1.01e25", 0.95, 1.0),
    ("9.9e24..1.3e25", "9.9e24", 0.4, 0.9),
]


@pytest.mark.parametrize("interval, central, least, most", SIDES)
def test_an_interval_on_one_side_of_the_line_leaves_only_its_tail_beyond(
    interval: str, central: str, least: float, most: float
) -> None:
    low, _, high = interval.partition("..")
    text = f'component = "pretrain"\nflop = {{ value = "{central}", low = "{low}", high = "{high}" }}'
    found = judged(card(text, complete=True), policy()).probability
    assert found is not None
    assert least <= found <= most
