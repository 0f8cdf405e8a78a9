"""FG106: a number that is negative, not finite, or beyond any amount that exists."""

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule


@rule("FG106", "number-out-of-range", needs=Need.PROBLEMS)
def number_out_of_range(subject: Subject) -> Iterator[Finding]:
    """A number that is negative, not finite, or beyond any amount that exists.

    ## Why
    Amounts start at zero, and an exponent beyond ±60 is a slip.
    ## Seen
    A study of progress in language models prints, for its models without transformers, a doubling time of 8.8 months
    with an interval from -30.6 to 34.8. A doubling in less than no time is refused. (Source:
    https://arxiv.org/abs/2403.05812. Primary.)
    ```toml
    [[trend]]
    id = "language"
    doubling_months = "-30.6"
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "3.8e250 FLOP"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "3.8e25 FLOP"
    ```
    """
    yield from problems_of_kind(subject, "number-out-of-range")
