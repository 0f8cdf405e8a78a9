"""FG306: gains on different metrics that would be multiplied."""

from collections.abc import Iterator

from flopguard.definition.types import Enhancement
from flopguard.finding import Confidence, Finding
from flopguard.lint.change import without
from flopguard.lint.gains import (
    enhancement_words,
    governing_definition,
    is_hardware,
    said_something,
    same_metric,
    states_gain,
)
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.types import Manifest


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
    card = subject.card
    first: dict[str, str] = {}
    for number, enhancement in enumerate(card.enhancement):
        metric = said_something(enhancement.metric)
        if not states_gain(enhancement) or metric is None or is_hardware(enhancement):
            continue
        group, reference = _reference(enhancement, card)
        expected = reference or first.setdefault(group, metric)
        if not same_metric(metric, expected):
            yield _finding(f"/enhancement/{number}/metric", enhancement, metric, expected)


def _reference(enhancement: Enhancement, card: Manifest) -> tuple[str, str | None]:
    """The gains that it would be multiplied with, and the metric that their definition sets."""
    definition = governing_definition(enhancement, card)
    if definition is None:
        return "", None
    return definition.id, said_something(definition.metric.name) if definition.metric else None


def _finding(at: str, enhancement: Enhancement, metric: str, expected: str) -> Finding:
    return Finding(
        at=at,
        message=f"{enhancement_words(enhancement)} is on {metric[:60]}, the others are on {expected[:60]}",
        help=f"give the gain on {expected[:60]}, or its own [[definition]]",
        factor=without(enhancement),
    )
