"""FG268: an MFU in prose that no large run is known to have kept up."""

from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import on, quoted, shown, stated, value_of
from flopguard.lint.rule import Need, Subject, rule
from flopguard.lint.rules.fg205_implausible_utilisation import HIGHEST_MFU


@rule(
    "FG268",
    "implausible-mfu",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    covers=("trap-02",),
    needs=Need.CLAIMS,
)
def implausible_mfu(subject: Subject) -> Iterator[Finding]:
    """An MFU above 60 %, more than any large run is known to have kept up.

    ## Why
    Recorded large runs lie between 0.19 and 0.54 of the dense peak. More than 0.60 points to recomputation that
    is counted in, to a peak that is too low, or to the share of time in which the chips were busy.
    ## Flagged
    ```markdown
    The average MFU during training was 85% on 1024 H100 GPUs.
    ```
    ## Instead
    ```markdown
    The average MFU during training was 42% on 1024 H100 GPUs.
    ```
    """
    for claim in stated(subject, "utilisation"):
        share = value_of(claim)
        if claim.unit == "% MFU" and share is not None and share > HIGHEST_MFU * 100:
            message = f"an MFU of {shown(share)} % is more than any large run is known to have kept up"
            yield on(claim, message, f"check the peak that {quoted(claim)} is a share of; write HFU if it is that")
