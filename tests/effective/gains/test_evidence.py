from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student  # type: ignore[import-untyped]

from flopguard.effective.gains.loglog import LogLog
from flopguard.effective.gains.samples import student_t
from flopguard.result import EffectiveValue
from tests.effective.cases import case
from tests.effective.gains.test_route import LOSS, Tree, found, gain, undefined, value


def form(**changes: Any) -> Tree:
    """The usual gain with its factor in another form."""
    return gain(gain=None, **changes)


POINTS = [{"compute": "1e22 FLOP", "gain": "2"}, {"compute": "1e26 FLOP", "gain": "8"}]
AT_1E24 = ("4e24", "4e24", "4e24")


def close(got: EffectiveValue, low: float | None, central: float | None, high: float | None) -> None:
    shown = [None if text is None else float(text) for text in (got.low, got.central, got.high)]
    wanted = [None if number is None else pytest.approx(number, rel=1e-6) for number in (low, central, high)]
    assert shown == wanted


# --- median, spread and samples ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes, low, central, high",
    [
        # 2 x 1.5^(+-1.6449)
        pytest.param({"gain": "2", "gsd": "1.5"}, 1.0265631, 2, 3.8964969, id="median and geometric deviation"),
        pytest.param({"gain": "2", "gsd": "1"}, 2, 2, 2, id="no spread"),
        # logs 0, ln 2, ln 4: mean ln 2, sd ln 2, half 2.91999 x sqrt(4/3) x ln 2
        pytest.param({"gain": None, "samples": ["1", "2", "4"]}, 0.19321662, 2, 20.702154, id="three runs"),
        pytest.param({"gain": None, "samples": ["2", "2", "2", "2"]}, 2, 2, 2, id="runs that agree"),
        pytest.param({"gain": None, "samples": ["2", "8"]}, 2, 4, 8, id="two runs span"),
        pytest.param({"gain": None, "samples": ["3"]}, 3, 3, 3, id="one run"),
    ],
)
def test_a_median_with_its_spread_and_runs(changes: Tree, low: float, central: float, high: float) -> None:
    close(value(found(gain(**changes))), low * 1e24, central * 1e24, high * 1e24)


def test_fewer_than_three_runs_have_no_interval_at_a_level() -> None:
    steps = found(form(samples=["2", "8"])).steps
    assert "2 runs: what they span, which is no interval at a level" in steps[1].what
    assert "no independent log-normal interval" in steps[2].what


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 30])
@pytest.mark.parametrize("level", ["0.5", "0.9", "0.99"])
def test_students_t(freedom: int, level: str) -> None:
    expected = student.ppf((1 + float(level)) / 2, freedom)
    assert float(student_t(freedom, Fraction(level))) == pytest.approx(expected, rel=1e-7)


# --- points of gain by compute -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "points, run, low, central, high",
    [
        pytest.param(POINTS, "1e24", 4, 4, 4, id="between two points"),
        pytest.param(POINTS, "1e26", 8, 8, 8, id="at a point"),
        pytest.param(POINTS, "2e26", 8, 8, 8, id="near: the nearest point"),
        pytest.param(POINTS, "1e23..1e25", 2.8284271, None, 5.6568542, id="over an uncertain compute"),
        pytest.param(
            [*POINTS, {"compute": "1e24 FLOP", "gain": "9"}], "1e23..1e25", 4.2426407, None, 9, id="a top between"
        ),
        pytest.param(
            [{"compute": "1e22 FLOP", "gain": "1..4"}, {"compute": "1e26 FLOP", "gain": "4..16"}],
            "1e24",
            2,
            4,
            8,
            id="points with intervals",
        ),
    ],
)
def test_a_gain_is_read_at_the_compute_reached(
    points: list[Tree], run: str, low: float, central: float | None, high: float
) -> None:
    got = found(form(gain_at=points, measured_at=None), runs=[{"component": "pretrain", "flop": f"{run} FLOP"}])
    amount = got.amount
    assert amount is not None
    (factor,) = (item.estimate for item in amount.inputs if item.name == "/enhancement/0/gain")
    assert (float(factor.low), float(factor.high or 0)) == pytest.approx((low, high), rel=1e-6)
    assert central is None or float(factor.central or 0) == pytest.approx(central, rel=1e-6)
    assert factor.low <= Fraction(low) * (1 + Fraction(1, 10**7))


def test_outside_its_points_a_gain_is_extrapolated_like_any_other() -> None:
    far = found(
        form(gain_at=POINTS, measured_at=None, kind="optimizer"), runs=[{"component": "pretrain", "flop": "1e27"}]
    )
    assert "1.0 orders of magnitude above the measured range" in far.steps[1].what
    close(value(far), 8 * 0.8274796434e27, 8e27, 8 * 1.2084889434e27)
    remote = found(form(gain_at=POINTS, measured_at=None), runs=[{"component": "pretrain", "flop": "1e30"}])
    assert remote.kind == "undefined"


def test_on_the_side_of_the_baseline_the_gain_is_read_at_its_own_compute() -> None:
    # 1e22 of the baseline is 5e21 of the new recipe, and 1e26 is 1.25e25: in between the line is straight again.
    got = found(form(gain_at=POINTS, measured_at=None, side="baseline"))
    amount = got.amount
    assert amount is not None
    (factor,) = (item.estimate for item in amount.inputs if item.name == "/enhancement/0/gain")
    read = LogLog(((Fraction(10**22), Fraction(2)), (Fraction(10**26), Fraction(8)))).at(factor.low * 10**24)
    assert float(read) == pytest.approx(float(factor.low), rel=1e-9)


def test_the_link_below_is_read_where_the_one_on_top_leads() -> None:
    got = found(
        form(name="q", gain_at=POINTS, measured_at=None),
        gain(name="r", gain="100", relative_to=["q"]),
    )
    close(value(got), 8e26, 8e26, 8e26)


positive = st.integers(1, 10**6).map(lambda number: Fraction(number, 1000))


@given(st.lists(st.tuples(positive, positive), min_size=1, max_size=5, unique_by=lambda p: p[0]), positive, positive)
def test_the_ends_over_a_range_hold_every_reading_in_it(points: Any, one: Fraction, other: Fraction) -> None:
    line = LogLog(tuple(sorted(points)))
    low, high = sorted((one, other))
    for inside in (low, (low + high) / 2, high):
        assert line.least(low, high) <= line.at(inside) <= line.most(low, high)


# --- two curves ----------------------------------------------------------------------------------------------------

OLD: Tree = {"id": "old", "law": "power", "floor": "2", "coefficient": "20", "exponent": "0.05"}
NEW: Tree = {"id": "new", "law": "power", "floor": "2", "coefficient": "20", "exponent": "0.1"}
WHERE: Tree = {"domain": "1e20 FLOP .. 1e50 FLOP".replace(" FLOP ..", "..")}
PAIR = form(curves={"baseline": "old", "new": "new"}, measured_at=None)


def test_a_gain_follows_from_two_curves() -> None:
    # m_new(C) = (a_A/a_B)^(1/b_A) C^(b_B/b_A - 1) = C
    got = found(PAIR, curve=[{**OLD, **WHERE}, {**NEW, **WHERE}])
    close(value(got), 1e48, 1e48, 1e48)
    assert got.steps[1].inputs[0].value == "new over old"


@pytest.mark.parametrize(
    "curves, pair, reason",
    [
        ([NEW], PAIR, "the gain 'moe' (/enhancement/0) names the curve 'old', which does not exist"),
        (
            [{**OLD, **WHERE, "metric": "gpqa"}, {**NEW, **WHERE}],
            PAIR,
            "the gain 'moe' (/enhancement/0) rests on the curve 'old' of gpqa, and the definition is on c4-loss",
        ),
        ([OLD, NEW], PAIR, "the gain 'moe' (/enhancement/0) lacks measured_at"),
        (
            [{**OLD, "domain": "1e20..1e22 FLOP"}, {**NEW, "domain": "1e20..1e25 FLOP"}],
            PAIR,
            "the gain 'moe' (/enhancement/0) is used 26 orders of magnitude above the measured range: "
            "over 3, no evidence",
        ),
        (
            [{**OLD, **WHERE, "floor": "2.2"}, {**NEW, **WHERE}],
            PAIR,
            "the gain 'moe' (/enhancement/0) cannot be read: unbounded: "
            "no compute reaches 2.07: the curve's floor is 2.2",
        ),
    ],
)
def test_two_curves_that_give_no_gain(curves: list[Tree], pair: Tree, reason: str) -> None:
    got = value(found(pair, curve=curves))
    assert got.kind == "undefined"
    assert re.sub(r"(?<=[.][0-9]{2})[0-9]+", "", got.reason) == reason


def test_the_errors_of_curves_are_in_the_interval() -> None:
    uncertain = {**NEW, **WHERE, "coefficient": {"value": "20", "low": "19", "high": "21", "level": "90%"}}
    got = found(PAIR, curve=[{**OLD, **WHERE}, uncertain])
    amount = got.amount
    assert amount is not None
    bounds = amount.bounds()
    assert bounds.high is not None
    # d ln m / d ln a_B = -1/b_A = -20, so that 5 % of the coefficient is about a factor 2.7 either way
    assert float(bounds.low / 10**48) == pytest.approx(0.37, rel=0.2)
    assert float(bounds.high / 10**48) == pytest.approx(2.7, rel=0.2)
    assert found(PAIR, curve=[{**OLD, **WHERE}, uncertain]) == got


# --- one form and no other -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"samples": ["2"]}, "is stated in 2 forms (gain, samples): keep one"),
        (
            {"gain": None, "samples": ["2", "3"], "gsd": "2"},
            "has a geometric standard deviation (gsd), which goes with gain and not with samples",
        ),
        ({"gain": "2..3", "gsd": "2"}, "has a gsd around a gain that is not one value above 0"),
        ({"gain": "2", "gsd": "0.5"}, "has a geometric standard deviation (gsd) that is not one value of at least 1"),
        ({"gain": None, "samples": ["2", ">3", "1"]}, "has samples that are not each one value above 0"),
        ({"gain": None, "samples": ["2", "0", "1"]}, "has samples that are not each one value above 0"),
        (
            {"gain": None, "gain_at": [*POINTS, POINTS[0]]},
            "has points of gain_at at a compute of 0, or two at the same compute",
        ),
        (
            {"gain": None, "gain_at": [{"compute": "1e22..1e23 FLOP", "gain": "2"}]},
            "has a point of gain_at whose compute is not one value",
        ),
        (
            {"gain": None, "gain_at": [{"compute": "1e22 FLOP", "gain": ">2"}]},
            "has a point of gain_at that is a bound or 0, between which nothing can be read",
        ),
        (
            {
                "gain": None,
                "gain_at": [{"compute": "1e22", "gain": "1"}, {"compute": "1e23", "gain": "100"}],
                "side": "baseline",
            },
            "cannot be read: it grows faster than the compute of the baseline itself, "
            "so that one run has several factors",
        ),
        (
            {"evidence_arithmetic": {"before": "2", "after": "1", "unit": "gpu_hours"}},
            "is measured in hours of chips: its part per FLOP is not known",
        ),
        (
            {"evidence_arithmetic": {"before": "2", "after": "1", "unit": "usd"}},
            "is measured in money: its part per FLOP is not known",
        ),
    ],
)
def test_evidence_that_is_none(changes: Tree, reason: str) -> None:
    assert value(found(gain(**changes), of=LOSS)) == undefined(f"the gain 'moe' (/enhancement/0) {reason}")


def test_steps_and_tokens_are_flagged() -> None:
    got = found(gain(gain="2", evidence_arithmetic={"before": "2", "after": "1", "unit": "steps"}))
    assert got.steps[1].what.endswith("measured in steps: what one of them costs is taken as unchanged")
    assert value(got).central == "2e24"


def test_the_recurrent_network_is_no_evidence_for_a_run_of_today() -> None:
    # L09: losses less 1.9 nats, fitted from 1e14 to 5e17 FLOP; 1.7e5 at 1e25 of the new recipe
    l09 = case("L09")
    low, high = l09.inputs["fit_range_flop"]
    laws = {name: l09.inputs["curves_(a,b) reducible loss = a*C^-b"][name] for name in ("LSTM", "transformer_modern")}
    curves = [
        {
            "id": name,
            "law": "power",
            "floor": "1.9",
            "coefficient": str(coefficient),
            "exponent": str(exponent),
            "domain": f"{low}..{high} FLOP",
        }
        for name, (coefficient, exponent) in laws.items()
    ]
    pair = form(curves={"baseline": "LSTM", "new": "transformer_modern"}, measured_at=None)
    got = found(pair, curve=curves, runs=[{"component": "pretrain", "flop": "1e25 FLOP"}])
    assert got.kind == "undefined"
    words = got.steps[1].what
    assert "used at 1.0e25 FLOP of the new recipe (7.3 orders of magnitude above the measured range)" in words
    assert "1.7e30 FLOP of the baseline (13 orders of magnitude above the measured range)" in words
    assert "as a scenario only, never as evidence: 1.7e5" in words


@pytest.mark.parametrize(
    "side, run, words",
    [
        ("new", "1e25", "used at 1.0e25 FLOP; inside the measured range"),
        ("baseline", "1e24", "used at 1.0e25 FLOP; inside the measured range"),
        ("baseline", "1e25", "used at 1.0e26 FLOP; 1.0 orders of magnitude above the measured range"),
    ],
)
def test_points_on_the_side_of_the_baseline_have_the_gain_in_their_scale(side: str, run: str, words: str) -> None:
    points = [{"compute": f"{compute} FLOP", "gain": "10"} for compute in ("1e24", "1e25")]
    runs = [{"component": "pretrain", "flop": f"{run} FLOP"}]
    step = found(form(measured_at=None, gain_at=points, side=side), runs=runs).steps[1].what
    assert words in step


def test_points_of_two_levels_count_as_of_the_lower() -> None:
    """3 .. 12 around 6 at 90 % on one end of the line; at 95 % it would be narrower as a log-normal."""
    points = [
        {"compute": f"{compute} FLOP", "gain": {"value": "6", "low": "3", "high": "12", "level": level}}
        for compute, level in (("1e22", "95%"), ("1e26", "90%"))
    ]
    step = found(form(measured_at=None, gain_at=points)).steps[2].what
    assert "as independent log-normals, 90%: 3.0 .. 12 (median 6.0" in step
