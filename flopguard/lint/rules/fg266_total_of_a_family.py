"""FG266: a total over several models."""

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import in_card, on, quoted
from flopguard.lint.rule import Need, Subject, rule

_SEVERAL = re.compile(
    r"\b(?:whole|entire|model) (?:family|suite|series)\b|\bfamily of\b"
    r"|\ball (?:\w+[- ]){0,2}(?:models|sizes|variants|checkpoints)\b|\bin aggregate\b",
    re.IGNORECASE,
)


@rule(
    "FG266",
    "total-of-a-family",
    severity=Severity.INFO,
    confidence=Confidence.POSSIBLE,
    strict=True,
    covers=("annex-mixture",),
    needs=Need.CLAIMS,
)
def total_of_a_family(subject: Subject) -> Iterator[Finding]:
    """An amount that is the sum over several models.

    ## Why
    Thresholds look at one model. 1.4 million GPU-hours for twelve models say of none of them what it took, and
    the parts that are listed often come to less than the total.
    ## Flagged
    ```markdown
    In aggregate, training all 12 models took 1400K A100-80GB GPU hours.
    ```
    ## Instead
    ```markdown
    Training the 34B model took 480K A100-80GB GPU hours.
    ```
    """
    for claim in in_card(subject, "chip_hours", "training_compute", "energy"):
        found = _SEVERAL.search(claim.text)
        if found and claim.of != "threshold":
            message = f'{quoted(claim)} is a sum ("{found[0]}"): what one model took cannot be told from it'
            yield on(claim, message, "state the amount of each model beside it")
