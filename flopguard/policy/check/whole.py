"""Every check of one policy, one after the other."""

from __future__ import annotations

from flopguard.policy.check.head import counting_of, dates_of, definitions_of, removed_of, without_numbers_of
from flopguard.policy.check.questions import questions_of
from flopguard.policy.check.triggers import triggers_of
from flopguard.policy.types import Policy
from flopguard.problems import Problem


def problems_of(policy: Policy) -> tuple[Problem, ...]:
    """Every problem of a policy that its types allow."""
    return (
        *counting_of(policy),
        *definitions_of(policy),
        *dates_of(policy),
        *without_numbers_of(policy),
        *removed_of(policy),
        *triggers_of(policy),
        *questions_of(policy),
    )
