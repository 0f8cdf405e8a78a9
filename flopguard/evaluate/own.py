"""Lab policies that are evaluated as if the model were their publisher's."""

from __future__ import annotations

from dataclasses import replace

from flopguard.evaluate.applies import is_of
from flopguard.evaluate.facts import Facts
from flopguard.policy.types import Policy, Trigger
from flopguard.result import Verdict


def is_taken_as_own(policy: Policy, facts: Facts) -> bool:
    """Whether the condition on the developer is waived."""
    names = facts.settings.as_if_own
    return bool(names) and policy.kind == "lab-policy" and (policy.id in names or policy.series in names)


def as_if_own(blank: Verdict, policy: Policy, trigger: Trigger, facts: Facts) -> Verdict:
    """The verdict with the label, where a condition on the developer was waived that does not hold, or may not."""
    wanted = trigger.applies_when.developer_any if trigger.applies_when else ()
    if not wanted or not is_taken_as_own(policy, facts) or is_of(wanted, facts.manifest.model.developer):
        return blank
    why = f"as if the model were {policy.publisher}'s"
    return replace(blank, hypothetical=True, reason="; ".join(filter(None, (blank.reason, why))))
