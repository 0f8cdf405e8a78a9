"""The picture of a gain against scale: the same curve gives the same bytes, and a name is never taken for markup."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from math import isnan

import pytest

from flopguard.errors import UsageError
from flopguard.report import draw
from flopguard.report.draw import drawn
from flopguard.result import EffectiveValue, GainCurve, ScalePoint
from tests.report.reports import MAXIMAL

CURVE: GainCurve = MAXIMAL.gain_curves[0]


def test_the_same_curve_gives_the_same_bytes() -> None:
    pytest.importorskip("matplotlib")
    for form, begins in (("svg", b"<?xml"), ("png", b"\x89PNG")):
        assert drawn(CURVE, form) == drawn(CURVE, form)
        assert drawn(CURVE, form).startswith(begins)


def test_a_name_with_markup_is_text() -> None:
    pytest.importorskip("matplotlib")
    named = replace(CURVE, new="$x^2$ \\frac <script>alert(1)</script> & 'y'")
    root = ET.fromstring(drawn(named, "svg"))  # well-formed
    assert [element for element in root.iter() if element.tag.endswith("script")] == []


def test_a_curve_without_a_known_figure_is_drawn_too() -> None:
    pytest.importorskip("matplotlib")
    (_, last) = CURVE.points
    assert drawn(replace(CURVE, points=(last,), measured=None, crossings=(), saturates_at=None), "png")


def lines(curve: GainCurve) -> list[tuple[str, list[float], list[float]]]:
    """Label, scales and gains of each line that is drawn along the scale; what is no number is left out."""
    figure = pytest.importorskip("matplotlib.figure").Figure()
    axes = figure.subplots()
    for side, colour, label in draw._SIDES:
        draw._side(axes, curve, side, colour, label)
    return [(line.get_label(), list(line.get_xdata()), list(line.get_ydata())) for line in axes.lines]


def point(compute: str, gain: str | None, evidence: str) -> ScalePoint:
    value = EffectiveValue(kind="unbounded") if gain is None else EffectiveValue(kind="value", low=gain, central=gain)
    return ScalePoint(
        compute=compute, new=value, new_evidence=evidence, baseline=value, baseline_evidence=evidence,
        new_outside=(), baseline_outside=(),
    )  # fmt: skip


def test_a_line_has_a_gap_where_the_gain_is_no_number_and_where_it_is_no_evidence() -> None:
    points = (point("10", "2", "inside"), point("100", None, "inside"), point("1000", "3", "remote"))
    broken, whole = lines(replace(CURVE, points=points))[:2]
    assert (broken[0], broken[1], [y for y in broken[2] if y == y]) == ("_child0", [10, 100, 1000], [2, 3])
    assert isnan(broken[2][1])
    assert (whole[0], [y for y in whole[2] if y == y]) == ("scale is the new recipe's compute", [2])
    assert [isnan(y) for y in whole[2]] == [False, True, True]


def test_a_side_without_evidence_says_so() -> None:
    only = replace(CURVE, points=(point("10", "2", "remote"), point("100", "3", "remote")))
    assert [label for label, _, _ in lines(only) if not label.startswith("_")] == [
        "scale is the new recipe's compute, no evidence",
        "scale is the baseline's compute, no evidence",
    ]


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match=r"python -m pip install 'flopguard\[plot\]'"):
        drawn(CURVE, "svg")
