"""FG346: a factor of several years that its own yearly rate does not give, or that is of other years."""

import re
from collections.abc import Iterator
from fractions import Fraction

from flopguard.dates import PartialDate
from flopguard.definition.types import Headline, Trend
from flopguard.fields import Figure
from flopguard.finding import Confidence, Factor, Finding, Severity
from flopguard.lint.amounts import shown
from flopguard.lint.change import between, central
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.types import Claim
from flopguard.quantity import last_digit_half, show

TOLERATED = Fraction(1, 10)
_YEARS = re.compile(r"\b((?:19|20)[0-9]{2})\s*(?:-|\u2013|\u2014|to|until|through|and)\s*((?:19|20)[0-9]{2})\b")


@rule(
    "FG346",
    "headline-mismatch",
    severity=Severity.WARNING,
    covers=("headline-rate-mismatch", "date-window-mismatch"),
)
def headline_mismatch(subject: Subject) -> Iterator[Finding]:
    """A factor of several years that the stated rate does not make, or that is quoted for other years.

    ## Why
    A published 22,000x from 2014 to 2023 needs a doubling every 7.5 months; the same text states 8.4 months, which
    make 7,420x (case L06). It is quoted for 2012 to 2023 as well, which turns 3.0x a year into 2.5x (case L07).
    ## Flagged
    ```toml
    [[trend]]
    id = "language"
    doubling_months = "8.4"
    first = "2014"
    last = "2023"
    headline = { factor = "22000" }
    ```
    ## Instead
    ```toml
    [[trend]]
    id = "language"
    doubling_months = "8.4"
    first = "2014"
    last = "2023"
    headline = { factor = "7400" }
    ```
    """
    for number, trend in enumerate(subject.card.trend):
        if trend.headline is not None:
            at = f"/trend/{number}/{'headline' if trend.from_ is None else 'from'}"
            yield from _against_rate(at, trend, trend.headline)
            yield from _against_data(at, trend, trend.headline)
            yield from _quoted(subject.card.claim, trend, trend.headline)


def _window(trend: Trend, headline: Headline) -> tuple[PartialDate, PartialDate] | None:
    first, last = headline.first or trend.first, headline.last or trend.last
    return None if first is None or last is None or last.first <= first.first else (first, last)


def _months(first: PartialDate, last: PartialDate) -> Fraction:
    """The months between two dates; of two years, as headlines count, twelve for each."""
    years = (last.first.year - first.first.year) * 12 + last.first.month - first.first.month
    days = last.first.day - first.first.day if first.first == first.last and last.first == last.last else 0
    return years + Fraction(days, 30)


# --- the factor and its rate ---------------------------------------------------------------------------------------


def _against_rate(at: str, trend: Trend, headline: Headline) -> Iterator[Finding]:
    """The factor beside what the rate makes of its years; both have the accuracy of their last digit."""
    window, stated = _window(trend, headline), headline.factor
    rate = trend.per_year or trend.doubling_months
    if window is None or stated is None or rate is None or (trend.per_year and trend.doubling_months):
        return
    factor, months = central(stated), _months(*window)
    made = _made(rate, months, doubling=trend.per_year is None)
    if factor is None or made is None or made[0] * (1 - TOLERATED) <= factor <= made[2] * (1 + TOLERATED):
        return
    said = f"{shown(rate)} {'a year' if trend.per_year is not None else 'months a doubling'}"
    yield Finding(
        at=f"{at}/factor" if at.endswith("headline") else at,
        message=f"{shown(stated)} from {window[0]} to {window[1]} is stated; {said} make {show(made[1])}",
        help="correct one of them, or say which rate the factor comes from",
        factor=between(made[1] / factor),
    )


def _made(rate: Figure, months: Fraction, *, doubling: bool) -> tuple[Fraction, Fraction, Fraction] | None:
    """What a rate makes of some months: at the lower end of its last digit, as written, and at the upper end."""
    value = central(rate)
    if value is None or (doubling and months / value > 200):
        return None
    half = (last_digit_half(rate.estimate.text) if rate.estimate.text else None) or Fraction(0)
    found = [_power(value * (1 + sign * half), months, doubling=doubling) for sign in (-1, 0, 1)]
    known = [made for made in found if made is not None]
    return (min(known), known[1], max(known)) if len(known) == len(found) else None


def _power(rate: Fraction, months: Fraction, *, doubling: bool) -> Fraction | None:
    exponent = months / rate if doubling else months / 12
    try:
        return Fraction(float(2 if doubling else rate) ** float(exponent))
    except (OverflowError, ZeroDivisionError):
        return None


# --- the factor and its years --------------------------------------------------------------------------------------


def _against_data(at: str, trend: Trend, headline: Headline) -> Iterator[Finding]:
    """A window of the factor that reaches beyond that of the data."""
    early = headline.first is not None and trend.first is not None and headline.first.last < trend.first.first
    late = headline.last is not None and trend.last is not None and headline.last.first > trend.last.last
    if early or late:
        yield Finding(
            at=at,
            message=f"the factor is quoted for {headline.first or trend.first} to {headline.last or trend.last}, "
            f"and the data are of {trend.first or '...'} to {trend.last or '...'}",
            help="quote the factor for the years that its source states",
        )


def _quoted(claims: tuple[Claim, ...], trend: Trend, headline: Headline) -> Iterator[Finding]:
    """Claims that give the same factor for other years."""
    window, factor = _window(trend, headline), central(headline.factor)
    for number, claim in enumerate(claims):
        years = _YEARS.search(claim.text or "")
        if window is None or factor is None or years is None or central(claim.value) != factor:
            continue
        own = (str(window[0].first.year), str(window[1].first.year))
        if own != years.groups():
            yield Finding(
                at=f"/claim/{number}/text",
                message=f"the factor is quoted for {years[1]} to {years[2]}, and that of "
                f'"{trend.id[:60]}" is for {own[0]} to {own[1]}',
                help=f"quote it for {own[0]} to {own[1]}, the years of its source",
                confidence=Confidence.LIKELY,
                factor=_by_year(factor, window, int(years[2]) - int(years[1])),
            )


def _by_year(factor: Fraction, window: tuple[PartialDate, PartialDate], years: int) -> Factor | None:
    """What the other window makes of the yearly rate: the right one over the one that is quoted."""
    right = window[1].first.year - window[0].first.year
    if years <= 0 or right <= 0:
        return None
    return between(Fraction(float(factor) ** (1 / right - 1 / years)))
