"""FG412: one benchmark that decides alone."""

from collections.abc import Iterator

from flopguard.definition.types import MetricKind
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.rule import Need, Subject, rule
from flopguard.manifest.types import Manifest
from flopguard.result import DECIDES, OVER_BY_ITSELF, Outcome, Step, Verdict

NARROW = (MetricKind.ACCURACY, MetricKind.HORIZON, MetricKind.ELO)
"""What a model can be trained for; a loss is over text of every kind, and an index over many benchmarks."""


@rule(
    "FG412",
    "single-benchmark",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=Need.VERDICTS,
    covers=("single-benchmark",),
)
def single_benchmark(subject: Subject) -> Iterator[Finding]:
    """A verdict on effective compute that rests on one benchmark alone.

    ## Why
    A model may be made for what a benchmark asks, or for anything else.
    ## Seen
    CodeLlama-34B has 0.33x of its compute by MMLU, under 0.16x by HellaSwag and over 1.6x by HumanEval, each against
    the Llama 2 family (case L32c). (Primary.)
    ## Flagged
    ```toml
    [[definition]]
    id = "llama-2-mmlu"
    metric = { name = "mmlu", kind = "accuracy" }
    curve = "llama-2"
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "llama-2-mmlu"
    metric = { name = "mmlu", kind = "accuracy" }
    curve = "llama-2"
    [[definition]]
    id = "held-out"
    metric = { name = "held-out loss", kind = "loss" }
    curve = "house"
    ```
    """
    number = _the_only(subject.card)
    decided = [] if number is None else [verdict for verdict in subject.verdicts if _rests_on_it(verdict)]
    if number is None or not decided:
        return
    metric = subject.card.definition[number].metric
    assert metric is not None
    first, more = decided[0], len(decided) - 1
    others = f" and {more} more" if more else ""
    yield Finding(
        at=f"/definition/{number}",
        message=f"{metric.name[:60]} alone decides {first.policy}/{first.trigger}{others}",
        help="add a definition by another metric, and a score on it",
    )


def _rests_on_it(verdict: Verdict) -> bool:
    compared = any(name.startswith("effective_compute") for name in verdict.compares)
    decided = compared and verdict.outcome in (Outcome.TRIGGERED, Outcome.NOT_TRIGGERED)
    return decided and not any(map(_is_decided_by_actual, verdict.steps))


def _is_decided_by_actual(step: Step) -> bool:
    """Whether actual compute is over the line by itself and counts, so that no score was needed."""
    return step.what.startswith(OVER_BY_ITSELF) and step.what.endswith(DECIDES)


def _the_only(card: Manifest) -> int | None:
    """The definition of the only metric from which effective compute follows, where that is a narrow one."""
    used = [(n, entry.metric) for n, entry in enumerate(card.definition) if entry.curve and entry.metric]
    if len({metric.name for _, metric in used}) != 1 or used[0][1].kind not in NARROW:
        return None
    return used[0][0]
