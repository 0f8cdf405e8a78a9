"""FG347: a rate of progress for a model from after its data."""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.dates import PartialDate
from flopguard.definition.types import Trend
from flopguard.finding import Factor, Finding, Severity
from flopguard.lint.change import ONE, between
from flopguard.lint.model_date import model_date
from flopguard.lint.rule import Subject, rule


@rule("FG347", "rate-outside-its-years", severity=Severity.WARNING, covers=("extrapolated-time",))
def rate_outside_its_years(subject: Subject) -> Iterator[Finding]:
    """A rate of progress whose data end before the model.

    ## Why
    Rates drift: three years of the published ones end anywhere from 4e25 to 2e30 FLOP, starting from 1e25 (case
    L42). Beyond the years of its data a rate is a guess, and no verdict rests on it.
    ## Seen
    The data of a study that is often used for today's models end in 2023: 231 models of 2012 to 2023, 2.7x a year.
    Three years of the rates in print end anywhere from 4e25 to 2e30, starting from 1e25 (case L42). (Source:
    https://arxiv.org/abs/2403.05812. Primary.)
    ## Flagged
    ```toml
    manifest = 1
    [model]
    name = "example"
    released = 2026-03-01
    [[trend]]
    id = "language"
    doubling_months = "8.4"
    first = "2012"
    last = "2023"
    ```
    ## Instead
    ```toml
    manifest = 1
    [model]
    name = "example"
    released = 2026-03-01
    [[trend]]
    id = "index"
    per_year = "5.84"
    first = "2023"
    last = "2026"
    ```
    """
    model = model_date(subject.card) if subject.card.trend else None
    for number, trend in enumerate(subject.card.trend):
        if model is not None and trend.last is not None and model.first > trend.last.last:
            yield Finding(
                at=f"/trend/{number}/{'last' if trend.from_ is None else 'from'}",
                message=f'the data of "{trend.id[:60]}" end with {trend.last}, and the model is of {model}',
                help="use a rate whose data reach the model, or state the gains of its techniques",
                factor=_factor(trend, trend.last, model),
            )


def _factor(trend: Trend, last: PartialDate, model: PartialDate) -> Factor | None:
    """What is left where the progress after the data was none."""
    from flopguard.evaluate.rates import growth, months_between  # slow to import

    found = growth(trend, months_between(last, model))
    beyond = found.central if found is not None and not trend.confidential else None
    return between(1 / beyond, ONE) if beyond else None
