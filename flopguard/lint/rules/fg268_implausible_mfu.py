"""FG268: an MFU in prose that no large run is known to have kept up."""

from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.chips_used import HIGHEST_MFU
from flopguard.lint.prose import on, quoted, shown, stated, value_of
from flopguard.lint.rule import Need, Subject, rule


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
    Nine in ten of the recorded large runs lie between 0.19 and 0.54 of the dense peak. More than 0.60 points to
    recomputation that is counted in, to a peak that is too low, or to the share of time in which the chips were busy.
    ## Seen
    The authors of FlashAttention-2 measured up to 225 TFLOP/s for each A100, which is 72 % of its peak, and call it
    model FLOPs utilisation. It is a test of speed and not a run that was kept up; a research data set books it as HFU.
    (Source: https://arxiv.org/abs/2307.08691, by way of the notes of Epoch AI, CC BY 4.0.)
    ```markdown
    Training reached 225 TFLOP/s per A100 GPU, an MFU of 72%.
    ```
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
