"""A lab's policy as if the model were that lab's, and a developer's own policy that compares no number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flopguard.check import check_loaded
from flopguard.evaluate.facts import Settings
from flopguard.policy.types import Policy
from flopguard.result import Outcome, Verdict
from tests.evaluate.support import card, pretrain, read
from tests.evaluate.test_standing import BARE, IN_2024, text

DAY = date(2026, 3, 1)
LABS = '[trigger.applies_when]\ndeveloper_any = ["Nobody", "Nobody Research"]'
LAB = text("lab-1", IN_2024, more=LABS)
GONE = text("lab-0", f'{IN_2024}, {{ from = 2025-01-01, is = "revoked" }}', more=LABS)
LAW = replace(text("law", IN_2024, more=LABS), kind="law")
WHY = "as if the model were Nobody's"


def judged(policy: Policy, developer: str | None, names: tuple[str, ...], **how: bool) -> Verdict:
    model = "" if developer is None else f'developer = "{developer}"'
    manifest = read(card(pretrain("2e25"), model=model, complete=True))
    settings = Settings(DAY, as_if_own=frozenset(names), **how)  # type: ignore[arg-type]
    return check_loaded(manifest, [policy], settings).verdicts[0]


YES, NEVER, OPEN, OUT = (
    Outcome.TRIGGERED,
    Outcome.NOT_APPLICABLE,
    Outcome.UNDETERMINED,
    Outcome.NOT_IN_FORCE,
)


@pytest.mark.parametrize(
    "policy, developer, names, outcome, reason",
    [
        (LAB, "Somebody", (), NEVER, "a model of Somebody; the text is Nobody and Nobody Research's own"),
        (LAB, "Somebody", ("lab-1",), YES, WHY),
        (LAB, "Somebody", ("s",), YES, WHY),
        (LAB, "Somebody", ("other",), NEVER, "a model of Somebody; the text is Nobody and Nobody Research's own"),
        (LAB, None, (), OPEN, ""),
        (LAB, None, ("lab-1",), YES, WHY),
        (LAB, "nobody research", ("lab-1",), YES, ""),
        (GONE, "Somebody", ("lab-0",), OUT, "revoked since 2025-01-01"),
        (LAW, "Somebody", ("law",), NEVER, "a model of Somebody; the text is Nobody and Nobody Research's own"),
    ],
)
def test_the_condition_on_the_developer_is_waived_and_that_is_said(
    policy: Policy, developer: str | None, names: tuple[str, ...], outcome: Outcome, reason: str
) -> None:
    found = judged(policy, developer, names)
    assert (found.outcome, found.reason, found.hypothetical) == (outcome, reason, reason == WHY)


def test_both_suppositions_go_together() -> None:
    found = judged(GONE, "Somebody", ("s",), as_if_in_force=True)
    assert (found.outcome, found.hypothetical) == (YES, True)
    assert found.reason == f"revoked since 2025-01-01; {WHY}"


def test_a_trigger_that_names_another_one_waives_it_there_too() -> None:
    both = text("lab-2", IN_2024, more=LABS)
    named = replace(
        both.trigger[0],
        id="u",
        applies_when=None,
        threshold=(replace(both.trigger[0].threshold[0], when=_names("t")),),
    )
    policy = replace(both, trigger=(*both.trigger, named))
    manifest = read(card(pretrain("2e25"), model='developer = "Somebody"', complete=True))
    plain = check_loaded(manifest, [policy], Settings(DAY)).verdicts
    waived = check_loaded(manifest, [policy], Settings(DAY, as_if_own=frozenset({"s"}))).verdicts
    assert [found.outcome for found in plain] == [NEVER, Outcome.NOT_TRIGGERED]
    assert [found.outcome for found in waived] == [YES, YES]


def _names(trigger: str) -> object:
    from flopguard.policy.types import TriggerLeaf

    return TriggerLeaf(trigger=trigger)


# --- a policy of its own without numbers -------------------------------------------------------------------------

SAYS = "no number of lab-3 (in force since 2024-01-01) is compared with this model: reports"
BARE_LAB = text("lab-3", IN_2024, top=BARE, threshold="")
WITH_CLOCK = text("lab-3", IN_2024, top=BARE, more=LABS)


@pytest.mark.parametrize(
    "policy, developer, names, noted",
    [
        (BARE_LAB, "Nobody", (), True),
        (BARE_LAB, "nobody", (), True),
        (BARE_LAB, "Somebody", (), False),
        (BARE_LAB, "Nobody Research", (), False),
        (BARE_LAB, None, (), False),
        (BARE_LAB, "Somebody", ("s",), True),
        (WITH_CLOCK, "Nobody Research", (), True),
        (WITH_CLOCK, "Somebody", (), False),
        (LAB, "Nobody", (), False),
        (replace(BARE_LAB, status=GONE.status), "Nobody", (), False),
    ],
)
def test_a_policy_of_the_developer_without_numbers_is_noted(
    policy: Policy, developer: str | None, names: tuple[str, ...], noted: bool
) -> None:
    model = "" if developer is None else f'developer = "{developer}"'
    manifest = read(card(pretrain("2e25"), model=model, complete=True))
    found = check_loaded(manifest, [policy], Settings(DAY, as_if_own=frozenset(names))).notes
    assert (SAYS in found) is noted


def test_a_policy_without_triggers_is_of_those_whom_its_other_versions_name() -> None:
    earlier = replace(WITH_CLOCK, id="lab-2", status=GONE.status, without_numbers=None)
    manifest = read(card(pretrain("2e25"), model='developer = "Nobody Research"', complete=True))
    assert SAYS in check_loaded(manifest, [earlier, BARE_LAB], Settings(DAY)).notes
    assert SAYS not in check_loaded(manifest, [BARE_LAB], Settings(DAY)).notes
