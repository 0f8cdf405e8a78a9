"""FG348: a rate of progress that does not say of which models."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.gains import said_something
from flopguard.lint.rule import Subject, rule


@rule("FG348", "population-unstated", severity=Severity.WARNING, covers=("population-selection",))
def population_unstated(subject: Subject) -> Iterator[Finding]:
    """A rate of progress without the models that it is an average of: all of them, or those that set a record.

    ## Why
    A line through the models that set records is another one than that through all of them. One data set gives 5.8x a
    year over all models and 9.5x over the records in efficiency (case L28).
    ## Seen
    One notebook has 5.84x a year over all 68 models and 9.49x over the 11 that set a record in efficiency, at the same
    slope (case L28). (Source: epoch-research/benchmark-stitching, https://arxiv.org/abs/2512.00193. Primary.)
    ## Flagged
    ```toml
    [[trend]]
    id = "index"
    per_year = "5.8"
    ```
    ## Instead
    ```toml
    [[trend]]
    id = "index"
    per_year = "5.8"
    population = "all 68 models of the index"
    ```
    """
    for number, trend in enumerate(subject.card.trend):
        stated = trend.per_year is not None or trend.doubling_months is not None
        if trend.from_ is None and stated and said_something(trend.population) is None:
            yield Finding(
                at=f"/trend/{number}/{'per_year' if trend.per_year is not None else 'doubling_months'}",
                message=f'the rate "{trend.id[:60]}" does not say of which models: all of them, or records alone',
                help='name them: population = "all models", or "models that set a record"',
            )
