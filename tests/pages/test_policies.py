"""The page of a policy says everything that its file says."""

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


SAID = [
    "- from 2026-01-01: in force, or from 2025-12-20 on (page and press differ) (q)\n",
    "It is about the publisher as a whole.\n",
    "From 2026-01-01 (Section 3.1), wording checked: secondary:\n",
    "- will: publish it within 30 days, and again every 6 months (Section 4; wording checked: memory)\n",
]
OF_THE_WHOLE = [
    "## Compares no number\n\nReports every six months.\n",
    "- p-1/ec4: no number in its place, announced in part: a judgement (Changelog)\n",
    "- p-1/old: a number in its place, announced: another line (Changelog)\n",
    "- rand: Section 9 names 1000x. Why: It is an example.\n",
]


@pytest.mark.parametrize("said", SAID)
def test_the_page_of_a_trigger_says_it(said: str, policy: Policy) -> None:
    assert said in trigger_page(policy, policy.trigger[0])


@pytest.mark.parametrize("said", [*SAID, *OF_THE_WHOLE])
def test_the_page_of_a_policy_says_it(said: str, policy: Policy) -> None:
    assert said in policy_page(policy)
