"""What a trigger asks for and when each duty falls due, counted from every event that the text could mean."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from flopguard.dates import DateError, PartialDate, add
from flopguard.evaluate.facts import Facts, is_later
from flopguard.fields import Evidence
from flopguard.manifest.types import Manifest
from flopguard.policy.types import Duty as PolicyDuty
from flopguard.policy.types import Transition, Trigger, Verified
from flopguard.policy.when import threshold_on
from flopguard.quantity import show, show_apart
from flopguard.result import Due, Duty


def duties(
    trigger: Trigger, facts: Facts, verified: Verified | None = None, likely: tuple[Fraction, Fraction] | None = None
) -> tuple[Duty, ...]:
    """The duties of a trigger with their due dates.

    Where a transition surely governs (the model was on the market before its day), its date replaces the clocks;
    where that is not known, both are given. `verified` is how far the wording of the whole was checked, `likely` the
    likely total that is compared, with the line.
    """
    return tuple(
        Duty(
            action=_action(duty, facts.settings.as_of),
            modality=duty.modality,
            cite=duty.cite,
            within=str(duty.within) if duty.within else None,
            every=str(duty.every) if duty.every else None,
            states=_stated_there(duty.significant_figures, likely),
            verified=(duty.verified or verified or ""),
            due=tuple(_due(duty, trigger, facts)),
        )
        for duty in trigger.duty
    )


def _stated_there(figures: int | None, likely: tuple[Fraction, Fraction] | None) -> str:
    """A total to a few significant figures, and whether it so no longer shows that it is over the line."""
    if figures is None or likely is None:
        return ""
    total, line = likely
    shown = show(total, figures)
    hidden = total > line and Fraction(shown) <= line
    hides = f", which does not show that {show_apart(total, line, figures)} is over the line" if hidden else ""
    return f"{shown} FLOP ({figures} significant figures of the likely total){hides}"


def _action(duty: PolicyDuty, as_of: date) -> str:
    """What is to be done, with the day from which on it is owed as long as that lies ahead."""
    return duty.action if duty.from_ is None or duty.from_ <= as_of else f"from {duty.from_} on: {duty.action}"


def _due(duty: PolicyDuty, trigger: Trigger, facts: Facts) -> Iterator[Due]:
    governed = [(transition, _placed_before(transition, facts)) for transition in trigger.transition]
    for transition, truth in governed:
        if truth is not False:
            yield _transition_due(transition, truth, facts)
    if not any(truth is True for _, truth in governed):
        holds_from = (threshold_on(trigger, facts.settings.as_of) or trigger.threshold[-1]).from_
        applies_from = max(holds_from, duty.from_ or holds_from)
        yield from (_clock_due(duty, event, facts, applies_from) for event in duty.counted_from)


def _placed_before(transition: Transition, facts: Facts) -> bool | None:
    """Whether the model was on the market before the day; None where no placement tells.

    A placement that lies after the as-of date never shows that it was. A model that was trained or released only
    from the day on was not.
    """
    day = transition.placed_before
    markets: dict[str, set[bool | None]] = {}
    for placement in facts.manifest.placement:
        if transition.market in (None, placement.market):
            markets.setdefault(placement.market, set()).add(_came_before(placement.date, day, facts))
    # Placements on one market that contradict each other tell nothing of it.
    truths = {None if len(found) > 1 else found.pop() for found in markets.values()}
    if True in truths:
        return True
    return None if (not truths or None in truths) and not _made_from(day, facts.manifest) else False


def _came_before(placed: PartialDate, day: date, facts: Facts) -> bool | None:
    before = placed.before(day)
    return None if before and is_later(placed, facts.settings.as_of) else before


def _made_from(day: date, manifest: Manifest) -> bool:
    """Whether the model surely came into being from the day on: by its release, or the start of all its training."""
    started = [phase.started for phase in manifest.training]
    trained = bool(started) and all(start is not None and start.before(day) is False for start in started)
    released = manifest.model.released
    return trained or (released is not None and released.before(day) is False)


def _transition_due(transition: Transition, truth: bool | None, facts: Facts) -> Due:
    fitting = [p for p in facts.manifest.placement if transition.market in (None, p.market)]
    is_assumed = bool(fitting) and all(placement.evidence is Evidence.ASSUMED for placement in fitting)
    assumed = "; the placement is assumed" if is_assumed else ""
    market = f"on the {transition.market} market" if transition.market else "on the market"
    said = f"placed {market} before {transition.placed_before} ({transition.cite})"
    why = f"{said}{assumed}" if truth else f"only if {said}; state [[placement]] to settle it"
    return Due(counted_from="transition", date=transition.due.isoformat(), why=why)


def _clock_due(duty: PolicyDuty, event: str, facts: Facts, applies_from: date) -> Due:
    """The due date counted from an event, or from the day on which the duty began to apply if that is later."""
    day, why = _event_day(event, facts)
    if day is None or duty.within is None:
        return Due(counted_from=event, date=None, why=why)
    if day < applies_from:
        day, why = applies_from, f"counted from the day it applies ({applies_from}), since {day} lies before"
    try:
        due = add(day, duty.within, duty.calendar).isoformat()
    except DateError:
        return Due(counted_from=event, date=None, why=f"{why}; {duty.within} from there lies beyond the calendar")
    return Due(counted_from=event, date=due, why=why)


def _event_day(event: str, facts: Facts) -> tuple[date | None, str]:
    """The day of an event as far as the manifest tells, and what it was taken from."""
    own = [phase for phase in facts.compute.phases if phase.origin is None]
    if event == "known_in_advance":
        return _stated([phase.started for phase in own], "the start of training", first=True)
    if event == "crossed":
        return _stated([phase.ended for phase in own], "the end of training", first=False)
    if event == "released":
        return _stated([facts.manifest.model.released], "the release", first=True)
    return None, f"the day of '{event.replace('_', ' ')}' is not in the manifest"


def _stated(days: list[PartialDate | None], said: str, *, first: bool) -> tuple[date | None, str]:
    known = [day for day in days if day is not None]
    if not known or len(known) < len(days):
        return None, f"{said} is not stated"
    day = min(entry.first for entry in known) if first else max(entry.last for entry in known)
    return day, f"counted from {said}, {day}, at the latest"
