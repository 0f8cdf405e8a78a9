"""FG104: a figure marked as approximate without saying how far off it may be."""

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule


@rule("FG104", "approximate-without-interval", needs=Need.PROBLEMS)
def approximate_without_interval(subject: Subject) -> Iterator[Finding]:
    """A figure marked as approximate without saying how far off it may be.

    ## Why
    Near a threshold the width of an estimate decides; `~` states that there is one and withholds it.
    ## Seen
    The log of OPT-175B gives its compute as ~4.30E+23 FLOPs. (Source:
    facebookresearch/metaseq/projects/OPT/chronicles/final_update.md. Primary.)
    ```toml
    [[training]]
    component = "pretrain"
    flop = "~4.30E+23 FLOP"
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "~9e24 FLOP"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "9e24 FLOP ±20%"
    ```
    """
    yield from problems_of_kind(subject, "approximate-without-interval")
