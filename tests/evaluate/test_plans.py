"""Runs that are not over: what is assumed of them, what of them counts, and which field would settle it."""

from __future__ import annotations

from datetime import date

import pytest

from flopguard.result import Outcome, Settling
from tests.evaluate.support import card, judged, more_trigger, phase, policy, pretrain, settings

PLANNED, BEGUN, SPENT = "", ', plans = "begun"', ', plans = "spent"'
LINE = 'quantity = "training_compute", counting = "all", more_than = "1e25"'
COMES = "that pretrain comes to what is planned"
SO_FAR = "that pretrain counts as far as it has come"
ANYTHING = "that /training/0/intended_total (what is still to come) may be any amount"
NOT_BEGUN = "that the plan of pretrain does not count: only runs that have begun count"
NOT_SPENT = "that the plan of pretrain does not count: only what is spent counts"
TOTAL = 'intended_total = "5e25"'
PLAN = 'status = "planned"'
RUNS = 'status = "running"'
ASSUMED = [
    ((PLAN,), PLANNED, (COMES,)),
    ((PLAN,), BEGUN, (NOT_BEGUN,)),
    ((PLAN,), SPENT, (NOT_SPENT,)),
    ((PLAN, "started = 2026-01-01"), PLANNED, (COMES,)),
    ((PLAN, "started = 2026-01-01"), BEGUN, (COMES,)),
    ((PLAN, "started = 2026-01-01"), SPENT, (COMES,)),
    ((RUNS, TOTAL), PLANNED, (COMES,)),
    ((RUNS, TOTAL), BEGUN, (COMES,)),
    ((RUNS, TOTAL), SPENT, (SO_FAR,)),
    ((RUNS,), PLANNED, (ANYTHING,)),
    ((RUNS,), BEGUN, (ANYTHING,)),
    ((RUNS,), SPENT, (SO_FAR,)),
    ((), SPENT, ()),
]


@pytest.mark.parametrize("lines, plans, assumed", ASSUMED)
def test_what_is_assumed_of_a_run_that_is_not_over(
    lines: tuple[str, ...], plans: str, assumed: tuple[str, ...]
) -> None:
    assert judged(card(pretrain("2e25", *lines), complete=True), policy(LINE + plans)).assumptions == assumed


def test_a_plan_that_does_not_count_is_named_in_the_comparison() -> None:
    text = card(pretrain("1e24"), phase("rl_update", "2e25", PLAN, 'name = "RL"'), complete=True)
    law = policy('trigger = "u"', more=more_trigger("u", LINE + SPENT))
    found = judged(text, law)
    assert (found.outcome, found.comparison) == (
        Outcome.NOT_TRIGGERED,
        "1.0e24 against > 1e25; the plan of RL is not counted",
    )
    assert judged(text, policy(LINE)).comparison == "2.1e25 against > 1e25"


REST = Settling(
    input="/training/0/intended_total",
    what="/training/0/intended_total (what is still to come): crossing needs 4.0e24 FLOP more",
    tips_at="4e24",
)
DONE = Settling(input="/training/0/flop", what='/training/0/flop (what is spent so far) with status = "running"')
OTHERS = "the compute of midtrain_sft, rl_update, rl_rollout and 17 more: crossing needs"
CLOSED = Settling(
    input="/scope/complete",
    what=f"[scope] complete = true, or {OTHERS} 4.0e24 FLOP more",
    tips_at="4e24",
)
SETTLED = [
    (pretrain("6e24", RUNS), True, PLANNED, ((REST,),)),
    (pretrain("6e24", RUNS), False, BEGUN, ((REST, CLOSED),)),
    (pretrain("2e25", PLAN, "started = 2026-01-01"), True, BEGUN, ((DONE,),)),
    (pretrain("2e25", "started = 2026-01-01", "ended = 2027-01-01"), True, SPENT, ((DONE,),)),
    ('component = "pretrain"\ntokens = "2e12"\nparameters = "2e12"\nstatus = "running"', True, SPENT, ((DONE,),)),
]


@pytest.mark.parametrize("run, complete, plans, settled", SETTLED)
def test_what_is_open_about_a_run_names_its_field(
    run: str, complete: bool, plans: str, settled: tuple[tuple[Settling, ...], ...]
) -> None:
    found = judged(card(run, complete=complete), policy(LINE + plans), settings(date(2026, 3, 1)))
    assert (found.outcome, found.settled_by) == (Outcome.UNDETERMINED, settled)
