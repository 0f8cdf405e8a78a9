"""Chips x time x dense peak x utilisation, summed over the hardware of a phase.

The peak is that of one counted unit at the stated precision, from the table of chips.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from flopguard.estimate.entries import ChipTime, Way, over_entries
from flopguard.estimate.tokens_seen import hull
from flopguard.estimate.types import Estimated, Missing, Phase, figure_input
from flopguard.fields import Figure
from flopguard.formula import Amount, Input
from flopguard.manifest.training import Hardware

METHOD = "hardware-time"


def estimate(phase: Phase) -> Estimated | Missing:
    """The sum over the phase's hardware, or every input that one of its entries lacks."""
    return over_entries(phase, _WAY)


def _chip_time(phase: Phase, at: str, entry: Hardware) -> ChipTime | str:
    """Chips times seconds: stated as chip-hours, or as a count and hours."""
    if hours_apart(entry):
        return f"{at}/chip_hours that agree with count x hours"
    if entry.chip_hours is not None:
        stated = _by_every_statement(entry, entry.chip_hours)
        amount = Amount.of(phase.input(stated, f"{at}/chip_hours"))
        return ChipTime(amount=amount, shown=(figure_input("chip_hours", stated),))
    if entry.count is None or entry.hours is None:
        lacking = [name for name, figure in (("count", entry.count), ("hours", entry.hours)) if figure is None]
        return " and ".join(f"{at}/{name}" for name in lacking) + f" (or {at}/chip_hours)"
    count, hours = phase.input(entry.count, f"{at}/count"), phase.input(entry.hours, f"{at}/hours")
    shown = (figure_input("count", entry.count), figure_input("hours", entry.hours))
    return ChipTime(amount=Amount.of(count) * Amount.of(hours), shown=shown)


def _by_every_statement(entry: Hardware, stated: Figure) -> Figure:
    """The chip-hours with an interval that holds count x hours as well, where both are stated."""
    if entry.count is None or entry.hours is None:
        return stated
    product = Amount.of(Input("count", entry.count.estimate)) * Amount.of(Input("hours", entry.hours.estimate))
    other = replace(product.bounds(), dimension=stated.estimate.dimension)
    return replace(stated, estimate=hull(stated.estimate, [other]))


def hours_apart(entry: Hardware) -> bool:
    """Whether chip-hours and count x hours are all stated and more than a tenth apart."""
    if entry.chip_hours is None or entry.count is None or entry.hours is None:
        return False
    stated, count, hours = (figure.estimate for figure in (entry.chip_hours, entry.count, entry.hours))
    high = None if count.high is None or hours.high is None else count.high * hours.high
    too_little = high is not None and stated.low > high * Fraction(11, 10)
    return too_little or (stated.high is not None and stated.high < count.low * hours.low * Fraction(9, 10))


_WAY = Way(
    method=METHOD,
    what="chips x time x dense peak x utilisation",
    time_of=_chip_time,
    figures=("count", "hours", "chip_hours"),
)
