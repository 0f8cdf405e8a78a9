"""The list of the library on a day, and what changes on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flopguard.pages.listing import is_in_force, listing, standing
from flopguard.pages.timeline import timeline
from flopguard.policy.load import bundled_policies
from flopguard.policy.types import Transition
from tests.evaluate.test_standing import BARE, DOUBT, IN_2024, OLD, text

NEW = text("new", '{ from = 2026-02-24, is = "in_force" }', top='supersedes = ["old"]')
LAW = text("law", '{ from = 2025-12-19, is = "enacted_not_applicable" }, { from = 2027-01-01, is = "in_force" }')
LATER = text("later", IN_2024, threshold="2027-01-01")
DOUBTED = text("doubted", f'{IN_2024}, {{ from = 2026-04-15, is = "revoked", {DOUBT} }}')
VETOED = text("vetoed", '{ from = 2024-02-07, is = "proposed" }, { from = 2024-09-29, is = "vetoed" }')
AMENDED = '{ from = 2025-01-01, is = "in_force", cite = "amended" }'
NOTED = text("noted", f'{IN_2024}, {AMENDED}, {{ from = 2026-01-01, is = "revoked" }}')
"""An entry that repeats the standing notes an amendment, and begins nothing."""
UNSURE = text(
    "unsure",
    '{ from = 2026-03-19, is = "in_force", doubt = "it may never have applied" }, '
    '{ from = 2026-03-27, is = "superseded" }',
)
EMPTY = text("without", IN_2024, top=BARE, threshold="")


@pytest.mark.parametrize(
    "policy, day, said, in_force",
    [
        (OLD, "2023-12-31", "not yet published; applies from 2024-01-01", False),
        (OLD, "2024-01-01", "in force since 2024-01-01; superseded 2026-02-24", True),
        (OLD, "2026-02-24", "superseded 2026-02-24 by new", False),
        (LAW, "2026-12-31", "enacted 2025-12-19; applies from 2027-01-01", False),
        (LAW, "2027-01-01", "in force since 2027-01-01", True),
        (LATER, "2026-12-31", "in force since 2024-01-01; a threshold begins 2027-01-01", True),
        (LATER, "2027-01-01", "in force since 2024-01-01", True),
        (DOUBTED, "2026-03-31", "in force since 2024-01-01; revoked 2026-04-15", True),
        (DOUBTED, "2026-04-01", "not known: revoked from 2026-04-01 at the earliest, 2026-04-15 at the latest", True),
        (DOUBTED, "2026-04-15", "revoked 2026-04-15 at the latest", False),
        (NOTED, "2024-06-01", "in force since 2024-01-01; revoked 2026-01-01", True),
        (NOTED, "2025-06-01", "in force since 2024-01-01; revoked 2026-01-01", True),
        (NOTED, "2026-06-01", "revoked 2026-01-01", False),
        (UNSURE, "2026-03-20", "in force since 2026-03-19 (in doubt); superseded 2026-03-27", True),
        (UNSURE, "2026-03-27", "superseded 2026-03-27", False),
        (VETOED, "2024-09-28", "proposed since 2024-02-07; vetoed 2024-09-29", False),
        (replace(VETOED, trigger=LATER.trigger), "2024-09-29", "vetoed 2024-09-29", False),
    ],
)
def test_a_policy_has_its_standing_and_what_comes_next(policy: object, day: str, said: str, in_force: bool) -> None:
    on = date.fromisoformat(day)
    assert standing(policy, on, {"new": NEW, "old": OLD}) == said  # type: ignore[arg-type]
    assert is_in_force(policy, on) is in_force  # type: ignore[arg-type]


LISTED = """\
new      in force since 2026-02-24
old      superseded 2026-02-24 by new
without  in force since 2024-01-01; no number compared here
3 policies with 2 triggers, as of 2026-03-01
"""
WITH_TRIGGERS = """\
old  superseded 2026-02-24 by new
     A test (Nobody, lab-policy)
  t  the line (1)
1 policy with 1 trigger, as of 2026-03-01
"""


def test_the_list_has_a_line_a_policy_and_triggers_where_they_are_asked_for() -> None:
    assert listing([NEW, OLD, EMPTY], date(2026, 3, 1)) == LISTED
    assert listing([OLD], date(2026, 3, 1), [NEW], triggers=True) == WITH_TRIGGERS


MOVED = replace(
    LATER,
    trigger=(
        replace(
            LATER.trigger[0],
            threshold=(*LATER.trigger[0].threshold, replace(LATER.trigger[0].threshold[0], from_=date(2028, 1, 1))),
            transition=(Transition(placed_before=date(2027, 1, 1), due=date(2029, 1, 1), cite="2"),),
        ),
    ),
)
EVENTS = """\
2024-01-01  later    in force
2024-01-01  old      in force
2026-02-24  new      in force
2026-02-24  old      superseded by new (Section 9)
2026-04-15  doubted  revoked, 2026-04-01 at the earliest
2027-01-01  later    t: begins: more than 1e25 (1)
2028-01-01  later    t: the threshold changes: more than 1e25 (1)
2029-01-01  later    t: due for what was placed before 2027-01-01 (2)
8 events
"""


def test_the_timeline_says_what_is_in_doubt() -> None:
    assert timeline([UNSURE]).splitlines()[0] == "2026-03-19  unsure  in force, in doubt"


def test_the_timeline_tells_an_amendment_from_a_beginning() -> None:
    assert timeline([NOTED]).splitlines()[:2] == [
        "2024-01-01  noted  in force",
        "2025-01-01  noted  still in force (amended)",
    ]


def test_the_timeline_has_a_line_an_event_in_the_order_of_the_days() -> None:
    doubted = replace(DOUBTED, status=DOUBTED.status[1:])
    assert timeline([NEW, OLD, doubted, MOVED]) == EVENTS
    cut = timeline([NEW, OLD, doubted, MOVED], (), date(2026, 2, 24), date(2026, 4, 15))
    assert cut.splitlines() == [*EVENTS.splitlines()[2:5], "3 events"]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_bundled_library_fits_the_width(width: int) -> None:
    said = listing(bundled_policies(), date(2026, 11, 22), triggers=True, width=width)
    said += timeline(bundled_policies(), width=width)
    longest = max(said.splitlines(), key=len)
    assert len(longest) <= width, longest
