"""Dates that may be partial, periods of the calendar, and the ways instruments count days.

A partial date is a range of days; it matters only where the two ends give different answers.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from flopguard.errors import FlopguardError


class DateError(FlopguardError):
    """A date or a period that cannot be read."""


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, a month or a year, as the days from `first` to `last`."""

    first: date
    last: date
    text: str = ""

    def __str__(self) -> str:
        """The date as precise as it was given."""
        return self.text or self.first.isoformat()

    def before(self, other: date) -> bool | None:
        """Whether it lies before a day; None where only some of its days do."""
        return _both(self.last < other, self.first < other)

    def after(self, other: date) -> bool | None:
        """Whether it lies after a day; None where only some of its days do."""
        return _both(self.first > other, self.last > other)


def _both(surely: bool, possibly: bool) -> bool | None:
    return True if surely else None if possibly else False


_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def partial_date(value: object) -> PartialDate:
    """Read a date, "2026-03-01", "2026-03", "2026" or the year as a number. Raises DateError."""
    if isinstance(value, datetime):
        # Which day an hour falls on depends on where one stands; the text that asks for a day has to say it.
        raise DateError(f"'{value}' has a time of day; write the day alone: {value.date()}")
    if isinstance(value, date):
        return PartialDate(value, value, value.isoformat())
    text = value.strip() if isinstance(value, str) else _year(value)
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise DateError(f'{_shown(value)} is not a date; write 2026-03-01, "2026-03" or "2026"')
    year, month, day_of_month = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        first = date(year, month or 1, day_of_month or 1)
    except ValueError:
        raise DateError(f"'{text}' is not a day of the calendar") from None
    return PartialDate(first, _last_day(first, month, day_of_month), text)


def _year(value: object) -> str:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**4 else ""


def _shown(value: object) -> str:
    """A value that is not a date, for a message: short, and never the whole of a table or a long number."""
    if isinstance(value, bool):
        return f"'{str(value).lower()}'"
    if isinstance(value, (str, time, Decimal)) or (isinstance(value, int) and value.bit_length() < 1000):
        return f"'{str(value)[:40]}'"
    return f"a {type(value).__name__}"


def _last_day(first: date, month: int | None, day: int | None) -> date:
    if day is not None:
        return first
    if month is not None:
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return date(first.year, 12, 31)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar: months have no fixed number of days, hours count as they pass."""

    months: int = 0
    days: int = 0
    hours: int = 0
    text: str = ""

    def __str__(self) -> str:
        """The period as written."""
        return self.text


_PERIOD = re.compile(r"([0-9]{1,4})\s*(year|month|week|day|hour)s?")


def period(text: str) -> Period:
    """Read "6 months", "2 weeks", "15 days", "1 year" or "72 hours". Raises DateError."""
    match = _PERIOD.fullmatch(text.strip())
    if match is None:
        raise DateError(f'\'{text[:40]}\' is not a period; write for example "6 months", "2 weeks" or "15 days"')
    count = int(match[1])
    match match[2]:
        case "year":
            return Period(months=12 * count, text=text)
        case "month":
            return Period(months=count, text=text)
        case "week":
            return Period(days=7 * count, text=text)
        case "day":
            return Period(days=count, text=text)
        case _:
            return Period(hours=count, text=text)


def add(day: date, length: Period, counting: str = "calendar") -> date:
    """The last day of a period that starts on `day`, which is itself not counted.

    `calendar`: the same day of the month, or the month's last day where it has no such day; hours round up to days.
    `eu-1182-71`: the same, and a period of days or longer that would end on a Saturday or Sunday ends on the next
    working day (Regulation 1182/71, Article 3; the public holidays of the institutions are not modelled).
    Raises DateError for another way of counting or a date beyond the year 9999.
    """
    if counting not in CALENDARS:
        raise DateError(f"'{counting}' is not a way of counting days; known are {', '.join(CALENDARS)}")
    try:
        end = _add_months(day, length.months) + timedelta(days=length.days + -(-length.hours // 24))
        if counting == "eu-1182-71" and not length.hours:
            end += timedelta(days={5: 2, 6: 1}.get(end.weekday(), 0))
    except (OverflowError, ValueError):
        raise DateError(f"{day.isoformat()} and {length} lie beyond the calendar") from None
    return end


def before(day: date, length: Period) -> date:
    """The day that lies a period before another: the same day of the month, or the month's last day without such a day.

    Hours round up to days. Raises DateError for a date before the calendar.
    """
    try:
        return _add_months(day, -length.months) - timedelta(days=length.days - (-length.hours // 24))
    except (OverflowError, ValueError):
        raise DateError(f"{length} before {day.isoformat()} lies beyond the calendar") from None


CALENDARS = ("calendar", "eu-1182-71")


def _add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
