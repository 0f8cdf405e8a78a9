"""Which text holds on which day, what was known then, what falls due, and what was acknowledged."""

from __future__ import annotations

from datetime import date

import pytest

from flopguard.evaluate.facts import Settings
from flopguard.evaluate.run import gather
from flopguard.policy.load import policy_of_text
from flopguard.policy.types import Policy
from flopguard.result import Acknowledged, Cause, Due, Outcome
from tests.evaluate.support import DAY, card, counting, judged, judged_all, phase, policy, pretrain, read, settings

YES, NO, OPEN, OUT = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED, Outcome.NOT_IN_FORCE

TIMED = f"""
policy = 1
id = "p"
series = "s"
version = "v1"
title = "A test"
publisher = "Nobody"
kind = "law"
status = [
    {{ from = 2022-01-01, is = "proposed" }},
    {{ from = 2023-01-01, is = "enacted_not_applicable" }},
    {{ from = 2024-01-01, is = "in_force" }},
    {{ from = 2027-01-01, is = "superseded" }},
]
source = "https://example.com"
verified = "memory"
{counting()}
[[trigger]]
id = "t"
title = "the line"
cite = "1"
watches = "WATCHES"
condition = "over the line"
[[trigger.threshold]]
from = 2025-01-01
cite = "1"
when = {{ quantity = "training_compute", counting = "all", more_than = "1e26" }}
[[trigger.threshold]]
from = 2026-01-01
cite = "1"
when = {{ quantity = "training_compute", counting = "all", more_than = "1e25" }}
"""


def timed(watches: str = "continuous") -> Policy:
    return policy_of_text(TIMED.replace("WATCHES", watches), "timed.toml")


BIG = card(pretrain("2e25"), complete=True)
DAYS = [
    (date(2021, 12, 31), OUT, "not yet published: proposed from 2022-01-01, applies from 2025-01-01"),
    (date(2022, 1, 1), OUT, "proposed since 2022-01-01, applies from 2025-01-01"),
    (date(2023, 12, 31), OUT, "enacted, applies from 2025-01-01"),
    (date(2024, 12, 31), OUT, "applies from 2025-01-01"),
    (date(2025, 1, 1), NO, ""),
    (date(2025, 12, 31), NO, ""),
    (date(2026, 1, 1), YES, ""),
    (date(2026, 12, 31), YES, ""),
    (date(2027, 1, 1), OUT, "superseded since 2027-01-01"),
]


@pytest.mark.parametrize("day, outcome, reason", DAYS)
def test_the_text_in_force_on_the_day_decides(day: date, outcome: Outcome, reason: str) -> None:
    found = judged(BIG, timed(), settings(day))
    assert (found.outcome, found.reason, found.hypothetical, found.because) == (outcome, reason, False, ())


@pytest.mark.parametrize("day, outcome, reason", DAYS)
def test_as_if_in_force_is_labelled(day: date, outcome: Outcome, reason: str) -> None:
    found = judged(BIG, timed(), settings(day, as_if_in_force=True))
    expected = NO if date(2025, 1, 1) <= day < date(2026, 1, 1) else YES
    assert (found.outcome, found.reason, found.hypothetical) == (expected, reason, outcome is OUT)


@pytest.mark.parametrize(
    "status, outcome",
    [("in_force", YES), ("not_enforced", YES), ("guidance", YES), ("vetoed", OUT), ("lapsed", OUT), ("revoked", OUT)],
)
def test_some_standings_let_a_text_speak(status: str, outcome: Outcome) -> None:
    law = policy_of_text(TIMED.replace('"superseded"', f'"{status}"').replace("WATCHES", "training"), "timed.toml")
    assert judged(BIG, law, settings(date(2027, 6, 1))).outcome is outcome


# --- what is dated later -----------------------------------------------------------------------------------------


def test_a_phase_that_started_later_is_left_out_with_a_note() -> None:
    later = phase("rl_update", "2e25", "started = 2026-03-02", 'name = "RL"')
    text = card(pretrain("1e24", "started = 2026-03-01"), later, complete=True)
    assert judged(text).outcome is NO
    assert gather(read(text), settings()).notes == ("RL started after 2026-03-01 and is left out",)
    assert judged(text, how=settings(date(2026, 3, 2))).outcome is YES


@pytest.mark.parametrize("started, outcome", [('"2026-03"', YES), ('"2026"', YES), ('"2026-04"', NO), ('"2027"', NO)])
def test_only_what_surely_started_later_is_left_out(started: str, outcome: Outcome) -> None:
    text = card(pretrain("1e24"), phase("rl_update", "2e25", f"started = {started}"), complete=True)
    assert judged(text).outcome is outcome


def test_what_is_left_out_is_not_stated() -> None:
    """Without its pre-training nothing bounds the rest, whatever the source says of a later day."""
    text = card(pretrain("1e20", "started = 2026-04-01"), complete=True)
    assert judged(text).outcome is OPEN


LATER = "{} dated after 2026-03-01 left out"
UNRELEASED = "the release, {}, lies after 2026-03-01: the model is judged as it stands before it"
REVENUE = "[developer_facts]\nannual_revenue = [{}]\n"
NOTES = [
    ("", '[[placement]]\nmarket = "EU"\ndate = {}\n', LATER.format("1 placement")),
    ("", '[[placement]]\nmarket = "EU"\ndate = {0}\n[[placement]]\nmarket = "US"\ndate = {0}\n', "2 placements"),
    ("", '[[benchmark]]\nname = "b"\nscore = "71%"\ndate = {}\n', LATER.format("1 benchmark")),
    ("", '[[assessment]]\nseries = "s"\nkind = "k"\ndate = {}\n', LATER.format("1 assessment")),
    (
        "",
        "[developer_facts]\nai_spend = [{{ value = 1, started = {0}, ended = {0} }}]\n",
        LATER.format("1 period of spending"),
    ),
    (
        "",
        "[developer_facts]\ncompute_spend = [{{ value = 1, ended = {0} }}, {{ value = 1, started = {0} }}]\n",
        "2 periods of spending",
    ),
    ("", '[[outside_model]]\nname = "O"\nreleased = {}\n', LATER.format("1 outside model")),
    ("", '[[progress]]\nnow = "9x"\nended = {}\n', LATER.format("1 rate of progress")),
    ("released = {}", "", UNRELEASED),
]


@pytest.mark.parametrize("model, more, note", NOTES)
@pytest.mark.parametrize("day, is_noted", [("2026-03-02", True), ('"2026-03"', False), ("2026-03-01", False)])
def test_what_lies_after_the_day_has_a_note(model: str, more: str, note: str, day: str, is_noted: bool) -> None:
    note = LATER.format(note) if note.startswith("2 ") else note.format(day)
    found = gather(read(card(model=model.format(day), more=more.format(day))), settings()).notes
    assert found == ((note,) if is_noted else ())


@pytest.mark.parametrize(
    "years, noted", [((2025,), ()), ((2025, 2026), (2026,)), ((2028, 2027, 9999), (2027, 2028, 9999))]
)
def test_revenue_of_a_year_that_is_not_over_has_a_note(years: tuple[int, ...], noted: tuple[int, ...]) -> None:
    rows = ", ".join(f'{{ year = {year}, value = "1 USD" }}' for year in years)
    found = gather(read(card(more=REVENUE.format(rows))), settings()).notes
    assert found == tuple(f"revenue of {year} left out: the year is not over on 2026-03-01" for year in noted)


def test_a_score_of_a_later_day_is_not_known_yet() -> None:
    text = card(more='[[benchmark]]\nname = "b"\nscore = "71%"\ndate = 2026-04-01\n')
    assert judged(text, policy('quantity = "benchmark", benchmark = "b", at_least = "50%"')).outcome is OPEN


# --- on the day of the event -------------------------------------------------------------------------------------

EVENT = settings(date(2030, 1, 1), at_event=True)
EVENTS = [
    ("release", "released = 2025-12-31", "", NO, ()),
    ("release", "released = 2026-01-01", "", YES, ()),
    ("release", 'released = "2025"', "", NO, ()),
    ("release", 'released = "2026"', "", YES, ()),
    ("release", 'released = "2025-12"', "", NO, ()),
    ("release", "", "", OPEN, ("/model/released: the day that the trigger watches",)),
    ("training", "", "ended = 2025-12-31", NO, ()),
    ("training", "", "ended = 2026-01-01", YES, ()),
    ("training", "", "started = 2026-02-01", YES, ()),
    ("training", "released = 2026-02-01", "", OPEN, ("/training/*/ended: the day that the trigger watches",)),
    ("continuous", "released = 2026-02-01", "", YES, ()),
    ("continuous", "released = 2026-02-01", "ended = 2025-06-01", NO, ()),
]


@pytest.mark.parametrize("watches, model, line, outcome, missing", EVENTS)
def test_the_day_of_the_event(watches: str, model: str, line: str, outcome: Outcome, missing: tuple[str, ...]) -> None:
    text = card(pretrain("2e25", line), complete=True, model=model)
    found = judged(text, timed(watches), EVENT)
    assert (found.outcome, found.missing) == (outcome, missing)
    assert found.because == ((Cause.MISSING,) if outcome is OPEN else ())


def test_a_partial_date_matters_only_where_its_ends_differ() -> None:
    law = policy_of_text(
        TIMED.replace("from = 2026-01-01", "from = 2026-01-15").replace("WATCHES", "release"), "x.toml"
    )
    for released, outcome, missing in (
        ("2026-01", OPEN, ("/model/released: 2026-01 is not exact enough",)),
        ("2026-02", YES, ()),
        ("2025-12", NO, ()),
    ):
        found = judged(card(pretrain("2e25"), complete=True, model=f'released = "{released}"'), law, EVENT)
        assert (found.outcome, found.missing) == (outcome, missing)


STANDINGS = """status = [
    {{ from = 2020-01-01, is = "proposed" }},
    {{ from = {}, is = "in_force" }},
    {{ from = {}, is = "lapsed" }},
]"""


def standing(start: str, end: str, id: str = "p", when: str = "") -> Policy:
    """A text that is in force from one day until another."""
    when = when or 'quantity = "training_compute", counting = "all", more_than = "1e25"'
    text = TIMED[: TIMED.index("status = [")] + STANDINGS.format(start, end) + TIMED[TIMED.index("\nsource") :]
    text = (
        text[: text.index("[[trigger.threshold]]")]
        + f'[[trigger.threshold]]\nfrom = 2020-01-01\ncite = "1"\nwhen = {{ {when} }}\n'
    )
    return policy_of_text(text.replace("WATCHES", "release").replace('id = "p"', f'id = "{id}"'), "x.toml")


BETWEEN = [
    ("2024-03-01", "2024-06-01", '"2024"', OPEN),
    ("2024-03-01", "2024-06-01", '"2024-04"', YES),
    ("2024-03-01", "2024-06-01", '"2024-03"', YES),
    ("2024-03-01", "2024-06-01", '"2024-06"', OUT),
    ("2024-03-31", "2024-04-01", '"2024-03"', OPEN),
    ("2024-01-02", "2024-12-31", '"2024"', OPEN),
    ("2023-01-01", "2025-01-01", '"2024"', YES),
]


@pytest.mark.parametrize("start, end, released, outcome", BETWEEN)
def test_a_text_may_hold_only_on_some_days_of_a_partial_date(
    start: str, end: str, released: str, outcome: Outcome
) -> None:
    text = card(pretrain("2e25"), complete=True, model=f"released = {released}")
    assert judged(text, standing(start, end), EVENT).outcome is outcome
    naming = standing("2020-01-02", "2026-01-01", "q", 'trigger = "p/t"')
    found = judged_all(text, standing(start, end), naming, how=EVENT)["q/t"]
    assert found.outcome is (NO if outcome is OUT else outcome)


def test_an_assessment_within_a_partial_date_may_start_the_clock_anew() -> None:
    law = policy('quantity = "elapsed", since = "last_assessment", at_least = "1 month"', watches="release")
    entry = '[[assessment]]\nseries = "s"\nkind = "k"\ndate = {}\n'
    for other, outcome in (("2024-06-15", OPEN), ("2023-06-15", YES)):
        more = entry.format("2023-01-01") + entry.format(other)
        assert judged(card(pretrain("2e25"), model='released = "2024"', more=more), law, EVENT).outcome is outcome


# --- duties ------------------------------------------------------------------------------------------------------

DUTY = """
[[trigger.duty]]
action = "notify"
within = "2 weeks"
modality = "must"
counted_from = ["known_in_advance", "crossed"]
cite = "52"
[[trigger.transition]]
placed_before = 2025-08-02
due = 2027-08-02
market = "EU"
cite = "111"
"""
RUN = ("started = 2025-07-01", "ended = 2026-01-31")
GOVERNED = "placed on the EU market before 2025-08-02 (111)"
TRANSITION = Due(counted_from="transition", date="2027-08-02", why=GOVERNED)
PERHAPS = Due(counted_from="transition", date="2027-08-02", why=f"only if {GOVERNED}; state [[placement]] to settle it")
CLOCKS = (
    Due(
        counted_from="known_in_advance",
        date="2025-07-15",
        why="counted from the start of training, 2025-07-01, at the latest",
    ),
    Due(counted_from="crossed", date="2026-02-14", why="counted from the end of training, 2026-01-31, at the latest"),
)
PLACED = [
    ("", (PERHAPS, *CLOCKS)),
    ('[[placement]]\nmarket = "EU"\ndate = 2025-08-01\n', (TRANSITION,)),
    ('[[placement]]\nmarket = "EU"\ndate = 2025-08-02\n', CLOCKS),
    ('[[placement]]\nmarket = "US"\ndate = 2025-08-01\n', (PERHAPS, *CLOCKS)),
    ('[[placement]]\nmarket = "EU"\ndate = "2025-08"\n', (PERHAPS, *CLOCKS)),
    ('[[placement]]\nmarket = "EU"\ndate = "2025-07"\n', (TRANSITION,)),
    (
        '[[placement]]\nmarket = "EU"\ndate = 2025-09-01\n[[placement]]\nmarket = "EU"\ndate = 2024-09-01\n',
        (PERHAPS, *CLOCKS),
    ),
    (
        '[[placement]]\nmarket = "EU"\ndate = 2025-09-01\n[[placement]]\nmarket = "US"\ndate = 2024-09-01\n',
        CLOCKS,
    ),
    (
        '[[placement]]\nmarket = "EU"\ndate = 2025-03-01\n[[placement]]\nmarket = "EU"\ndate = "2025"\n',
        (PERHAPS, *CLOCKS),
    ),
    (
        '[[placement]]\nmarket = "EU"\ndate = 2025-03-01\n[[placement]]\nmarket = "EU"\ndate = 2025-04-01\n',
        (TRANSITION,),
    ),
]


@pytest.mark.parametrize("placement, due", PLACED)
def test_a_transition_governs_where_the_model_was_surely_placed_before(placement: str, due: tuple[Due, ...]) -> None:
    found = judged(card(pretrain("2e25", *RUN), complete=True, more=placement), policy(more=DUTY))
    assert [duty.due for duty in found.duties] == [due]


ON_THE_DAY = date(2025, 7, 1)
EARLY = ("started = 2025-01-01", "ended = 2025-06-01")
RULED_OUT = [
    (DAY, ("started = 2025-08-02",), "", "", []),
    (DAY, ('started = "2025-08"',), "", "", ["2027-08-02"]),
    (DAY, ("started = 2025-08-01",), "", "", ["2027-08-02"]),
    (DAY, ("started = 2025-08-01",), "released = 2025-08-02", "", []),
    (DAY, ("started = 2025-08-01",), 'released = "2025"', "", ["2027-08-02"]),
    (DAY, (), "released = 2027-01-01", "", []),
    (DAY, ('status = "planned"', "started = 2027-01-01"), "", "", []),
    (DAY, EARLY, "", '[[placement]]\nmarket = "EU"\ndate = 2026-04-01\n', []),
    (ON_THE_DAY, EARLY, "", '[[placement]]\nmarket = "EU"\ndate = 2025-07-02\n', ["2027-08-02"]),
]


@pytest.mark.parametrize("day, lines, model, placement, offered", RULED_OUT)
def test_what_was_made_later_was_not_placed_before(
    day: date, lines: tuple[str, ...], model: str, placement: str, offered: list[str]
) -> None:
    text = card(pretrain("2e25", *lines), complete=True, model=model, more=placement)
    (duty,) = judged(text, policy(more=DUTY), settings(day)).duties
    assert [due.date for due in duty.due if due.counted_from == "transition"] == offered
    assert [due.counted_from for due in duty.due][-2:] == ["known_in_advance", "crossed"]


def test_one_phase_before_the_day_may_have_been_placed() -> None:
    text = card(pretrain("2e25", "started = 2025-08-01"), phase("rl_update", "1e24", *RUN), complete=True)
    (duty,) = judged(text, policy(more=DUTY)).duties
    assert duty.due[0].counted_from == "transition"


@pytest.mark.parametrize("flop, owed", [("2e25", True), ("9e24..2e25", True), ("9e24", False)])
def test_duties_are_named_unless_the_line_is_surely_not_crossed(flop: str, owed: bool) -> None:
    found = judged(card(pretrain(flop), complete=True), policy(more=DUTY))
    assert [duty.action for duty in found.duties] == (["notify"] if owed else [])


def test_a_clock_whose_event_is_not_dated_says_so() -> None:
    found = judged(card(pretrain("2e25", "started = 2025-07-01"), complete=True), policy(more=DUTY))
    assert [(due.counted_from, due.date) for due in found.duties[0].due] == [
        ("transition", "2027-08-02"),
        ("known_in_advance", "2025-07-15"),
        ("crossed", None),
    ]


@pytest.mark.parametrize(
    "as_of, action", [("2025-12-31", "from 2026-01-01 on: notify"), ("2026-01-01", "notify"), ("2026-03-01", "notify")]
)
def test_no_clock_runs_before_the_day_from_which_a_duty_is_owed(as_of: str, action: str) -> None:
    later = DUTY.replace('cite = "52"', 'cite = "52"\nfrom = 2026-01-01')
    model = card(pretrain("2e25", "started = 2025-08-03", "ended = 2025-12-30"), complete=True)
    (duty,) = judged(model, policy(more=later), settings(date.fromisoformat(as_of))).duties
    assert duty.action == action
    assert [(due.counted_from, due.date) for due in duty.due] == [
        ("known_in_advance", "2026-01-15"),
        ("crossed", "2026-01-15"),
    ]


# --- acknowledgements --------------------------------------------------------------------------------------------

GOOD = {
    "trigger": '"p/t"',
    "policy_version": '"v1"',
    "up_to": '"2x"',
    "by": '"x@example.com"',
    "reason": '"notified"',
    "date": "2026-01-01",
    "expires": "2026-12-31",
}
COVERED = [
    ({}, "2e25", True),
    ({}, "2.0001e25", False),
    ({"up_to": '"1.1x"'}, "1.1e25", True),
    ({"up_to": '"1.4x"'}, "1.4000000000000000001e25", False),
    ({"up_to": '"1.4x"'}, "1.4e25", True),
    ({"policy_version": '"v2"'}, "2e25", False),
    ({"trigger": '"p/u"'}, "2e25", False),
    ({"date": "2026-03-02"}, "2e25", False),
    ({"date": "2026-03-01"}, "2e25", True),
    ({"expires": "2026-02-28"}, "2e25", False),
    ({"expires": "2026-03-01"}, "2e25", True),
    ({}, "9e24", False),
    ({}, ">1.5e25", False),
]


@pytest.mark.parametrize("changes, flop, covered", COVERED)
def test_an_acknowledgement_covers_only_what_it_was_made_for(changes: dict[str, str], flop: str, covered: bool) -> None:
    entry = "\n".join(["[[acknowledgement]]", *(f"{key} = {value}" for key, value in {**GOOD, **changes}.items())])
    plain = judged(card(pretrain(flop), complete=True), policy(more=DUTY))
    found = judged(card(pretrain(flop), complete=True, more=entry), policy(more=DUTY))
    expires = changes.get("expires", "2026-12-31")
    cover = Acknowledged(by="x@example.com", reason="notified", evidence=None, expires=expires)
    assert found.acknowledgement == (cover if covered else None)
    assert (found.outcome, found.duties) == (plain.outcome, plain.duties)


def test_settings_default_to_what_is_printed() -> None:
    assert (Settings(date(2026, 3, 1)).unstated, Settings(date(2026, 3, 1)).decision_rule.value) == (1, "undetermined")


# --- beyond the calendar -----------------------------------------------------------------------------------------


def test_a_duty_that_would_fall_due_beyond_the_calendar_has_no_day() -> None:
    duty = 'action = "tell"\nmodality = "must"\ncite = "2"\nwithin = "9999 years"\ncounted_from = ["released"]'
    law = policy('quantity = "training_compute", counting = "all", more_than = "1"', more=f"[[trigger.duty]]\n{duty}\n")
    found = judged(card(pretrain("2"), model="released = 2025-01-01", complete=True), law)
    (due,) = found.duties[0].due
    assert due.date is None
    assert due.why.endswith("9999 years from there lies beyond the calendar")


@pytest.mark.parametrize("comparison, outcome", [("at_least", NO), ("more_than", NO), ("at_most", YES)])
def test_a_period_that_ends_beyond_the_calendar_is_not_over(comparison: str, outcome: Outcome) -> None:
    law = policy(f'quantity = "elapsed", since = "last_assessment", {comparison} = "6 months"')
    history = '[[assessment]]\nseries = "s"\nkind = "k"\ndate = 9999-12-30\n'
    assert judged(card(more=history), law, settings(date(9999, 12, 31))).outcome is outcome
