"""Partial dates, periods and the ways of counting days."""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.dates import CALENDARS, DateError, PartialDate, Period, add, partial_date, period

DAY = date(2026, 3, 1)
NO_DATE = 'is not a date; write 2026-03-01, "2026-03" or "2026"'


@pytest.mark.parametrize(
    "value, first, last, text",
    [
        (DAY, DAY, DAY, "2026-03-01"),
        ("2026-03-01", DAY, DAY, "2026-03-01"),
        (" 2026-03-01 ", DAY, DAY, "2026-03-01"),
        ("2026-03", DAY, date(2026, 3, 31), "2026-03"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024-02"),
        ("2100-02", date(2100, 2, 1), date(2100, 2, 28), "2100-02"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (2026, date(2026, 1, 1), date(2026, 12, 31), "2026"),
        ("0001", date(1, 1, 1), date(1, 12, 31), "0001"),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31), "9999-12"),
    ],
)
def test_a_date_is_the_days_from_its_first_to_its_last(value: object, first: date, last: date, text: str) -> None:
    found = partial_date(value)
    assert found == PartialDate(first, last, text)
    assert str(found) == text


@pytest.mark.parametrize(
    "value, message",
    [
        ("", f"'' {NO_DATE}"),
        ("March 2026", f"'March 2026' {NO_DATE}"),
        ("2026-3-1", f"'2026-3-1' {NO_DATE}"),
        ("2026/03/01", f"'2026/03/01' {NO_DATE}"),
        ("2026-03-01T00:00", f"'2026-03-01T00:00' {NO_DATE}"),
        ("\uff12\uff10\uff12\uff16", f"'\uff12\uff10\uff12\uff16' {NO_DATE}"),
        ("2026-02-30", "'2026-02-30' is not a day of the calendar"),
        ("2025-02-29", "'2025-02-29' is not a day of the calendar"),
        ("2026-13", "'2026-13' is not a day of the calendar"),
        ("0000", "'0000' is not a day of the calendar"),
        (0, f"'0' {NO_DATE}"),
        (-2026, f"'-2026' {NO_DATE}"),
        (20260301, f"'20260301' {NO_DATE}"),
        (999, f"'999' {NO_DATE}"),
        (True, f"'true' {NO_DATE}"),
        (Decimal("2026.5"), f"'2026.5' {NO_DATE}"),
        (time(10, 30), f"'10:30:00' {NO_DATE}"),
        (None, f"a NoneType {NO_DATE}"),
        ({}, f"a dict {NO_DATE}"),
        ("x" * 100, f"'{'x' * 40}' {NO_DATE}"),
        (datetime(2026, 3, 1, 10, 30), "'2026-03-01 10:30:00' has a time of day; write the day alone: 2026-03-01"),  # noqa: DTZ001
        (
            datetime(2026, 3, 1, 23, tzinfo=timezone(timedelta(hours=-8))),
            "'2026-03-01 23:00:00-08:00' has a time of day; write the day alone: 2026-03-01",
        ),
    ],
)  # fmt: skip
def test_what_is_no_date_says_so(value: object, message: str) -> None:
    with pytest.raises(DateError) as raised:
        partial_date(value)
    assert str(raised.value) == message


def test_a_number_that_python_refuses_to_write_out_is_no_date() -> None:
    with pytest.raises(DateError) as raised:
        partial_date(16**10_000)
    assert str(raised.value) == 'a int is not a date; write 2026-03-01, "2026-03" or "2026"'


@pytest.mark.parametrize(
    "written, other, before, after",
    [
        ("2026-03", date(2026, 2, 28), False, True),
        ("2026-03", date(2026, 3, 1), False, None),
        ("2026-03", date(2026, 3, 2), None, None),
        ("2026-03", date(2026, 3, 31), None, False),
        ("2026-03", date(2026, 4, 1), True, False),
        ("2026-03-01", date(2026, 3, 1), False, False),
        ("2026", date(2026, 8, 2), None, None),
    ],
)
def test_a_partial_date_beside_a_day(written: str, other: date, before: bool | None, after: bool | None) -> None:
    found = partial_date(written)
    assert (found.before(other), found.after(other)) == (before, after)


@given(st.dates(), st.sampled_from([4, 7, 10]), st.dates())
def test_a_comparison_of_partial_dates_is_that_of_all_their_days(day: date, precision: int, other: date) -> None:
    found = partial_date(day.isoformat()[:precision])
    before = {found.first < other, found.last < other}
    after = {found.first > other, found.last > other}
    assert found.first <= day <= found.last
    assert found.before(other) is (before.pop() if len(before) == 1 else None)
    assert found.after(other) is (after.pop() if len(after) == 1 else None)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("6 months", Period(months=6, text="6 months")),
        ("1 month", Period(months=1, text="1 month")),
        ("1 year", Period(months=12, text="1 year")),
        ("2 weeks", Period(days=14, text="2 weeks")),
        ("15 days", Period(days=15, text="15 days")),
        ("15days", Period(days=15, text="15days")),
        ("72 hours", Period(hours=72, text="72 hours")),
        ("0 days", Period(text="0 days")),
    ],
)
def test_a_period_is_read(text: str, expected: Period) -> None:
    assert period(text) == expected
    assert str(expected) == text


@pytest.mark.parametrize(
    "text", ["", "months", "1.5 months", "-1 day", "six months", "12345 days", "\uff16 months", "1 min"]
)
def test_what_is_no_period_says_so(text: str) -> None:
    with pytest.raises(DateError) as raised:
        period(text)
    assert str(raised.value) == f'\'{text}\' is not a period; write for example "6 months", "2 weeks" or "15 days"'


@pytest.mark.parametrize(
    "start, length, end, end_eu",
    [
        ("2026-08-31", "6 months", "2027-02-28", "2027-03-01"),  # a Sunday: the Monday after
        ("2027-08-31", "6 months", "2028-02-29", "2028-02-29"),
        ("2026-01-31", "1 month", "2026-02-28", "2026-03-02"),
        ("2024-02-29", "1 year", "2025-02-28", "2025-02-28"),
        ("2024-02-29", "4 years", "2028-02-29", "2028-02-29"),
        ("2026-12-31", "2 months", "2027-02-28", "2027-03-01"),
        ("2026-11-30", "1 month", "2026-12-30", "2026-12-30"),
        ("2026-03-06", "2 weeks", "2026-03-20", "2026-03-20"),
        ("2026-03-07", "2 weeks", "2026-03-21", "2026-03-23"),
        ("2026-03-08", "2 weeks", "2026-03-22", "2026-03-23"),
        ("2026-03-01", "15 days", "2026-03-16", "2026-03-16"),
        ("2026-03-06", "0 days", "2026-03-06", "2026-03-06"),
        ("2026-03-05", "72 hours", "2026-03-08", "2026-03-08"),  # hours run through the weekend
        ("2026-03-05", "25 hours", "2026-03-07", "2026-03-07"),
        ("2026-03-05", "24 hours", "2026-03-06", "2026-03-06"),
    ],
)
def test_the_last_day_of_a_period(start: str, length: str, end: str, end_eu: str) -> None:
    ends = [add(date.fromisoformat(start), period(length), counting).isoformat() for counting in CALENDARS]
    assert ends == [end, end_eu]


@pytest.mark.parametrize(
    "start, length, counting, message",
    [
        ("9999-12-01", "1 month", "calendar", "9999-12-01 and 1 month lie beyond the calendar"),
        ("9999-12-31", "1 day", "calendar", "9999-12-31 and 1 day lie beyond the calendar"),
        ("9000-01-01", "9999 years", "eu-1182-71", "9000-01-01 and 9999 years lie beyond the calendar"),
        ("2026-01-01", "1 day", "lunar", "'lunar' is not a way of counting days; known are calendar, eu-1182-71"),
    ],
)
def test_a_day_that_cannot_be_counted_to(start: str, length: str, counting: str, message: str) -> None:
    with pytest.raises(DateError) as raised:
        add(date.fromisoformat(start), period(length), counting)
    assert str(raised.value) == message


lengths = st.builds("{} {}s".format, st.integers(0, 900), st.sampled_from(["year", "month", "week", "day", "hour"]))


@given(st.dates(max_value=date(8000, 1, 1)), lengths)
def test_the_european_way_never_ends_earlier_and_by_two_days_at_most(start: date, length: str) -> None:
    plain, european = (add(start, period(length), counting) for counting in CALENDARS)
    assert timedelta(0) <= european - plain <= timedelta(2)
    assert european.weekday() < 5 or "hour" in length
