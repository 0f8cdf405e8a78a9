"""Spans of time: 14 days, two months, 1.5 weeks, from January 18 to June 30, 2023."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from flopguard.claims.grammar.numbers import Number
from flopguard.claims.grammar.sentence import Sentence

HOURS: dict[str, tuple[Fraction, Fraction, Fraction]] = {
    "second": (Fraction(1, 3600),) * 3,
    "minute": (Fraction(1, 60),) * 3,
    "hour": (Fraction(1),) * 3,
    "day": (Fraction(24),) * 3,
    "week": (Fraction(168),) * 3,
    "month": (Fraction(28 * 24), Fraction(1461, 2), Fraction(31 * 24)),
    "year": (Fraction(365 * 24), Fraction(8766), Fraction(366 * 24)),
}
"""Hours in one of them: at least, on average, at most."""

UNIT = (
    r"(?P<time>seconds?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?|years?|時間|日間|週間|ヶ月"
    r"|か月)(?![A-Za-z0-9_/])(?!-(?!on\b)\w)"
)
_AFTER = re.compile(
    rf"\s?-?\s?(?:(?:continuous|calendar|full|consecutive|whole|further|more|wall[- ]clock)\s)?{UNIT}", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:(?P<used>hours?)\sused|(?:time|duration|runtime)[^:=.\d(]{0,12}\((?:in\s)?(?P<time>hours?|days?|h|hrs?"
    r"|weeks?|minutes?)\))"
    r"\**\s?[:=]\s?\**\s?$",
    re.IGNORECASE,
)
_NAMES = {"min": "minute", "mins": "minute", "hr": "hour", "hrs": "hour", "h": "hour", "時間": "hour", "日間": "day"}
_NAMES |= {"週間": "week", "ヶ月": "month", "か月": "month"}
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAY = (
    r"(?:(?P<month{0}>[A-Z][a-z]{{2,8}})\.?\s(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<year{0}>(?:19"
    r"|20)\d\d))?)"
)
_DATES = re.compile(
    rf"(?:from\s)?{_DAY.format(1)}\s?(?:to|until|till|through|-|–|and)\s?{_DAY.format(2)}"
    r"|(?:from\s)?(?P<iso1>20\d\d-\d\d-\d\d)\s?(?:to|until|through|–|and)\s?(?P<iso2>20\d\d-\d\d-\d\d)"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of time in hours."""

    start: int
    end: int
    hours: Fraction
    low: Fraction
    high: Fraction
    bound: str = ""
    of_dates: bool = False
    unit: str = "hour"
    count: Fraction = Fraction(0)


def unit_hours(word: str) -> tuple[Fraction, Fraction, Fraction]:
    """Hours in one of it, by any of its names."""
    return HOURS[unit_name(word)]


def unit_name(word: str) -> str:
    """The singular in English."""
    lower = word.lower()
    return _NAMES.get(lower) or lower.removesuffix("s")


def durations_in(sentence: Sentence) -> Iterator[Duration]:
    """Every span of time; 117 days and 10 hours are one."""
    last: Duration | None = None
    for duration in _of_numbers(sentence):
        if last and _goes_on(sentence, last, duration):
            last = _sum(last, duration)
            continue
        if last:
            yield last
        last = duration
    if last:
        yield last
    yield from _of_dates(sentence)


def _of_numbers(sentence: Sentence) -> Iterator[Duration]:
    for number in sentence.numbers:
        unit = _AFTER.match(sentence.text, number.end)
        if unit and number.value:
            over = re.search(r"\bover\s$", sentence.before(number.start, 6))
            yield _duration(replace(number, bound="") if over else number, unit)
        elif number.value and number.plain and not re.match(r"\s?[A-Za-z%]", sentence.after(number.end, 3)):
            label = _LABEL.search(sentence.before(number.begin, 50))
            if label:
                yield replace(_duration(number, label), end=number.end)


def _of_dates(sentence: Sentence) -> Iterator[Duration]:
    for match in _DATES.finditer(sentence.text):
        days = _days(match)
        if days:
            hours = Fraction(24 * days)
            yield Duration(match.start(), match.end(), hours, hours - 24, hours + 24, of_dates=True)


_ORDER = list(HOURS)


def _goes_on(sentence: Sentence, first: Duration, second: Duration) -> bool:
    between = sentence.text[first.end : second.start]
    is_smaller = _ORDER.index(second.unit) < _ORDER.index(first.unit)
    return is_smaller and re.fullmatch(r"\s?(?:,|and|,\sand)?\s?", between) is not None


def _sum(first: Duration, second: Duration) -> Duration:
    """One after the other, in hours; months stay out of it, for they have no fixed length."""
    hours = first.hours + second.hours
    return replace(
        first,
        end=second.end,
        hours=hours,
        low=first.low + second.low,
        high=first.high + second.high,
        unit="hour",
        count=hours,
    )


def _duration(number: Number, unit: re.Match[str]) -> Duration:
    word = unit["time"] or unit["used"]
    least, mean, most = unit_hours(word)
    value = number.value or Fraction(0)
    low, high = number.low or value, number.high or value
    name = unit_name(word)
    return Duration(
        number.start, unit.end(), value * mean, low * least, high * most, number.bound, unit=name, count=value
    )


def _days(match: re.Match[str]) -> int:
    try:
        if match["iso1"]:
            return (date.fromisoformat(match["iso2"]) - date.fromisoformat(match["iso1"])).days
        return (_date(match, 2) - _date(match, 1)).days
    except ValueError:
        return 0


def _date(match: re.Match[str], side: int) -> date:
    """One of the two; a year that is not said is that of the other."""
    year = match[f"year{side}"] or match["year2"] or match["year1"]
    months = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(match[f"month{side}"].lower())]
    if not months or not year:
        raise ValueError
    return date(int(year), months[0], int(match[f"day{side}"]))
