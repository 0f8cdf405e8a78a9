"""The policies that claims cite, looked up among those that were asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flopguard.dates import PartialDate
from flopguard.lint.rule import Subject
from flopguard.manifest.types import Claim, Manifest
from flopguard.record import record

if TYPE_CHECKING:
    from flopguard.policy.types import Policy, Trigger


@record
class Citation:
    """One claim with what it cites; `policy` None where nothing, or more than one text, is called so."""

    at: str
    claim: Claim
    text: str
    policy: Policy | None = None
    trigger: Trigger | None = None
    candidates: tuple[Policy, ...] = ()
    """The texts that the label may mean, where it is the id of none."""

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """The trigger that is cited, or all of the policy."""
        if self.policy is None:
            return ()
        return (self.trigger,) if self.trigger is not None else self.policy.trigger


def citations(subject: Subject) -> Iterator[Citation]:
    """Every claim that cites a policy."""
    for number, claim in enumerate(subject.card.claim):
        if claim.policy:
            yield _citation(f"/claim/{number}", claim, claim.policy, subject.policies)


def _citation(at: str, claim: Claim, text: str, policies: tuple[Policy, ...]) -> Citation:
    name, _, wanted = text.partition("/")
    policy = next((entry for entry in policies if entry.id == name), None)
    if policy is None:
        meant = tuple(entry for entry in policies if is_called(name, entry))
        policy = meant[0] if len(meant) == 1 and _is_whole(name, meant[0]) else None
        if policy is None:
            return Citation(at=at, claim=claim, text=text, candidates=meant)
    trigger = next((entry for entry in policy.trigger if entry.id == wanted), None)
    return Citation(at=at, claim=claim, text=text, policy=policy, trigger=trigger)


def is_called(label: str, policy: Policy) -> bool:
    """Whether a label is the series of a policy, its series and version, or its id without a last letter."""
    plain = policy.id[:-1] if policy.id[-1].isalpha() else policy.id
    return label.casefold() == plain or _is_whole(label, policy)


def _is_whole(label: str, policy: Policy) -> bool:
    """Whether a label is the series of a policy, alone or with its version."""
    return label.casefold() in (policy.series, f"{policy.series}-{policy.version}".casefold())


def date_of(card: Manifest) -> PartialDate | None:
    """When the model was released, else when its training ended."""
    ends = [phase.ended for phase in card.training if phase.ended is not None]
    return card.model.released or max(ends, key=lambda end: end.last, default=None)
