"""FG004: a table without a key that it cannot do without."""

from collections.abc import Iterator

from flopguard.finding import Finding, Fix
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule
from flopguard.source import Source


@rule("FG004", "missing-key", needs=Need.PROBLEMS, fixes=("safe",))
def missing_key(subject: Subject) -> Iterator[Finding]:
    """A table without a key that it cannot do without.

    ## Why
    A training phase without its component cannot be counted: laws differ in which components they count.
    ## Flagged
    ```toml
    [[training]]
    tokens = "15e12"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    tokens = "15e12"
    ```
    """
    yield from problems_of_kind(subject, "missing-key", _mended)


def _mended(finding: Finding, source: Source) -> Fix | None:
    from flopguard.lint.fixes.keys import fix_of_missing  # few files have this fault

    return fix_of_missing(finding, source)
