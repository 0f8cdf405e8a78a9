"""The fit itself: it finds the law that points were made from, and how well they determine it."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from statistics import stdev

import numpy as np
import pytest

from flopguard.effective.fit.fit import Fit, Wanted, best_split, fit
from flopguard.effective.fit.forms import FORMS
from flopguard.effective.fit.points import Columns, Points, PointsError, read_points
from tests.effective.fit.tables import Law, frontier_points, line, logistic, points, power, scales

EXACT: dict[str, tuple[Points, Wanted, dict[str, float]]] = {
    "power": (
        points(power, scales(18, 23, 9)),
        Wanted(law="power"),
        {"floor": 1.7, "coefficient": 1000, "exponent": 0.15},
    ),
    "power with its floor": (
        points(power, scales(18, 23, 9)),
        Wanted(law="power", floor=1.7),
        {"floor": 1.7, "coefficient": 1000, "exponent": 0.15},
    ),
    "frontier": (
        frontier_points(),
        Wanted(law="frontier"),
        {
            "floor": 1.8,
            "parameter_coefficient": 480,
            "parameter_exponent": 0.35,
            "data_coefficient": 2100,
            "data_exponent": 0.37,
        },
    ),
    "logistic": (
        points(logistic, scales(22, 26, 12)),
        Wanted(law="logistic"),
        {"slope": 2, "midpoint": 1e24, "floor": 0.25, "ceiling": 0.95},
    ),
    "logistic between known ends": (
        points(logistic, scales(22, 26, 12)),
        Wanted(law="logistic", floor=0.25, ceiling=0.95),
        {"slope": 2, "midpoint": 1e24},
    ),
    "log_linear": (points(line, scales(23, 25, 5)), Wanted(law="log_linear"), {"slope": 0.12, "anchor.score": 0.4}),
}


@pytest.mark.parametrize("name", EXACT)
def test_points_without_noise_give_back_their_law(name: str) -> None:
    table, wanted, expected = EXACT[name]
    found = fit(table, wanted)
    assert found.converged
    assert {part: found.value(part) for part in expected} == pytest.approx(expected, rel=1e-4)
    assert max(map(abs, found.residuals)) < 1e-6


@pytest.mark.parametrize("law", FORMS)
def test_the_derivatives_are_those_of_the_law(law: str) -> None:
    form = FORMS[law](frontier_points())
    start = np.array(next(iter(form.starts()))) * 1.03 + 0.01
    _, slopes = form.predicted(start)
    for place in range(len(start)):
        step = np.zeros(len(start))
        step[place] = 1e-6
        numeric = (form.predicted(start + step)[0] - form.predicted(start - step)[0]) / 2e-6
        assert slopes[:, place] == pytest.approx(numeric, rel=1e-4, abs=1e-7)


@pytest.mark.parametrize("law", FORMS)
def test_the_named_parameters_say_the_same_curve(law: str) -> None:
    """What a file says, worked out by hand, is what the centred form predicts."""
    table = frontier_points()
    form = FORMS[law](table)
    vector = np.array(next(iter(form.starts())))
    named = dict(zip(form.names, form.named(vector), strict=True))
    compute = np.array([float(row.compute) for row in table.rows])
    parameters = np.array([float(row.parameters or 0) for row in table.rows])
    tokens = np.array([float(row.tokens or 0) for row in table.rows])
    by_hand: dict[str, Callable[[], np.ndarray]] = {
        "power": lambda: named["floor"] + np.exp(named["ln coefficient"]) * compute ** -named["exponent"],
        "frontier": lambda: (
            named["floor"]
            + np.exp(named["ln parameter_coefficient"]) * parameters ** -named["parameter_exponent"]
            + np.exp(named["ln data_coefficient"]) * tokens ** -named["data_exponent"]
        ),
        "logistic": lambda: (
            named["floor"]
            + (named["ceiling"] - named["floor"])
            / (1 + np.exp(-named["slope"] * (np.log10(compute) - named["ln midpoint"] / np.log(10))))
        ),
        "log_linear": lambda: (
            named["anchor.score"] + named["slope"] * (np.log10(compute) - float(form.anchor.log10()))  # type: ignore[attr-defined]
        ),
    }
    assert form.predicted(vector)[0] == pytest.approx(by_hand[law](), rel=1e-9)


@pytest.mark.parametrize(
    "law, table, noise, wanted",
    [
        (power, scales(18, 23, 40), 0.003, Wanted(law="power", delta=0.001)),
        (power, scales(18, 23, 24), 0.003, Wanted(law="power", delta=0.01)),
        (logistic, scales(22, 26, 30), 0.02, Wanted(law="logistic", floor=0.25, ceiling=0.95)),
        (line, scales(22, 26, 12), 0.02, Wanted(law="log_linear")),
    ],
)
def test_the_stated_errors_are_those_of_repeated_experiments(
    law: Law, table: list[float], noise: float, wanted: Wanted
) -> None:
    """Over 30 tables the parameters scatter as one fit says they do, within what 30 can tell."""
    fits = [fit(points(law, table, noise, seed, relative=law is power), wanted) for seed in range(30)]
    for place in fits[0].fitted:
        scatter = stdev(each.values[place] for each in fits)
        stated = sorted(each.error(place) for each in fits)[15]
        assert 0.6 < stated / scatter < 1.6, fits[0].names[place]


def test_the_errors_of_a_frontier_are_those_of_repeated_experiments() -> None:
    fits = [fit(frontier_points(0.005, seed), Wanted(law="frontier", delta=0.005)) for seed in range(20)]
    for place in fits[0].fitted:
        stated = sorted(each.error(place) for each in fits)[10]
        assert 0.6 < stated / stdev(each.values[place] for each in fits) < 1.7, fits[0].names[place]


def test_the_bootstrap_agrees_with_the_stated_errors() -> None:
    found = fit(points(power, scales(18, 23, 40), 0.003), Wanted(law="power", delta=0.01, bootstrap=200))
    for place in found.fitted:
        assert 0.6 < stdev(row[place] for row in found.draws) / found.error(place) < 1.6


def test_a_stray_point_does_not_bend_a_loss_curve() -> None:
    table = points(power, scales(18, 23, 21), 0.001)
    rows = [replace(row, score=row.score * 2) if number == 10 else row for number, row in enumerate(table.rows)]
    bent = fit(replace(table, rows=tuple(rows)), Wanted(law="power"))
    assert bent.value("floor") == pytest.approx(1.7, abs=0.03)
    assert bent.value("exponent") == pytest.approx(0.15, abs=0.01)


def test_the_order_of_the_rows_changes_nothing_that_counts() -> None:
    table = points(power, scales(18, 23, 15), 0.003)
    turned = replace(table, rows=tuple(reversed(table.rows)))
    assert fit(turned, Wanted(law="power")).values == pytest.approx(fit(table, Wanted(law="power")).values, rel=1e-5)


@pytest.mark.parametrize("factor", [7, 86_400_000, Fraction(1, 1000)])
def test_another_unit_of_compute_or_of_loss_changes_no_exponent(factor: Fraction | int) -> None:
    table = points(power, scales(18, 23, 15), 0.003)
    scaled = tuple(replace(row, compute=row.compute * factor, score=row.score * 2) for row in table.rows)
    one, other = fit(table, Wanted(law="power")), fit(replace(table, rows=scaled), Wanted(law="power"))
    assert other.value("exponent") == pytest.approx(one.value("exponent"), rel=1e-4)
    assert other.value("floor") == pytest.approx(2 * one.value("floor"), rel=1e-4)
    shifted = 2 * one.value("coefficient") * float(factor) ** one.value("exponent")
    assert other.value("coefficient") == pytest.approx(shifted, rel=1e-2)
    assert other.error(2) == pytest.approx(one.error(2), rel=1e-2)


def test_the_same_seed_gives_the_same_draws_and_another_one_others() -> None:
    table = points(power, scales(18, 23, 12), 0.003)
    first, again, other = (fit(table, Wanted(law="power", bootstrap=5, seed=seed)).draws for seed in (3, 3, 4))
    assert first == again
    assert first != other
    assert len(first) == 5


def test_a_weight_is_the_inverse_of_a_standard_error() -> None:
    """Half of the points lie 0.1 too high and say that they are unsure by a thousand times as much."""
    rows = [
        f"{compute!r},{line(compute) + (0.1 if number % 2 else 0)!r},{1.0 if number % 2 else 0.001}"
        for number, compute in enumerate(scales(22, 26, 21))
    ]
    text = "compute,score,standard_error\n" + "\n".join(rows)
    found = fit(read_points(text, "p.csv", Columns(named={})), Wanted(law="log_linear"))
    assert found.weighted
    assert found.value("anchor.score") == pytest.approx(0.4, abs=1e-4)


def test_a_floor_that_would_be_negative_is_held_at_zero() -> None:
    table = points(lambda compute: 30 * compute**-0.06 - 0.5, scales(18, 22, 9))
    found = fit(table, Wanted(law="power"))
    assert found.at_bound == ("floor",)
    assert found.value("floor") == 0
    assert [found.names[place] for place in found.fitted] == ["ln coefficient", "exponent"]
    assert found.error(0) == 0


def test_a_ceiling_of_a_share_is_held_at_one() -> None:
    table = points(lambda compute: logistic(compute) / 0.95 * 1.2, scales(22, 24.2, 9))
    found = fit(table, Wanted(law="logistic", floor=0.25 / 0.95 * 1.2))
    assert (found.at_bound, found.value("ceiling")) == (("ceiling",), 1)


@pytest.mark.parametrize(
    "wanted, table, message",
    [
        (
            Wanted(law="power"),
            points(lambda compute: 3 - power(compute) / 2, scales(18, 22, 9)),
            "p.csv: the score does not fall with compute; a power law is for a loss",
        ),
        (
            Wanted(law="log_linear"),
            points(power, scales(18, 22, 9)),
            "p.csv: the score does not rise with compute; for a loss take --law power",
        ),
        (
            Wanted(law="power"),
            points(power, scales(18, 22, 2)),
            "p.csv: 2 points cannot determine 3 parameters",
        ),
        (
            Wanted(law="power"),
            points(lambda compute: 0.0, scales(18, 22, 3)),
            "p.csv:2: a loss of 0 has no logarithm\np.csv:3: a loss of 0 has no logarithm\n"
            "p.csv:4: a loss of 0 has no logarithm",
        ),
        (
            Wanted(law="power"),
            points(power, [1e20] * 4),
            "p.csv: every point has the same compute; a curve needs several",
        ),
        (
            Wanted(law="logistic", floor=0.0),
            points(lambda compute: 0.5, scales(18, 24, 7)),
            "p.csv: every point has the same score; no compute follows from such a curve",
        ),
        (
            Wanted(law="power", floor=3.0),
            points(power, scales(18, 22, 9)),
            "p.csv: a floor of 3 is not below the best loss, 2.20119",
        ),
        (
            Wanted(law="logistic", floor=0.9, ceiling=0.8),
            points(logistic, scales(22, 26, 9)),
            "p.csv: a floor of 0.9 is not below the ceiling of 0.8",
        ),
    ],
)
def test_points_that_give_no_curve(wanted: Wanted, table: Points, message: str) -> None:
    with pytest.raises(PointsError) as caught:
        fit(table, wanted)
    assert str(caught.value) == message


def test_the_best_split_is_where_the_loss_is_lowest() -> None:
    found: Fit = fit(frontier_points(), Wanted(law="frontier"))
    compute = 1e21
    best = best_split(found, compute)

    def loss(ratio: float) -> float:
        parameters = (compute / 6 / ratio) ** 0.5
        return 480 * parameters**-0.35 + 2100 * (ratio * parameters) ** -0.37

    around = [loss(best * 1.1**step) for step in range(-3, 4)]
    assert min(around) == loss(best)
    assert all(left > right for left, right in pairwise(around[:4]))
