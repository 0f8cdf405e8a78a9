"""FG328: a rate of progress that is none."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.definition.types import Trend
from flopguard.fields import Figure
from flopguard.finding import Factor, Finding
from flopguard.lint.amounts import shown
from flopguard.lint.change import between, central
from flopguard.lint.rule import Subject, rule
from flopguard.quantity import show

TOLERATED = Fraction(1, 10)


@rule("FG328", "rate-malformed")
def rate_malformed(subject: Subject) -> Iterator[Finding]:
    """A trend that doubles in no time, or whose two ways of saying its rate disagree.

    ## Why
    A doubling time of 0 is an endless rate, and a factor of 0 a year says that no compute is needed. A negative
    doubling time, such as the -30.6 months that stand in print, is refused as the file is read: it says that things
    got worse, and then the factor a year is below 1.
    ## Seen
    A study of progress in language models prints, for its models without transformers, a doubling time of 8.8 months
    with an interval from -30.6 to 34.8. (Source: https://arxiv.org/abs/2403.05812. Primary.)
    ## Flagged
    ```toml
    [[trend]]
    id = "language-models"
    per_year = "3"
    doubling_months = "12"
    ```
    ## Instead
    ```toml
    [[trend]]
    id = "language-models"
    per_year = "3"
    doubling_months = "7.6"
    ```
    """
    for number, trend in enumerate(subject.card.trend):
        yield from _judged(f"/trend/{number}", trend)


def _judged(at: str, trend: Trend) -> Iterator[Finding]:
    zero = [
        name
        for name, figure in (("per_year", trend.per_year), ("doubling_months", trend.doubling_months))
        if figure is not None and 0 in (figure.estimate.low if figure.estimate.central else None, figure.estimate.high)
    ]
    for name in zero:
        yield Finding(at=f"{at}/{name}", message="a rate of 0 is no rate", help="give a figure above zero")
    implied = None if zero else _implied(trend)
    if implied is not None and trend.per_year is not None and trend.doubling_months is not None:
        message = (
            f"{shown(trend.doubling_months)} months a doubling is {show(implied)} a year, not {shown(trend.per_year)}"
        )
        yield Finding(
            at=f"{at}/doubling_months",
            message=message,
            help="correct one of them, or leave one out",
            factor=_factor(trend.per_year, implied),
        )


def _factor(stated: Figure, implied: Fraction) -> Factor | None:
    """What a year makes by the doubling time, over what it makes as stated."""
    middle = central(stated)
    return between(implied / middle) if middle else None


def _implied(trend: Trend) -> Fraction | None:
    """The factor a year of the doubling time, where it is more than a tenth off the one that is stated."""
    if trend.per_year is None or trend.doubling_months is None:
        return None
    stated, months = trend.per_year.estimate.central, trend.doubling_months.estimate.central
    if not stated or not months or months < Fraction(1, 10):
        return None
    from flopguard.effective.intervals import CONTEXT, decimal_of  # slow to import
    from flopguard.effective.rates import annual_factor

    found = Fraction(annual_factor(decimal_of(months)))
    low, high = stated * (1 - TOLERATED), stated * (1 + TOLERATED)
    return None if low <= found <= high else Fraction(CONTEXT.plus(decimal_of(found)))
