"""A claimed multiple over another model than the one that a policy compares with, so that it is taken for no answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flopguard.evaluate.facts import Facts
from flopguard.evaluate.ratios import reference_of
from flopguard.evaluate.world import World
from flopguard.manifest.types import Claim
from flopguard.policy.check.settings import values
from flopguard.policy.conditions import leaves
from flopguard.policy.types import Policy, QuantityLeaf, QuantityName, Trigger
from flopguard.policy.when import threshold_on
from flopguard.result import Outcome, Verdict

_IDLE = (Outcome.NOT_APPLICABLE, Outcome.NOT_IN_FORCE)


def other_reference_notes(policies: Sequence[Policy], verdicts: Sequence[Verdict], facts: Facts) -> Iterator[str]:
    """A note for each claim over a model and each trigger in question that compares with another one."""
    stated = enumerate(facts.manifest.claim)
    claims = [(f"/claim/{number}", claim.relative_to) for number, claim in stated if _is(claim)]
    for policy, trigger in _in_question(policies, verdicts) if claims else ():
        known = dict(_references(policy, trigger, facts))
        says = f"{policy.id}/{trigger.id} compares with {' or '.join(known.values())}: it is no answer to it"
        for at, other in claims:
            if known and other is not None and other.casefold() not in known:
                yield f"the claim at {at} is over '{other}'; {says}"


def _is(claim: Claim) -> bool:
    """Whether it claims a multiple of another model's effective compute, and may be told of."""
    return claim.quantity == "effective_compute" and claim.relative_to is not None and not claim.confidential


def _in_question(policies: Sequence[Policy], verdicts: Sequence[Verdict]) -> Iterator[tuple[Policy, Trigger]]:
    asked = {(found.policy, found.trigger) for found in verdicts if found.outcome not in _IDLE}
    for policy in policies:
        yield from ((policy, trigger) for trigger in policy.trigger if (policy.id, trigger.id) in asked)


def _references(policy: Policy, trigger: Trigger, facts: Facts) -> Iterator[tuple[str, str]]:
    """The models that a trigger may compare effective compute with, as far as they are named: folded, and told."""
    threshold = threshold_on(trigger, facts.settings.as_of) or trigger.threshold[-1]
    world = World(policy, facts, {})
    for leaf in leaves(threshold.when):
        if isinstance(leaf, QuantityLeaf) and leaf.quantity is QuantityName.EFFECTIVE_COMPUTE:
            earlier = "last_assessment" in values(policy, leaf.relative_to)
            for kind in values(policy, leaf.kind) if earlier else ():
                yield from _reference(replace(leaf, relative_to="last_assessment", kind=kind), world)


def _reference(leaf: QuantityLeaf, world: World) -> Iterator[tuple[str, str]]:
    found = reference_of(leaf, world)
    if not isinstance(found, tuple):
        return
    number, assessment = found
    model, known = assessment.model, world.facts.assessed.get(number)
    if model is None or model.confidential or assessment.confidential:
        return
    by_file = known.model if known is not None and (model.manifest or model.reference) else None
    name = by_file or model.name
    if name:
        yield name.casefold(), f"'{name}', assessed on {assessment.date}"
