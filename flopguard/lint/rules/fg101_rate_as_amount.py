"""FG101: a rate (FLOP/s) where an amount (FLOP) is needed."""

from collections.abc import Iterator

from flopguard.finding import Finding, Fix
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule
from flopguard.source import Source


@rule("FG101", "rate-as-amount", needs=Need.PROBLEMS, covers=("trap-19",), fixes=("safe",))
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
    yield from problems_of_kind(subject, "rate-as-amount", _mended)


def _mended(finding: Finding, source: Source) -> Fix | None:
    from flopguard.lint.fixes.figures import fix_of_rate  # few files have this fault

    return fix_of_rate(finding, source)
