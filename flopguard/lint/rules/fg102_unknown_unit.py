"""FG102: a unit that is not known, or that stands for amounts and for rates."""

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule


@rule("FG102", "unknown-unit", needs=Need.PROBLEMS, covers=("trap-19", "trap-22"))
def unknown_unit(subject: Subject) -> Iterator[Finding]:
    """A unit that is not known, or that stands for amounts and for rates.

    ## Why
    `FLOPS` is written for operations and for operations per second; the two differ by the running time of
    the run.
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "3.8e25 FLOPS"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "3.8e25 FLOP"
    ```
    """
    yield from problems_of_kind(subject, "unknown-unit")
