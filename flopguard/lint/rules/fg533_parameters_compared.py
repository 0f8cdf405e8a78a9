"""FG533: a ratio of parameters that is offered as one of compute."""

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import on, quoted
from flopguard.lint.prose_gains import gains_in_prose
from flopguard.lint.rule import Need, Subject, rule

_PARAMETERS = re.compile(
    r"\bparameter[- ](?:efficien\w+|leverage|savings?|reduction)\b|\bdense (?:performance )?leverage\b"
    r"|\bdense equivalents?\b|\b(?:fewer|less|more|active|total|activated) parameters\b"
    r"|\bparameter (?:count|ratio|density)\b",
    re.IGNORECASE,
)
_COMPUTE = re.compile(r"\b(?:FLOPs?|FLOPS|loss|perplexity)\b", re.IGNORECASE)


@rule(
    "FG533",
    "parameters-compared",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    covers=("params-as-compute", "PROXY-ABUSE"),
    needs=Need.CLAIMS,
)
def parameters_compared(subject: Subject) -> Iterator[Finding]:
    """A gain that compares parameters, not compute.

    ## Why
    That a small model scores like a larger one says how densely its parameters are used. The compute may be the
    same or more: tokens and active experts decide. One card gives 7x "equivalent dense performance leverage".
    ## Flagged
    ```markdown
    With 1.4B active parameters the model gives 7x equivalent dense performance leverage.
    ```
    ## Instead
    ```markdown
    The model reaches the C4 loss of a dense 8B model with 7x fewer training FLOPs than that model.
    ```
    """
    for claim in gains_in_prose(subject):
        found = _PARAMETERS.search(claim.text)
        if found and not _COMPUTE.search(claim.text):
            message = f'{quoted(claim)} compares parameters ("{found[0]}"), which is no ratio of compute'
            yield on(claim, message, "state the training FLOP of both models at the same score")
