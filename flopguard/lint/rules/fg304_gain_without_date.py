"""FG304: a gain without a date."""

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.gains import gains
from flopguard.lint.prose_gains import first_missing
from flopguard.lint.rule import Found, Need, Subject, rule

SPREAD = "one published gain is 2.5x or 3.0x a year by its first year"


@rule("FG304", "gain-without-date", covers=("missing-date", "EC-NO-DATE"), needs=Need.GAINS)
def gain_without_date(subject: Subject) -> Iterator[Found]:
    """A gain or a claim of effective compute without a date that fixes what its baseline could know.

    ## Why
    A baseline without a cut-off moves: a technique that was new last year is part of 1x today. One
    published gain of 22,000x spans 2014 to 2023 and is quoted for 2012 to 2023, which makes it 3.0x or 2.5x
    a year (case L07).
    ## Flagged
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "3.1"
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "3.1"
    date = "2025-10"
    ```
    """
    if subject.manifest is None:
        yield from first_missing(subject, "date", SPREAD)
        return
    for gain in gains(subject.card):
        if gain.date is None:
            own = 'state up to when techniques belong to the baseline: date = "2023-06"'
            yield Finding(
                at=gain.place,
                message=f"{gain.said} has no date: {SPREAD}",
                help=gain.cure(own, "baseline = { techniques = [...], cutoff_date = 2023-06-30 }"),
            )
