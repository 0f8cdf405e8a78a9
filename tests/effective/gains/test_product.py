"""Laws of products of gains: what holds for any of them."""

from __future__ import annotations

from fractions import Fraction
from math import exp, log
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flopguard.effective.intervals import correlated, independent, together, widened, with_one
from flopguard.formula import Comparison, compare
from flopguard.quantity import DEFAULT_LEVEL, Estimate, interval
from flopguard.units import Dimension
from tests.effective.gains.test_route import LOSS, Tree, figures, found, gain, value

sizes = st.integers(1, 10**4).map(lambda number: Fraction(number, 100))
rhos = st.integers(0, 10).map(lambda tenths: Fraction(tenths, 10))
OUTWARD = 1 + Fraction(1, 10**10)


@st.composite
def factors(draw: st.DrawFn) -> list[Estimate]:
    ends = draw(st.lists(st.tuples(sizes, sizes), min_size=1, max_size=5))
    return [interval(min(pair), max(pair), Dimension.RATIO) for pair in ends]


def levelled(of: list[Estimate]) -> list[tuple[Estimate, Fraction]]:
    return [(factor, DEFAULT_LEVEL) for factor in of]


@given(factors())
def test_together_is_the_product_of_the_ends(of: list[Estimate]) -> None:
    low, high = Fraction(1), Fraction(1)
    for factor in of:
        low, high = low * factor.low, high * (factor.high or 0)
    assert (together(of).low, together(of).high) == (low, high)


@given(factors(), rhos, rhos)
def test_apart_lies_within_together_and_correlation_lies_between(
    of: list[Estimate], one: Fraction, two: Fraction
) -> None:
    whole = together(of)
    assert whole.high is not None
    narrow, wide = (correlated(levelled(of), rho) for rho in sorted((one, two)))
    assert narrow is not None
    assert wide is not None
    assert whole.low <= wide.low * OUTWARD <= narrow.low * OUTWARD**2
    assert narrow.high <= wide.high * OUTWARD <= whole.high * OUTWARD**2


@given(factors())
def test_full_correlation_is_moving_together(of: list[Estimate]) -> None:
    found_spread, whole = correlated(levelled(of), Fraction(1)), together(of)
    assert found_spread is not None
    assert float(found_spread.low) == pytest.approx(float(whole.low), rel=1e-9)
    assert float(found_spread.high) == pytest.approx(float(whole.high or 0), rel=1e-9)


@pytest.mark.parametrize("rho", [0.0, 0.5])
def test_the_closed_form_is_what_sampling_gives(rho: float) -> None:
    of = [
        interval(Fraction(low), Fraction(high), Dimension.RATIO)
        for low, high in (("1.5", "3"), ("2", "8"), ("1", "1.5"))
    ]
    random, draws = Random(20261129), []
    for _ in range(200_000):
        shared = random.gauss(0, 1)
        total = 0.0
        for factor in of:
            low, high = log(factor.low), log(factor.high or 1)
            step = rho**0.5 * shared + (1 - rho) ** 0.5 * random.gauss(0, 1)
            total += (low + high) / 2 + (high - low) / (2 * 1.6448536269514722) * step
        draws.append(total)
    draws.sort()
    closed = correlated(levelled(of), Fraction(rho))
    assert closed is not None
    assert closed.mean is not None
    assert [exp(draws[int(share * len(draws))]) for share in (0.05, 0.5, 0.95)] == pytest.approx(
        [float(closed.low), float(closed.median), float(closed.high)], rel=0.02
    )
    assert sum(map(exp, draws)) / len(draws) == pytest.approx(float(closed.mean), rel=0.01)


@given(sizes, sizes, sizes, st.integers(0, 40), st.integers(1, 1000))
def test_widening_never_narrows(a: Fraction, b: Fraction, c: Fraction, tau: int, distance: int) -> None:
    low, central, high = sorted((a, b, c))
    factor = Estimate(low, central, high, Dimension.RATIO)
    wide = widened(factor, DEFAULT_LEVEL, Fraction(tau, 100), Fraction(distance))
    assert wide.high is not None
    assert wide.low <= factor.low
    assert high <= wide.high
    farther = widened(factor, DEFAULT_LEVEL, Fraction(tau, 100), Fraction(distance) * 2)
    assert farther.low <= wide.low * OUTWARD
    assert wide.high <= (farther.high or 0) * OUTWARD


@given(sizes, sizes)
def test_with_one_holds_1_and_what_was_there(a: Fraction, b: Fraction) -> None:
    factor = interval(min(a, b), max(a, b), Dimension.RATIO)
    wide = with_one(factor)
    assert wide.low == min(factor.low, 1)
    assert wide.high == max(factor.high or 0, 1)


def test_no_level_no_spread() -> None:
    assert independent([(Estimate(Fraction(0), None, Fraction(2), Dimension.RATIO), DEFAULT_LEVEL)]) is None


# --- what verdicts may rest on -------------------------------------------------------------------------------------

REFUSED: list[Tree] = [
    gain(name="remote", gain="9", measured_at=["1e15 FLOP"]),
    gain(name="unmeasured", gain="9", measured_at=None),
    gain(name="mixed", gain="9", metric="gpqa"),
    gain(name="hours", gain="9", evidence_arithmetic={"before": "9", "after": "1", "unit": "gpu_hours"}),
    gain(name="twice", gain="9", samples=["9"]),
    gain(name="kernels", gain="9", kind="hardware_utilisation"),
    gain(name="prompts", gain="9", kind="prompting"),
    gain(name="thinking", gain="9", kind="inference_compute"),
]


def over(line: Fraction, *gains: Tree, of: Tree = LOSS) -> bool | None:
    """Whether effective compute is surely over a line, surely not, or neither."""
    amount = found(*gains, of=of).amount
    return None if amount is None else compare(amount.bounds(), Comparison.AT_LEAST, line)


lines = st.integers(1, 400).map(lambda tenths: Fraction(tenths, 10) * 10**24)


@settings(deadline=None)
@given(st.lists(figures(), max_size=2), st.sampled_from(REFUSED), lines)
def test_a_refused_gain_never_makes_a_verdict_certain(stated: list[Any], refused: Tree, line: Fraction) -> None:
    gains = [gain(name=f"g{number}", gain=figure) for number, figure in enumerate(stated)]
    before, after = over(line, *gains), over(line, *gains, refused)
    assert after is None or after == before


@settings(deadline=None)
@given(figures(), st.sampled_from(["1e26", "5e25"]), lines)
def test_no_verdict_rests_on_a_gain_measured_far_away_alone(figure: Any, scale: str, line: Fraction) -> None:
    far = gain(name="far", gain=figure, kind="optimizer", measured_at=[f"{scale} FLOP"])
    alone, without = over(line, far), over(line)
    assert alone is None or alone == without


@settings(deadline=None)
@given(st.lists(figures(), min_size=2, max_size=3), lines)
def test_leaving_out_the_joint_run_never_makes_a_verdict_certain(stated: list[Any], line: Fraction) -> None:
    gains = [gain(name=f"g{number}", gain=figure) for number, figure in enumerate(stated)]
    joint = [{**entry, "joint_evidence": "run"} for entry in gains]
    apart, together_ = over(line, *gains), over(line, *joint)
    assert apart is None or apart == together_


def test_a_gain_measured_far_away_is_a_scenario_and_no_evidence() -> None:
    got = found(gain(gain="9", measured_at=["1e15 FLOP"]))
    assert got.kind == "undefined"
    assert got.steps[1].what.endswith("; as a scenario only, never as evidence: 9.0")
    assert value(got).central is None
