"""FG264: chips without how long they ran."""

from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import beside, on, quoted, stated
from flopguard.lint.rule import Need, Subject, rule

_SAYS_HOW_MUCH = ("chip_hours", "time", "training_compute", "energy")


@rule(
    "FG264",
    "chips-without-time",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    strict=True,
    needs=Need.CLAIMS,
)
def chips_without_time(subject: Subject) -> Iterator[Finding]:
    """A number of chips without how long they ran.

    ## Why
    The chips alone say nothing about the compute. One card of a 7B model speaks of 32 chips for the 40B model
    of its family, whose own card says 384: without a duration neither can be checked.
    ## Flagged
    ```markdown
    The model was trained on 32 A100 40GB GPUs.
    ```
    ## Instead
    ```markdown
    The model was trained on 32 A100 40GB GPUs for 14 days.
    ```
    """
    for claim in stated(subject, "chips"):
        if not beside(claim, subject, *_SAYS_HOW_MUCH):
            yield on(claim, f"{quoted(claim)}: how long they ran is not said", "say for how many hours or days they ran")
