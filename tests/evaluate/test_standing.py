"""What is said of a text that is not in force, and what becomes of a day on which that is open."""

from __future__ import annotations

from datetime import date

import pytest

from flopguard.evaluate.facts import Settings
from flopguard.evaluate.run import gather, verdicts
from flopguard.policy.load import policy_of_text
from flopguard.policy.standing import why_not_in_force
from flopguard.policy.types import Policy
from flopguard.result import Cause, Outcome, Verdict
from tests.evaluate.support import card, counting, pretrain, read

YES, NO, OPEN, OUT = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED, Outcome.NOT_IN_FORCE
NEVER = Outcome.NOT_APPLICABLE
BIG, SMALL = card(pretrain("2e25"), complete=True), card(pretrain("1e24"), complete=True)


def text(id: str, status: str, *, top: str = "", threshold: str = "2020-01-01", more: str = "") -> Policy:
    """A law with the trigger `t`, or where there is no threshold a text without any."""
    trigger = f"""
{counting()}
[[trigger]]
id = "t"
title = "the line"
cite = "1"
watches = "continuous"
condition = "over the line"
{more}
[[trigger.threshold]]
from = {threshold}
when = {{ quantity = "training_compute", counting = "all", more_than = "1e25" }}
cite = "1"
"""
    head = f"""
policy = 1
id = "{id}"
series = "s"
version = "v1"
title = "A test"
publisher = "Nobody"
kind = "lab-policy"
status = [{status}]
source = "https://example.com"
verified = "memory"
{top}
"""
    return policy_of_text(head + (trigger if threshold else ""), f"{id}.toml")


IN_2024 = '{ from = 2024-01-01, is = "in_force" }'
OLD = text("old", f'{IN_2024}, {{ from = 2026-02-24, is = "superseded", cite = "Section 9" }}')
NEW = '{ from = 2026-02-24, is = "in_force" }'
SUPERSEDES = 'supersedes = ["old"]'
REMOVED = """
[[removed]]
trigger = "old/t"
replaced_by = "a report every six months."
numeric = {}
announced = "no"
cite = "Section 3"
"""
BARE = 'without_numbers = "reports"'


@pytest.mark.parametrize(
    "newer, why",
    [
        ([], "superseded since 2026-02-24: Section 9"),
        ([text("x", NEW)], "superseded since 2026-02-24: Section 9"),
        ([text("new", NEW, top=SUPERSEDES)], "superseded since 2026-02-24 by new, which has a trigger t too"),
        ([text("new", NEW, top=f"{SUPERSEDES}\n{BARE}", threshold="")], "superseded since 2026-02-24 by new"),
        (
            [text("new", NEW, top=f"{SUPERSEDES}\n{BARE}{REMOVED.format('false')}", threshold="")],
            "superseded since 2026-02-24 by new, which has no number in its place: a report every six months",
        ),
        (
            [text("new", NEW, top=SUPERSEDES + REMOVED.format("true"))],
            "superseded since 2026-02-24 by new, which has a number of its own in its place: a report every six months",
        ),
        (
            [
                text("b", '{ from = 2026-06-01, is = "in_force" }', top=SUPERSEDES),
                text(
                    "c",
                    '{ from = 2026-02-20, is = "proposed" }, { from = 2026-02-25, is = "in_force" }',
                    top=SUPERSEDES,
                ),
            ],
            "superseded since 2026-02-24 by c, which has a trigger t too",
        ),
    ],
)
def test_a_superseded_text_names_what_came_in_its_place(newer: list[Policy], why: str) -> None:
    library = {policy.id: policy for policy in (OLD, *newer)}
    assert why_not_in_force(OLD, OLD.trigger[0], date(2026, 2, 24), library) == why
    assert why_not_in_force(OLD, OLD.trigger[0], date(2026, 2, 23), library) is None
    found = {v.policy: v for v in judged(BIG, [OLD, *newer], date(2026, 2, 24))}
    assert (found["old"].outcome, found["old"].reason) == (OUT, why)


@pytest.mark.parametrize(
    "status, threshold, day, why",
    [
        (
            '{ from = 2024-09-29, is = "vetoed", cite = "the letter" }',
            "2024-01-01",
            "2024-09-29",
            "vetoed on 2024-09-29: the letter",
        ),
        (
            '{ from = 2025-01-20, is = "revoked" }',
            "2024-01-01",
            "2025-01-20",
            "revoked since 2025-01-20",
        ),
        (
            '{ from = 2025-01-20, is = "proposed" }, { from = 2025-06-01, is = "proposed" }',
            "2024-01-01",
            "2025-07-01",
            "proposed since 2025-01-20, never in force",
        ),
        (
            '{ from = 2025-01-20, is = "lapsed" }',
            "2024-01-01",
            "2025-01-20",
            "lapsed on 2025-01-20",
        ),
        (
            '{ from = 2025-01-20, is = "proposed" }',
            "2024-01-01",
            "2026-01-20",
            "proposed since 2025-01-20, never in force",
        ),
        (
            '{ from = 2024-02-07, is = "proposed" }, { from = 2024-09-29, is = "vetoed" }',
            "2024-01-01",
            "2024-09-28",
            "proposed since 2024-02-07, never in force, vetoed on 2024-09-29",
        ),
        (
            '{ from = 2025-12-19, is = "enacted_not_applicable" }, { from = 2027-01-01, is = "in_force" }',
            "2024-01-01",
            "2026-12-31",
            "enacted, applies from 2027-01-01",
        ),
        (
            '{ from = 2025-12-19, is = "enacted_not_applicable" }, { from = 2027-01-01, is = "in_force" }',
            "2027-06-01",
            "2027-05-31",
            "applies from 2027-06-01",
        ),
        (
            '{ from = 2025-12-19, is = "enacted_not_applicable" }',
            "2024-01-01",
            "2026-01-01",
            "enacted 2025-12-19, never applied",
        ),
        (
            '{ from = 2025-12-19, is = "in_force" }',
            "2024-01-01",
            "2025-12-18",
            "not yet published: in force from 2025-12-19",
        ),
        (
            '{ from = 2024-01-01, is = "revoked" }, { from = 2025-01-01, is = "in_force" }',
            "2024-01-01",
            "2024-12-31",
            "revoked since 2024-01-01, applies from 2025-01-01",
        ),
    ],
)
def test_a_text_out_of_force_says_why_and_what_is_to_come(status: str, threshold: str, day: str, why: str) -> None:
    found = text("p", status, threshold=threshold)
    assert why_not_in_force(found, found.trigger[0], date.fromisoformat(day)) == why


# --- a day in doubt ----------------------------------------------------------------------------------------------

DOUBT = 'earliest = 2026-04-01, doubt = "the page gives one day and the press another."'
BEGUN = text("p", f'{{ from = 2026-04-15, is = "in_force", {DOUBT} }}')
GONE = text("p", f'{IN_2024}, {{ from = 2026-04-15, is = "superseded", {DOUBT} }}')
ALIKE = text("p", f'{IN_2024}, {{ from = 2026-04-15, is = "not_enforced", {DOUBT} }}')
LATER = text("p", f'{{ from = 2026-04-15, is = "in_force", {DOUBT} }}', threshold="2026-04-10")
SAID = (
    "the day on which p is {} (2026-04-01 at the earliest, 2026-04-15 at the latest): the page gives one day and the "
    "press another"
)


def judged(manifest: str, policies: list[Policy], day: date, **how: bool) -> tuple[Verdict, ...]:
    return verdicts(policies, gather(read(manifest), Settings(day, **how)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "policy, days",
    [
        (BEGUN, {31: OUT, 1: OPEN, 14: OPEN, 15: YES}),
        (GONE, {31: YES, 1: OPEN, 14: OPEN, 15: OUT}),
        (ALIKE, {31: YES, 1: YES, 14: YES, 15: YES}),
        (LATER, {31: OUT, 1: OUT, 9: OUT, 10: OPEN, 14: OPEN, 15: YES}),
    ],
)
def test_between_the_two_days_nothing_is_certain(policy: Policy, days: dict[int, Outcome]) -> None:
    found = {day: judged(BIG, [policy], date(2026, 3 if day == 31 else 4, day))[0].outcome for day in days}
    assert found == days


@pytest.mark.parametrize("policy, word", [(BEGUN, "in force"), (GONE, "superseded")])
@pytest.mark.parametrize("manifest", [BIG, SMALL])
def test_the_doubt_is_what_is_missing(policy: Policy, word: str, manifest: str) -> None:
    (found,) = judged(manifest, [policy], date(2026, 4, 2))
    said = SAID.format(word)
    assert (found.outcome, found.because, found.missing, found.lean) == (OPEN, (Cause.MISSING,), (said,), None)
    assert [[way.what for way in ways] for ways in found.settled_by] == [[said]]


def test_what_is_open_besides_stays_open() -> None:
    (found,) = judged(card(pretrain("8e24 .. 2e25"), complete=True), [BEGUN], date(2026, 4, 2))
    assert (found.because, found.lean, found.fragile) == ((Cause.INTERVAL, Cause.MISSING), None, False)
    assert all(ways[0].what == SAID.format("in force") for ways in found.settled_by)


def test_as_if_in_force_evaluates_and_labels_it() -> None:
    (found,) = judged(BIG, [BEGUN], date(2026, 4, 2), as_if_in_force=True)
    assert (found.outcome, found.hypothetical, found.reason) == (YES, True, f"not known: {SAID.format('in force')}")


def test_what_is_about_others_needs_no_day() -> None:
    other = text(
        "p",
        f'{{ from = 2026-04-15, is = "in_force", {DOUBT} }}',
        more='[trigger.applies_when]\noutputs_any = ["audio"]',
    )
    (found,) = judged(card(pretrain("2e25"), model='outputs = ["text"]', complete=True), [other], date(2026, 4, 2))
    assert found.outcome is NEVER


def test_an_event_whose_day_may_be_in_doubt_is_open() -> None:
    """The month of the release starts before the doubt and ends in it."""
    released = card(pretrain("2e25"), model='released = "2026-03"', complete=True)
    doubted = text("p", f'{IN_2024}, {{ from = 2026-04-15, is = "superseded", {DOUBT.replace("04-01", "03-20")} }}')
    (found,) = judged(released, [doubted], date(2026, 6, 1), at_event=True)
    assert found.outcome is OPEN


@pytest.mark.parametrize(
    "policy, day, begins",
    [
        (BEGUN, date(2026, 3, 31), "2026-04-15"),
        (BEGUN, date(2026, 4, 15), None),
        (GONE, date(2026, 4, 15), None),
        (OLD, date(2023, 12, 31), "2024-01-01"),
    ],
)
def test_a_text_that_is_still_to_come_has_its_day(policy: Policy, day: date, begins: str | None) -> None:
    assert [found.begins for found in judged(BIG, [policy], day)] == [begins]
