"""On which day a model stood where it is compared: its release, else from the end of its training on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flopguard.dates import DateError, PartialDate, partial_date
from flopguard.estimate.types import ActualCompute
from flopguard.evaluate.facts import is_later
from flopguard.evaluate.world import World
from flopguard.manifest.load import Related
from flopguard.manifest.types import Assessment
from flopguard.reference_models import find_reference


@dataclass(frozen=True, slots=True)
class Aged:
    """A day with what it is the day of, in words."""

    day: PartialDate
    says: str
    may_be_earlier: bool = False
    """Whether nothing is stated that says how much earlier than this day it may have been."""

    def __str__(self) -> str:
        return f"{self.day} ({self.says})"


def our_day(world: World) -> Aged:
    """The day of the model that is checked; without any, that of the check: the latest that it may be."""
    as_of = world.facts.settings.as_of
    today = PartialDate(as_of, as_of)
    released = world.facts.manifest.model.released
    if released is not None and not is_later(released, as_of):
        return Aged(released, "its release")
    ended = _end_of_training(world.facts.compute)
    if ended is not None and not is_later(ended, as_of):
        return Aged(_until(ended, today), "between the end of its training and the date of this check")
    return Aged(today, "the date of this check, since neither release nor end of training is stated")


def their_day(world: World, number: int, assessment: Assessment) -> Aged:
    """The day of the model that was assessed; without any, that of its assessment."""
    released = released_on(world.facts.loaded.assessed.get(number))
    if released is not None and not is_later(released, world.facts.settings.as_of):
        return Aged(released, "its release")
    compute = world.facts.assessed.get(number)
    ended = _end_of_training(compute) if compute is not None else None
    if ended is not None:
        return Aged(_until(ended, assessment.date), "between the end of its training and its assessment")
    says = "its assessment, since neither its release nor the end of its training is stated"
    return Aged(assessment.date, says, may_be_earlier=True)


def _until(first: PartialDate, last: PartialDate) -> PartialDate:
    """The days from the one to the other, or the first where the other does not lie behind it."""
    return PartialDate(first.first, last.last, f"{first} .. {last}") if last.last > first.last else first


def released_on(related: Related | None) -> PartialDate | None:
    """When another model was released, by its own manifest or the reference table."""
    if related is None:
        return None
    if related.loaded is not None and related.loaded.manifest is not None:
        return related.loaded.manifest.model.released
    row = find_reference(related.ref.reference) if related.ref.reference else None
    try:
        return partial_date(row.released) if row is not None and row.released else None
    except DateError:
        return None


def _end_of_training(compute: ActualCompute) -> PartialDate | None:
    """The latest day on which one of the model's own phases ended."""
    return _latest(phase.ended for phase in compute.phases if phase.origin is None)


def _latest(days: Iterable[PartialDate | None]) -> PartialDate | None:
    known = [day for day in days if day is not None]
    return max(known, key=lambda day: (day.last, day.first), default=None)
