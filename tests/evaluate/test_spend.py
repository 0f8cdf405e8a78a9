"""Money over a window: which rows bound it from below and from above, and what is missing where they do not."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.evaluate.spend import Row, Window, within
from flopguard.formula import Amount, Input
from flopguard.quantity import Estimate, point
from flopguard.result import Cause, Outcome
from flopguard.units import Dimension
from tests.evaluate.support import card, judged, policy, settings

YES, NO, OPEN = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED
MISSING, CONFLICT = (Cause.MISSING,), (Cause.CONFLICT,)
YEARS = 'quantity = "spend", of = "ai", window = "36 months", tested = "month_start", more_than = "1 billion USD"'
YEAR = 'quantity = "spend", of = "compute", window = "12 months", more_than = "100 million USD"'


def spent(*rows: str, of: str = "ai") -> str:
    listed = ", ".join("{ " + row + " }" for row in rows)
    return card(more=f"[developer_facts]\n{of}_spend = [{listed}]\n")


def row(value: str, started: str = "", ended: str = "") -> str:
    return (
        f'value = "{value}"' + (f", started = {started}" if started else "") + (f", ended = {ended}" if ended else "")
    )


AS_OF = date(2026, 3, 20)  # tested on 1 March: 2023-03-01 to 2026-02-28
ALL = ("2023-03-01", "2026-02-28")
WHAT = "spent on developing AI from 2023-03-01 to 2026-02-28"
NOTHING = f"what was {WHAT}, in USD, by days (/developer_facts/ai_spend: value, started, ended)"
REST = f"the rest of the money {WHAT} (/developer_facts/ai_spend: rows with started and ended)"
RIGHT = "which of /developer_facts/ai_spend/0 and /developer_facts/ai_spend/1 is right"
SPENT = [
    ("nothing is stated", (), OPEN, MISSING, (NOTHING,)),
    ("the window, on the line", (row("1e9 USD", *ALL),), NO, (), ()),
    ("the window, above it", (row("1000000001 USD", *ALL),), YES, (), ()),
    ("the window, across the line", (row("0.9e9..1.1e9 USD", *ALL),), OPEN, (Cause.INTERVAL,), ()),
    ("a part of it that is enough", (row("2e9 USD", "2025-01-01", "2025-12-31"),), YES, (), ()),
    ("a part of it that is not", (row("1e9 USD", "2025-01-01", "2025-12-31"),), OPEN, MISSING, (REST,)),
    (
        "parts that are enough together",
        (row("6e8 USD", "2024-01-01", "2024-12-31"), row("6e8 USD", "2025-01-01", "2025-12-31")),
        YES,
        (),
        (),
    ),
    (
        "parts that overlap count once",
        (row("6e8 USD", "2024-01-01", "2025-01-01"), row("6e8 USD", "2025-01-01", "2025-12-31")),
        OPEN,
        MISSING,
        (REST,),
    ),
    (
        "parts that make it up",
        (row("5e8 USD", "2023-03-01", "2024-12-31"), row("5e8 USD", "2025-01-01", "2026-02-28")),
        NO,
        (),
        (),
    ),
    (
        "parts with a day between them",
        (row("4e8 USD", "2023-03-01", "2024-12-30"), row("5e8 USD", "2025-01-01", "2026-02-28")),
        OPEN,
        MISSING,
        (REST,),
    ),
    ("a longer time that is below", (row("1e9 USD", "2023-01-01", "2026-03-20"),), NO, (), ()),
    ("a longer time that is above", (row("2e9 USD", "2023-01-01", "2026-03-20"),), OPEN, MISSING, (REST,)),
    (
        "longer times that overlap and are below",
        (row("5e8 USD", "2023-01-01", "2025-06-30"), row("5e8 USD", "2025-01-01", "2026-03-01")),
        NO,
        (),
        (),
    ),
    ("a day short of the window", (row("1e8 USD", "2023-03-02", "2026-02-28"),), OPEN, MISSING, (REST,)),
    ("before the window", (row("9e9 USD", "2020-01-01", "2023-02-28"),), OPEN, MISSING, (NOTHING,)),
    ("partly before it", (row("9e9 USD", "2023-02-28", "2026-02-28"),), OPEN, MISSING, (REST,)),
    ("after the test day", (row("9e9 USD", "2026-03-01", "2026-03-20"),), OPEN, MISSING, (NOTHING,)),
    ("a time that is not over", (row("1e6 USD", "2023-01-01", "2026-03-21"),), OPEN, MISSING, (NOTHING,)),
    ("years inside are a lower bound", (row("2e9 USD", '"2024"', '"2025"'),), YES, (), ()),
    ("months at the ends are no upper one", (row("1e8 USD", '"2023-03"', '"2026-02"'),), OPEN, MISSING, (REST,)),
    ("months on both sides of it", (row("1e8 USD", '"2023-02"', '"2026-03"'),), NO, (), ()),
    ("no days", (row("9e9 USD"),), OPEN, MISSING, (NOTHING,)),
    ("no last day", (row("9e9 USD", "2024-01-01"),), OPEN, MISSING, (NOTHING,)),
    ("the last day before the first", (row("9e9 USD", "2025-12-31", "2025-01-01"),), OPEN, MISSING, (NOTHING,)),
    (
        "another currency",
        (row("9e9 EUR", *ALL),),
        OPEN,
        MISSING,
        (f"{NOTHING}: the text names no way of converting EUR",),
    ),
    ("two that differ", (row("9e8 USD", *ALL), row("1.1e9 USD", *ALL)), OPEN, CONFLICT, (RIGHT,)),
    ("two that are alike", (row("9e8 USD", *ALL), row("900 million USD", *ALL)), NO, (), ()),
    (
        "a part above the whole",
        (row("9e8 USD", *ALL), row("1.1e9 USD", "2025-01-01", "2025-12-31")),
        OPEN,
        CONFLICT,
        (RIGHT,),
    ),
    (
        "two years that differ, where they are not the window",
        (row("9e8 USD", '"2024"', '"2024"'), row("2e9 USD", '"2024"', '"2024"')),
        OPEN,
        CONFLICT,
        (RIGHT,),
    ),
    (
        "a whole and its parts by the last digit",
        (row("1.2e9 USD", *ALL), row("1.21e9 USD", "2024-01-01", "2025-12-31")),
        YES,
        (),
        (),
    ),
    ("a part and the whole", (row("9e8 USD", *ALL), row("8e8 USD", "2025-01-01", "2025-12-31")), NO, (), ()),
]


@pytest.mark.parametrize("rows, outcome, because, missing", [pytest.param(*case[1:], id=case[0]) for case in SPENT])
def test_what_rows_tell_of_the_window(
    rows: tuple[str, ...], outcome: Outcome, because: tuple[Cause, ...], missing: tuple[str, ...]
) -> None:
    found = judged(spent(*rows), policy(YEARS), settings(AS_OF))
    assert (found.outcome, found.because, found.missing) == (outcome, because, missing)


WINDOWS = [
    (YEARS, date(2026, 3, 1), "2023-03-01", "2026-02-28"),
    (YEARS, date(2026, 3, 31), "2023-03-01", "2026-02-28"),
    (YEARS, date(2026, 2, 28), "2023-02-01", "2026-01-31"),
    (YEAR, date(2026, 3, 1), "2025-03-01", "2026-02-28"),
    (YEAR, date(2024, 2, 29), "2023-02-28", "2024-02-28"),
    (YEAR, date(2026, 3, 20), "2025-03-20", "2026-03-19"),
]


@pytest.mark.parametrize("when, as_of, first, last", WINDOWS)
def test_the_window_ends_the_day_before_the_test_day(when: str, as_of: date, first: str, last: str) -> None:
    found = judged(spent(), policy(when), settings(as_of))
    (missing,) = found.missing
    assert f"from {first} to {last}, in USD" in missing


def test_spend_on_one_thing_is_not_that_on_another() -> None:
    whole = row("9e9 USD", "2025-03-20", "2026-03-19")
    outcomes = [judged(spent(whole, of=of), policy(YEAR), settings(AS_OF)).outcome for of in ("compute", "ai")]
    assert outcomes == [YES, OPEN]


# --- laws --------------------------------------------------------------------------------------------------------

START = date(2025, 1, 1)
WINDOW = Window(date(2025, 1, 6), date(2025, 1, 15))
DAYS = 20


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[int], list[Row]]:
    """What was spent on each of some days, and rows that say the truth about stretches of them, exactly or vaguely."""
    daily = draw(st.lists(st.integers(0, 5), min_size=DAYS, max_size=DAYS))
    rows = []
    for number in range(draw(st.integers(0, 4))):
        first, last = sorted(draw(st.tuples(st.integers(0, DAYS - 1), st.integers(0, DAYS - 1))))
        early, late = draw(st.integers(0, 1)), draw(st.integers(0, 1))
        slack = draw(st.integers(0, 2))
        days = [START + timedelta(days=n) for n in (first - early, last + late, first, last)]
        amount = Fraction(sum(daily[first : last + 1]))
        known = Estimate(max(amount - slack, Fraction(0)), amount, amount + slack, Dimension.USD)
        rows.append(Row(f"/{number}", Amount.of(Input(f"/{number}", known)), *days, known))
    return daily, rows


@given(histories())
def test_the_bounds_hold_what_was_spent(history: tuple[list[int], list[Row]]) -> None:
    daily, rows = history
    truth = sum(daily[(WINDOW.first - START).days : (WINDOW.last - START).days + 1])
    found = within(rows, WINDOW, Dimension.USD, "the rest")
    if found is not None:
        bounds = found.bounds()
        assert bounds.low <= truth
        assert bounds.high is None or truth <= bounds.high


@given(histories())
def test_a_row_less_never_tells_more(history: tuple[list[int], list[Row]]) -> None:
    _, rows = history
    whole = within(rows, WINDOW, Dimension.USD, "the rest")
    for number in range(len(rows)):
        less = within(rows[:number] + rows[number + 1 :], WINDOW, Dimension.USD, "the rest")
        if less is not None:
            assert whole is not None
            few, many = less.bounds(), whole.bounds()
            assert few.low <= many.low
            assert few.high is None or (many.high is not None and many.high <= few.high)


@given(histories())
def test_the_order_of_the_rows_does_not_matter(history: tuple[list[int], list[Row]]) -> None:
    _, rows = history
    found = [within(order, WINDOW, Dimension.USD, "the rest") for order in (rows, rows[::-1])]
    ends = [None if amount is None else (amount.bounds().low, amount.bounds().high) for amount in found]
    assert ends[0] == ends[1]


def test_a_row_that_is_the_window_is_the_amount() -> None:
    known = point(7, Dimension.USD)
    amount = Amount.of(Input("/0", known))
    whole = Row("/0", amount, WINDOW.first, WINDOW.last, WINDOW.first, WINDOW.last, known)
    assert within([whole], WINDOW, Dimension.USD, "the rest") == amount
