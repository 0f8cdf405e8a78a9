"""The identities that multipliers satisfy, over random pairs of curves."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings

from flopguard.effective.curves.allocation import Allocated, Rule
from flopguard.effective.curves.answer import EXACT, LN10, Answer
from flopguard.effective.curves.bracket import LEAST, MOST, crossings, gain_by_bracket
from flopguard.effective.curves.frontier import Frontier
from flopguard.effective.curves.gain import Chain, Link, chained, gain_at, saturation, slope_at
from flopguard.effective.curves.law import Law
from flopguard.effective.curves.log_linear import LogLinear
from flopguard.effective.curves.logistic import Logistic
from flopguard.effective.curves.points import Point, Points
from flopguard.effective.curves.power import Power
from tests.effective.curves.laws import between, closed, computes, exponents, frontiers, near, powers

D = Decimal
FEW = settings(max_examples=60)
coefficients = between("1", "5000")


def is_value(found: Answer) -> bool:
    return found.kind == "value"


@given(closed, closed, computes)
@FEW
def test_the_two_sides_share_their_pairs(baseline: Law, new: Law, compute: Decimal) -> None:
    assume(baseline.lower_is_better == new.lower_is_better)
    on_new = gain_at(baseline, new, compute, "new")
    assume(is_value(on_new))
    reached = EXACT.multiply(compute, on_new.value)
    assume(D("1e5") < reached < D("1e40"))
    on_baseline = gain_at(baseline, new, reached, "baseline")
    assume(is_value(on_baseline))
    assert near(on_baseline.value, on_new.value, "1e-8")


@given(coefficients, exponents, coefficients, exponents, computes)
@FEW
def test_power_laws_with_one_floor(a: Decimal, b: Decimal, new_a: Decimal, new_b: Decimal, compute: Decimal) -> None:
    baseline, new = Power(D("1.7"), a, b), Power(D("1.7"), new_a, new_b)
    ln_ratio, ln_compute = EXACT.ln(EXACT.divide(a, new_a)), EXACT.ln(compute)
    slopes = {"new": new_b / b - 1, "baseline": 1 - b / new_b}
    for side, slope, divisor in (("new", slopes["new"], b), ("baseline", slopes["baseline"], new_b)):
        found = gain_at(baseline, new, compute, side)  # type: ignore[arg-type]
        assume(is_value(found))
        assert abs(EXACT.ln(found.value) - (ln_ratio / divisor + slope * ln_compute)) < D("1e-9")
        assert near(slope_at(baseline, new, compute, side).value, slope, "1e-9") or abs(slope) < D("1e-20")  # type: ignore[arg-type]


@given(powers, powers, computes)
@FEW
def test_past_the_saturation_there_is_no_multiplier(baseline: Power, new: Power, compute: Decimal) -> None:
    assume(new.floor + D("0.01") < baseline.floor)
    start = saturation(baseline, new)
    assume(is_value(start))
    score_there = new.score(start.value)
    assert near(score_there, baseline.floor)
    past = EXACT.multiply(start.value, D("1.001"))
    assert gain_at(baseline, new, past, "new").kind == "unbounded"
    before = gain_at(baseline, new, EXACT.multiply(start.value, D("0.999")), "new")
    assert before.kind in ("value", "at_least")
    if compute > past:
        assert gain_at(baseline, new, compute, "new").kind == "unbounded"


@given(powers, powers, powers, computes)
@FEW
def test_the_chain_rule(first: Power, second: Power, third: Power, compute: Decimal) -> None:
    one_floor = [Power(D("1.5"), law.coefficient, law.exponent) for law in (first, second, third)]
    found = chained(one_floor, compute)
    assume(is_value(found.total))
    assert near(found.total.value, gain_at(one_floor[0], one_floor[2], compute, "new").value, "1e-8")


@given(coefficients, coefficients, coefficients, exponents, computes)
@FEW
def test_parallel_curves_chain_at_any_compute(
    one: Decimal, two: Decimal, three: Decimal, exponent: Decimal, compute: Decimal
) -> None:
    found = chained([Power(D(0), a, exponent) for a in (one, two, three)], compute)
    assume(is_value(found.total) and is_value(found.naive))
    assert near(found.total.value, found.naive.value, "1e-15")


@given(frontiers, computes, between("0.1", "10"))
@FEW
def test_no_split_is_better_than_the_best(law: Frontier, compute: Decimal, off: Decimal) -> None:
    best = law.best_split(compute)
    assert near(law.spent(best.parameters, best.tokens), compute)
    assert near(law.loss(best.parameters, best.tokens), law.score(compute))
    moved = law.loss(best.parameters * off, best.tokens / off)
    assert moved >= law.score(compute) - D("1e-25")
    penalty = law.allocation_penalty(best.parameters * off, best.tokens / off)
    assert penalty.kind != "value" or penalty.value >= 1 - D("1e-9")


@given(closed, closed, computes)
@FEW
def test_halving_finds_what_the_closed_form_has(baseline: Law, new: Law, compute: Decimal) -> None:
    assume(baseline.lower_is_better == new.lower_is_better)
    for law, other in ((baseline, new), (new, baseline)):
        assume(_says_something(law, other, compute))
    for side in ("new", "baseline"):
        exactly, halved = (gain(baseline, new, compute, side) for gain in (gain_at, gain_by_bracket))  # type: ignore[operator]
        if halved.kind == "value":
            assert exactly.kind == "value"
            assert near(exactly.value, halved.value, "1e-8")
        elif exactly.kind == "value":
            found = exactly.value * compute if side == "new" else compute / exactly.value
            assert not LEAST < found < MOST


def _says_something(law: Law, other: Law, compute: Decimal) -> bool:
    """Whether a score can be told from the limits of both."""
    score = law.score(compute)
    ends = [end for end in (law.limit, law.worst, other.limit, other.worst) if end is not None]
    return score is not None and all(abs(score - end) > D("1e-9") for end in ends)


@given(powers, powers)
@settings(max_examples=15)
def test_curves_cross_where_the_multiplier_is_one(baseline: Power, new: Power) -> None:
    for meeting in crossings(baseline, new, D("1e12"), D("1e30")):
        for side in ("new", "baseline"):
            assert near(gain_at(baseline, new, meeting.compute, side).value, D(1), "1e-8")  # type: ignore[arg-type]


OLD, NEW = Power(D("1.9"), D(1000), D("0.15")), Power(D("1.7"), D(1000), D("0.15"))
POINTS = Points((Point(D("1e22"), D("0.4")), Point(D("1e23"), D("0.6"))))
LINE = LogLinear(D("0.1"), LN10, (D("1e22"), D("0.4")))


def test_the_other_way_round_the_new_one_never_gets_there() -> None:
    far = gain_at(NEW, OLD, D("1e25"), "baseline")
    assert (far.kind, far.reason.split(": ")[1]) == ("undefined", "the curve's floor is 1.9")
    assert saturation(NEW, OLD).reason == "the new recipe never passes the baseline's limit 1.7"


@pytest.mark.parametrize(
    "baseline, new, compute, side, kind",
    [
        (POINTS, LINE, "1e23", "new", "value"),
        (POINTS, LINE, "1e25", "new", "at_least"),
        (POINTS, LINE, "1e21", "new", "at_most"),
        (LINE, POINTS, "1e25", "baseline", "at_most"),
        (LINE, POINTS, "1e21", "baseline", "at_least"),
        (POINTS, LINE, "1e25", "baseline", "undefined"),
        (LINE, POINTS, "1e25", "new", "undefined"),
    ],
)
def test_points_bound_a_multiplier(baseline: Law, new: Law, compute: str, side: str, kind: str) -> None:
    assert gain_at(baseline, new, D(compute), side).kind == kind  # type: ignore[arg-type]


def test_a_curve_too_near_its_limit_says_nothing() -> None:
    steep = Power(D("1.7"), D(1), D(5))
    found = gain_at(steep, steep, D("1e25"), "new")
    assert (found.kind, found.reason) == (
        "undefined",
        "at 1e25 FLOP the curve is too near its limit 1.7 to be told from it",
    )


def test_a_line_has_no_saturation_and_points_no_slope() -> None:
    assert saturation(LINE, LINE).kind == "undefined"
    assert slope_at(POINTS, LINE, D("1e25"), "new").kind == "undefined"
    assert slope_at(LINE, POINTS, D("1e25"), "new").kind == "undefined"


def test_a_chain_ends_where_a_link_is_no_number() -> None:
    gain = gain_at(OLD, NEW, D("1e25"), "new")
    assert chained([OLD, NEW], D("1e25")) == Chain(links=(Link(D("1e25"), gain),), total=gain, naive=gain)
    found = chained([NEW, OLD, NEW], D("1e25"))
    assert (len(found.links), found.total.kind) == (1, "unbounded")
    bounded = chained([LINE, POINTS, LINE], D("1e25"))
    assert (len(bounded.links), bounded.total.kind) == (1, "undefined")
    last = chained([POINTS, LINE], D("1e25"))
    assert last.total == gain_at(POINTS, LINE, D("1e25"), "new")


def test_curves_that_are_one_cross_nowhere() -> None:
    assert crossings(OLD, OLD) == ()


def test_a_crossing_within_measured_points() -> None:
    line = LogLinear(D("0.1"), LN10, (D("1e22"), D("0.45")))
    (meeting,) = crossings(POINTS, line)
    assert near(meeting.compute, EXACT.power(D(10), D("22.5")), "1e-20")
    assert not meeting.touching


@pytest.mark.parametrize("lower, count", [("0", 1), ("1e-9", 2), ("-1e-9", 0)])
def test_curves_that_nearly_touch(lower: str, count: int) -> None:
    """A floor a little lower makes two crossings of one touch, a little higher none."""
    best = Frontier(D("1.69"), D("406.4"), D("0.34"), D("410.7"), D("0.28"))
    kept = Allocated(best.with_parameters({"floor": D("1.69") - D(lower)}), Rule(D("3.63e-6"), D("0.73")))
    found = crossings(kept, best, D("1e16"), D("1e21"))
    assert [meeting.touching for meeting in found] == ([True] if count == 1 else [False] * count)
    for meeting in found:
        assert near(kept.score(meeting.compute), best.score(meeting.compute), "1e-25")


def test_two_curves_that_end_alike_meet_nowhere() -> None:
    steep = [Power(D("1.7"), coefficient, D(3)) for coefficient in (D(10), D(20))]
    assert crossings(*steep) == ()


def test_halving_a_logistic_and_a_law_that_ends() -> None:
    law = Logistic(D("0.25"), D("0.95"), D(2), D("1e24"), LN10)
    assert near(gain_by_bracket(law, law, D("1e24"), "new").value, D(1))
    assert gain_by_bracket(POINTS, LINE, D("1e22"), "new").kind == "undefined"
    assert gain_by_bracket(LINE, POINTS, D("1e25"), "new").kind == "undefined"
