"""What stands beside the triggers of a policy: counting rules, dates, definitions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from flopguard.components import ComponentKey
from flopguard.policy.check.found import problem
from flopguard.policy.types import Policy
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
    for number, trigger in enumerate(policy.trigger):
        at = f"/trigger/{number}/threshold"
        if not trigger.threshold:
            yield problem(at, f"trigger '{trigger.id}' has no threshold", "add [[trigger.threshold]]")
        yield from rising(at, [entry.from_ for entry in trigger.threshold])


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


def rising(at: str, days: Iterable[object]) -> Iterator[Problem]:
    """Dates of which one stands twice or before an earlier one."""
    listed = list(days)
    if listed != sorted(set(listed), key=str):
        yield problem(at, "the dates do not rise", "list each date once, the earliest first")
