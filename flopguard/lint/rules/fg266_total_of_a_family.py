"""FG266: a total over several models."""

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import beside, in_card, on, quoted, told_once
from flopguard.lint.rule import Need, Subject, rule
from flopguard.result import Claim

_SEVERAL = re.compile(
    r"\b(?:whole|entire|model) (?:family|suite|series)\b|\bfamily of\b"
    r"|\b(?:train(?:ed|ing)?|across|for|of|took) (?:of )?all (?:\w+[- ]){0,3}(?:models|sizes|variants|checkpoints)\b"
    r"|\bin aggregate\b",
    re.IGNORECASE,
)


@rule(
    "FG266",
    "total-of-a-family",
    severity=Severity.INFO,
    confidence=Confidence.POSSIBLE,
    strict=True,
    covers=("trap-02",),
    needs=Need.CLAIMS,
)
def total_of_a_family(subject: Subject) -> Iterator[Finding]:
    """An amount that is the sum over several models.

    ## Why
    Thresholds look at one model. 1.4 million GPU-hours for twelve models say of none of them what it took, and
    the parts that are listed often come to less than the total.
    ## Seen
    The card of Llama 2 has 3.3 million GPU-hours for the family, and that of Code Llama 1.4 million for twelve models.
    (Sources: https://github.com/meta-llama/llama-models/blob/main/models/llama2/MODEL_CARD.md, primary; for Code Llama
    the notes of Epoch AI, CC BY 4.0.)
    ```markdown
    Pretraining the whole family took 3.3 million GPU hours on A100-80GB.
    ```
    ## Flagged
    ```markdown
    In aggregate, training all 12 models took 1400K A100-80GB GPU hours.
    ```
    ## Instead
    ```markdown
    Training the 34B model took 480K A100-80GB GPU hours.
    ```
    """
    for claim in told_once(_totals(subject)):
        message = f'{quoted(claim)} is a sum ("{_words(claim)}"): what one model took cannot be told from it'
        yield on(claim, message, "state the amount of each model beside it")


def _totals(subject: Subject) -> Iterator[Claim]:
    for claim in in_card(subject, "chip_hours", "training_compute", "energy"):
        if _words(claim) and claim.of != "threshold" and not _has_its_own(claim, subject):
            yield claim


def _words(claim: Claim) -> str:
    """The words that make it a sum, with no bracket that opens between the amount and them."""
    found, place = _SEVERAL.search(claim.text), claim.text.find(claim.written)
    if found is None:
        return ""
    between = claim.text[min(place + len(claim.written), found.end()) : max(place, found.start())]
    return "" if "(" in between else found[0]


def _has_its_own(claim: Claim, subject: Subject) -> bool:
    """Whether the amount of one of them stands beside it, in a sentence of its own."""
    others = beside(claim, subject, claim.quantity)
    return any(other.value != claim.value and not _SEVERAL.search(other.text) for other in others)
