"""FG267: a utilisation in prose that does not say of which kind it is."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import in_card, on, one_factor, quoted
from flopguard.lint.rule import Need, Subject, rule


@rule(
    "FG267",
    "utilisation-of-what",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    strict=True,
    covers=("annex-utilisation",),
    needs=Need.CLAIMS,
)
def utilisation_of_what(subject: Subject) -> Iterator[Finding]:
    """A utilisation that does not say whether it is that of the model, of the hardware, or of time.

    ## Why
    MFU counts the model's own operations, HFU recomputation as well; what a monitor calls GPU utilisation is the
    share of time in which anything ran, up to five times as much.
    ## Flagged
    ```markdown
    Training reached a GPU utilization of 92% on 512 H100 GPUs.
    ```
    ## Instead
    ```markdown
    Training reached an MFU of 41% on 512 H100 GPUs.
    ```
    """
    for claim in in_card(subject, "utilisation"):
        if claim.unit not in ("% MFU", "% HFU"):
            message = f"{quoted(claim)} may be a share of the model's operations, of all, or of time"
            yield on(
                claim, message, "say MFU or HFU, and of which peak", factor=one_factor(Fraction(1, 5), Fraction(1))
            )
