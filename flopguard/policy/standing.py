"""Why a trigger is not in force on a day, in words: what came in its place, or what is still to come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flopguard.policy.types import Policy, PolicyStatus, StatusEntry, Trigger
from flopguard.policy.when import begins, standing_since, status_on, threshold_on

_NONE: Mapping[str, Policy] = {}
_ENDED = {PolicyStatus.REVOKED: "revoked since", PolicyStatus.VETOED: "vetoed on", PolicyStatus.LAPSED: "lapsed on"}


def why_not_in_force(policy: Policy, trigger: Trigger, day: date, library: Mapping[str, Policy] = _NONE) -> str | None:
    """Why a trigger is not evaluated on a day; None when it is. `library` may hold the text that came after."""
    status = status_on(policy, day)
    if status is None:
        first = policy.status[0]
        return f"not yet published: {named(first)} from {first.from_}{_later(policy, trigger, first.from_)}"
    if not status.is_.applies:
        return _idle(policy, trigger, status, day, library)
    if threshold_on(trigger, day) is None:
        return f"applies from {begins(policy, trigger, day) or trigger.threshold[0].from_}"
    return None


def successor(policy: Policy, since: date, library: Mapping[str, Policy]) -> Policy | None:
    """The text that took the place of one on a day: of those that say so, the one that began nearest to it."""
    newer = [other for other in library.values() if policy.id in other.supersedes]
    return min(newer, key=lambda other: (abs((_began(other) - since).days), other.id), default=None)


def named(entry: StatusEntry) -> str:
    """A standing as people write it."""
    return entry.is_.value.replace("_", " ")


def _began(policy: Policy) -> date:
    return next((entry.from_ for entry in policy.status if entry.is_.applies), policy.status[0].from_)


def _idle(policy: Policy, trigger: Trigger, status: StatusEntry, day: date, library: Mapping[str, Policy]) -> str:
    cite, since = f": {status.cite}" if status.cite else "", standing_since(policy, status)
    match status.is_:
        case PolicyStatus.SUPERSEDED:
            return f"superseded since {since}{_by(policy, trigger, status, library) or cite}"
        case PolicyStatus.ENACTED_NOT_APPLICABLE:
            begun = begins(policy, trigger, day)
            return f"enacted, applies from {begun}" if begun else f"enacted {since}, never applied{cite}"
        case PolicyStatus.PROPOSED:
            return f"proposed since {since}{_fate(policy, trigger, day)}"
        case _:
            return f"{_ENDED[status.is_]} {since}{_later(policy, trigger, day)}{cite}"


def _by(policy: Policy, trigger: Trigger, status: StatusEntry, library: Mapping[str, Policy]) -> str:
    """The newer text, and what it has in the place of a trigger; empty where the library has no newer text."""
    newer = successor(policy, standing_since(policy, status), library)
    if newer is None:
        return ""
    gone = next((entry for entry in newer.removed if entry.trigger == f"{policy.id}/{trigger.id}"), None)
    if gone is not None:
        number = "a number of its own" if gone.numeric else "no number"
        return f" by {newer.id}, which has {number} in its place: {gone.replaced_by.strip().rstrip('.')}"
    again = any(entry.id == trigger.id for entry in newer.trigger)
    return f" by {newer.id}{f', which has a trigger {trigger.id} too' if again else ''}"


def _fate(policy: Policy, trigger: Trigger, day: date) -> str:
    """What became, or becomes, of a proposal."""
    if _later(policy, trigger, day):
        return _later(policy, trigger, day)
    end = next((entry for entry in policy.status if entry.from_ > day and entry.is_ in _ENDED), None)
    return f", never in force{f', {_ENDED[end.is_]} {end.from_}' if end else ''}"


def _later(policy: Policy, trigger: Trigger, day: date) -> str:
    begun = begins(policy, trigger, day)
    return f", applies from {begun}" if begun else ""
