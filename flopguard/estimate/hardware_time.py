"""Chips x time x dense peak x utilisation, summed over the hardware of a phase.

The peak is that of one counted unit at the stated precision, from the table of chips. A utilisation that counts
recomputation, or does not say, is brought to the model's own operations by a range; an occupancy is no share of the
peak and is not used as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flopguard.estimate.assumptions import assumed
from flopguard.estimate.peaks import peak_of
from flopguard.estimate.types import Assumption, Estimated, Missing, Phase, assumed_input, figure_input, span
from flopguard.fields import Evidence
from flopguard.formula import Amount, total
from flopguard.manifest.types import Hardware, UtilisationKind
from flopguard.result import Step, StepInput
from flopguard.units import Dimension

METHOD = "hardware-time"


@dataclass(frozen=True, slots=True)
class _Part:
    """One entry of the hardware list, read."""

    amount: Amount
    assumptions: tuple[Assumption, ...]
    step: Step


def estimate(phase: Phase) -> Estimated | Missing:
    """The sum over the phase's hardware, or every input that one of its entries lacks."""
    if not phase.training.hardware:
        return Missing(method=METHOD, needs=(f"{phase.at}/hardware",))
    read = [_part(phase, number, entry) for number, entry in enumerate(phase.training.hardware)]
    needs = tuple(need for part in read if isinstance(part, Missing) for need in part.needs)
    parts = [part for part in read if isinstance(part, _Part)]
    if needs:
        return Missing(method=METHOD, needs=needs)
    amount = total((part.amount for part in parts), Dimension.FLOP)
    sources = dict.fromkeys(source for source in _sources(phase) if source)
    return Estimated(
        method=METHOD,
        amount=amount,
        evidence=Evidence.DERIVED.value,
        source="; ".join(sources) or None,
        steps=tuple(part.step for part in parts),
        assumptions=tuple(assumption for part in parts for assumption in part.assumptions),
        independent=not any(_solved_back(entry) for entry in phase.training.hardware),
    )


def _solved_back(entry: Hardware) -> bool:
    return entry.utilisation is not None and entry.utilisation.evidence is Evidence.DERIVED


def _sources(phase: Phase) -> Iterator[str | None]:
    for entry in phase.training.hardware:
        yield entry.source
        for figure in (entry.count, entry.hours, entry.chip_hours, entry.utilisation):
            yield figure.citation if figure else None


def _part(phase: Phase, number: int, entry: Hardware) -> _Part | Missing:
    at = f"{phase.at}/hardware/{number}"
    time = _chip_time(phase, at, entry)
    peak = peak_of(phase, at, entry, utilisation_known=_utilisation_known(entry))
    needs = [missing for missing in (time, peak) if isinstance(missing, str)]
    if entry.utilisation is not None and entry.utilisation.estimate.low > 1:
        needs.append(f"{at}/utilisation of at most 100%")
        return Missing(method=METHOD, needs=tuple(needs))
    if isinstance(time, str) or isinstance(peak, str):
        return Missing(method=METHOD, needs=tuple(needs))
    chip_seconds, shown = time
    utilisation, used, guessed = _utilisation(phase, at, entry, peak.headroom)
    assumptions = (*peak.assumptions, *guessed)
    amount = peak.amount * chip_seconds * utilisation
    step = Step(
        what="chips x time x dense peak x utilisation",
        inputs=(*shown, peak.shown, *used, *map(assumed_input, assumptions)),
        result=f"{span(amount.bounds())} FLOP",
    )
    return _Part(amount, assumptions, step)


def _chip_time(phase: Phase, at: str, entry: Hardware) -> tuple[Amount, tuple[StepInput, ...]] | str:
    """Chips times seconds: stated as chip-hours, or as a count and hours."""
    if entry.chip_hours is not None and entry.count is not None and entry.hours is not None and _apart(entry):
        return f"{at}/chip_hours that agree with count x hours"
    if entry.chip_hours is not None:
        stated = figure_input("chip_hours", entry.chip_hours)
        return Amount.of(phase.input(entry.chip_hours, f"{at}/chip_hours")), (stated,)
    if entry.count is None or entry.hours is None:
        lacking = [name for name, figure in (("count", entry.count), ("hours", entry.hours)) if figure is None]
        return " and ".join(f"{at}/{name}" for name in lacking) + f" (or {at}/chip_hours)"
    count, hours = phase.input(entry.count, f"{at}/count"), phase.input(entry.hours, f"{at}/hours")
    shown = (figure_input("count", entry.count), figure_input("hours", entry.hours))
    return Amount.of(count) * Amount.of(hours), shown


def _apart(entry: Hardware) -> bool:
    """Whether chip-hours and count x hours are more than a tenth apart."""
    assert entry.chip_hours is not None
    assert entry.count is not None
    assert entry.hours is not None
    stated, count, hours = (figure.estimate for figure in (entry.chip_hours, entry.count, entry.hours))
    high = None if count.high is None or hours.high is None else count.high * hours.high
    too_little = high is not None and stated.low > high * Fraction(11, 10)
    return too_little or (stated.high is not None and stated.high < count.low * hours.low * Fraction(9, 10))


def _utilisation_known(entry: Hardware) -> bool:
    return entry.utilisation is not None and entry.utilisation_kind is not UtilisationKind.OCCUPANCY


def _utilisation(
    phase: Phase, at: str, entry: Hardware, headroom: Fraction
) -> tuple[Amount, tuple[StepInput, ...], tuple[Assumption, ...]]:
    """The share of the peak that the model's own operations reached."""
    name = f"{phase.scope}{at}/utilisation"
    stated = entry.utilisation
    if stated is None:
        assumption = assumed("utilisation", name, stretch=headroom)
        return Amount.of(assumption.input), (), (assumption,)
    shown = (figure_input(_said(entry), stated),)
    if entry.utilisation_kind is UtilisationKind.OCCUPANCY:
        assumption = assumed("utilisation", name, at_most=_most(stated.estimate.high, headroom))
        return Amount.of(assumption.input), shown, (assumption,)
    share = Amount.of(phase.input(stated, f"{at}/utilisation"))
    if entry.utilisation_kind is UtilisationKind.MFU:
        return share, shown, ()
    key = "recomputation" if entry.utilisation_kind is UtilisationKind.HFU else "utilisation_kind"
    own = assumed(key, f"{phase.scope}{at}/share that is the model's own")
    return share * Amount.of(own.input), shown, (own,)


def _most(occupancy: Fraction | None, headroom: Fraction) -> Fraction:
    """The largest share of the peak that an occupancy leaves room for."""
    return headroom * min(Fraction(1), occupancy if occupancy is not None else Fraction(1))


def _said(entry: Hardware) -> str:
    return f"utilisation ({entry.utilisation_kind.value})" if entry.utilisation_kind else "utilisation"
