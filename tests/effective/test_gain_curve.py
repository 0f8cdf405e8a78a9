"""A gain against scale: both sides, what lies outside the measured range, and where the curves meet or part."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flopguard.definition.load import definitions_of_text
from flopguard.definition.types import Curve, Definitions
from flopguard.document import validate
from flopguard.effective.gain_curve import GainCurveError, gain_curve
from flopguard.result import GainCurve, Range, ScalePoint

FILE = Path(__file__).parent.parent / "data" / "effective" / "lstm.definitions.toml"


def lstm_and_modern() -> tuple[Curve, Curve]:
    found = definitions_of_text(FILE.read_text(encoding="utf-8"), FILE.name)
    assert isinstance(found, Definitions), found
    old, new = found.curve
    return old, new


def curve(**given_: Any) -> Curve:
    fields = {"id": "c", "law": "power", "floor": "1.7", "coefficient": "1000", "exponent": "0.15", **given_}
    found = validate({"definitions": 1, "curve": [fields]}, Definitions)
    assert isinstance(found, Definitions), found
    return found.curve[0]


def at(found: GainCurve, compute: str) -> ScalePoint:
    return next(point for point in found.points if point.compute == compute)


def test_the_two_sides_of_one_scale_and_how_far_they_lie_outside() -> None:
    found = gain_curve(*lstm_and_modern())
    point = at(found, "1e25")
    assert (point.new.central, point.baseline.central) == ("1.727e5", "4.18342e3")
    assert (point.new_outside[0], point.baseline_outside[0]) == ("7.301", "7.301")
    assert (point.new_evidence, point.baseline_evidence) == ("remote", "remote")
    assert found.measured == Range(low="1e14", central=None, high="5e17")
    assert found.sources == ("arXiv 2511.21622 (primary)",)
    assert [round(Fraction(crossing) / 10**13, 3) for crossing in found.crossings] == [Fraction("1.825")]
    assert (found.saturates_at, found.touches) == (None, ())
    assert found.new_slope == pytest.approx(0.446, abs=5e-4)
    assert found.baseline_slope == pytest.approx(0.309, abs=5e-4)


def test_the_farther_of_the_pair_decides_what_it_is_worth() -> None:
    found = gain_curve(*lstm_and_modern())
    assert (at(found, "1e16").new_evidence, at(found, "1e16").new_outside) == ("inside", ("0.000", "0.000"))
    # 1e17 of the new recipe is worth 4.7e18 of the baseline, which was measured to 5e17 only.
    assert (at(found, "1e17").new_evidence, at(found, "1e17").new_outside) == ("far", ("0.000", "0.969"))
    assert (at(found, "1e18").new_evidence, at(found, "1e18").baseline_evidence) == ("beyond", "near")


def test_a_scale_that_is_asked_for_is_shown() -> None:
    found = gain_curve(*lstm_and_modern(), [Fraction(134 * 10**20)])
    assert at(found, "1.34e22").new.kind == "value"
    assert [Fraction(point.compute) for point in found.points] == sorted(Fraction(p.compute) for p in found.points)


def test_past_the_floor_of_the_baseline_the_gain_is_unbounded() -> None:
    found = gain_curve(curve(id="old", floor="1.9"), curve(id="new"))
    assert found.saturates_at is not None
    assert Fraction(found.saturates_at) == pytest.approx(4.56878e24, rel=1e-4)
    assert [at(found, compute).new.kind for compute in ("1e24", "1e25")] == ["value", "unbounded"]
    assert at(found, "1e25").baseline.kind == "value"
    assert (found.new_slope, found.measured) == (None, None)
    assert {point.new_evidence for point in found.points} == {"remote"}


LOGISTIC = {"law": "logistic", "floor": "0.2", "ceiling": "0.9", "slope": "2", "midpoint": "1e24"}


@pytest.mark.parametrize(
    "old, new, said",
    [
        (curve(metric="a"), curve(metric="b"), "the curves are of different metrics: a and b"),
        (curve(coefficient=">5"), curve(), "the curve 'c' cannot be used: coefficient is only a bound"),
        (curve(), curve(**LOGISTIC), "one curve is of a score that is better when it is lower"),
    ],
)
def test_what_has_no_gain_is_refused(old: Curve, new: Curve, said: str) -> None:
    with pytest.raises(GainCurveError, match=said):
        gain_curve(old, new)


@settings(max_examples=25, deadline=None)
@given(
    exponent=st.decimals("0.05", "0.3", places=3),
    other=st.decimals("0.05", "0.3", places=3),
    coefficient=st.integers(10, 5000),
)
def test_no_figure_is_infinite_and_every_point_is_told(exponent: Any, other: Any, coefficient: int) -> None:
    found = gain_curve(
        curve(id="old", exponent=str(exponent), domain="1e18..1e22 FLOP"),
        curve(id="new", exponent=str(other), coefficient=str(coefficient), domain="1e18..1e22 FLOP"),
    )
    for point in found.points:
        for side in (point.new, point.baseline):
            assert (side.kind == "value") is (side.central is not None)
            assert side.central or side.low or side.high or side.reason
            if side.central is not None:
                assert Fraction(side.central) > 0


@pytest.mark.parametrize(
    "old, new, measured",
    [
        ("1e18..1e22 FLOP", "1e19..1e23 FLOP", ("1e19", "1e22")),
        ("1e19..1e23 FLOP", "1e18..1e22 FLOP", ("1e19", "1e22")),
        ("1e18..1e23 FLOP", "1e19..1e20 FLOP", ("1e19", "1e20")),
        ("1e18..1e20 FLOP", "1e20..1e23 FLOP", ("1e20", "1e20")),
        ("1e18..1e19 FLOP", "1e20..1e23 FLOP", None),
    ],
)
def test_what_was_measured_is_what_both_have(old: str, new: str, measured: tuple[str, str] | None) -> None:
    found = gain_curve(curve(id="a", domain=old), curve(id="b", domain=new)).measured
    assert (found and (found.low, found.high)) == measured


def test_a_picture_has_eight_scales_an_order_and_the_table_one() -> None:
    pair = lstm_and_modern()
    plain, fine = gain_curve(*pair), gain_curve(*pair, fine=True)
    assert [point.compute for point in plain.points] == [f"1e{order}" for order in range(14, 27)]
    assert len(fine.points) == 12 * 8 + 1
    assert {point.compute for point in plain.points} < {point.compute for point in fine.points}


NOTES = [
    ("Fitted by hand.", "Fitted by hand.", ("Fitted by hand.",)),
    ("Fitted by hand. The floor is assumed.", "Fitted by hand.", ("Fitted by hand. The floor is assumed.",)),
    ("Fitted by hand.", "The floor is assumed.", ("Fitted by hand.", "The floor is assumed.")),
]


@pytest.mark.parametrize("old, new, told", NOTES)
def test_what_one_note_says_already_is_told_once(old: str, new: str, told: tuple[str, ...]) -> None:
    assert gain_curve(curve(note=old), curve(note=new, coefficient="900")).notes == told
