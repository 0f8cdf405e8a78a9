"""Whom a trigger is about, and what is due again, on the pages of policies."""

from __future__ import annotations

import pytest

from flopguard.pages.policies import policy_page, trigger_page
from flopguard.policy.load import policy_of_text
from flopguard.policy.types import Policy
from tests.evaluate.support import counting

TEXT = f"""
policy = 1
id = "p"
series = "s"
version = "2"
title = "A policy"
publisher = "Nobody"
kind = "lab-policy"
status = [
    {{ from = 2026-01-01, is = "in_force", earliest = 2025-12-20, doubt = "page and press differ", cite = "q" }},
]
source = "https://example.com"
verified = "primary"
without_numbers = "Reports every six months."
{counting()}
[[removed]]
trigger = "p-1/ec4"
replaced_by = "a judgement."
announced = "in_part"
cite = "Changelog"
[[removed]]
trigger = "p-1/old"
replaced_by = "another line"
numeric = true
announced = "yes"
cite = "Changelog"
[[left_out]]
id = "rand"
says = "Section 9 names 1000x."
why = "It is an example."
[[trigger]]
id = "report"
title = "a report is due"
cite = "Section 3"
watches = "continuous"
about = "publisher"
condition = "Six months have passed."
[[trigger.threshold]]
from = 2026-01-01
when = {{ quantity = "elapsed", since = "last_assessment", at_least = "6 months" }}
cite = "Section 3.1"
verified = "secondary"
[[trigger.duty]]
action = "publish it"
modality = "will"
within = "30 days"
every = "6 months"
cite = "Section 4"
verified = "memory"
"""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return policy_of_text(TEXT, "p.toml")


@pytest.mark.parametrize(
    "said",
    [
        "It is about the publisher as a whole.\n",
        "- will: publish it within 30 days, and again every 6 months (Section 4; wording from memory)\n",
    ],
)
def test_the_page_of_a_trigger_says_whom_it_is_about_and_when_it_is_due_again(said: str, policy: Policy) -> None:
    assert said in trigger_page(policy, policy.trigger[0])
    assert said in policy_page(policy)
