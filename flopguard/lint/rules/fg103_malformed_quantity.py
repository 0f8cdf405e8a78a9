"""FG103: a figure that cannot be read."""

from collections.abc import Iterator

from flopguard.finding import Finding, Fix
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule
from flopguard.source import Source


@rule("FG103", "malformed-quantity", needs=Need.PROBLEMS, covers=("interval-malformed",), fixes=("safe",))
def malformed_quantity(subject: Subject) -> Iterator[Finding]:
    """A figure that cannot be read.

    ## Why
    A figure is a number with a unit, an interval or a bound. What can be read in two ways is not read at
    all.
    ## Seen
    The log of OPT-175B prints the compute of GPT-3 as 3.14+23 FLOPs, and that of a mixture of experts as 2.16+22. Taken
    over as they stand, neither is read. (Source: facebookresearch/metaseq/projects/OPT/chronicles/final_update.md.
    Primary.)
    ```toml
    [[training]]
    component = "pretrain"
    flop = "3.14+23 FLOP"
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "at least 3.8e25"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = ">=3.8e25 FLOP"
    ```
    """
    yield from problems_of_kind(subject, "malformed-quantity", _mended)


def _mended(finding: Finding, source: Source) -> Fix | None:
    from flopguard.lint.fixes.figures import fix_of_words  # few files have this fault

    return fix_of_words(finding, source)
