"""FG264: chips without how long they ran."""

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import in_card, on, quoted
from flopguard.lint.rule import Need, Subject, rule

_SAYS_HOW_LONG = ("chip_hours", "hardware_time", "training_compute", "energy")
_A_TIME = re.compile(
    r"(?:\d|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|few|several))[ -]?(?:GPU[ -]?)?"
    r"(?:hours?|hrs?|h|days?|weeks?|months?|minutes?|mins?|seconds?)\b"
    r"(?! of (?:\w+ )?(?:audio|speech|video|music|data))",
    re.IGNORECASE,
)
_OF_A_RUN = re.compile(
    r"train|epoch|tun(?:ed|ing)|\b(?:took|takes?|run|ran|runs|lasted|updates|steps|time)\b", re.IGNORECASE
)
NEAR = 80
"""Characters between a time and a word of what it is the time of."""
_IF_HAD = re.compile(
    r"\b(?:requir\w+|resources|democrati\w+|typical|assum\w+|can (?:all )?be (?:run|trained|fine-?tuned))\b",
    re.IGNORECASE,
)


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
    The chips alone say nothing about the compute: without a duration neither the amount nor the number of chips can be
    checked.
    ## Seen
    The card of Falcon-7B-Instruct says that Falcon-40B was trained on 32 A100 40GB GPUs, without a time; the card of
    Falcon-40B has 384 and two months. (Source:
    Azure/azureml-assets/assets/models/system/tiiuae-falcon-7b-instruct/description.md. Primary.)
    ```markdown
    Hardware: Falcon-40B was trained on 32 A100 40GB GPUs.
    ```
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
    claims = [claim for claim in in_card(subject, "chips") if not _IF_HAD.search(claim.text)]
    if claims and _says_a_time(subject.text):
        return
    for claim in claims:
        is_new = not {claim.hardware, claim.line} & seen
        seen |= {claim.hardware, claim.line}
        if is_new:
            of = "" if any(letter.isalpha() for letter in claim.written) else f" {claim.hardware or claim.unit}"
            message = f"{quoted(claim)}{of}: how long they ran is not said"
            yield on(claim, message, "say for how many hours or days they ran")


def _says_a_time(text: str) -> bool:
    """Whether the card has any time of a run, be it of a stage or of an epoch."""
    around = (text[max(0, found.start() - NEAR) : found.end() + NEAR] for found in _A_TIME.finditer(text))
    return any(map(_OF_A_RUN.search, around))
