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

    In the prose of a card a multiple gets one finding, by the first of metric, baseline, scale and date (`FG302` to
    `FG304`) that is missing; it names the others too. Without metric or baseline it is a warning, else a note, since
    the card may go on elsewhere.
    ## Seen
    GPT-4.5 is reported as 10x smarter than GPT-4 in terms of effective compute, measured on nothing that is named.
    (Source:
    https://zenml-io-v2.pages.dev/llmops-database/training-and-deploying-gpt-4-5-scaling-challenges-and-system-design-at-the-frontier.
    Secondary.) U-PaLM is said to reach the same performance with half the budget, an average over tasks.
    ```markdown
    GPT-4.5 is described as 10x smarter than GPT-4 in terms of effective compute.
    ```
    ## Flagged
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "3.1"
    ```
    ```markdown
    The model is worth 4x the effective compute of its predecessor.
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "3.1"
    metric = "c4-loss"
    ```
    ```markdown
    On the C4 loss the recipe is 4x more compute-efficient than that of GPT-3.
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
