"""FG010: a suppression that names no rule that can be suppressed."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule


@rule("FG010", "suppression-of-no-rule", severity=Severity.WARNING, needs=Need.PROBLEMS)
def suppression_of_no_rule(subject: Subject) -> Iterator[Finding]:
    """A suppression that names no rule that can be suppressed.

    ## Why
    A misspelt code suppresses nothing, and whoever reads the manifest believes that it does. A suppression means one
    rule, by its code or its name; those about suppressions are not to be suppressed.
    ## Flagged
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "4x"

    [[suppression]]
    rule = "gain-without-metrics"
    reason = "the metric is named in the report"
    ```
    ## Instead
    ```toml
    [[claim]]
    quantity = "effective_compute"
    value = "4x"

    [[suppression]]
    rule = "gain-without-metric"
    reason = "the metric is named in the report"
    ```
    """
    yield from problems_of_kind(subject, "suppression-of-no-rule")
