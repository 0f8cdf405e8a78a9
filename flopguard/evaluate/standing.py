"""What is known of a trigger on a day before any manifest is looked at: the same for every manifest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flopguard.evaluate.case import Library
from flopguard.evaluate.counted import counted_by
from flopguard.evaluate.doubt import said
from flopguard.policy.conditions import leaves
from flopguard.policy.standing import why_not_in_force
from flopguard.policy.types import Condition, Policy, QuantityLeaf, Trigger, Verified
from flopguard.policy.when import begins, doubt_on, status_on, threshold_on
from flopguard.result import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Standing:
    """The standing of a trigger on a day."""

    blank: Verdict
    """The verdict but for its answer; one that is not in force is hypothetical."""
    idle: Verdict | None = None
    """The verdict where the trigger is not in force."""
    doubt: str | None = None
    """What is not known, where it is open whether the trigger is in force."""


_Kept = tuple[Standing, tuple[Policy, Trigger, Library]]
_STANDINGS: dict[tuple[int, int, int, date], _Kept] = {}
"""By identity, since most triggers are out of force and to hash anything costs more than to say so. What is kept holds
what it is of, so that nothing else takes over its identity."""
_MOST_STANDINGS = 8192  # events of many manifests are on many days


def standing_on(policy: Policy, trigger: Trigger, day: date, library: Library) -> Standing:
    """The standing of a trigger on a day, the same for every manifest."""
    key = (id(policy), id(trigger), id(library), day)
    kept = _STANDINGS.get(key)
    if kept is None:
        if len(_STANDINGS) >= _MOST_STANDINGS:
            _STANDINGS.clear()
        kept = _STANDINGS[key] = (_known(policy, trigger, day, library), (policy, trigger, library))
    return kept[0]


def _known(policy: Policy, trigger: Trigger, day: date, library: Library) -> Standing:
    base = _base(policy, trigger, day)
    entry = doubt_on(policy, trigger, day)
    if entry is not None:
        return Standing(base, doubt=said(policy, entry))
    reason = why_not_in_force(policy, trigger, day, library)
    if reason is None:
        return Standing(base)
    begun = begins(policy, trigger, day)
    idle = replace(
        base, outcome=Outcome.NOT_IN_FORCE, reason=reason, begins=None if begun is None else begun.isoformat()
    )
    return Standing(replace(base, hypothetical=True, reason=reason), idle)


def _base(policy: Policy, trigger: Trigger, day: date) -> Verdict:
    status, condition = status_on(policy, day), _condition(trigger, day)
    return Verdict(
        policy=policy.id,
        version=policy.version,
        text=policy.title,
        series=policy.series,
        trigger=trigger.id,
        title=trigger.title,
        cite=trigger.cite,
        outcome=Outcome.UNDETERMINED,
        status=status.is_.value if status else "",
        verified=_verified(policy, trigger, day).value,
        about=trigger.about,
        compares=_quantities(condition),
        counted_by=counted_by(policy, condition),
    )


def _verified(policy: Policy, trigger: Trigger, day: date) -> Verified:
    threshold = threshold_on(trigger, day)
    return (threshold.verified if threshold else None) or trigger.verified or policy.verified


def _condition(trigger: Trigger, day: date) -> Condition | None:
    threshold = threshold_on(trigger, day) or (trigger.threshold[-1] if trigger.threshold else None)
    return threshold.when if threshold else None


def _quantities(condition: Condition | None) -> tuple[str, ...]:
    """What the condition of the day compares by itself, without the triggers that it names."""
    found = [leaf for leaf in leaves(condition) if isinstance(leaf, QuantityLeaf)] if condition else []
    return tuple(dict.fromkeys(f"{leaf.quantity}{_against(leaf)}" for leaf in found))


def _against(leaf: QuantityLeaf) -> str:
    """Whether it is relative to what was before, or set against a model of somebody else."""
    if leaf.relative_to is None:
        return ""
    return " outside" if leaf.relative_to == "outside_model" else " relative"
