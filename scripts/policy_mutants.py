"""Policies with one mistake each, such as a reviewer could overlook: what the cases of a policy have to notice.

A mutant is made of the parsed policy. What no outcome, total or date can depend on is not made; the reason stands where
it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from condition_mutants import at, conditions, other_numbers, other_values

from flopguard.cases.coverage import DATED, has_date
from flopguard.components import ComponentKey
from flopguard.dates import CALENDARS, period
from flopguard.dates import add as add_period
from flopguard.formula import Comparison
from flopguard.policy.conditions import leaves, named_parameters, nodes
from flopguard.policy.types import (
    Applies,
    CountingRule,
    Duty,
    Mark,
    OpenQuestion,
    Policy,
    PolicyStatus,
    QuantityLeaf,
    QuantityName,
    StatusEntry,
    Threshold,
    Trigger,
    TriggerLeaf,
)
from flopguard.policy.when import status_on, threshold_on
from flopguard.quantity import parse
from flopguard.units import Dimension

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A policy with one mistake, what it is, and what would show it."""

    says: str
    policy: Policy
    add: str
    triggers: frozenset[str] | None = None
    """The triggers that the mistake stands in; None where it may be about any."""
    counting: str | None = None
    """The counting rule that the mistake stands in."""
    day: date | None = None
    """The one day on which it shows, where it is one."""
    standing: bool = False
    """Whether it is about the standing of the text, which its cases compare by themselves."""
    shown_by: str | None = None
    """The policy that the mutant takes the place of, where its cases show the mistake."""


def mutants(policy: Policy, earlier: Iterable[Policy] = ()) -> Iterator[Mutant]:
    """Every mutant of a policy, in the order of its text; `earlier` are the texts whose place it takes."""
    yield from _statuses(policy)
    for name, rule in policy.counting.items():
        yield from _marks(policy, name, rule)
        yield from _own_ancestors(policy, name, rule)
    yield from _trends(policy)
    yield from _defaults(policy)
    yield from _successions(policy, earlier)
    for number, trigger in enumerate(policy.trigger):
        for says, add, changed in _of_trigger(policy, trigger):
            whole = replace(policy, trigger=at(policy.trigger, number, changed))
            yield Mutant(f"{trigger.id}: {says}", whole, add, frozenset({trigger.id}))
    for number, question in enumerate(policy.open_question):
        for says, add, asked in _of_question(policy, question):
            whole = replace(policy, open_question=at(policy.open_question, number, asked))
            yield Mutant(f"question {question.id}: {says}", whole, add, frozenset(question.triggers))


def with_dependents(policy: Policy, triggers: Iterable[str]) -> frozenset[str]:
    """The triggers, and those of the policy that name them, directly or not."""
    found = set(triggers)
    while True:
        more = {
            trigger.id
            for trigger in policy.trigger
            for entry in trigger.threshold
            for leaf in leaves(entry.when)
            if isinstance(leaf, TriggerLeaf) and leaf.trigger.removeprefix(f"{policy.id}/") in found
        }
        if more <= found:
            return frozenset(found)
        found |= more


# --- the standing and the counting -------------------------------------------------------------------------------


def _statuses(policy: Policy) -> Iterator[Mutant]:
    """A status that begins a day earlier or later, or is another one, and an earliest day that is another or none.

    No outcome depends on which of two statuses it is that do not apply: their days are compared by the standing of the
    text alone. The earliest day of such a status, and the day of one that repeats the one before to note something, are
    told and compared nowhere: not made.
    """
    for number, entry in enumerate(policy.status):
        before = policy.status[number - 1].is_ if number else None
        for step, shows in ((-DAY, entry.from_ - DAY), (DAY, entry.from_)) if before is not entry.is_ else ():
            moved = replace(entry, from_=entry.from_ + step)
            whole = replace(policy, status=at(policy.status, number, moved))
            days = [other.from_ for other in whole.status]
            if days == sorted(set(days)):  # else it takes the place of its neighbour
                says = f"status {entry.is_} from {moved.from_} instead of {entry.from_}"
                yield Mutant(says, whole, f"the standing on {shows}", day=shows, standing=True)
        other = tuple(PolicyStatus)[(tuple(PolicyStatus).index(entry.is_) + 1) % len(PolicyStatus)]
        whole = replace(policy, status=at(policy.status, number, replace(entry, is_=other)))
        says, add = f"status {other} instead of {entry.is_}", f"the standing on {entry.from_}"
        yield Mutant(says, whole, add, day=entry.from_, standing=True)
        if entry.earliest is not None and bool(before and before.applies) is not entry.is_.applies:
            yield from _earliest(policy, number, entry, entry.earliest)


def _earliest(policy: Policy, number: int, entry: StatusEntry, day: date) -> Iterator[Mutant]:
    for other, shows in ((day - DAY, day - DAY), (day + DAY, day), (None, day)):
        begun = any(threshold_on(trigger, shows) for trigger in policy.trigger)
        changed = replace(policy, status=at(policy.status, number, replace(entry, earliest=other)))
        if begun and (other is None or other < entry.from_):
            says = f"status {entry.is_} at the earliest {other} instead of {day}"
            yield Mutant(says, changed, f"a case as of {shows}", day=shows)


def _marks(policy: Policy, name: str, rule: CountingRule) -> Iterator[Mutant]:
    """A component with the mark beside its own."""
    marks, order = dict(rule.marked()), tuple(Mark)
    for key, mark in marks.items():
        place = order.index(mark)
        for neighbour in order[max(place - 1, 0) : place + 2]:
            if neighbour is mark:
                continue
            counting = {**policy.counting, name: _marked(rule, {**marks, key: neighbour})}
            says = f"counting {name}: {key} is {neighbour} instead of {mark}"
            add = f'totals.{name} and open.{name} of the manifest "every-component"'
            yield Mutant(says, replace(policy, counting=counting), add, counting=name)


def _own_ancestors(policy: Policy, name: str, rule: CountingRule) -> Iterator[Mutant]:
    """Whether an ancestor of the same developer is the model's own compute; the same where both are counted alike."""
    marks = dict(rule.marked())
    if len({marks[ComponentKey.PRETRAIN], marks[ComponentKey.BASE_INHERITED]}) > 1:
        other = replace(rule, own_ancestors=not rule.own_ancestors)
        says = f"counting {name}: own_ancestors {str(other.own_ancestors).lower()}"
        whole = replace(policy, counting={**policy.counting, name: other})
        yield Mutant(says, whole, f"a base of the same developer, and totals.{name}", counting=name)


def _marked(rule: CountingRule, marks: dict[ComponentKey, Mark]) -> CountingRule:
    lists = {mark: tuple(key for key in marks if marks[key] is mark) for mark in Mark}
    return replace(rule, **{"in_" if mark is Mark.IN else mark.value: keys for mark, keys in lists.items()})


def _trends(policy: Policy) -> Iterator[Mutant]:
    """A rate of progress of the policy's own with another number, where some leaf or reading names it."""
    named = f"{policy.parameters} {policy.open_question} {policy.trigger}"
    for number, trend in enumerate(policy.trend):
        for field in ("per_year", "doubling_months"):
            figure = getattr(trend, field)
            if figure is None or trend.id not in named:
                continue
            for text in other_numbers(figure.estimate.text):
                changed = replace(trend, **{field: replace(figure, estimate=parse(text, Dimension.RATIO))})
                says = f"trend {trend.id}: {field} {text} instead of {figure.estimate.text}"
                add = "a ratio on either side of a line by this rate"
                yield Mutant(says, replace(policy, trend=at(policy.trend, number, changed)), add)


def _successions(policy: Policy, earlier: Iterable[Policy]) -> Iterator[Mutant]:
    """A text whose place is not taken, and a trigger of it that is not told as gone, or not as what it was.

    Where the earlier text has no trigger, nothing tells what came after: not made.
    """
    for old in earlier:
        names = tuple(name for name in policy.supersedes if name != old.id)
        if len(names) == len(policy.supersedes) or not old.trigger:
            continue
        add = f"the reason of a trigger of {old.id} on the day on which it ends"
        yield Mutant(f"does not supersede {old.id}", replace(policy, supersedes=names), add, shown_by=old.id)
    known = {f"{old.id}/{trigger.id}": old.id for old in earlier for trigger in old.trigger}
    for number, gone in enumerate(policy.removed):
        if gone.trigger not in known:
            continue
        other = "no number" if gone.numeric else "a number"
        add = f"the reason of {gone.trigger} on the day on which it ends"
        kept = (*policy.removed[:number], *policy.removed[number + 1 :])
        yield Mutant(f"{gone.trigger} not removed", replace(policy, removed=kept), add, shown_by=known[gone.trigger])
        flipped = at(policy.removed, number, replace(gone, numeric=not gone.numeric))
        says = f"{other} in place of {gone.trigger}"
        yield Mutant(says, replace(policy, removed=flipped), add, shown_by=known[gone.trigger])


# --- one trigger -------------------------------------------------------------------------------------------------

Changed = Iterator[tuple[str, str, Trigger]]


def _of_trigger(policy: Policy, trigger: Trigger) -> Changed:
    """What is changed, what would show it, and the trigger with the change."""
    for text in other_numbers(trigger.tolerance):
        add = f"a case that is fragile by {trigger.tolerance} and not by {text}, or the other way round"
        yield f"tolerance {text} instead of {trigger.tolerance}", add, replace(trigger, tolerance=text)
    yield from _applies(trigger)
    for number, entry in enumerate(trigger.threshold):
        for says, add, changed in (*_threshold_days(policy, trigger, number), *conditions(entry)):
            yield says, add, replace(trigger, threshold=at(trigger.threshold, number, changed))
    for number, duty in enumerate(trigger.duty):
        for says, add, kept in _duty(trigger, duty):
            said = f"duty {number + 1}: {says}"
            yield said, add, replace(trigger, duty=at(trigger.duty, number, kept))
    for number, transition in enumerate(trigger.transition):
        for field in ("placed_before", "due"):
            day: date = getattr(transition, field)
            for other in (day - DAY, day + DAY):
                moved = replace(transition, **{field: other})
                add = f"due dates of a model that was placed on {min(day, other)}"
                says = f"transition {field} {other} instead of {day}"
                yield says, add, replace(trigger, transition=at(trigger.transition, number, moved))


def _applies(trigger: Trigger) -> Changed:
    """A condition of `applies_when` left out; `assumes` is printed alone.

    What is asked of a base asks for a base as well, so that nothing depends on `has_base` beside it: not made.
    """
    applies = trigger.applies_when
    for entry in fields(Applies) if applies is not None else ():
        given = getattr(applies, entry.name)
        if entry.name == "assumes" or given in ((), None) or (entry.name == "has_base" and _about_base(applies)):
            continue
        empty: Any = () if isinstance(given, tuple) else None
        changed = replace(trigger, applies_when=replace(applies, **{entry.name: empty}))
        yield f"applies_when without {entry.name}", f"a manifest whose {entry.name} is another", changed


def _about_base(applies: Applies | None) -> bool:
    return applies is not None and (applies.base_by_another is not None or applies.base_compute_known is not None)


def _threshold_days(policy: Policy, trigger: Trigger, number: int) -> Iterator[tuple[str, str, Threshold]]:
    """A threshold that begins a day earlier or later.

    Where the text does not apply on the day on which that would show, and no clock that is counted from the day on
    which the first threshold begins ends on another day, nothing depends on it: not made.
    """
    entry = trigger.threshold[number]
    for step, shows in ((-DAY, entry.from_ - DAY), (DAY, entry.from_)):
        status = status_on(policy, shows)
        idle = status is None or not status.is_.applies
        moved = replace(entry, from_=entry.from_ + step)
        days = [other.from_ for other in at(trigger.threshold, number, moved)]
        dated = any(_ends(trigger, duty, entry.from_) != _ends(trigger, duty, moved.from_) for duty in trigger.duty)
        if days != sorted(set(days)) or (idle and number == 0 and not dated):
            continue
        yield f"threshold from {moved.from_} instead of {entry.from_}", f"a case as of {shows}", moved


def _ends(trigger: Trigger, duty: Duty, begun: date) -> date | None:
    """When the clock of a duty ends that runs from the first day; None where no date is counted."""
    if duty.within is None or not has_date(trigger, duty):
        return None
    return add_period(max(begun, duty.from_ or begun), duty.within, duty.calendar)


def _duty(trigger: Trigger, duty: Duty) -> Iterator[tuple[str, str, Duty]]:
    """A clock of another length, on another calendar, from another day, or without one of its events."""
    for field in ("within", "every"):
        length = getattr(duty, field)
        for text in other_numbers(length.text if length is not None else None):
            yield (
                f"{field} {text} instead of {length}",
                "its due date or its terms",
                replace(duty, **{field: period(text)}),
            )
        if length is not None:
            yield f"without {field} {length}", "its due date or its terms", replace(duty, **{field: None})
    for event in duty.counted_from:
        left = tuple(other for other in duty.counted_from if other != event)
        yield (
            f"not counted from {event}",
            "its due dates, with every event that has a date",
            replace(duty, counted_from=left),
        )
    for step in (-DAY, DAY) if duty.from_ is not None else ():
        moved = replace(duty, from_=duty.from_ + step)
        if _ends(trigger, moved, date.min) != _ends(trigger, duty, date.min):  # else both end on one Monday
            add = "the due date of what happened before it applied"
            yield f"from {moved.from_} instead of {duty.from_}", add, moved
    if duty.within is not None and not duty.within.hours and set(duty.counted_from) & set(DATED):
        # hours end when they end, on any calendar; so does what has no date
        for calendar in CALENDARS:
            if calendar != duty.calendar:
                add = "a due date that falls on a Saturday or Sunday"
                yield f"calendar {calendar} instead of {duty.calendar}", add, replace(duty, calendar=calendar)


# --- parameters and readings -------------------------------------------------------------------------------------


def _defaults(policy: Policy) -> Iterator[Mutant]:
    """A parameter with another number or operator, where its own value is ever used."""
    lines = _line_parameters(policy)
    for name, value in policy.parameters.items():
        if name not in lines or _always_set(policy, name):
            continue
        for other in other_values(value):
            changed = replace(policy, parameters={**policy.parameters, name: other})
            yield Mutant(f"parameter {name} {other} instead of {value}", changed, f"a value beside {value}")


def _line_parameters(policy: Policy) -> set[str]:
    """The parameters that are lines, operators or windows of some leaf."""
    places = {*(comparison.value for comparison in Comparison), "operator", "value", "window", "network_more_than"}
    every = (node for trigger in policy.trigger for entry in trigger.threshold for node in nodes(entry.when))
    named = (named_parameters(leaf) for leaf in every if isinstance(leaf, QuantityLeaf))
    return {parameter for found in named for place, parameter in found.items() if place in places}


def _always_set(policy: Policy, name: str) -> bool:
    """Whether no trigger ever sees the value of a parameter itself, since a question sets it in each of its readings.

    The question has to be about every trigger that looks at the parameter, and to branch always, or else where a figure
    is stated without which the leaf is open whatever the parameter is.
    """
    path = f"parameters.{name}"
    users = [
        (trigger.id, leaf)
        for trigger in policy.trigger
        for entry in trigger.threshold
        for leaf in leaves(entry.when)
        if isinstance(leaf, QuantityLeaf) and name in named_parameters(leaf).values()
    ]
    triggers = with_dependents(policy, (trigger for trigger, _ in users))
    figures = {figure for _, leaf in users for figure in _figures(leaf)}
    asked = [q for q in policy.open_question if all(path in reading.set for reading in q.readings)]
    return any(
        triggers <= set(q.triggers) and (not q.facts or (bool(figures) and figures <= set(q.facts))) for q in asked
    )


def _figures(leaf: QuantityLeaf) -> tuple[str, ...]:
    """The fields of a manifest without which a leaf is open; none where it may be known from elsewhere."""
    match leaf.quantity:
        case QuantityName.PROGRESS_RATE:
            return ("/progress/*/now",)
        case QuantityName.CLUSTER_RATE:
            return ("/developer_facts/clusters/*/peak",)
        case QuantityName.USERS:
            return (f"/developer_facts/{leaf.of or 'monthly'}_users",)
        case QuantityName.REVENUE:
            return (f"/developer_facts/annual_{'ai_' if leaf.of == 'ai' else ''}revenue",)
        case _:
            return ("",)


def _of_question(policy: Policy, question: OpenQuestion) -> Iterator[tuple[str, str, OpenQuestion]]:
    """Two readings with their values swapped, and a reading with another number or operator."""
    lines = {f"parameters.{name}" for name in _line_parameters(policy)}
    readings = question.readings
    for (first, one), (second, other) in combinations(enumerate(readings), 2):
        for path in [path for path in one.set if path in other.set and one.set[path] != other.set[path]]:
            swapped = at(readings, first, replace(one, set={**one.set, path: other.set[path]}))
            swapped = at(swapped, second, replace(other, set={**other.set, path: one.set[path]}))
            add = f"a manifest on which {one.id} and {other.id} differ, once with each as the answer"
            yield f"{path} of {one.id} and {other.id} swapped", add, replace(question, readings=swapped)
    for number, reading in enumerate(readings):
        for path in sorted(lines & set(reading.set)):
            for value in other_values(reading.set[path]):
                changed = at(readings, number, replace(reading, set={**reading.set, path: value}))
                says = f"{path} of {reading.id} {value} instead of {reading.set[path]}"
                yield says, f"a value beside {reading.set[path]}, read so", replace(question, readings=changed)
