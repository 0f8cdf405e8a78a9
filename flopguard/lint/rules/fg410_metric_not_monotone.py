"""FG410: a measure that a better model may have less of."""

from collections.abc import Iterator

from flopguard.definition.types import Definition, MetricKind
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.types import Manifest


@rule(
    "FG410",
    "metric-not-monotone",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    covers=("metric-not-monotone",),
)
def metric_not_monotone(subject: Subject) -> Iterator[Finding]:
    """Effective compute by a fitted time horizon, and by nothing beside it.

    ## Why
    The horizon at which half the tasks succeed comes from a curve through all of them. A model that is better at every
    length, and most at the short ones, can have a flatter curve and the shorter horizon (4.14), so that effective
    compute falls as the model gets better.
    ## Seen
    Between two versions of one suite of tasks the fitted horizon of variants of GPT-4 fell by 35 to 57 %, with the same
    weights (case L38, secondary). That a better profile of success can have the shorter horizon is shown by a published
    counter-example (secondary). The formula: METR/eval-analysis-public.
    ## Flagged
    ```toml
    [[definition]]
    id = "horizon"
    metric = { name = "task horizon", kind = "horizon", unit = "minutes" }
    curve = "horizon"
    [[curve]]
    id = "horizon"
    law = "log_linear"
    slope = "30"
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "horizon"
    metric = { name = "task horizon", kind = "horizon", unit = "minutes" }
    curve = "horizon"
    [[curve]]
    id = "horizon"
    law = "log_linear"
    slope = "30"
    [[definition]]
    id = "solved"
    metric = { name = "share of tasks solved", kind = "accuracy" }
    ```
    """
    card = subject.card
    for number, definition in enumerate(card.definition):
        if _is_horizon(definition) and _is_used(definition, card) and all(map(_is_horizon, card.definition)):
            assert definition.metric is not None
            yield Finding(
                at=f"/definition/{number}/{'metric' if definition.from_ is None else 'from'}",
                message=f"{definition.metric.name[:60]} is a fitted horizon, which may fall while a model gets better",
                help='add a definition by the share of tasks solved: metric = { name = "...", kind = "accuracy" }',
            )


def _is_horizon(definition: Definition) -> bool:
    return definition.metric is not None and definition.metric.kind is MetricKind.HORIZON


def _is_used(definition: Definition, card: Manifest) -> bool:
    """Whether effective compute follows from it: by a curve, or by gains on it."""
    return definition.curve is not None or any(entry.definition in (None, definition.id) for entry in card.enhancement)
