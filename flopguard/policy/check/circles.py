"""Triggers that depend on themselves: the way round, in one policy or over several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flopguard.policy.check.found import problem
from flopguard.policy.conditions import leaves
from flopguard.policy.types import Policy, Trigger, TriggerLeaf
from flopguard.problems import Problem


def circles_of(policy: Policy) -> Iterator[Problem]:
    """The triggers of one policy that depend on themselves, each with the way round."""
    links = {
        trigger.id: {name.removeprefix(f"{policy.id}/") for name in named_by(policy, trigger)}
        for trigger in policy.trigger
    }
    for number, trigger in enumerate(policy.trigger):
        way = way_round(trigger.id, links)
        if way:
            yield problem(f"/trigger/{number}", in_words(trigger.id, way), "break the cycle")


def in_words(name: str, way: tuple[str, ...]) -> str:
    """That a trigger depends on itself, and through which others."""
    others = " through " + ", ".join(f"'{step}'" for step in way[1:-1]) if len(way) > 2 else ""
    return f"trigger '{name}' depends on itself{others}"


def way_round(start: str, links: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The shortest way from a trigger back to itself, both ends included; empty where there is none."""
    came_from: dict[str, str] = {}
    frontier = [start]
    while frontier:
        reached: list[str] = []
        for via in frontier:
            for name in sorted(links.get(via, ())):
                if name not in came_from:
                    came_from[name] = via
                    reached.append(name)
        if start in came_from:
            return _steps(start, came_from)
        frontier = reached
    return ()


def _steps(start: str, came_from: Mapping[str, str]) -> tuple[str, ...]:
    way = [start]
    while len(way) == 1 or way[-1] != start:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))


def named_by(policy: Policy, trigger: Trigger) -> Iterator[str]:
    """The full names of the triggers that the conditions of a trigger name."""
    for threshold in trigger.threshold:
        for leaf in leaves(threshold.when):
            if isinstance(leaf, TriggerLeaf):
                yield leaf.trigger if "/" in leaf.trigger else f"{policy.id}/{leaf.trigger}"
