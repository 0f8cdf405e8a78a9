"""FG009: a suppression whose last day is past."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule


@rule("FG009", "expired-suppression", severity=Severity.WARNING, needs=Need.PROBLEMS)
def expired_suppression(subject: Subject) -> Iterator[Finding]:
    """A suppression whose last day is past.

    ## Why
    It was made to end. From the day after `expires` on, by the day of the check, what it covered is found again.
    ## Flagged
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "4x"

    [[suppression]]
    rule = "gain-without-metric"
    reason = "the evaluation report is due in the summer"
    expires = 2026-06-30
    ```
    ## Instead
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "4x"

    [[suppression]]
    rule = "gain-without-metric"
    reason = "the evaluation report is due next summer"
    expires = 2027-06-30
    ```
    """
    yield from problems_of_kind(subject, "expired-suppression")
