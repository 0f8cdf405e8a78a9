"""Triggers that depend on themselves, inside one policy."""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.policy.check.found import problem
from flopguard.policy.conditions import leaves
from flopguard.policy.types import Policy, TriggerLeaf
from flopguard.problems import Problem


def circles_of(policy: Policy) -> Iterator[Problem]:
    """Triggers that depend on themselves, through others or not."""
    links = {
        trigger.id: {
            leaf.trigger.removeprefix(f"{policy.id}/")
            for threshold in trigger.threshold
            for leaf in leaves(threshold.when)
            if isinstance(leaf, TriggerLeaf)
        }
        for trigger in policy.trigger
    }
    for start in links:
        reached, frontier = set[str](), set(links[start])
        while frontier:
            reached |= frontier
            frontier = {name for via in frontier for name in links.get(via, ())} - reached
        if start in reached:
            yield problem("/trigger", f"trigger '{start}' depends on itself", "break the cycle")
