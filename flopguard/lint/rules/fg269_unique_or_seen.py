"""FG269: tokens of a data set where those seen in training are asked for."""

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import beside, in_card, on, quoted
from flopguard.lint.rule import Need, Subject, rule

_OF_DATA = re.compile(r"\b(?:unique|distinct|dedup\w*|corpus|corpora|datasets?)\b", re.IGNORECASE)
_SEEN = re.compile(
    r"\b(?:seen|saw|epochs?|passes|consumed|processed|training tokens)\b"
    r"|train(?:ed|ing)\b.{0,30}?\b(?:on|for|over|with)\b",
    re.IGNORECASE,
)


@rule(
    "FG269",
    "unique-or-seen",
    severity=Severity.INFO,
    confidence=Confidence.POSSIBLE,
    strict=True,
    covers=("trap-15",),
    needs=Need.CLAIMS,
)
def unique_or_seen(subject: Subject) -> Iterator[Finding]:
    """The tokens of a data set, where nothing says how often they were seen.

    ## Why
    Compute follows the tokens that were seen. One model has 771 billion unique tokens and saw 1.8 trillion;
    another saw 1.4 trillion of a set of 250 billion.
    ## Flagged
    ```markdown
    The pretraining dataset holds 771 billion unique tokens.
    ```
    ## Instead
    ```markdown
    The model was trained for 2.3 epochs on 771 billion unique tokens.
    ```
    """
    for claim in in_card(subject, "tokens"):
        says = claim.text + " ".join(other.text for other in beside(claim, subject, "tokens", "steps", "samples"))
        found = _OF_DATA.search(claim.text)
        if found and not _SEEN.search(says):
            message = f'{quoted(claim)} are those of the data ("{found[0]}"); how many were seen is not said'
            yield on(claim, message, "say how many tokens were seen, or the number of epochs")
