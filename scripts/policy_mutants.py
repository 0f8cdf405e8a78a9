"""Policies with one mistake each, such as a reviewer could overlook: what the cases of a policy have to notice.

A mutant is made of the parsed policy. What no outcome, total or date can depend on is not made; the reason stands where
it is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any, TypeVar

from flopguard.cases.coverage import DATED, has_date
from flopguard.components import ComponentKey
from flopguard.dates import CALENDARS, period
from flopguard.formula import Comparison
from flopguard.policy.conditions import named_parameters, nodes
from flopguard.policy.types import (
    AllOf,
    AnyOf,
    Applies,
    Condition,
    CountingRule,
    Duty,
    Mark,
    Not,
    OpenQuestion,
    Policy,
    QuantityLeaf,
    Scalar,
    Threshold,
    Trigger,
)
from flopguard.policy.when import status_on, threshold_on

T = TypeVar("T")
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


def mutants(policy: Policy) -> Iterator[Mutant]:
    """Every mutant of a policy, in the order of its text."""
    yield from _statuses(policy)
    for name, rule in policy.counting.items():
        yield from _marks(policy, name, rule)
    yield from _defaults(policy)
    for number, trigger in enumerate(policy.trigger):
        for says, add, changed in _of_trigger(policy, trigger):
            whole = replace(policy, trigger=_at(policy.trigger, number, changed))
            yield Mutant(f"{trigger.id}: {says}", whole, add, frozenset({trigger.id}))
    for number, question in enumerate(policy.open_question):
        for says, add, asked in _of_question(policy, question):
            whole = replace(policy, open_question=_at(policy.open_question, number, asked))
            yield Mutant(f"question {question.id}: {says}", whole, add, frozenset(question.triggers))


def _at(items: tuple[T, ...], number: int, new: T) -> tuple[T, ...]:
    return (*items[:number], new, *items[number + 1 :])


# --- the standing and the counting -------------------------------------------------------------------------------


def _statuses(policy: Policy) -> Iterator[Mutant]:
    """A status that begins a day earlier or later.

    Where both statuses apply, or neither does, or no trigger has a threshold on that day yet, no outcome of it depends
    on which status it is: not made.
    """
    for number, entry in enumerate(policy.status):
        before = policy.status[number - 1].is_.applies if number else False
        if before is entry.is_.applies:
            continue
        for step, shows in ((-DAY, entry.from_ - DAY), (DAY, entry.from_)):
            moved = replace(entry, from_=entry.from_ + step)
            whole = replace(policy, status=_at(policy.status, number, moved))
            days = [other.from_ for other in whole.status]
            begun = any(threshold_on(trigger, shows) for trigger in policy.trigger)
            if begun and days == sorted(set(days)):  # else it takes the place of its neighbour
                says = f"status {entry.is_} from {moved.from_} instead of {entry.from_}"
                yield Mutant(says, whole, f"a case as of {shows}", day=shows)


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


def _marked(rule: CountingRule, marks: dict[ComponentKey, Mark]) -> CountingRule:
    lists = {mark: tuple(key for key in marks if marks[key] is mark) for mark in Mark}
    return replace(rule, **{"in_" if mark is Mark.IN else mark.value: keys for mark, keys in lists.items()})


# --- one trigger -------------------------------------------------------------------------------------------------

Changed = Iterator[tuple[str, str, Trigger]]


def _of_trigger(policy: Policy, trigger: Trigger) -> Changed:
    """What is changed, what would show it, and the trigger with the change."""
    for text in _other_numbers(trigger.tolerance):
        add = f"a case that is fragile by {trigger.tolerance} and not by {text}, or the other way round"
        yield f"tolerance {text} instead of {trigger.tolerance}", add, replace(trigger, tolerance=text)
    yield from _applies(trigger)
    for number, entry in enumerate(trigger.threshold):
        for says, add, changed in (*_threshold_days(policy, trigger, number), *_conditions(entry)):
            yield says, add, replace(trigger, threshold=_at(trigger.threshold, number, changed))
    for number, duty in enumerate(trigger.duty):
        for says, add, kept in _duty(trigger, duty):
            said = f"duty {number + 1}: {says}"
            yield said, add, replace(trigger, duty=_at(trigger.duty, number, kept))
    for number, transition in enumerate(trigger.transition):
        for field in ("placed_before", "due"):
            day: date = getattr(transition, field)
            for other in (day - DAY, day + DAY):
                moved = replace(transition, **{field: other})
                add = f"due dates of a model that was placed on {min(day, other)}"
                says = f"transition {field} {other} instead of {day}"
                yield says, add, replace(trigger, transition=_at(trigger.transition, number, moved))


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

    Where the text does not apply on the day on which that would show, and no due date is counted from the day on which
    the first threshold begins, nothing depends on it: not made.
    """
    entry = trigger.threshold[number]
    dated = any(has_date(trigger, duty) for duty in trigger.duty)
    for step, shows in ((-DAY, entry.from_ - DAY), (DAY, entry.from_)):
        status = status_on(policy, shows)
        idle = status is None or not status.is_.applies
        moved = replace(entry, from_=entry.from_ + step)
        days = [other.from_ for other in _at(trigger.threshold, number, moved)]
        if days != sorted(set(days)) or (idle and number == 0 and not dated):
            continue
        yield f"threshold from {moved.from_} instead of {entry.from_}", f"a case as of {shows}", moved


def _duty(trigger: Trigger, duty: Duty) -> Iterator[tuple[str, str, Duty]]:
    """A clock of another length, on another calendar, or without one of its events.

    No date is counted of what has no length, or from events whose day no manifest has: not made.
    """
    if duty.within is None or not has_date(trigger, duty):
        return
    for text in _other_numbers(duty.within.text):
        yield f"within {text} instead of {duty.within}", "its due date", replace(duty, within=period(text))
    events = [event for event in duty.counted_from if event in DATED]
    for event in events:
        left = tuple(other for other in duty.counted_from if other != event)
        yield f"not counted from {event}", "its due dates with every event dated", replace(duty, counted_from=left)
    if not duty.within.hours and events:  # hours end when they end, on any calendar
        for other in CALENDARS:
            if other != duty.calendar:
                add = "a due date that falls on a Saturday or Sunday"
                yield f"calendar {other} instead of {duty.calendar}", add, replace(duty, calendar=other)


# --- conditions --------------------------------------------------------------------------------------------------


def _conditions(entry: Threshold) -> Iterator[tuple[str, str, Threshold]]:
    for says, add, condition in _inside(entry.when, _changed):
        yield says, add, replace(entry, when=condition)


Change = Callable[[Condition], Iterator[tuple[str, str, Condition]]]


def _inside(condition: Condition, change: Change) -> Iterator[tuple[str, str, Condition]]:
    """The condition with every change made to one node of it."""
    yield from change(condition)
    match condition:
        case AllOf(all=parts):
            for number, part in enumerate(parts):
                for says, add, new in _inside(part, change):
                    yield says, add, AllOf(all=_at(parts, number, new))
        case AnyOf(any=parts):
            for number, part in enumerate(parts):
                for says, add, new in _inside(part, change):
                    yield says, add, AnyOf(any=_at(parts, number, new))
        case Not(not_=inner):
            for says, add, new in _inside(inner, change):
                yield says, add, Not(not_=new)


def _changed(node: Condition) -> Iterator[tuple[str, str, Condition]]:
    match node:
        case Not(not_=inner):
            yield "a negation removed", "a case in which it decides", inner
        case AllOf(all=parts) if len(parts) > 1:
            yield "any instead of all", "a case in which one part holds and another does not", AnyOf(any=parts)
        case AnyOf(any=parts) if len(parts) > 1:
            yield "all instead of any", "a case in which one part holds and another does not", AllOf(all=parts)
        case QuantityLeaf():
            yield from _leaf(node)


_STRICT = {
    Comparison.MORE_THAN: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.MORE_THAN,
    Comparison.LESS_THAN: Comparison.AT_MOST,
    Comparison.AT_MOST: Comparison.LESS_THAN,
}
_DIRECTION = {
    Comparison.MORE_THAN: Comparison.LESS_THAN,
    Comparison.AT_LEAST: Comparison.AT_MOST,
    Comparison.LESS_THAN: Comparison.MORE_THAN,
    Comparison.AT_MOST: Comparison.AT_LEAST,
}


def _leaf(leaf: QuantityLeaf) -> Iterator[tuple[str, str, QuantityLeaf]]:
    for comparison, text in leaf.comparisons().items():
        for other in (_STRICT[comparison], _DIRECTION[comparison]):
            changed = replace(leaf, **{comparison.value: None, other.value: text})
            yield f"{other} {text} instead of {comparison}", f"a value exactly on {text}", changed
    if leaf.operator in set(Comparison):
        for other in (_STRICT[Comparison(leaf.operator)], _DIRECTION[Comparison(leaf.operator)]):
            add = f"a value exactly on {leaf.value}"
            yield f"{other} {leaf.value} instead of {leaf.operator}", add, replace(leaf, operator=other.value)
    for name in (*(comparison.value for comparison in leaf.comparisons()), "value", "window", "network_more_than"):
        was: str | None = getattr(leaf, name)
        for text in _other_numbers(was):
            yield f"{name} {text} instead of {was}", f"a value beside {was}", replace(leaf, **{name: text})


_NUMBER = re.compile(r"(?P<mantissa>\d+(?:\.\d+)?)(?:[eE](?P<exponent>[+-]?\d+))?")


def _other_numbers(text: str | None) -> Iterator[str]:
    """The text with one digit of a number one up or down, or with an exponent one up or down.

    A parameter's name has no number, and a number that becomes 0 is no line any more.
    """
    if text is None or text.startswith("$"):
        return
    for found in _NUMBER.finditer(text):
        start, mantissa = found.start("mantissa"), found["mantissa"]
        for place, digit in enumerate(mantissa):
            for other in (int(digit) - 1, int(digit) + 1) if digit != "." else ():
                changed = f"{mantissa[:place]}{other}{mantissa[place + 1 :]}"
                if 0 <= other <= 9 and float(changed):
                    yield f"{text[:start]}{changed}{text[start + len(mantissa) :]}"
        if found["exponent"] is not None:
            for power in (int(found["exponent"]) - 1, int(found["exponent"]) + 1):
                yield f"{text[: found.start('exponent')]}{power}{text[found.end('exponent') :]}"


# --- parameters and readings -------------------------------------------------------------------------------------


def _defaults(policy: Policy) -> Iterator[Mutant]:
    """A parameter with another number or operator, where its own value is ever used."""
    lines = _line_parameters(policy)
    for name, value in policy.parameters.items():
        if name not in lines or _always_set(policy, name):
            continue
        for other in _other_values(value):
            changed = replace(policy, parameters={**policy.parameters, name: other})
            yield Mutant(f"parameter {name} {other} instead of {value}", changed, f"a value beside {value}")


def _line_parameters(policy: Policy) -> set[str]:
    """The parameters that are lines, operators or windows of some leaf."""
    places = {*(comparison.value for comparison in Comparison), "operator", "value", "window", "network_more_than"}
    every = (node for trigger in policy.trigger for entry in trigger.threshold for node in nodes(entry.when))
    named = (named_parameters(leaf) for leaf in every if isinstance(leaf, QuantityLeaf))
    return {parameter for found in named for place, parameter in found.items() if place in places}


def _always_set(policy: Policy, name: str) -> bool:
    """Whether a question that always branches sets a parameter in each of its readings, for every trigger."""
    path, triggers = f"parameters.{name}", {trigger.id for trigger in policy.trigger}
    asked = [q for q in policy.open_question if not q.facts and all(path in r.set for r in q.readings)]
    return any(triggers <= set(question.triggers) for question in asked)


def _other_values(value: Scalar) -> Iterable[Scalar]:
    if value in set(Comparison):
        return (_STRICT[Comparison(str(value))].value,)
    return _other_numbers(value) if isinstance(value, str) else ()


def _of_question(policy: Policy, question: OpenQuestion) -> Iterator[tuple[str, str, OpenQuestion]]:
    """Two readings with their values swapped, and a reading with another number or operator."""
    lines = {f"parameters.{name}" for name in _line_parameters(policy)}
    readings = question.readings
    for (first, one), (second, other) in combinations(enumerate(readings), 2):
        for path in [path for path in one.set if path in other.set and one.set[path] != other.set[path]]:
            swapped = _at(readings, first, replace(one, set={**one.set, path: other.set[path]}))
            swapped = _at(swapped, second, replace(other, set={**other.set, path: one.set[path]}))
            add = f"a manifest on which {one.id} and {other.id} differ, once with each as the answer"
            yield f"{path} of {one.id} and {other.id} swapped", add, replace(question, readings=swapped)
    for number, reading in enumerate(readings):
        for path in sorted(lines & set(reading.set)):
            for value in _other_values(reading.set[path]):
                changed = _at(readings, number, replace(reading, set={**reading.set, path: value}))
                says = f"{path} of {reading.id} {value} instead of {reading.set[path]}"
                yield says, f"a value beside {reading.set[path]}, read so", replace(question, readings=changed)
