"""The triggers of a policy, and their conditions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from flopguard.dates import CALENDARS
from flopguard.policy.check.circles import circles_of
from flopguard.policy.check.found import problem
from flopguard.policy.check.leaf import quantity_leaf
from flopguard.policy.check.lines import readable
from flopguard.policy.check.settings import settings
from flopguard.policy.conditions import leaves, nodes, parts
from flopguard.policy.events import EVENTS
from flopguard.policy.types import (
    AllOf,
    AnyOf,
    Applies,
    Condition,
    FactLeaf,
    JudgementLeaf,
    MediaLeaf,
    ParameterLeaf,
    Policy,
    QuantityLeaf,
    TriggerLeaf,
)
from flopguard.problems import Problem
from flopguard.units import Dimension

_COUNTRY = re.compile(r"[A-Z]{2}")


def triggers_of(policy: Policy) -> Iterator[Problem]:
    """Every problem of the triggers."""
    known = [trigger.id for trigger in policy.trigger]
    for name, count in Counter(known).items():
        if count > 1:
            yield problem("/trigger", f"trigger '{name}' stands {count} times", "give each trigger its own id")
    for number, trigger in enumerate(policy.trigger):
        at = f"/trigger/{number}"
        if trigger.tolerance is not None:
            yield from readable(f"{at}/tolerance", trigger.tolerance, Dimension.RATIO)
        yield from _country(f"{at}/applies_when/developer_outside", trigger.applies_when)
        for duty_number, duty in enumerate(trigger.duty):
            yield from _events(f"{at}/duty/{duty_number}/counted_from", duty.counted_from)
            if duty.calendar not in CALENDARS:
                options = ", ".join(CALENDARS)
                yield problem(f"{at}/duty/{duty_number}/calendar", f"'{duty.calendar}' is not a calendar", options)
        for threshold_number, threshold in enumerate(trigger.threshold):
            yield from _condition(policy, f"{at}/threshold/{threshold_number}/when", threshold.when)
    yield from circles_of(policy)


def _events(at: str, events: tuple[str, ...]) -> Iterator[Problem]:
    """Events that look like a misspelt one that a manifest can state; any other may be one that it cannot."""
    for event in events:
        near = [] if event in EVENTS else get_close_matches(event, EVENTS, n=1, cutoff=0.75)
        if near:
            yield problem(at, f"no manifest states the day of '{event}'", f"did you mean '{near[0]}'?")


def _country(at: str, applies: Applies | None) -> Iterator[Problem]:
    country = applies.developer_outside if applies is not None else None
    if country is not None and not _COUNTRY.fullmatch(country):
        yield problem(at, f"'{country}' is not a country in two capital letters", 'such as "KR"')


def _condition(policy: Policy, at: str, condition: Condition) -> Iterator[Problem]:
    if any(isinstance(node, (AllOf, AnyOf)) and not parts(node) for node in nodes(condition)):
        yield problem(at, "all or any of no conditions", "write the conditions, or leave it out")
    for leaf in leaves(condition):
        match leaf:
            case QuantityLeaf():
                yield from quantity_leaf(policy, at, leaf)
            case TriggerLeaf(trigger=name) if not _may_name(policy, name):
                yield problem(at, f"trigger '{name}' is not in this policy", "name it, or write policy/trigger")
            case ParameterLeaf(parameter=name):
                yield from _switch(policy, at, name)
            case JudgementLeaf() | TriggerLeaf() | MediaLeaf() | FactLeaf():
                pass


def _switch(policy: Policy, at: str, name: str) -> Iterator[Problem]:
    if name not in policy.parameters:
        yield problem(at, f"{name} is not in [parameters]", f"add {name} = false to [parameters]")
    elif any(not isinstance(value, bool) for value in settings(policy, name)):
        yield problem(at, f"the parameter {name} is not always true or false", "set it to true or false")


def _may_name(policy: Policy, name: str) -> bool:
    """Whether a trigger's name may be right: whether another policy has it is seen when all are loaded."""
    inside = name.removeprefix(f"{policy.id}/")
    return "/" in inside or inside in {trigger.id for trigger in policy.trigger}
