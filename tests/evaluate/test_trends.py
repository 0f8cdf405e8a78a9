"""The nominal ratio times a published rate of progress over the time between two models."""

from __future__ import annotations

from pathlib import Path

import pytest

from flopguard.policy.types import Policy
from flopguard.result import Cause, Outcome, Verdict
from tests.evaluate.support import card, family, judged, policy, pretrain, question, settings

YES, NO, OPEN = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED
WHEN = (
    'quantity = "effective_compute", relative_to = "last_assessment", kind = "full", measure = "$measure", '
    'trend = "$trend", counting = "all", at_least = "4x", raw_floor = false'
)
TOP = '[parameters]\nmeasure = "nominal"\ntrend = "stated"\n'
WINDOW = "first = 2018\nlast = 2026\n"
RATES = f"""
[[trend]]
id = "three"
per_year = "3x"
{WINDOW}
[[trend]]
id = "own"
per_year = "2.8x"
{WINDOW}
[[trend]]
id = "published"
doubling_months = {{ value = 8.4, low = 4.5, high = 14.3, level = "95%" }}
{WINDOW}
"""


def readings(*trends: str) -> Policy:
    sets = ['"parameters.measure" = "nominal"']
    sets += [f'"parameters.measure" = "trend", "parameters.trend" = "{trend}"' for trend in trends]
    return policy(WHEN, top=TOP, more=question("metric", *sets) if trends else "")


def by_rate(text: str, trend: str = "stated") -> Verdict:
    return judged(text, policy(WHEN, top=f'[parameters]\nmeasure = "trend"\ntrend = "{trend}"\n'))


def assessed(day: str = "2024-10-01", flop: str = "1e25") -> str:
    old = f'{{ name = "Old", compute = "{flop}" }}'
    return f'[[assessment]]\nseries = "s"\nkind = "full"\ndate = {day}\nmodel = {old}\n'


def model(*, flop: str = "1.6e25", released: str = "2025-12-01", day: str = "2024-10-01", more: str = RATES) -> str:
    return card(pretrain(flop), model=f"released = {released}", complete=True, more=assessed(day) + more)


def test_the_same_two_models_by_each_reading_of_four_times() -> None:
    """1.6x the operations, 14 months later, a line of 4x: the reading decides, and one interval decides nothing."""
    found = judged(model(), readings("three", "own", "published"))
    assert [(entry.amount, entry.outcome, entry.because) for entry in found.readings] == [
        ("1.6x", NO, ()),
        ("5.8x", YES, ()),
        ("5.3x", YES, ()),
        ("3.2x .. 13.8x", OPEN, (Cause.INTERVAL,)),
    ]
    assert (found.outcome, set(found.because)) == (OPEN, {Cause.READINGS, Cause.INTERVAL})


FLIPS = [
    ("nominal", {"/training/0/flop": "4e25", "/assessment/0/model/compute": "4e24"}),
    ("three", {"/training/0/flop": "1.11024423688e25", "/assessment/0/model/compute": "1.441124346208e25"}),
    ("own", {}),
]


@pytest.mark.parametrize("first, expected", FLIPS)
def test_a_figure_flips_an_outcome_only_where_no_other_reading_leaves_it(first: str, expected: dict[str, str]) -> None:
    """With 1.6x, 5.8x and 5.3x against 4x: only the slowest reading turns it to yes, only the fastest to no."""
    sets = {
        "nominal": '"parameters.measure" = "nominal"',
        "three": '"parameters.measure" = "trend", "parameters.trend" = "three"',
        "own": '"parameters.measure" = "trend", "parameters.trend" = "own"',
    }
    order = [sets.pop(first), *sets.values()]
    found = judged(model(), policy(WHEN, top=TOP, more=question("metric", *order)))
    assert {item.input: item.tips_at for item in found.tipping} == expected


def test_several_rates_multiply() -> None:
    """What the policy expects of algorithms and of post-training together: 1.6 x 2.8^(14/12) x 3^(14/12)."""
    found = judged(model(), readings("own x three"))
    assert [entry.amount for entry in found.readings] == ["1.6x", "19.2x"]


def test_of_several_stated_rates_none_is_taken_for_the_right_one() -> None:
    found = by_rate(model(more=RATES))
    assert (found.outcome, set(found.because)) == (OPEN, {Cause.INTERVAL})
    slow = f'[[trend]]\nid = "slow"\nper_year = "1.1x"\n{WINDOW}'
    parted = by_rate(model(more=RATES + slow))
    assert (parted.outcome, set(parted.because)) == (OPEN, {Cause.READINGS, Cause.INTERVAL})
    assert "which rate of progress decides: three, own, published, slow" in parted.missing


EDGES = [
    ("2025-06-30", "2024-10-01", True),
    ("2025-07-01", "2024-10-01", False),
    ('"2025"', "2024-10-01", False),  # it may lie behind the data
    ('"2025-06"', "2024-10-01", True),
    ("2025-06-30", "2024-01-01", True),
    ("2025-06-30", "2023-12-31", False),
    ("2025-06-30", '"2023"', False),
]


@pytest.mark.parametrize("ours, theirs, covered", EDGES)
def test_the_whole_time_lies_within_the_years_of_the_data(ours: str, theirs: str, covered: bool) -> None:
    rate = '[[trend]]\nid = "r"\nper_year = "3x"\nfirst = 2024\nlast = "2025-06"\n'
    found = by_rate(model(flop="1e27", released=ours, day=theirs, more=rate))
    assert found.outcome is (YES if covered else OPEN)


ONE = f'[[trend]]\nid = "r"\nper_year = "3x"\n{WINDOW}'
OUTSIDE = '[[trend]]\nid = "r"\nper_year = "3x"\nfirst = 2012\nlast = 2023\n'
REFUSED = [
    ("", "a cited yearly multiplier of algorithmic progress with its interval and window ([[trend]])"),
    (
        OUTSIDE,
        "a rate whose data cover 2024-10-01 to 2025-12-01: those of 'r' cover 2012 to 2023, "
        "and beyond them it is no evidence",
    ),
    (f'[[trend]]\nid = "r"\n{WINDOW}', "the rate 'r' either by per_year or by doubling_months"),
    (
        f'[[trend]]\nid = "r"\nof = "post_training"\nper_year = "3x"\n{WINDOW}',
        "a cited yearly multiplier of algorithmic progress with its interval and window ([[trend]])",
    ),
]


@pytest.mark.parametrize("more, missing", REFUSED)
def test_what_is_no_evidence_of_a_rate_is_missing(more: str, missing: str) -> None:
    found = by_rate(model(more=more))
    assert (found.outcome, found.because, found.missing) == (OPEN, (Cause.MISSING,), (missing,))


WINDOWS = [
    ("2024-10-01", "2025-12-01", "4.2e25", YES),  # over the line by itself, whatever the rate adds
    ("2025-12-01", "2025-12-01", "4e25", YES),
    ("2025-12-01", "2025-12-01", "3.9e25", NO),
    ("2024-12-01", "2025-12-01", "4e25/3", YES),  # a whole year is exact: three times four thirds is four
    ("2024-12-01", "2025-11-30", "4e25/3", NO),
    ('"2024"', '"2025"', "1e25", OPEN),  # from no time at all to two years
    ('"2024"', "2025-12-31", "2e25", YES),  # from one year to two
    ('"2025-12"', '"2025-12"', "4e25", OPEN),  # which of them was first is open
]


@pytest.mark.parametrize("theirs, ours, flop, outcome", WINDOWS)
def test_the_time_is_that_between_the_days(theirs: str, ours: str, flop: str, outcome: Outcome) -> None:
    assert by_rate(model(flop=flop, released=ours, day=theirs, more=ONE)).outcome is outcome


def test_a_model_older_than_its_reference_has_no_progress() -> None:
    found = by_rate(model(released="2024-09-30", more=ONE))
    assert (found.outcome, found.because) == (OPEN, (Cause.MISSING,))
    assert found.missing[0].startswith("which of the days is right")


DAYS = [
    ("released = 2025-10-01", "", "to 2025-10-01 (its release)"),
    ("", 'ended = "2025-09"', "to 2025-09 .. 2026-03-01 (between the end of its training and the date of this check)"),
    ("", "", "to 2026-03-01 (the date of this check, since neither release nor end of training is stated)"),
    (
        "released = 2026-06-01",
        "ended = 2025-09-01",
        "to 2025-09-01 .. 2026-03-01 (between the end of its training and the date of this check)",
    ),
]


@pytest.mark.parametrize("released, ended, says", DAYS)
def test_the_step_says_which_day_is_taken(released: str, ended: str, says: str) -> None:
    text = card(pretrain("1.6e25", *filter(None, [ended])), model=released, complete=True, more=assessed() + ONE)
    (step,) = [step for step in by_rate(text).steps if "times 'r' (3x a year)" in step.what]
    assert says in step.what
    assert "from 2024-10-01 (its assessment, since neither its release nor the end" in step.what


RELEASES = [
    # ours, theirs, unstated, outcome: 2x the operations, 3x a year, a line of 4x, checked on 2026-03-01
    (("2025-01-01", "2025-12-01"), ("", "2024-10-01"), 1, YES),
    (("2025-01-01", ""), ("", "2024-10-01"), 1, OPEN),  # 3 months after the other one, or 17
    (("", ""), ("", "2024-10-01"), 1, YES),
    (("", "2025-12-01"), ("2025-05-01", "2025-09-01"), 1, NO),
    (("", "2025-12-01"), ("2025-05-01", ""), 1, NO),
    (("", "2025-12-01"), ("2024-12-01", ""), 1, OPEN),  # it was assessed on 2025-10-01
    (("", "2025-12-01"), ("", ""), 1, NO),
    (("", "2025-12-01"), ("", ""), None, OPEN),  # how much older it was than its assessment is not known
    (("", "2025-12-01"), ("", "2025-09-01"), None, NO),
]


@pytest.mark.parametrize("ours, theirs, unstated, outcome", RELEASES)
def test_saying_less_of_either_day_never_shortens_the_time(
    tmp_path: Path, ours: tuple[str, str], theirs: tuple[str, str], unstated: int | None, outcome: Outcome
) -> None:
    def dated(flop: str, days: tuple[str, str], more: str = "") -> str:
        ended, released = days
        phase = pretrain(flop, *([f"ended = {ended}"] if ended else []))
        return card(phase, model=f"released = {released}" if released else "", complete=True, more=more)

    history = assessed("2025-10-01").replace('{ name = "Old", compute = "1e25" }', '{ manifest = "old.toml" }')
    loaded = family(tmp_path, own=dated("2e25", ours, history + ONE), old=dated("1e25", theirs))
    by = policy(WHEN, top='[parameters]\nmeasure = "trend"\ntrend = "stated"\n')
    assert judged(loaded, by, settings(unstated=unstated)).outcome is outcome


def test_the_nominal_ratio_decides_beside_a_rate_only_where_it_is_a_floor() -> None:
    """A rate that may lie below 1 takes the ratio under the line; a floor is what keeps it over it."""
    falling = f'[[trend]]\nid = "r"\nper_year = "0.5x"\n{WINDOW}'
    text = model(flop="5e25", more=falling)
    assert by_rate(text).outcome is NO
    floored = policy(WHEN.replace("false", "true"), top=TOP.replace("nominal", "trend"))
    assert judged(text, floored).outcome is YES


def test_a_rate_of_the_policy_comes_before_one_of_the_manifest() -> None:
    top = f'[parameters]\nmeasure = "trend"\ntrend = "r"\n[[trend]]\nid = "r"\nper_year = "1.1x"\n{WINDOW}'
    assert judged(model(more=ONE), policy(WHEN, top=top)).outcome is NO
