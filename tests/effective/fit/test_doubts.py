"""Warnings: each has points that call for it, and good points call for none."""

from dataclasses import replace
from math import exp

import pytest

from flopguard.effective.fit.doubts import doubts
from flopguard.effective.fit.fit import Fit, Wanted, fit
from flopguard.effective.fit.points import Columns, Points, read_points
from tests.effective.cases import case
from tests.effective.fit.tables import frontier_points, line, logistic, points, power, scales

WIDE = scales(18, 24, 30)
HIGH = scales(22.5, 26, 20)


def good() -> Fit:
    return fit(points(power, WIDE, 0.0005), Wanted(law="power"))


@pytest.mark.parametrize(
    "table, wanted",
    [
        (points(power, WIDE, 0.0005), Wanted(law="power", bootstrap=100)),
        (frontier_points(0.0005), Wanted(law="frontier")),
        (points(logistic, scales(22, 26, 20), 0.01, relative=False), Wanted(law="logistic", floor=0.25, ceiling=0.95)),
        (points(line, scales(22, 26, 20), 0.01, relative=False), Wanted(law="log_linear")),
    ],
)
def test_good_points_raise_no_doubt(table: Points, wanted: Wanted) -> None:
    assert doubts(fit(table, wanted)) == ()


def with_errors(error: float) -> Points:
    rows = "\n".join(
        f"{row.compute},{float(row.score)!r},{error}" for row in points(line, HIGH, 0.05, relative=False).rows
    )
    return read_points(f"compute,score,standard_error\n{rows}", "p.csv", Columns(named={}))


def off_convention() -> Points:
    table = frontier_points(0.0005)
    return replace(table, rows=(*table.rows[:-1], replace(table.rows[-1], compute=10 * table.rows[-1].compute)))


def hungry() -> Points:
    """The law of Ho and others in 2023, which has no floor; by case L43 its optimum is all parameters."""
    inputs = case("L05").inputs
    years = 2023 - 2012
    first = exp(float(inputs["k1"]) - float(inputs["ay"]) * years)
    second = exp(float(inputs["k2"]) - float(inputs["by"]) * years)
    rows = []
    for row in frontier_points().rows:
        parameters, tokens = float(row.parameters or 0), float(row.tokens or 0)
        loss = first * parameters ** -float(inputs["ap"]) + second * tokens ** -float(inputs["bd"])
        rows.append(f"{parameters!r},{tokens!r},{loss!r}")
    return read_points("parameters,tokens,score\n" + "\n".join(rows), "p.csv", Columns(named={}, frontier=True))


@pytest.mark.parametrize(
    "table, wanted, said",
    [
        (points(power, scales(18, 22, 5), 0.001), Wanted(law="power"), "5 points for 3 parameters: fewer than 6"),
        (points(power, scales(20, 21, 12), 0.0001), Wanted(law="power"), "compute spans 1 orders of magnitude"),
        (points(power, scales(20, 21, 12), 0.003), Wanted(law="power"), "floor and exponent are correlated by"),
        (
            points(line, scales(23, 23.5, 5), 0.05, seed=5, relative=False),
            Wanted(law="log_linear"),
            "the standard error of slope is",
        ),
        (
            points(lambda compute: 1.7 + 1e6 * compute**-0.4, scales(18, 24, 20), 0.002),
            Wanted(law="power"),
            "is within noise of the best score",
        ),
        (
            points(lambda compute: 30 * compute**-0.06 - 0.5, scales(18, 22, 9)),
            Wanted(law="power"),
            "floor went to the end of its range and was held there",
        ),
        (
            hungry(),
            Wanted(law="frontier", floor=0.0),
            "at 1e25 FLOP is 4.1e-6 tokens for each parameter, which is absurd",
        ),
        (off_convention(), Wanted(law="frontier"), "compute is over 3x off 6 x parameters x tokens in line 25"),
        (
            points(logistic, scales(22, 23.8, 20), 0.001, relative=False),
            Wanted(law="logistic", floor=0.25, ceiling=0.95),
            "lies outside the points: half of the curve was not seen",
        ),
        (
            points(logistic, scales(22, 26, 20), 0.01, relative=False),
            Wanted(law="logistic", floor=0.25, ceiling=0.9),
            "scores lie outside floor and ceiling",
        ),
        (
            points(lambda compute: 0.1 if compute < 1e24 else 0.9, scales(22, 26, 12)),
            Wanted(law="logistic", floor=0.1, ceiling=0.9),
            "fewer than 3 points lie on the rise of the curve; its slope is a guess",
        ),
        (with_errors(0.001), Wanted(law="log_linear"), "times as much as their standard errors say"),
        (points(power, WIDE, 0.0005), Wanted(law="power", bootstrap=7), "7 refits give no tail of an interval"),
    ],
)
def test_points_that_do_not_support_a_curve_say_why(table: Points, wanted: Wanted, said: str) -> None:
    found = doubts(fit(table, wanted))
    assert [doubt for doubt in found if said in doubt] != [], found


def test_errors_that_cover_the_scatter_raise_no_doubt() -> None:
    assert doubts(fit(with_errors(0.05), Wanted(law="log_linear"))) == ()


def test_a_search_that_did_not_settle_is_told_first() -> None:
    assert doubts(replace(good(), converged=False))[0].startswith("the search did not converge")


def test_draws_that_are_no_curve_are_counted() -> None:
    rows = ((1.7, 6.9, 0.15), (1.7, 6.9, -0.01), (1.7, 6.9, 0.0))
    (said,) = doubts(replace(good(), draws=rows))
    assert said.startswith("in 2 of 3 refits to resampled points the score does not get better with compute")


def test_a_midpoint_that_is_not_known_is_told() -> None:
    made = fit(points(logistic, HIGH, 0.01, relative=False), Wanted(law="logistic", floor=0.25, ceiling=0.95))
    loose = tuple(tuple(1e6 * entry for entry in row) for row in made.covariance)
    assert "the midpoint is not known within a factor of ten" in doubts(replace(made, covariance=loose))
