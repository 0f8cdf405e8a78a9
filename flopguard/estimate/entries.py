"""The hardware of a phase, entry by entry: chip-seconds, however they are known, x dense peak x utilisation."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flopguard.estimate.peaks import peak_of
from flopguard.estimate.types import Assumption, Estimated, Missing, Phase, assumed_input, span
from flopguard.estimate.utilisation import beyond_the_peak, share_of_peak, solved_back, utilisation_known
from flopguard.fields import Evidence, Figure
from flopguard.formula import Amount, total
from flopguard.manifest.training import Hardware
from flopguard.record import record
from flopguard.result import Step, StepInput
from flopguard.units import Dimension


@record
class ChipTime:
    """Chips times seconds of one entry, with how a step shows it and what was assumed."""

    amount: Amount
    shown: tuple[StepInput, ...]
    assumptions: tuple[Assumption, ...] = ()


ChipTimeOf = Callable[[Phase, str, Hardware], ChipTime | str]
"""The chip-seconds of an entry at a place, or the input that is missing."""


@record
class Way:
    """One way to know the time: the method's name, its formula in words, the time and the figures that it rests on."""

    method: str
    what: str
    time_of: ChipTimeOf
    figures: tuple[str, ...]


@record
class _Part:
    """One entry of the hardware list, read."""

    amount: Amount
    assumptions: tuple[Assumption, ...]
    step: Step


def over_entries(phase: Phase, way: Way) -> Estimated | Missing:
    """The sum over the phase's hardware, or every input that one of its entries lacks."""
    if not phase.training.hardware:
        return Missing(method=way.method, needs=(f"{phase.at}/hardware",))
    read = [_part(phase, number, entry, way) for number, entry in enumerate(phase.training.hardware)]
    needs = tuple(need for part in read if isinstance(part, Missing) for need in part.needs)
    parts = [part for part in read if isinstance(part, _Part)]
    if needs:
        return Missing(method=way.method, needs=needs)
    sources = dict.fromkeys(source for source in _sources(phase, way.figures) if source)
    return Estimated(
        method=way.method,
        amount=total((part.amount for part in parts), Dimension.FLOP),
        evidence=Evidence.DERIVED.value,
        source="; ".join(sources) or None,
        steps=tuple(part.step for part in parts),
        assumptions=tuple(assumption for part in parts for assumption in part.assumptions),
        independent=not any(solved_back(entry) for entry in phase.training.hardware),
    )


def _sources(phase: Phase, figures: tuple[str, ...]) -> Iterator[str | None]:
    for entry in phase.training.hardware:
        yield entry.source
        for name in (*figures, "utilisation"):
            figure: Figure | None = getattr(entry, name)
            yield figure.citation if figure else None


def _part(phase: Phase, number: int, entry: Hardware, way: Way) -> _Part | Missing:
    at = f"{phase.at}/hardware/{number}"
    time = way.time_of(phase, at, entry)
    peak = peak_of(phase, at, entry, utilisation_known=utilisation_known(entry))
    needs = [missing for missing in (time, peak) if isinstance(missing, str)]
    if too_much := beyond_the_peak(at, entry):
        return Missing(method=way.method, needs=(*needs, too_much))
    if isinstance(time, str) or isinstance(peak, str):
        return Missing(method=way.method, needs=tuple(needs))
    utilisation, used, guessed = share_of_peak(phase, at, entry, peak.headroom)
    assumptions = (*time.assumptions, *peak.assumptions, *guessed)
    amount = peak.amount * time.amount * utilisation
    step = Step(
        what=way.what,
        inputs=(*time.shown, peak.shown, *used, *map(assumed_input, assumptions)),
        result=f"{span(amount.bounds())} FLOP",
    )
    return _Part(amount=amount, assumptions=assumptions, step=step)
