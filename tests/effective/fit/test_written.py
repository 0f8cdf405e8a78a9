"""The file that a fit becomes: valid whatever it is called, and all of the uncertainty in it."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from flopguard.definition.load import definitions_of_text
from flopguard.definition.types import Curve, Definitions
from flopguard.effective.fit.fit import Fit, Wanted, figure, fit
from flopguard.effective.fit.summary import summary
from flopguard.effective.fit.written import Naming, number, written
from tests.effective.fit.tables import frontier_points, line, points, power, scales

PLAIN = Naming(id="house", metric="loss", source="points.csv")


def curve_of(made: Fit, naming: Naming = PLAIN) -> Curve:
    found = definitions_of_text(written(made, naming), "x")
    assert isinstance(found, Definitions), found
    (curve,) = found.curve
    return curve


def noisy(bootstrap: int = 0) -> Fit:
    return fit(points(power, scales(18, 24, 20), 0.001), Wanted(law="power", bootstrap=bootstrap))


@pytest.mark.parametrize("name", ['a "house"', "a\\b", "line\nbreak", "\x7f\x1b", "\N{FOX FACE} und Ü", "# [[curve]]"])
def test_any_text_can_be_a_name(name: str) -> None:
    curve = curve_of(noisy(), Naming(id=name, metric=name, source=name))
    assert (curve.id, curve.metric, curve.source) == (name, name, name)


def test_the_numbers_of_the_fit_are_in_the_file_to_ten_digits() -> None:
    made = noisy(bootstrap=4)
    curve = curve_of(made)
    assert curve.uncertain == ("floor", "ln coefficient", "exponent")
    for figured, value in ((curve.floor, made.value("floor")), (curve.exponent, made.value("exponent"))):
        assert figured is not None
        assert float(figured.estimate.low) == pytest.approx(value, rel=1e-9)
    assert [[float(entry) for entry in row] for row in curve.covariance] == [
        pytest.approx(list(row), rel=1e-9) for row in made.covariance
    ]
    assert [[float(entry) for entry in row] for row in curve.draws] == [
        pytest.approx(list(row), rel=1e-9) for row in made.draws
    ]
    assert curve.seed == 0
    assert curve.domain is not None
    assert (curve.domain.estimate.low, curve.domain.estimate.high) == (10**18, 10**24)


def test_a_parameter_that_is_given_is_not_uncertain() -> None:
    made = fit(points(power, scales(18, 24, 20), 0.001), Wanted(law="power", floor=1.7, bootstrap=3))
    curve = curve_of(made)
    assert curve.uncertain == ("ln coefficient", "exponent")
    assert {len(row) for row in (*curve.covariance, *curve.draws)} == {2}


def test_a_floor_held_at_its_end_is_uncertain_where_refits_may_leave_it() -> None:
    table = points(lambda compute: 30 * compute**-0.06 - 0.002, scales(18, 22, 14), 0.004, seed=3)
    held = fit(table, Wanted(law="power"))
    assert held.at_bound == ("floor",)
    assert curve_of(held).uncertain == ("ln coefficient", "exponent")
    drawn = fit(table, Wanted(law="power", bootstrap=20))
    assert curve_of(drawn).uncertain == ("floor", "ln coefficient", "exponent")
    assert len({row[0] for row in curve_of(drawn).draws}) > 1


def test_draws_that_are_no_curve_are_not_written() -> None:
    made = replace(noisy(), draws=((1.7, 6.9, 0.15), (1.7, 6.9, -0.01)))
    assert curve_of(made).draws == ()


def test_a_fit_without_spare_points_states_no_uncertainty() -> None:
    made = fit(points(power, scales(18, 24, 3)), Wanted(law="power"))
    curve = curve_of(made)
    assert (curve.uncertain, curve.covariance) == ((), ())
    assert "none: no more points than parameters" in (curve.note or "")
    assert summary(made).count("(standard error unknown)") == 3


@pytest.mark.parametrize(
    "made, kind",
    [
        (noisy(), "loss"),
        (fit(points(line, scales(22, 26, 9)), Wanted(law="log_linear")), "accuracy"),
        (fit(points(lambda compute: 100 * line(compute), scales(22, 26, 9)), Wanted(law="log_linear")), "latent_index"),
        (fit(frontier_points(), Wanted(law="frontier")), "loss"),
    ],
)
def test_the_comments_of_the_skeleton_are_valid_once_they_are_no_comments(made: Fit, kind: str) -> None:
    text = re.sub(r"^# (?=\w+ = )", "", written(made, PLAIN), flags=re.M)
    found = definitions_of_text(text, "x")
    assert isinstance(found, Definitions), found
    (definition,) = found.definition
    assert definition.metric is not None
    assert definition.metric.kind == kind
    assert None not in (definition.baseline, definition.compute_scope, definition.scale_side, definition.source)
    assert definition.reference_scale is not None
    assert definition.reference_scale.estimate.low == min(row.compute for row in made.points.rows)


@pytest.mark.parametrize(
    "value, text", [(1.5e25, "1.5e25"), (0.25, "0.25"), (1e-7, "1e-7"), (123456.7891234, "123456.7891"), (-0.5, "-0.5")]
)
def test_numbers_are_spelt_as_quantities(value: float, text: str) -> None:
    assert number(value) == text
    assert Fraction(text) == pytest.approx(Fraction(value), rel=1e-9)


def test_a_figure_for_people_has_few_digits() -> None:
    assert [figure(2.43539e25, 2), figure(0.16, 2), figure(120.4, 2)] == ["2.4e25", "0.16", "1.2e2"]
