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


APPLIES = """
verified = "secondary"
[trigger.applies_when]
outputs_any = ["text", "code"]
inputs_any = ["text"]
has_base = true
base_by_another = true
base_compute_known = false
developer_outside = "KR"
assumes = "that it is so"
"""
WHERE = """\
Only where the model takes text; the model makes text or code; the model was made from another; somebody else made \
that model; what that model took is not known; the developer is established outside KR.
"""


def test_the_page_says_where_a_trigger_applies_how_far_it_was_checked_and_from_when_a_duty_is_owed() -> None:
    found = policy_of_text(
        TEXT.replace('condition = "Six months have passed."', 'condition = "Six months have passed."' + APPLIES)
        .replace('action = "publish it"', 'action = "publish it"\nfrom = 2026-05-01')
        .replace("earliest = 2025-12-20, ", ""),
        "p.toml",
    )
    page = policy_page(found)
    assert WHERE in page
    assert "Assumed: that it is so\n" in page
    assert "Wording of this trigger checked: secondary.\n" in page
    assert "- will, from 2026-05-01 on: publish it within 30 days" in page
    assert "- from 2026-01-01: in force (q); in doubt: page and press differ\n" in page
