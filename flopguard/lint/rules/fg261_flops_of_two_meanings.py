"""FG261: an amount spelt like a rate, or a rate spelt like an amount."""

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import on, quoted, stated
from flopguard.lint.rule import Need, Subject, rule

_LIKE_A_RATE = re.compile(r"FLOPS\b(?!\s?-?\s?(?:days?|hours?|s-days?))")
_LIKE_AN_AMOUNT = re.compile(r"(?<![A-Z])(?:[kMGTPEZ]FLOPs|[kMGTPEZ]?flops|FLOPs)\b(?!\s?(?:/|per\ss))")


@rule(
    "FG261",
    "flops-of-two-meanings",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    strict=True,
    covers=("trap-19",),
    needs=Need.CLAIMS,
)
def flops_of_two_meanings(subject: Subject) -> Iterator[Finding]:
    """An amount written as FLOPS, or a rate written as FLOPs.

    ## Why
    FLOPS is read as operations a second and FLOPs as operations; cards mix them up, and only the size of the
    number tells which is meant. One card gives "1.53E+24 FLOPS" for a total, another "120 TFLOPs" for a rate.
    ## Flagged
    ```markdown
    The cumulative compute of training was 1.53E+24 FLOPS.
    ```
    ```markdown
    Training ran at 150 TFLOPs per GPU on 384 A100 GPUs.
    ```
    ## Instead
    ```markdown
    The cumulative compute of training was 1.53E+24 FLOP.
    ```
    ```markdown
    Training ran at 150 TFLOP/s per GPU on 384 A100 GPUs.
    ```
    """
    for claim in stated(subject, "training_compute"):
        if _LIKE_A_RATE.search(claim.written):
            yield on(claim, f"{quoted(claim)} is an amount, spelt like a rate", "write FLOP")
    for claim in stated(subject, "rate"):
        if _LIKE_AN_AMOUNT.search(claim.written):
            yield on(claim, f"{quoted(claim)} is a rate, spelt like an amount", "write FLOP/s")
