"""FG306: gains on different metrics that would be multiplied."""

from collections.abc import Iterator

from flopguard.definition.types import Definition, Enhancement
from flopguard.finding import Confidence, Finding
from flopguard.lint.change import without
from flopguard.lint.gains import enhancement_words, said_something, same_metric
from flopguard.lint.rule import Subject, rule
from flopguard.lint.stacked import stacks


@rule("FG306", "mixed-metrics", confidence=Confidence.LIKELY, covers=("mixed-metrics",))
def mixed_metrics(subject: Subject) -> Iterator[Finding]:
    """Gains measured on different metrics, to be multiplied with one another.

    ## Why
    2x on loss times 9x on a question set is 18x on nothing. A product of gains means something only where
    all of them were measured on the metric of the result (case K04).
    ## Flagged
    ```toml
    [[enhancement]]
    name = "better data"
    kind = "data"
    gain = "2.0"
    metric = "c4-loss"
    [[enhancement]]
    name = "reasoning training"
    kind = "post_training"
    gain = "9"
    metric = "gpqa-diamond"
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "better data"
    kind = "data"
    gain = "2.0"
    metric = "gpqa-diamond"
    [[enhancement]]
    name = "reasoning training"
    kind = "post_training"
    gain = "9"
    metric = "gpqa-diamond"
    ```
    """
    for stack in stacks(subject.card):
        stated = [(entry, metric) for entry in stack.entries if (metric := said_something(entry.enhancement.metric))]
        expected = _set_by(stack.definition) or _usual([metric for _, metric in stated])
        for entry, metric in stated:
            if not same_metric(metric, expected):
                yield _finding(f"{entry.at}/metric", entry.enhancement, metric, expected)


def _set_by(definition: Definition | None) -> str | None:
    return said_something(definition.metric.name) if definition and definition.metric else None


def _usual(metrics: list[str]) -> str:
    """The metric of most gains, and of several such ones always the same, whatever the order of the file."""
    return min(metrics, key=lambda one: (-sum(same_metric(one, other) for other in metrics), one), default="")


def _finding(at: str, enhancement: Enhancement, metric: str, expected: str) -> Finding:
    return Finding(
        at=at,
        message=f"{enhancement_words(enhancement)} is on {metric[:60]}, the others are on {expected[:60]}",
        help=f"give the gain on {expected[:60]}, or its own [[definition]]",
        factor=without(enhancement),
    )
