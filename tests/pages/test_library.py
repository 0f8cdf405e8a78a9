"""The pages of the policy library: every policy has one, with all that its file says."""

from __future__ import annotations

import pytest

from flopguard.components import ComponentKey
from flopguard.pages.library import CaseRow, library_index, library_page
from flopguard.policy.load import bundled_policies
from flopguard.policy.types import Policy


@pytest.mark.parametrize("policy", bundled_policies(), ids=lambda policy: policy.id)
def test_a_page_has_every_trigger_question_date_and_mark(policy: Policy) -> None:
    page = library_page(policy, [CaseRow("a|b", "2026-01-01", (("t", "triggered"),))])
    wanted = [f"## {policy.id}/{trigger.id}" for trigger in policy.trigger]
    wanted += [f"### {question.id}" for question in policy.open_question]
    wanted += [f"`{reading.id}`" for question in policy.open_question for reading in question.readings]
    wanted += [str(entry.from_) for entry in policy.status]
    wanted += [duty.action for trigger in policy.trigger for duty in trigger.duty]
    wanted += [f"| `{key.value}` |" for key in ComponentKey if policy.counting]
    wanted += [f"`{entry.trigger}`" for entry in policy.removed] + [entry.says for entry in policy.left_out]
    assert [text for text in wanted if text not in page] == []
    assert "| a\\|b | 2026-01-01 | t: triggered |\n" in page


def test_the_index_links_every_policy() -> None:
    index = library_index(bundled_policies())
    assert [policy.id for policy in bundled_policies() if f"[{policy.id}]({policy.id}.md)" not in index] == []
    assert '<span class="day">2026-02-24</span> superseded' in index
