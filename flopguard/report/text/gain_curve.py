"""A gain against scale as a table: both sides of the scale, and how far each lies outside what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, InvalidOperation

from flopguard.report.amounts import amount_text, range_text, short_text
from flopguard.report.ansi import Ink
from flopguard.report.style import Style
from flopguard.report.text.layout import Line, Span, kept, wrap
from flopguard.result import EffectiveValue, GainCurve, ScalePoint

MARGIN = "  "
COMPUTE, GAIN, OUTSIDE = 9, 12, 20
_NARROWEST = len(MARGIN) + COMPUTE + 2 * (GAIN + OUTSIDE)
_INK = {"inside": Ink.PLAIN, "near": Ink.PLAIN, "far": Ink.YELLOW, "beyond": Ink.YELLOW, "remote": Ink.RED}
_SAID = {"remote": "none", "beyond": "weak"}
_HOW = (
    "FLOP is the new recipe's compute (new side) or the baseline's (old side). 'outside' are the orders of magnitude "
    "by which it and its counterpart of the same score lie outside; over 1.5 a gain is weak evidence, over 3 none"
)


def lines(curve: GainCurve, style: Style) -> list[Line]:
    """The heading with its sources, the table, and what is special about the curves."""
    width = style.width
    made = wrap([Span(f"gain of {curve.new} over {curve.baseline}", Ink.BOLD), Span(_metric(curve))], width)
    for text in _about(curve):
        made += wrap(text, width, MARGIN, MARGIN + "  ")
    made += [(), *_table(curve, width), ()]
    for text in _special(curve):
        made += wrap(text, width, MARGIN, MARGIN + "  ")
    return made


def _metric(curve: GainCurve) -> str:
    return f", on {curve.metric}" if curve.metric else ""


def _about(curve: GainCurve) -> Iterator[str]:
    yield from (f"source: {source}" for source in curve.sources)
    if curve.measured is None and any(point.new_outside for point in curve.points):
        yield "the two curves were measured over no compute in common"
        yield _HOW
    elif curve.measured is None:
        yield "over which compute both curves were measured is not stated: no figure here is evidence"
    else:
        yield f"measured at {kept(range_text(curve.measured))}"
        yield _HOW


def _table(curve: GainCurve, width: int) -> list[Line]:
    """A row a compute; where columns do not fit, a paragraph each."""
    rows = [_cells(point) for point in curve.points]
    if width < _NARROWEST or any(map(_too_long, rows)):
        return [line for row in rows for line in _paragraph(row, width)]
    head = [Span(text) for text in ("FLOP", "new side", "outside", "old side", "outside")]
    return [_columns([Span(span.text, Ink.DIM) for span in head]), *map(_columns, rows)]


_WIDTHS = (COMPUTE, GAIN, OUTSIDE, GAIN, OUTSIDE)


def _cells(point: ScalePoint) -> list[Span]:
    return [
        Span(_compute(point.compute)),
        Span(_gain(point.new), Ink.BOLD),
        Span(_distance(point.new_outside, point.new_evidence), _INK.get(point.new_evidence, Ink.PLAIN)),
        Span(_gain(point.baseline), Ink.BOLD),
        Span(_distance(point.baseline_outside, point.baseline_evidence), _INK.get(point.baseline_evidence, Ink.PLAIN)),
    ]


def _compute(text: str) -> str:
    """A compute with three digits at most; that it was cut needs no word here."""
    return amount_text(text).removeprefix("about ")


def _too_long(row: Sequence[Span]) -> bool:
    return any(len(span.text) >= room or not span.text.isascii() for span, room in zip(row, _WIDTHS, strict=True))


def _columns(row: Sequence[Span]) -> Line:
    padded = (Span(span.text.ljust(room), span.ink) for span, room in zip(row[:-1], _WIDTHS, strict=False))
    return (Span(MARGIN), *padded, row[-1])


def _paragraph(row: Sequence[Span], width: int) -> list[Line]:
    compute, new, new_outside, old, old_outside = row
    text = [
        *(Span(f"{compute.text} FLOP: "), Span("new side "), new, Span(" (outside: "), new_outside),
        *(Span("), old side "), old, Span(" (outside: "), old_outside, Span(")")),
    ]
    return wrap(text, width, MARGIN, MARGIN + "  ")


def _gain(value: EffectiveValue) -> str:
    match value.kind:
        case "value" if value.central is not None:
            return f"{short_text(value.central)}x"
        case "at_least" if value.low is not None:
            return f">= {short_text(_cut(value.low, ROUND_FLOOR))}x"
        case "at_most" if value.high is not None:
            return f"<= {short_text(_cut(value.high, ROUND_CEILING))}x"
        case "multivalued":
            return f"{len(value.values)} values"
        case kind:
            return kind


def _cut(text: str, rounding: str) -> str:
    """Two digits of a bound, rounded so that it still holds; the text itself where it is no number."""
    try:
        return str(Context(prec=2, rounding=rounding).create_decimal(text))
    except InvalidOperation:
        return text


def _distance(outside: Sequence[str], evidence: str) -> str:
    """By how much the compute itself lies outside, and what it is worth on the other side."""
    if evidence == "inside":
        return "inside"
    return " ".join(part for part in (" / ".join(map(_tenths, outside)), _SAID.get(evidence)) if part)


def _tenths(orders: str) -> str:
    """Orders of magnitude with one decimal, cut and not rounded up."""
    whole, _, rest = orders.partition(".")
    return f"{whole}.{rest[:1] or '0'}"


def _special(curve: GainCurve) -> Iterator[str]:
    for crossing in curve.crossings:
        yield f"the curves cross at {_compute(crossing)} FLOP: the gain is 1x there, and below 1 on one side of it"
    for touch in curve.touches:
        yield f"the curves touch at {_compute(touch)} FLOP without crossing: the gain is 1x there"
    if curve.saturates_at is not None:
        yield (
            f"from {_compute(curve.saturates_at)} FLOP of the new recipe on, no compute of the baseline reaches "
            "the same score: the gain is unbounded, and says nothing of capability"
        )
    if curve.new_slope is not None and curve.baseline_slope is not None:
        slopes = f"{curve.new_slope:+.3f} by the new recipe's compute, {curve.baseline_slope:+.3f} by the baseline's"
        yield f"for each tenfold of compute the gain changes in log10 by {slopes}"
    yield from curve.notes
