"""FG356: actual compute that is over a line which the adjusted amount is under."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Need, Subject, rule
from flopguard.result import OVER_BY_ITSELF, UNDER_WHEN_ADJUSTED, Step, Verdict


@rule("FG356", "raw-floor-breach", severity=Severity.WARNING, needs=Need.VERDICTS, covers=("raw-floor-breach",))
def raw_floor_breach(subject: Subject) -> Iterator[Finding]:
    """Actual compute already over the line of a text on effective compute, and an adjustment that takes it under.

    ## Why
    Algorithms only ever got better: less effective than actual compute says that the model is worse than its baseline.
    2e26 FLOP spent and 6e25 FLOP by an inverted score is weak elicitation, another task or a wrong curve before it is a
    reason not to act, and no adjustment should lower what was spent unseen.
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "2e26 FLOP"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "2e25 FLOP"
    ```
    """
    for verdict in subject.verdicts:
        if verdict.steps and any(name.startswith("effective_compute") for name in verdict.compares):
            step = next(filter(_is_breach, verdict.steps), None)
            if step is not None:
                yield _finding(verdict, step)


def _is_breach(step: Step) -> bool:
    return step.what.startswith(OVER_BY_ITSELF) and UNDER_WHEN_ADJUSTED in step.what


def _finding(verdict: Verdict, step: Step) -> Finding:
    return Finding(
        at="/definition",
        message=(f"{verdict.policy}/{verdict.trigger}: {step.what}" + (f" ({step.result})" if step.result else "")),
        help="say what makes the model less than its compute, or act as for the compute that was spent",
    )
