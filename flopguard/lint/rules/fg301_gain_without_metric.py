"""FG301: a gain without the metric on which it holds."""

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.gains import gains
from flopguard.lint.prose_gains import first_missing
from flopguard.lint.rule import Found, Need, Subject, rule

SPREAD = "the same gain is 0.58x to over 5x depending on the benchmark"


@rule("FG301", "gain-without-metric", covers=("missing-metric", "EC-NO-METRIC"), needs=Need.GAINS)
def gain_without_metric(subject: Subject) -> Iterator[Found]:
    """A gain or a claim of effective compute that names no metric.

    ## Why
    How much compute a better model is worth depends on what is measured. Against one baseline family, one
    published model is worth 0.58x to more than 5x its own compute, depending on the benchmark (case L32a).
    ## Flagged
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "3.1"
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "3.1"
    metric = "c4-loss"
    ```
    """
    if subject.manifest is None:
        yield from first_missing(subject, "benchmark", SPREAD)
        return
    for gain in gains(subject.card):
        if gain.metric is None:
            own = 'name what was measured, with its version: metric = "..."'
            yield Finding(
                at=gain.place,
                message=f"{gain.said} names no metric: {SPREAD}",
                help=gain.cure(own, 'metric = { name = "...", kind = "loss" } or another kind'),
            )
