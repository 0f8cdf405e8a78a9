"""FG530: so many times the compute, and of what is not said."""

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import in_card, on, quoted
from flopguard.lint.rule import Need, Subject, rule

_COMPARES = re.compile(r"\b(?:less|fewer|lower|smaller|cheaper|more|greater|higher|larger)\b", re.IGNORECASE)
_WITH = re.compile(r"\b(?:than|vs\.?|versus|against|compared|relative to|baseline|as)\b", re.IGNORECASE)


@rule(
    "FG530",
    "ratio-without-reference",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    covers=("EC-NO-BASELINE",),
    needs=Need.CLAIMS,
)
def ratio_without_reference(subject: Subject) -> Iterator[Finding]:
    """So many times more or less compute, without a word of what it is compared with.

    ## Why
    "Ten times less compute" is no amount until it is said than what. It can be neither checked nor carried on. A
    share of the model's own compute, such as that of its post-training, is another thing and is let pass.
    ## Seen
    The developers of MoLFormer-XL write that they consumed 61 times less energy. The sentence before speaks of 16 chips
    and of 1,000, which is 62.5 times, and of no model. (Source:
    https://research.ibm.com/blog/molecular-transformer-discover, by way of the notes of Epoch AI, CC BY 4.0.)
    ```markdown
    Training MoLFormer-XL took 61 times less energy.
    ```
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
        if claim.slots.get("baseline") != "missing" or claim.relative_to:
            continue
        if _COMPARES.search(claim.written) and not _WITH.search(claim.text):
            message = f"{quoted(claim)}: than what is not said"
            yield on(claim, message, "name the model and its compute: 'a tenth of the 6e24 FLOP of Example-70B'")
