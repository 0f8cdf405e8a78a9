"""FG011: a suppression without a reason, or a comment that is meant as one and cannot be read."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule


@rule("FG011", "malformed-suppression", severity=Severity.WARNING, needs=Need.PROBLEMS)
def malformed_suppression(subject: Subject) -> Iterator[Finding]:
    """A suppression without a reason, or a comment that is meant as one and cannot be read.

    ## Why
    Whoever comes after has to know why a finding was accepted. A suppression that does not say so suppresses nothing.
    ## Flagged
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "4x"

    [[suppression]]
    rule = "FG301"
    reason = " "
    ```
    ## Instead
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "4x"

    [[suppression]]
    rule = "FG301"
    reason = "the metric is under review and will be named in the next version"
    ```
    """
    yield from problems_of_kind(subject, "malformed-suppression")
