"""The developer's own policy where it compares no number, so that a reader does not take silence for an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flopguard.evaluate.applies import is_of
from flopguard.evaluate.facts import Facts
from flopguard.evaluate.own import is_taken_as_own
from flopguard.policy.standing import named
from flopguard.policy.types import Policy
from flopguard.policy.when import standing_since, status_on


def without_numbers_notes(policies: Sequence[Policy], facts: Facts) -> Iterator[str]:
    """A note for each policy of the developer that is in force and has no number to compare with this model."""
    for policy in sorted(policies, key=lambda policy: policy.id):
        status = status_on(policy, facts.settings.as_of)
        if policy.without_numbers is None or status is None or not status.is_.applies:
            continue
        if facts.settings.triggers and not any(facts.settings.asks(policy.id, t.id) for t in policy.trigger):
            continue
        if _is_own(policy, policies, facts) or is_taken_as_own(policy, facts):
            since = f"{named(status)} since {standing_since(policy, status)}"
            instead = policy.without_numbers.strip().rstrip(".")
            yield f"no number of {policy.id} ({since}) is compared with this model: {instead}"


def _is_own(policy: Policy, policies: Sequence[Policy], facts: Facts) -> bool:
    """Whether its triggers, or those of other versions where it has none, name the developer, or it published it."""
    versions = [policy] if policy.trigger else [entry for entry in policies if entry.series == policy.series]
    rules = [trigger.applies_when for entry in versions for trigger in entry.trigger]
    wanted = [name for applies in rules if applies is not None for name in applies.developer_any]
    publisher = [] if policy.trigger else [policy.publisher]
    return is_of([*wanted, *publisher], facts.manifest.model.developer) is True
