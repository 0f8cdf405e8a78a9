"""FG213: two phases that look like one run written twice."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import factor
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.training import Training

_FIGURES = (
    *("flop", "tokens", "unique_tokens", "epochs", "steps", "tokens_per_step", "parameters", "trainable_parameters"),
    *("rate", "duration", "flop_per_item", "items", "samples"),
)


@rule("FG213", "repeated-run", severity=Severity.WARNING, confidence=Confidence.POSSIBLE)
def repeated_run(subject: Subject) -> Iterator[Finding]:
    """Two phases of one component with the same figures, which may be one run written twice.

    ## Why
    Every phase counts. A run that stands in the card twice counts twice, and can cross a line that it never reached.
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "6e24"
    [[training]]
    component = "pretrain"
    flop = "6e24"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    run = "first"
    flop = "6e24"
    [[training]]
    component = "pretrain"
    run = "second"
    flop = "6e24"
    ```
    """
    for (first, one), (second, other) in combinations(enumerate(subject.card.training), 2):
        if _look_alike(one, other):
            yield Finding(
                at=f"/training/{second}",
                message=f"phase {second} says the same as phase {first}, and both are counted",
                help="delete one; or, if they are two runs, tell them apart by run or by started",
                factor=factor(Fraction(1, 2), 1),
            )


def _look_alike(one: Training, other: Training) -> bool:
    """Whether all that is stated of the amount is the same, and nothing tells the two apart."""
    amounts = [_amounts(phase) for phase in (one, other)]
    told_apart = (
        _work(one) != _work(other)
        or _differ(one.run, other.run)
        or _differ(one.started, other.started)
        or _differ(one.name, other.name)
    )
    return one.component == other.component and amounts[0] == amounts[1] and any(amounts[0]) and not told_apart


def _amounts(phase: Training) -> tuple[object, ...]:
    figures = (getattr(phase, name) for name in _FIGURES)
    estimates = (figure.estimate if figure is not None else None for figure in figures)
    return (*estimates, phase.hardware)


def _work(phase: Training) -> tuple[object, ...]:
    """What is done with the model."""
    return phase.passes, phase.trained


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other
