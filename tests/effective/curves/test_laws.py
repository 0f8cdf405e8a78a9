from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flopguard.effective.curves.answer import EXACT, FARTHEST, LN10, NEAREST, Answer, at_least, at_most, exp, of_ln
from flopguard.effective.curves.law import Law
from flopguard.effective.curves.log_linear import LogLinear
from flopguard.effective.curves.logistic import Logistic
from flopguard.effective.curves.points import Points
from flopguard.effective.curves.power import Power
from tests.effective.curves.laws import computes, near, powers, rising_points, smooth

D = Decimal
FEW = settings(max_examples=60)


@given(smooth, computes)
@FEW
def test_the_compute_of_the_score_of_a_compute_is_that_compute(law: Law, compute: Decimal) -> None:
    score = law.score(compute)
    assert score is not None
    assume(law.limit is None or abs(score - law.limit) > D("1e-12"))
    assume(law.worst is None or abs(score - law.worst) > D("1e-12"))
    assert near(law.compute(score).value, compute, "1e-15")


@given(rising_points(), st.integers(0, 1000))
@FEW
def test_between_points_too(law: Points, thousandths: int) -> None:
    first, last = law.points[0].compute, law.points[-1].compute
    compute = first * (last / first) ** (D(thousandths) / 1000)
    score = law.score(min(max(compute, first), last))
    assert score is not None
    assert near(law.compute(score).value, compute, "1e-15")


@given(smooth, computes, computes)
@FEW
def test_more_compute_is_a_better_score(law: Law, one: Decimal, other: Decimal) -> None:
    assume(not near(one, other, "1e-3"))
    less, more = (law.score(compute) for compute in sorted((one, other)))
    assert less is not None
    assert more is not None
    assume(law.limit is None or abs(less - law.limit) > D("1e-30"))
    assume(law.worst is None or abs(more - law.worst) > D("1e-30"))
    assert law.better(more, less)


@given(smooth, computes)
@FEW
def test_sensitivities_are_derivatives(law: Law, compute: Decimal) -> None:
    """Each against the difference of two inversions a step apart."""
    score = law.score(compute)
    assert score is not None
    assume(law.limit is None or abs(score - law.limit) > D("1e-6"))
    assume(law.worst is None or abs(score - law.worst) > D("1e-6"))
    found = law.sensitivity(score)
    assert found is not None
    for name, slope in found.items():
        assert near(slope, _difference(law, name, score), "1e-6") or abs(slope) < D("1e-12"), name


STEP = D("1e-12")


def _difference(law: Law, name: str, score: Decimal) -> Decimal:
    if name == "score":
        ends = [law.compute(EXACT.add(score, step)) for step in (-STEP, STEP)]
        width = 2 * STEP
    else:
        known = law.parameters()[name]
        size = STEP * max(abs(known), D("1e-3"))
        ends = [law.with_parameters({name: EXACT.add(known, step)}).compute(score) for step in (-size, size)]
        width = 2 * size
    return EXACT.divide(EXACT.ln(EXACT.divide(ends[1].value, ends[0].value)), width)


@given(rising_points(), st.integers(1, 999))
@FEW
def test_sensitivities_between_points_too(law: Points, thousandths: int) -> None:
    first, last = law.points[0].compute, law.points[-1].compute
    score = law.score(first * (last / first) ** (D(thousandths) / 1000))
    assert score is not None
    assume(all(abs(score - point.score) > D("1e-6") for point in law.points))
    found = law.sensitivity(score)
    assert found is not None
    for name, slope in found.items():
        assert near(slope, _difference(law, name, score), "1e-6") or abs(slope) < D("1e-12"), name


@given(powers, computes)
@FEW
def test_the_derivative_by_a_logarithm(law: Power, compute: Decimal) -> None:
    score = law.score(compute)
    assume(score - law.floor > D("1e-12"))
    found = law.derivative("ln coefficient", score)
    assert found is not None
    assert near(found, EXACT.divide(D(1), law.exponent))
    higher = law.with_parameters({"ln coefficient": EXACT.ln(law.coefficient)})
    assert near(higher.coefficient, law.coefficient)


@given(st.decimals(-10, 10, places=6), smooth)
@FEW
def test_no_score_makes_infinity(score: Decimal, law: Law) -> None:
    found = law.compute(score)
    assert all(number.is_finite() and NEAREST <= number <= FARTHEST for number in found.values)
    assert found.reason or found.kind == "value"


@given(smooth, st.decimals(-6, 60, places=2))
@FEW
def test_no_compute_makes_infinity(law: Law, order: Decimal) -> None:
    score = law.score(Decimal(10) ** order)
    assert score is not None
    assert score.is_finite()


LINE = LogLinear(D(12), LN10, (D("1e24"), D(50)), D(0), D(100))
SHARE = Logistic(D("0.25"), D("0.95"), D(2), D("1e24"), LN10)
ERROR = Logistic(D("0.25"), D("0.95"), D(2), D("1e24"), LN10, lower_is_better=True)
BOUNDS: list[tuple[Law, str, str]] = [
    (Power(D("1.7"), D(1000), D("0.15")), "1.7", "no compute reaches 1.7: the curve's floor is 1.7"),
    (Power(D("1.7"), D(1000), D("0.15")), "-1", "no compute reaches -1: the curve's floor is 1.7"),
    (
        Logistic(D("0.25"), D("0.95"), D(2), D("1e24"), LN10),
        "0.95",
        "no compute reaches 0.95: the curve's limit is 0.95",
    ),
    (
        Logistic(D("0.25"), D("0.95"), D(2), D("1e24"), LN10, True),
        "0.25",
        "no compute reaches 0.25: the curve's limit is 0.25",
    ),
    (LINE, "100.1", "no compute reaches 100.1: the curve's limit is 100"),
]


@pytest.mark.parametrize("law, score, reason", BOUNDS)
def test_past_the_limit_nothing_is_reached(law: Law, score: str, reason: str) -> None:
    found = law.compute(D(score))
    assert (found.kind, found.values) == ("unbounded", ())
    assert reason in found.reason


@pytest.mark.parametrize(
    "law, score, reason",
    [
        (SHARE, "0.25", "0.25 is no better than 0.25"),
        (ERROR, "0.96", "0.96 is no better than 0.95"),
        (LINE, "-1", "-1 is past the bad end of the scale"),
        (LogLinear(D(12), LN10), "50", "only the ratio of two computes"),
    ],
)
def test_what_has_no_compute(law: Law, score: str, reason: str) -> None:
    found = law.compute(D(score))
    assert (found.kind, found.values) == ("undefined", ())
    assert reason in found.reason
    assert law.sensitivity(D(score)) is None


def test_a_line_says_nothing_past_its_scale() -> None:
    assert LINE.score(D("1e40")) is None
    assert LogLinear(D(12), LN10).score(D("1e24")) is None
    assert LINE.ratio(D(101), D(50)).kind == "unbounded"
    assert LINE.ratio(D(50), D(-1)).kind == "undefined"


@pytest.mark.parametrize(
    "law, reason",
    [
        (Power(D(0), D(0), D("0.1")), "coefficient must be above 0"),
        (Power(D(0), D(-1), D("-0.1")), "coefficient, exponent must be above 0"),
        (Logistic(D("0.5"), D("0.5"), D(2), D("1e24"), LN10), "ceiling must be above floor"),
        (Logistic(D("0.25"), D("0.95"), D(0), D("1e24"), LN10), "slope must be above 0"),
        (LogLinear(D(0), LN10), "slope must be above 0"),
        (LogLinear(D(1), LN10, (D(0), D(1))), "the anchor's compute must be above 0"),
        (LINE, None),
    ],
)
def test_parameters_that_make_no_curve(law: Law, reason: str | None) -> None:
    assert law.impossible() == reason


@pytest.mark.parametrize(
    "ln_compute, expected",
    [
        (D(200), at_least(D("1e60"), "more than 1e60 FLOP, which is no compute at all")),
        (D(-200), at_most(D("1e-60"), "less than 1e-60 FLOP, which is no compute at all")),
    ],
)
def test_compute_has_ends(ln_compute: Decimal, expected: Answer) -> None:
    assert of_ln(ln_compute) == expected


def test_exponentials_do_not_overflow() -> None:
    assert exp(D("1e9")) == exp(D(20000))
    assert 0 < exp(D("-1e9")) < D("1e-8000")
