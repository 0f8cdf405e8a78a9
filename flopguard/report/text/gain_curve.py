"""A gain against scale as a table: both sides of the scale, and how far each lies outside what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from flopguard.quantity import show
from flopguard.report.amounts import amount_text, range_text
from flopguard.report.ansi import Ink
from flopguard.report.style import Style
from flopguard.report.text.layout import Line, Span, kept, wrap
from flopguard.result import EffectiveValue, GainCurve, ScalePoint

MARGIN = "  "
COMPUTE, GAIN, OUTSIDE = 9, 11, 21
_INK = {"inside": Ink.PLAIN, "near": Ink.PLAIN, "far": Ink.YELLOW, "beyond": Ink.YELLOW, "remote": Ink.RED}
_SAID = {"remote": "no evidence", "beyond": "weak"}


def lines(curve: GainCurve, style: Style) -> list[Line]:
    """The heading with its sources, the table, and what is special about the curves."""
    width = style.width
    made = wrap([Span(f"gain of {curve.new} over {curve.baseline}", Ink.BOLD), Span(_metric(curve))], width)
    for text in _about(curve):
        made += wrap(text, width, MARGIN, MARGIN + "  ")
    made += [(), _head(), *map(_row, curve.points), ()]
    for text in _special(curve):
        made += wrap(text, width, MARGIN, MARGIN + "  ")
    return made


def _metric(curve: GainCurve) -> str:
    return f", on {curve.metric}" if curve.metric else ""


def _about(curve: GainCurve) -> Iterator[str]:
    yield from (f"source: {source}" for source in curve.sources)
    if curve.measured is None:
        yield "over which compute both curves were measured is not stated: no figure here is evidence"
        return
    yield f"measured at {kept(range_text(curve.measured))}"
    yield (
        "'outside' are the orders of magnitude by which that compute, and what it is worth on the other side, lies "
        "outside; over 1.5 a gain is weak evidence, over 3 it is none"
    )


def _head() -> Line:
    cells = ("FLOP".ljust(COMPUTE), "of the new".ljust(GAIN), "outside".ljust(OUTSIDE), "of the old".ljust(GAIN))
    return (Span(f"{MARGIN}{''.join(cells)}outside", Ink.DIM),)


def _row(point: ScalePoint) -> Line:
    return (
        Span(MARGIN + _compute(point.compute).ljust(COMPUTE)),
        Span(_gain(point.new).ljust(GAIN), Ink.BOLD),
        Span(_distance(point.new_outside, point.new_evidence).ljust(OUTSIDE), _INK[point.new_evidence]),
        Span(_gain(point.baseline).ljust(GAIN), Ink.BOLD),
        Span(_distance(point.baseline_outside, point.baseline_evidence), _INK[point.baseline_evidence]),
    )


def _compute(text: str) -> str:
    return amount_text(text).removeprefix("about ")


def _gain(value: EffectiveValue) -> str:
    match value.kind:
        case "value" if value.central is not None:
            return f"{show(Fraction(value.central))}x"
        case "at_least" if value.low is not None:
            return f">= {show(Fraction(value.low))}x"
        case "at_most" if value.high is not None:
            return f"<= {show(Fraction(value.high))}x"
        case "multivalued":
            return f"{len(value.values)} values"
        case kind:
            return kind


def _distance(outside: Sequence[str], evidence: str) -> str:
    """By how much the compute itself lies outside, and what it is worth on the other side."""
    if evidence == "inside":
        return "inside"
    distance = " / ".join(f"{Fraction(orders):.1f}" for orders in outside)
    return " ".join(part for part in (distance, _SAID.get(evidence)) if part)


def _special(curve: GainCurve) -> Iterator[str]:
    for crossing in curve.crossings:
        yield f"the curves cross at {_compute(crossing)} FLOP: there the gain is 1x, and on one side of it below 1"
    if curve.saturates_at is not None:
        yield (
            f"from {_compute(curve.saturates_at)} FLOP of the new recipe on, no compute of the baseline reaches the "
            "same score: the gain is unbounded, and says nothing of capability"
        )
    if curve.new_slope is not None and curve.baseline_slope is not None:
        slopes = f"{curve.new_slope:+.3f} by the new recipe's compute, {curve.baseline_slope:+.3f} by the baseline's"
        yield f"for each tenfold of compute the gain changes in log10 by {slopes}"
    yield from curve.notes
