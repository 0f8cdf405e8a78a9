"""What changes on which day, over the whole library: standings, thresholds, transitions, fines, removals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from textwrap import wrap
from typing import NamedTuple

from flopguard.policy.conditions import leaves
from flopguard.policy.standing import named, successor
from flopguard.policy.types import Policy, PolicyStatus, QuantityLeaf, StatusEntry, Threshold, Trigger
from flopguard.policy.when import standing_since

_BECOMES = {
    PolicyStatus.PROPOSED: "proposed",
    PolicyStatus.ENACTED_NOT_APPLICABLE: "enacted",
    PolicyStatus.IN_FORCE: "applies from",
    PolicyStatus.NOT_ENFORCED: "not enforced from",
    PolicyStatus.SUPERSEDED: "superseded",
    PolicyStatus.REVOKED: "revoked",
    PolicyStatus.VETOED: "vetoed",
    PolicyStatus.LAPSED: "lapses",
    PolicyStatus.GUIDANCE: "guidance from",
}


class Event(NamedTuple):
    """One thing that changes on a day."""

    day: date
    policy: str
    what: str
    cite: str


def what_becomes(entry: StatusEntry) -> str:
    """What happens to a text on the first day of a standing."""
    return _BECOMES[entry.is_]


def timeline(
    policies: Sequence[Policy],
    known: Iterable[Policy] = (),
    start: date = date.min,
    end: date = date.max,
    width: int = 80,
) -> str:
    """One line an event, by day, from `start` to `end`, both included."""
    library = {policy.id: policy for policy in (*known, *policies)}
    events = [event for policy in policies for event in _events(policy, library) if start <= event.day <= end]
    found = sorted(events, key=lambda event: (event.day, event.policy))
    column = max((len(event.policy) for event in found), default=0) + 14
    lines = [line for event in found for line in _lines(event, column, width)]
    return "".join(f"{line}\n" for line in [*lines, f"{len(found)} {'event' if len(found) == 1 else 'events'}"])


def _lines(event: Event, column: int, width: int) -> Iterator[str]:
    cite = f" ({event.cite})" if event.cite else ""
    head = f"{event.day}  {event.policy}"
    said = wrap(f"{event.what}{cite}", max(width - column, 20), break_long_words=False, break_on_hyphens=False)
    yield f"{head:<{column}}{said[0]}"
    yield from (f"{'':<{column}}{line}" for line in said[1:])


def _events(policy: Policy, library: dict[str, Policy]) -> Iterator[Event]:
    for entry in policy.status:
        yield Event(entry.from_, policy.id, _status(policy, entry, library), entry.cite or "")
    for trigger in policy.trigger:
        yield from _thresholds(policy, trigger)
        for transition in trigger.transition:
            what = f"{trigger.id}: due for what was placed before {transition.placed_before}"
            yield Event(transition.due, policy.id, what, transition.cite)


def _status(policy: Policy, entry: StatusEntry, library: dict[str, Policy]) -> str:
    newer = successor(policy, entry.from_, library) if entry.is_ is PolicyStatus.SUPERSEDED else None
    by = f" by {newer.id}" if newer else ""
    doubt = f", {entry.earliest} at the earliest" if entry.earliest else ", in doubt" if entry.doubt else ""
    said = "enacted" if entry.is_ is PolicyStatus.ENACTED_NOT_APPLICABLE else named(entry)
    again = "still " if standing_since(policy, entry) < entry.from_ else ""
    return f"{again}{said}{by}{doubt}"


def _thresholds(policy: Policy, trigger: Trigger) -> Iterator[Event]:
    """The days on which a threshold begins, but for a first one that begins with its text."""
    begun = next((entry.from_ for entry in policy.status if entry.is_.applies), None)
    for number, entry in enumerate(trigger.threshold):
        if number == 0 and (entry.from_ == begun or begun is None or entry.from_ < begun):
            continue
        what = f"{trigger.id}: {'the threshold changes' if number else 'begins'}{_line(entry)}"
        yield Event(entry.from_, policy.id, what, entry.cite or trigger.cite)


def _line(threshold: Threshold) -> str:
    """The line of a condition that has one alone."""
    found = [leaf for leaf in leaves(threshold.when) if isinstance(leaf, QuantityLeaf)]
    if len(found) != 1 or not found[0].comparisons():
        return ""
    ((comparison, text),) = found[0].comparisons().items()
    return f": {comparison.value.replace('_', ' ')} {text}"
