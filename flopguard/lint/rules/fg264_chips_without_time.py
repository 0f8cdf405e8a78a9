"""FG264: chips without how long they ran."""

from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import in_card, on, quoted
from flopguard.lint.rule import Need, Subject, rule

_SAYS_HOW_LONG = ("chip_hours", "hardware_time", "training_compute", "energy")


@rule(
    "FG264",
    "chips-without-time",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    strict=True,
    needs=Need.CLAIMS,
)
def chips_without_time(subject: Subject) -> Iterator[Finding]:
    """A number of chips in a card that nowhere says how long they ran.

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
    if any(in_card(subject, *_SAYS_HOW_LONG)):
        return
    seen: set[object] = set()
    for claim in in_card(subject, "chips"):
        is_new = not {claim.hardware, claim.line} & seen
        seen |= {claim.hardware, claim.line}
        if is_new:
            message = f"{quoted(claim)}: how long they ran is not said"
            yield on(claim, message, "say for how many hours or days they ran")
