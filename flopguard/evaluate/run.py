"""All policies against one model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from flopguard.estimate.actual import actual_compute, related_compute
from flopguard.evaluate.answers import for_versions
from flopguard.evaluate.effective_facts import with_effective
from flopguard.evaluate.event import at_event
from flopguard.evaluate.facts import Facts, Settings, facts_of
from flopguard.evaluate.memo import Same
from flopguard.evaluate.verdict import verdict
from flopguard.manifest.load import Loaded
from flopguard.policy.conditions import leaves
from flopguard.policy.types import Leaf, Policy, Trigger, TriggerLeaf
from flopguard.result import Verdict


def gather(loaded: Loaded, settings: Settings) -> Facts:
    """Everything that the verdicts on a readable manifest rest on."""
    assert loaded.manifest is not None
    compute = actual_compute(loaded, convention=settings.convention)
    assessed = {number: related_compute(related) for number, related in loaded.assessed.items()}
    return with_effective(facts_of(loaded, compute, assessed, settings))


def verdicts(policies: Sequence[Policy], facts: Facts, known: Sequence[Policy] = ()) -> tuple[Verdict, ...]:
    """One verdict a trigger, by policy and in the order of its text.

    `known` are further policies, of which no verdict is wanted but whose triggers may be named.
    """
    facts = for_versions(policies, facts)
    library = library_of(policies, known)
    return tuple(
        _verdict(library[name], trigger, facts, library)
        for name in sorted({policy.id for policy in policies})
        for trigger in library[name].trigger
        if facts.settings.asks(name, trigger.id)
    )


def library_of(policies: Sequence[Policy], known: Sequence[Policy]) -> Mapping[str, Policy]:
    """The policies by id; one and the same for all manifests, so that what is worked out of it holds for all."""
    if isinstance(policies, tuple) and isinstance(known, tuple):
        return _same_library(Same(policies), Same(known))
    return {policy.id: policy for policy in (*known, *policies)}


@lru_cache(maxsize=64)
def _same_library(policies: Same[tuple[Policy, ...]], known: Same[tuple[Policy, ...]]) -> Mapping[str, Policy]:
    return {policy.id: policy for policy in (*known.value, *policies.value)}


def _verdict(policy: Policy, trigger: Trigger, facts: Facts, library: Mapping[str, Policy]) -> Verdict:
    if not facts.settings.at_event:
        return verdict(policy, trigger, facts, library)

    def on_day(day: date) -> Verdict:
        settings = replace(facts.settings, as_of=day, at_event=False)
        there = facts.memo.once(("facts on", day), lambda: gather(facts.loaded, settings))
        return verdict(policy, trigger, there, library)

    return at_event(trigger, facts, on_day, _rests_on(policy, library))


def _rests_on(policy: Policy, library: Mapping[str, Policy]) -> tuple[Policy, ...]:
    """The policy and every one whose triggers it names, directly or through another."""
    found = {policy.id: policy}
    waiting = [policy]
    while waiting:
        for leaf in _leaves(waiting.pop()):
            name = leaf.trigger.partition("/")[0] if isinstance(leaf, TriggerLeaf) else ""
            if name in library and name not in found:
                found[name] = library[name]
                waiting.append(library[name])
    return tuple(found.values())


def _leaves(policy: Policy) -> Iterator[Leaf]:
    return (leaf for trigger in policy.trigger for entry in trigger.threshold for leaf in leaves(entry.when))
