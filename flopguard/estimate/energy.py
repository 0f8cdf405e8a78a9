"""Energy over power: the energy that was drawn tells how long chips ran, and so what they can have done.

Facility energy / PUE / the power of a chip with its share of the host x dense peak x utilisation. Wide: the power is
seldom known, and neither is the utilisation. An energy that was worked out from hours says nothing that they do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from flopguard.chips import rated_watts
from flopguard.estimate.assumptions import assumed
from flopguard.estimate.entries import ChipTime, Way, over_entries
from flopguard.estimate.types import Estimated, Missing, Phase, figure_input
from flopguard.fields import Evidence, Figure
from flopguard.formula import Amount, Input
from flopguard.manifest.training import Hardware
from flopguard.quantity import Estimate, exact_text
from flopguard.result import Step, StepInput
from flopguard.units import Dimension

METHOD = "energy"
SAME = Fraction(5, 1000)
"""How near an energy lies to hours x power when it was made from them."""
SECONDS_AN_HOUR = 3600


def estimate(phase: Phase) -> Estimated | Missing:
    """The sum over the phase's hardware, or every input that one of its entries lacks."""
    entries = phase.training.hardware
    if not any(entry.energy is not None for entry in entries):
        return Missing(method=METHOD, needs=(f"{phase.at}/hardware with energy",), begun=False)
    answer = over_entries(phase, _WAY)
    if isinstance(answer, Missing) or not any(map(is_from_hours, entries)):
        return _solved_back(phase, answer)
    steps = (*answer.steps, Step(what="the energy is hours x power: it was worked out from them and confirms nothing"))
    return replace(answer, independent=False, steps=steps)


def _solved_back(phase: Phase, answer: Estimated | Missing) -> Estimated | Missing:
    derived = any(
        entry.energy is not None and entry.energy.evidence is Evidence.DERIVED for entry in phase.training.hardware
    )
    return replace(answer, independent=False) if isinstance(answer, Estimated) and derived else answer


def is_from_hours(entry: Hardware) -> bool:
    """Whether the energy is chip-hours x the rated or stated power of a chip, with or without the PUE."""
    hours, energy = _chip_hours(entry), _central(entry.energy)
    if not hours or energy is None:
        return False
    stated = entry.pue.estimate if entry.pue is not None else None
    pues = (Fraction(1), stated.low if stated is not None and stated.is_point else Fraction(1))
    made = [hours * watts * pue for watts in _watts(entry) for pue in pues]
    return any(abs(energy - each) <= SAME * each for each in made)


def _chip_hours(entry: Hardware) -> Fraction | None:
    stated, count, hours = (_central(figure) for figure in (entry.chip_hours, entry.count, entry.hours))
    seconds = stated if stated is not None else count * hours if count is not None and hours is not None else None
    return None if seconds is None else seconds / SECONDS_AN_HOUR


def _watts(entry: Hardware) -> Iterator[Fraction]:
    """The stated power of a chip and its rated one: an energy may have been made from either."""
    known = (_central(entry.power), rated_watts(entry.chip) if entry.chip is not None else None)
    return (watts for watts in known if watts)


def _central(figure: Figure | None) -> Fraction | None:
    return figure.estimate.central if figure is not None else None


def _chip_time(phase: Phase, at: str, entry: Hardware) -> ChipTime | str:
    power = _chips_a_watt(phase, at, entry)
    lacking = [f"{at}/energy"] if entry.energy is None else []
    lacking += [f"{at}/pue (1 where the energy is that of the machines alone)"] if entry.pue is None else []
    lacking += [power] if isinstance(power, str) else []
    if entry.energy is None or entry.pue is None or isinstance(power, str):
        return " and ".join(lacking)
    if entry.pue.estimate.high is not None and entry.pue.estimate.high < 1:
        return f"{at}/pue of at least 1"
    # Seconds for which the energy runs one watt, so that a chip's share of a watt makes them chip-seconds.
    energy = phase.input(entry.energy, f"{at}/energy, as seconds of one watt")
    seconds = replace(energy, estimate=replace(energy.estimate.scaled(Fraction(SECONDS_AN_HOUR)), dimension=_SECONDS))
    reaches = _inverse(phase.input(entry.pue, f"{at}/share of the energy that reaches the machines"), least=Fraction(1))
    return ChipTime(
        amount=Amount.of(seconds) * Amount.of(reaches) * power.amount,
        shown=(figure_input("energy", entry.energy), figure_input("pue", entry.pue), *power.shown),
        assumptions=power.assumptions,
    )


def _chips_a_watt(phase: Phase, at: str, entry: Hardware) -> ChipTime | str:
    """One over the power of a chip, host's share included: stated, or a range around the rated one."""
    if entry.power is not None:
        stated = _inverse(phase.input(entry.power, f"{at}/chips that one watt runs"))
        return ChipTime(amount=Amount.of(stated), shown=(figure_input("power", entry.power),))
    watts = rated_watts(entry.chip) if entry.chip is not None else None
    if watts is None:
        return f"{at}/power (of one chip with its share of the host; no single rated power is known)"
    assumption = assumed("power", f"{phase.scope}{at}/rated over drawn power of a chip")
    rated = StepInput(
        name="rated power of a chip", value=f"{exact_text(watts)} W", evidence="reported", source="the table of chips"
    )
    amount = Amount.exactly(1 / watts, Dimension.RATIO) * Amount.of(assumption.input)
    return ChipTime(amount=amount, shown=(rated,), assumptions=(assumption,))


def _inverse(item: Input, least: Fraction = Fraction(0)) -> Input:
    """One over an input that is at least `least`, as a plain number."""
    stated = item.estimate
    low = max(stated.low, least)
    inverse = Estimate(
        1 / stated.high if stated.high is not None else Fraction(0),
        1 / max(stated.central, least) if stated.central else None,
        1 / low if low else None,
        Dimension.RATIO,
        low_open=stated.high_open,
        high_open=stated.low_open and low == stated.low,
    )
    return replace(item, estimate=inverse)


_SECONDS = Dimension.SECONDS
_WAY = Way(
    method=METHOD,
    what="energy / PUE / power of a chip x dense peak x utilisation",
    time_of=_chip_time,
    figures=("energy", "power", "pue"),
)
