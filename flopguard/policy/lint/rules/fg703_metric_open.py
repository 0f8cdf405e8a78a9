"""FG703: a comparison of effective compute that names no metric."""

from collections.abc import Iterator

from flopguard.policy.lint.factors import by_reading
from flopguard.policy.lint.points import open_notes
from flopguard.policy.lint.rule import Note, Subject, rule
from flopguard.policy.lint.settled import Asked


@rule("FG703", "metric-open", covers=("EC-NO-METRIC",))
def metric_open(subject: Subject) -> Iterator[Note]:
    """A comparison of effective compute that names no metric.

    ## Why
    Two models that are equal on one measure differ on another; without a data set or a benchmark, its version
    and its weights nobody can repeat the comparison.
    ## Seen
    Since version 3.1 Anthropic's policy compares rates of progress in aggregate capabilities, without a named index.
    (policies/labs/anthropic/rsp-3.1.toml, policies/labs/anthropic/rsp-3.4.toml. Primary.)
    ## Flagged
    ```toml
    [[trigger]]
    id = "four"
    title = "four times the effective compute"
    cite = "Section 3"
    watches = "continuous"
    condition = "At least four times the effective compute of the model that was assessed last."
    [[trigger.threshold]]
    from = 2026-01-01
    cite = "Section 3"
    when = { quantity = "effective_compute", relative_to = "last_assessment", measure = "benchmark", at_least = "4x" }
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "house"
    metric = { name = "held-out loss", kind = "loss" }

    [[trigger]]
    id = "four"
    title = "four times the effective compute"
    cite = "Section 3"
    watches = "continuous"
    condition = "At least four times the effective compute of the model that was assessed last."
    [[trigger.threshold]]
    from = 2026-01-01
    cite = "Section 3"
    [trigger.threshold.when]
    quantity = "effective_compute"
    relative_to = "last_assessment"
    measure = "loss"
    definition = "house"
    at_least = "4x"
    ```
    """
    yield from open_notes(
        subject,
        Asked.METRIC,
        "what it is measured on",
        "name the data set or the benchmarks, their versions and weights, and as metric of a "
        "[[definition]] that the leaf names",
        by_reading,
    )
