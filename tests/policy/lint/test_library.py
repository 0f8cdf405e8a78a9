"""The library as a whole under the rules about policies."""

import random
from datetime import date

import pytest

from flopguard.finding import Severity
from flopguard.policy.lint.run import lint_policy
from flopguard.policy.load import bundled_policies
from flopguard.policy.types import Policy

LIBRARY = bundled_policies()


@pytest.mark.parametrize("policy", LIBRARY, ids=lambda policy: policy.id)
def test_no_policy_contradicts_itself_on_any_day(policy: Policy) -> None:
    days = {entry.from_ for entry in policy.status}
    days |= {threshold.from_ for trigger in policy.trigger for threshold in trigger.threshold}
    for day in (date(1990, 1, 1), *sorted(days), date(2100, 1, 1), None):
        found = lint_policy(policy, LIBRARY, day)
        assert [finding for finding in found if finding.severity is Severity.ERROR] == []
        assert all(finding.message and finding.help for finding in found)


@pytest.mark.parametrize("policy", LIBRARY, ids=lambda policy: policy.id)
def test_the_order_of_the_library_changes_nothing(policy: Policy) -> None:
    shuffled = list(LIBRARY)
    random.Random(0).shuffle(shuffled)
    assert lint_policy(policy, tuple(shuffled)) == lint_policy(policy, LIBRARY)


def test_what_is_read_is_the_threshold_of_the_day() -> None:
    sb1047 = next(policy for policy in LIBRARY if policy.id == "us-ca-sb1047")
    early, late = (
        {finding.at for finding in lint_policy(sb1047, (), day) if finding.code == "FG709"}
        for day in (date(2026, 1, 1), date(2027, 1, 1))
    )
    assert early == set()
    assert late
