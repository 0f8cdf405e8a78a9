"""The picture of a gain against scale: the same curve gives the same bytes, and a name is never taken for markup."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from flopguard.errors import UsageError
from flopguard.report.draw import drawn
from flopguard.result import GainCurve
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


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match=r"python -m pip install 'flopguard\[plot\]'"):
        drawn(CURVE, "svg")
