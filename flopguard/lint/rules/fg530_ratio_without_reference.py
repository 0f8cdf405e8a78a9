"""FG530: so many times the compute, and of what is not said."""

from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import in_card, on, quoted
from flopguard.lint.rule import Need, Subject, rule


@rule(
    "FG530",
    "ratio-without-reference",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    covers=("EC-NO-BASELINE",),
    needs=Need.CLAIMS,
)
def ratio_without_reference(subject: Subject) -> Iterator[Finding]:
    """A multiple or a share of compute that does not say of whose.

    ## Why
    "Ten times less compute" is no amount until it is said than what. It can be neither checked nor carried on.
    ## Flagged
    ```markdown
    Our model was trained with 10x less compute.
    ```
    ## Instead
    ```markdown
    Our model was trained with 10x less compute than Example-70B.
    ```
    """
    for claim in in_card(subject, "relative_compute", "relative_energy"):
        if claim.slots.get("baseline") == "missing" and not claim.relative_to:
            message = f"{quoted(claim)}: of whose is not said"
            yield on(claim, message, "name the model and its compute: 'a tenth of the 6e24 FLOP of Example-70B'")
