"""FG008: a suppression that suppresses nothing."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule


@rule("FG008", "unused-suppression", severity=Severity.WARNING, needs=Need.PROBLEMS)
def unused_suppression(subject: Subject) -> Iterator[Finding]:
    """A suppression that suppresses nothing.

    ## Why
    The fault that it was made for is gone, or it never named the right place. Left where it is, it would hide the next
    fault of this kind. Where the rule did not run, nothing is said.
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    tokens = "15e12"

    [[suppression]]
    rule = "FG210"
    reason = "the corpus was read for three epochs"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    tokens = "15e12"
    ```
    """
    yield from problems_of_kind(subject, "unused-suppression")
