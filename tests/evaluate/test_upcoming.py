"""What is still to come: which triggers begin within the horizon, and what they say of the model as it is known now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flopguard.check import check_loaded
from flopguard.dates import period
from flopguard.evaluate.facts import Settings
from flopguard.policy.types import Policy
from flopguard.result import Cause, Outcome, Upcoming
from tests.evaluate.support import card, pretrain, read
from tests.evaluate.support import policy as tiny
from tests.evaluate.test_standing import DOUBT, text

YES, NO, OPEN = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED
DAY = date(2026, 11, 22)
BIG = card(pretrain("2e25"), complete=True)
LAW = text("law", '{ from = 2025-12-19, is = "enacted_not_applicable" }, { from = 2027-01-01, is = "in_force" }')


BRIEF = '{ from = 2027-01-01, is = "in_force" }, { from = 2027-02-01, is = "revoked" }'


def ahead(manifest: str, policies: list[Policy], horizon: str = "12 months", day: date = DAY) -> tuple[Upcoming, ...]:
    return check_loaded(read(manifest), policies, Settings(day, horizon=period(horizon))).upcoming


@pytest.mark.parametrize(
    "policy, horizon, found",
    [
        (LAW, "12 months", "2027-01-01"),
        (LAW, "40 days", "2027-01-01"),
        (LAW, "39 days", None),
        (text("p", '{ from = 2020-01-01, is = "in_force" }'), "12 months", None),
        (text("p", '{ from = 2020-01-01, is = "in_force" }', threshold="2027-08-02"), "12 months", "2027-08-02"),
        (text("p", '{ from = 2020-01-01, is = "proposed" }'), "12 months", None),
        (text("p", '{ from = 2027-01-01, is = "proposed" }'), "12 months", None),
        (text("p", f'{{ from = 2026-12-01, is = "in_force", {DOUBT} }}'), "12 months", None),
        (text("p", BRIEF), "1 year", "2027-01-01"),
    ],
)
def test_what_begins_within_the_horizon_is_told(policy: Policy, horizon: str, found: str | None) -> None:
    assert [entry.begins for entry in ahead(BIG, [policy], horizon)] == ([found] if found else [])


def test_nothing_is_told_where_nobody_asks() -> None:
    assert check_loaded(read(BIG), [LAW], Settings(DAY)).upcoming == ()


def test_it_is_judged_as_of_the_day_it_begins() -> None:
    assert [(entry.policy, entry.outcome) for entry in ahead(BIG, [LAW])] == [("law", YES)]
    assert [entry.outcome for entry in ahead(card(pretrain("1e24"), complete=True), [LAW])] == [NO]
    (found,) = ahead(card(pretrain("6e24")), [LAW])
    assert (found.outcome, found.because) == (OPEN, (Cause.MISSING,))


def test_it_comes_in_the_order_of_the_days() -> None:
    later = text("a", '{ from = 2027-03-01, is = "in_force" }')
    same = text("z", '{ from = 2027-01-01, is = "in_force" }')
    assert [entry.policy for entry in ahead(BIG, [same, later, LAW])] == ["law", "z", "a"]


def test_a_phase_that_starts_after_the_check_is_not_known_yet() -> None:
    """The law begins later than the phase; what is known of the model is what was known on the day of the check."""
    later = card(pretrain("1e24"), pretrain("2e25", "started = 2026-12-01"), complete=True)
    assert [entry.outcome for entry in ahead(later, [LAW])] == [NO]


def test_the_verdicts_of_the_day_are_the_same_with_and_without_it() -> None:
    with_it = check_loaded(read(BIG), [LAW], Settings(DAY, horizon=period("12 months")))
    assert with_it.verdicts == check_loaded(read(BIG), [LAW], Settings(DAY)).verdicts


REVENUE = """
[developer_facts]
annual_revenue = [
    { year = 2025, value = "600e6 USD" },
    { year = 2026, value = "600e6 USD" },
]
"""


def with_revenue(begins: str) -> Policy:
    status = text("p", f'{{ from = {begins}, is = "in_force" }}').status
    return replace(tiny('quantity = "revenue", year = "preceding", more_than = "500e6 USD"'), status=status)


@pytest.mark.parametrize("begins, outcome", [("2026-12-15", YES), ("2027-01-01", OPEN)])
def test_the_year_before_is_that_of_the_new_day_and_counts_only_once_it_is_over(begins: str, outcome: Outcome) -> None:
    """2026 is not over on the day of the check: what is stated of it is a plan, and no revenue yet."""
    manifest = card(pretrain("1e24"), complete=True, more=REVENUE)
    assert [entry.outcome for entry in ahead(manifest, [with_revenue(begins)])] == [outcome]


@pytest.mark.parametrize("day, outcome", [("2026-11-22", YES), ("2026-11-23", OPEN)])
def test_a_score_of_a_later_day_is_not_assumed(day: str, outcome: Outcome) -> None:
    scored = tiny('quantity = "benchmark", benchmark = "b", at_least = "50%"', id="p")
    law = replace(scored, status=LAW.status)
    manifest = card(more=f'[[benchmark]]\nname = "b"\nscore = "71%"\ndate = {day}\n')
    assert [entry.outcome for entry in ahead(manifest, [law])] == [outcome]


def test_nothing_confidential_is_told_of_what_is_to_come() -> None:
    """Two manifests that differ in one confidential figure alone, on the same side of the line, say the same."""

    def found(flop: str) -> Upcoming:
        (one,) = ahead(card(pretrain(flop, "confidential = true"), complete=True), [LAW])
        return one

    assert found("2e25") == found("3e25")
    assert (found("2e25").outcome, found("2e25").comparison) == (YES, "the figures are confidential")
    assert found("1e24").outcome is NO


SPENT = """
[developer_facts]
compute_spend = [{{ value = "600e6 USD", started = {started}, ended = {ended} }}]
"""


@pytest.mark.parametrize(
    "started, ended, outcome",
    [
        ("2026-10-01", "2026-11-22", YES),
        ("2026-10-01", "2026-11-23", OPEN),
        ("2026-11-23", "2026-12-31", OPEN),
    ],
)
def test_money_that_is_still_to_be_spent_is_not_assumed(started: str, ended: str, outcome: Outcome) -> None:
    when = 'quantity = "spend", of = "compute", window = "12 months", more_than = "500e6 USD"'
    law = replace(tiny(when), status=LAW.status)
    manifest = card(pretrain("1e24"), complete=True, more=SPENT.format(started=started, ended=ended))
    assert [entry.outcome for entry in ahead(manifest, [law])] == [outcome]
