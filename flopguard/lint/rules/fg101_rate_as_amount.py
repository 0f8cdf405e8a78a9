"""FG101: a rate (FLOP/s) where an amount (FLOP) is needed."""

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule


@rule("FG101", "rate-as-amount", needs=Need.PROBLEMS, covers=("trap-19",))
def rate_as_amount(subject: Subject) -> Iterator[Finding]:
    """A rate (FLOP/s) where an amount (FLOP) is needed.

    ## Why
    A threshold on training compute bounds a total. A rate has none until it is multiplied by time.
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "3e25 FLOP/s"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "3e25 FLOP"
    ```
    """
    yield from problems_of_kind(subject, "rate-as-amount")
