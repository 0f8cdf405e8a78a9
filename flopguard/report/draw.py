"""A gain against scale as a picture, in SVG or PNG. The same curve gives the same bytes.

matplotlib is imported here and nowhere else; it comes with the extra `plot`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from math import isnan, nan
from typing import Any

from flopguard.errors import UsageError
from flopguard.result import EffectiveValue, GainCurve

FORMATS = ("svg", "png")
_SIDES = (
    ("new", "#0b62a4", "scale is the new recipe's compute"),
    ("baseline", "#b3541e", "scale is the baseline's compute"),
)
_STRONG = ("inside", "near", "far")
_METADATA = {"svg": {"Date": None, "Creator": "flopguard"}, "png": {"Software": "flopguard"}}
_LARGEST = 1e300


def drawn(curve: GainCurve, form: str) -> bytes:
    """The picture. Raises UsageError where matplotlib is missing."""
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise UsageError("drawing needs matplotlib: python -m pip install 'flopguard[plot]'") from None

    settings: Any = {"svg.hashsalt": "flopguard", "svg.fonttype": "path", "font.family": "DejaVu Sans", "font.size": 10}
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(8, 5), layout="constrained")
        _draw(figure.subplots(), curve)
        out = io.BytesIO()
        figure.savefig(out, format=form, dpi=150, metadata=_METADATA[form])
    return out.getvalue()


def _draw(axes: Any, curve: GainCurve) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    _measured(axes, curve)
    for side, colour, label in _SIDES:
        _side(axes, curve, side, colour, label)
    axes.axhline(1, color="#777777", linewidth=0.8)
    for crossing in curve.crossings:
        axes.axvline(float(crossing), color="#777777", linewidth=0.8, linestyle=":")
    if curve.saturates_at is not None:
        axes.axvline(
            float(curve.saturates_at), color="#a00000", linewidth=1, linestyle="--", label="baseline saturates"
        )
    axes.set_xlabel("training compute (FLOP)")
    axes.set_ylabel("gain (x)")
    axes.set_title(f"Gain of {_plain(curve.new)} over {_plain(curve.baseline)}", fontsize=11)
    axes.grid(visible=True, which="major", color="#dddddd", linewidth=0.6)
    axes.legend(loc="best", fontsize=9, framealpha=0.9)


def _plain(text: str) -> str:
    """A name in which nothing is taken for a formula."""
    return text.replace("\\", "/").replace("$", r"\$")


def _measured(axes: Any, curve: GainCurve) -> None:
    if curve.measured is not None and curve.measured.high is not None:
        ends = float(curve.measured.low), float(curve.measured.high)
        axes.axvspan(*ends, color="#0b62a4", alpha=0.10, linewidth=0, label="measured")


def _side(axes: Any, curve: GainCurve, side: str, colour: str, label: str) -> None:
    """One line a side: whole where it is evidence, broken where it is not, and with a gap where it has no one value."""
    found = list(_values(curve, side))
    strong = [(x, y if is_strong else nan) for x, y, is_strong in found]
    is_shown = any(not isnan(y) for _, y in strong)
    broken, whole = ("", label) if is_shown else (f"{label}, no evidence", "")
    axes.plot(
        [x for x, _, _ in found], [y for _, y, _ in found], color=colour, linestyle="--", linewidth=1, label=broken
    )
    axes.plot([x for x, _ in strong], [y for _, y in strong], color=colour, linewidth=2.4, label=whole)


def _values(curve: GainCurve, side: str) -> Iterator[tuple[float, float, bool]]:
    """Each compute with its gain, and whether that is evidence; nan, which draws nothing, where it is no number."""
    for point in curve.points:
        value: EffectiveValue = getattr(point, side)
        number = float(value.central) if value.kind == "value" and value.central is not None else nan
        shown = number if 0 < number < _LARGEST else nan
        yield float(point.compute), shown, getattr(point, f"{side}_evidence") in _STRONG
