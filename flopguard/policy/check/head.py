"""What stands beside the triggers of a policy: counting rules, dates, definitions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Day
from itertools import pairwise

from flopguard.components import ComponentKey
from flopguard.policy.check.found import problem
from flopguard.policy.types import Policy, StatusEntry, Trigger
from flopguard.problems import Problem


def counting_of(policy: Policy) -> Iterator[Problem]:
    """Components that a counting rule marks twice or not at all."""
    for name, rule in policy.counting.items():
        marked = Counter(key for key, _ in rule.marked())
        lists = {
            "not marked": [key.value for key in ComponentKey if not marked[key]],
            "marked more than once": [key.value for key in ComponentKey if marked[key] > 1],
        }
        for said, keys in lists.items():
            if keys:
                listed = f"{said}: {', '.join(keys)}"
                yield problem(f"/counting/{name}", listed, "mark every component exactly once")


def dates_of(policy: Policy) -> Iterator[Problem]:
    """Lists of dates that are empty, stand still or go back."""
    if not policy.status:
        yield problem("/status", "the policy has no status", 'add status = [{ from = ..., is = "..." }]')
    yield from rising("/status", [entry.from_ for entry in policy.status])
    yield from _doubts(policy.status)
    for number, trigger in enumerate(policy.trigger):
        at = f"/trigger/{number}/threshold"
        if not trigger.threshold:
            yield problem(at, f"trigger '{trigger.id}' has no threshold", "add [[trigger.threshold]]")
        yield from rising(at, [entry.from_ for entry in trigger.threshold])
        yield from _uncited(at, trigger)


def _doubts(status: Sequence[StatusEntry]) -> Iterator[Problem]:
    """A day in doubt lies between the entry before and the day taken, and the doubt is told."""
    for number, entry in enumerate(status):
        at = f"/status/{number}"
        if entry.earliest is None:
            continue
        if not entry.doubt:
            yield problem(at, "earliest stands without its doubt", 'say what the sources differ in: doubt = "..."')
        if entry.earliest > entry.from_:
            yield problem(at, "earliest lies after from", "from is the latest day that it may have begun")
        if number and entry.earliest <= status[number - 1].from_:
            help = "the standings of a text follow one another"
            yield problem(at, "earliest does not lie after the entry before", help)


def _uncited(at: str, trigger: Trigger) -> Iterator[Problem]:
    for number, threshold in enumerate(trigger.threshold):
        if not threshold.cite:
            said = f"the threshold of trigger '{trigger.id}' from {threshold.from_} has no cite"
            yield problem(f"{at}/{number}", said, 'add cite = "Article ...", the place of the number in the text')


def without_numbers_of(policy: Policy) -> Iterator[Problem]:
    """A policy that has neither a trigger nor a word about what it has instead."""
    if not policy.trigger and policy.without_numbers is None:
        help = 'add [[trigger]], or say what the text has instead: without_numbers = "..."'
        yield problem("/policy", "the policy has no trigger", help)


def definitions_of(policy: Policy) -> Iterator[Problem]:
    """Definitions, curves and rates that stand twice."""
    if policy.definition or policy.curve or policy.trend:
        from flopguard.definition.load import duplicates  # few policies define anything

        yield from duplicates(definition=policy.definition, curve=policy.curve, trend=policy.trend)


def removed_of(policy: Policy) -> Iterator[Problem]:
    """Triggers that are said to be gone without a full name, or that are still there."""
    own = {f"{policy.id}/{trigger.id}" for trigger in policy.trigger}
    for number, gone in enumerate(policy.removed):
        at = f"/removed/{number}"
        if "/" not in gone.trigger:
            help = "write policy/trigger, with the id of the version that had it"
            yield problem(at, f"'{gone.trigger}' is no full name of a trigger", help)
        elif gone.trigger in own:
            yield problem(at, f"'{gone.trigger}' is still a trigger of this policy", "remove one of the two")


def rising(at: str, days: Iterable[Day]) -> Iterator[Problem]:
    """Dates of which one stands twice or before an earlier one."""
    listed = list(days)
    for number, (before, day) in enumerate(pairwise(listed), 1):
        if day <= before:
            said = f"{day} does not come after {before}, the day of the entry before it"
            yield problem(f"{at}/{number}", f"the dates do not rise: {said}", "list each date once, the earliest first")
