from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from flopguard.definition.load import definitions_of_text
from flopguard.definition.types import Curve, Definitions, Metric, MetricKind
from flopguard.effective.curves.answer import LN10
from flopguard.effective.curves.frontier import Frontier
from flopguard.effective.curves.law import Law
from flopguard.effective.curves.log_linear import LogLinear
from flopguard.effective.curves.logistic import Logistic
from flopguard.effective.curves.points import Point, Points
from flopguard.effective.curves.power import Power
from flopguard.effective.curves.read import law_of
from flopguard.fields import Figure
from flopguard.quantity import point
from flopguard.units import Dimension

D = Decimal
LOSS = Metric(name="held-out loss", kind=MetricKind.LOSS)
ACCURACY = Metric(name="exam", kind=MetricKind.ACCURACY)
FALLING_ACCURACY = Metric(name="errors", kind=MetricKind.ACCURACY, direction="lower_better")


def curve(text: str) -> Curve:
    found = definitions_of_text(f'definitions = 1\n[[curve]]\nid = "c"\n{text}\n', "curves.toml")
    assert isinstance(found, Definitions), found
    return found.curve[0]


POWER = 'law = "power"\nfloor = "1.7"\ncoefficient = "1000"\nexponent = "0.15"\n'
TWO_POINTS = 'points = [{ compute = "1e23 FLOP", score = "60%" }, { compute = "1e22 FLOP", score = "40%" }]\n'
LAWS: list[tuple[str, Metric | None, Law]] = [
    (POWER, LOSS, Power(D("1.7"), D(1000), D("0.15"))),
    (POWER, None, Power(D("1.7"), D(1000), D("0.15"))),
    # An interval is an uncertainty; the law takes the central value.
    (
        POWER.replace('"1000"', '{ value = "1000", low = "900", high = "1200" }'),
        LOSS,
        Power(D("1.7"), D(1000), D("0.15")),
    ),
    (POWER.replace('"1000"', '"500..2000"'), LOSS, Power(D("1.7"), D(1000), D("0.15"))),
    (
        'law = "frontier"\nfloor = "1.69"\nparameter_coefficient = "406.4"\nparameter_exponent = "0.34"\n'
        'data_coefficient = "410.7"\ndata_exponent = "0.28"',
        LOSS,
        Frontier(D("1.69"), D("406.4"), D("0.34"), D("410.7"), D("0.28"), D(6)),
    ),
    (
        'law = "logistic"\nfloor = "0.25"\nceiling = "0.95"\nslope = "2"\nmidpoint = "1e24 FLOP"',
        ACCURACY,
        Logistic(D("0.25"), D("0.95"), D(2), D("1e24"), LN10, False),
    ),
    (
        'law = "logistic"\nfloor = "0"\nceiling = "0.95"\nslope = "2"\nslope_per = "e-fold"\nmidpoint = "1e24 FLOP"',
        FALLING_ACCURACY,
        Logistic(D(0), D("0.95"), D(2), D("1e24"), D(1), True),
    ),
    ('law = "log_linear"\nslope = "0.1683"\nslope_per = "e-fold"', None, LogLinear(D("0.1683"), D(1))),
    (
        'law = "log_linear"\nslope = "12"\nanchor = { compute = "1e24 FLOP", score = "50" }',
        ACCURACY,
        LogLinear(D(12), LN10, (D("1e24"), D(50))),
    ),
    (
        'law = "points"\n' + TWO_POINTS,
        ACCURACY,
        Points((Point(D("1e22"), D("0.4")), Point(D("1e23"), D("0.6"))), False, "linear", D(0), D(1)),
    ),
    (
        'law = "points"\nfloor = "0.1"\ninterpolation = "log_excess"\n' + TWO_POINTS,
        FALLING_ACCURACY,
        Points((Point(D("1e22"), D("0.4")), Point(D("1e23"), D("0.6"))), True, "log_excess", D("0.1"), D(1)),
    ),
]


@pytest.mark.parametrize("text, metric, law", LAWS)
def test_a_curve_becomes_a_law(text: str, metric: Metric | None, law: Law) -> None:
    assert law_of(curve(text), metric) == law


def ratio(text: str) -> Figure:
    return Figure(estimate=point(Fraction(text), Dimension.RATIO))


def test_the_metric_gives_the_ends_that_the_curve_does_not() -> None:
    metric = Metric(name="exam", kind=MetricKind.ACCURACY, floor=ratio("1/4"), ceiling=ratio("9/10"))
    text = 'law = "logistic"\nceiling = "0.95"\nslope = "2"\nmidpoint = "1e24 FLOP"'
    assert law_of(curve(text), metric) == Logistic(D("0.25"), D("0.95"), D(2), D("1e24"), LN10)


@pytest.mark.parametrize(
    "text, metric, problems",
    [
        ('law = "power"', LOSS, "floor is missing; coefficient is missing; exponent is missing"),
        (POWER.replace('"1000"', '"<1000"'), LOSS, "coefficient is only a bound"),
        (POWER.replace('"1000"', '">1000"'), LOSS, "coefficient is only a bound"),
        (POWER.replace('"1000"', '"0"'), LOSS, "coefficient must be above 0"),
        (POWER, ACCURACY, "power is the law of a score that falls, and of 'exam' higher is better"),
        (
            'law = "frontier"\nfloor = "1.69"',
            LOSS,
            "parameter_coefficient is missing; parameter_exponent is missing; "
            "data_coefficient is missing; data_exponent is missing",
        ),
        ('law = "logistic"', None, "floor is missing; ceiling is missing; slope is missing; midpoint is missing"),
        ('law = "log_linear"\nslope = "1"\nanchor = { score = "50" }', None, "anchor has no compute"),
        ('law = "points"', ACCURACY, "there are no points"),
        ('law = "points"\n' + TWO_POINTS, None, "points need a metric that says whether lower or higher is better"),
        ('law = "points"\npoints = [{ compute = "1e22 FLOP" }]', ACCURACY, "points.0 has no score"),
        ('law = "points"\ninterpolation = "log_excess"\n' + TWO_POINTS, FALLING_ACCURACY, "log_excess needs a floor"),
        (
            POWER + 'uncertain = ["slope"]\ncovariance = [["1"]]',
            LOSS,
            "uncertain names 'slope', which is none of floor, coefficient, exponent",
        ),
        (
            POWER.replace('"1.7"', '"0"') + 'uncertain = ["ln floor"]\ncovariance = [["1"]]',
            LOSS,
            "uncertain names 'ln floor', and floor is not above 0",
        ),
        (
            POWER + 'uncertain = ["floor", "exponent", "ln floor"]\ndraws = [["1.7", "0.15", "0.5"]]',
            LOSS,
            "uncertain names 'floor' more than once",
        ),
        (
            POWER + 'uncertain = ["floor"]',
            LOSS,
            "uncertain has names, and neither covariance nor draws say how uncertain they are",
        ),
        (
            POWER + 'uncertain = ["floor", "exponent"]\ncovariance = [["1", "0"], ["0", "1"], ["0", "0"]]',
            LOSS,
            "covariance must have as many rows and columns as uncertain has names: 2",
        ),
        (
            POWER + 'uncertain = ["floor", "exponent"]\ncovariance = [["1"]]',
            LOSS,
            "covariance must have as many rows and columns as uncertain has names: 2",
        ),
        (
            POWER + 'uncertain = ["floor", "exponent"]\ncovariance = [["1", "0"], ["0.1", "1"]]',
            LOSS,
            "covariance must be symmetric",
        ),
        (
            POWER + 'uncertain = ["floor", "exponent"]\ncovariance = [["1", "2"], ["2", "1"]]',
            LOSS,
            "no parameters have this covariance: it gives some of their sums a variance below 0; more digits may help",
        ),
        (
            POWER + 'uncertain = ["floor"]\ndraws = [["1.7"], ["1.7", "2"]]',
            LOSS,
            "each row of draws must have as many numbers as uncertain has names: 1",
        ),
    ],
)
def test_what_makes_no_law(text: str, metric: Metric | None, problems: str) -> None:
    assert law_of(curve(text), metric) == f"the curve 'c' cannot be used: {problems}"


def test_a_curve_without_a_law() -> None:
    assert law_of(curve(""), LOSS) == "the curve 'c' has no law"
