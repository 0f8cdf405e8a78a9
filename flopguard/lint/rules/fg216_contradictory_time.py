"""FG216: times on hardware that cannot all be true."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.fields import Figure
from flopguard.finding import Factor, Finding
from flopguard.lint.amounts import Span, central_of, factor, shown, span_of
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.training import Hardware, Training

SECONDS_A_DAY = 86_400
AGREE = Fraction(1, 10)
"""How far two statements of the same chip-hours may be apart."""


@rule("FG216", "contradictory-time", covers=("trap-03",))
def contradictory_time(subject: Subject) -> Iterator[Finding]:
    """Hours that do not fit into the days of the phase, or chip-hours that are not chips times hours.

    ## Why
    `hours` is time on the clock and `chip_hours` the sum over all chips. One in the field of the other is off by
    the number of chips, which is the commonest way in which a figure from hardware goes wrong.
    ## Seen
    A research data set has T0-XXL on 256 chips for 27 hours, and 69,120 chip-hours. The first is one run, and the
    second is ten times as much: all experiments of the paper, 270 hours. (Epoch AI, Data on AI Models,
    https://epoch.ai/data/ai-models, CC BY 4.0, export of 2026-03-30.)
    ```toml
    [[training]]
    component = "midtrain_sft"
    hardware = [{ chip = "tpu-v3", count = 256, hours = 27, chip_hours = 69120 }]
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    started = 2025-06-01
    ended = 2025-06-30
    hardware = [{ chip = "h100-sxm5-80gb", count = 1024, hours = 700000 }]
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    started = 2025-06-01
    ended = 2025-06-30
    hardware = [{ chip = "h100-sxm5-80gb", count = 1024, hours = 684 }]
    ```
    """
    for number, phase in enumerate(subject.card.training):
        yield from _too_long(f"/training/{number}", phase)
        for place, entry in enumerate(phase.hardware):
            at = f"/training/{number}/hardware/{place}"
            yield from _beyond_the_days(at, phase, entry)
            yield from _apart(at, entry)


def _days(phase: Training) -> int | None:
    """The most days that a phase lasted, where its ends are stated."""
    if phase.started is None or phase.ended is None:
        return None
    days = (phase.ended.last - phase.started.first).days + 1
    return days if days > 0 else None


def _too_long(at: str, phase: Training) -> Iterator[Finding]:
    days = _days(phase)
    if days is not None and phase.duration is not None and phase.duration.estimate.low > days * SECONDS_A_DAY:
        yield Finding(
            at=f"{at}/duration",
            message=f"duration {shown(phase.duration)} does not fit into the {days} days from started to ended",
            help="correct the duration or the dates",
        )


def _beyond_the_days(at: str, phase: Training, entry: Hardware) -> Iterator[Finding]:
    days = _days(phase)
    if days is None:
        return
    if entry.hours is not None and entry.hours.estimate.low > days * SECONDS_A_DAY:
        yield Finding(
            at=f"{at}/hours",
            message=f"hours {_said(entry.hours)} do not fit into the {days} days from started to ended",
            help="state the sum over all chips as chip_hours, or correct the dates",
            factor=_at_most(days, entry.hours, entry.count),
        )
    if entry.chip_hours is None or entry.count is None or entry.count.estimate.high is None:
        return
    if entry.chip_hours.estimate.low > days * SECONDS_A_DAY * entry.count.estimate.high:
        yield Finding(
            at=f"{at}/chip_hours",
            message=f"chip_hours {_said(entry.chip_hours)} do not fit into {days} days of {shown(entry.count)} chips",
            help="correct the hours, the count or the dates",
        )


def _apart(at: str, entry: Hardware) -> Iterator[Finding]:
    if entry.chip_hours is None or entry.count is None or entry.hours is None:
        return
    stated, count, hours = (span_of(figure.estimate) for figure in (entry.chip_hours, entry.count, entry.hours))
    high = None if count.high is None or hours.high is None else count.high * hours.high * (1 + AGREE)
    if not stated.overlaps(Span(count.low * hours.low * (1 - AGREE), high)):
        made = f"count {shown(entry.count)} x hours {_said(entry.hours)}"
        yield Finding(
            at=f"{at}/chip_hours",
            message=f"chip_hours {_said(entry.chip_hours)} is not {made}",
            help="leave one of the three out; chip_hours is the sum over all chips, hours is time on the clock",
            factor=_off_by(entry.count, entry.hours, entry.chip_hours),
        )


def _off_by(count: Figure, hours: Figure, stated: Figure) -> Factor | None:
    made, told = central_of(count.estimate) * central_of(hours.estimate), central_of(stated.estimate)
    return factor(1, made / told) if made and told else None


def _at_most(days: int, hours: Figure, count: Figure | None) -> Factor | None:
    """From hours that are the sum over all chips to all of the days."""
    chips, seconds = central_of(count.estimate) if count is not None else Fraction(0), central_of(hours.estimate)
    return factor(1 / chips, days * SECONDS_A_DAY / seconds) if chips else None


def _said(figure: Figure) -> str:
    """The hours as written, or else as an interval."""
    return figure.estimate.text or shown(figure.estimate.scaled(Fraction(1, 3600)))
