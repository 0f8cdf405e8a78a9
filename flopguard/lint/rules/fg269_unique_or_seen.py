"""FG269: tokens of a data set where those seen in training are asked for."""

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import in_card, on, quoted, told_once, words_before
from flopguard.lint.rule import Need, Subject, rule
from flopguard.result import Claim

_OF_DATA = re.compile(r"\b(?:unique|distinct|dedup\w*|corpus|corpora|datasets?)\b", re.IGNORECASE)
_SEEN = re.compile(
    r"\b(?:seen|saw|epochs?|passes|consumed|processed|training tokens|processed tokens|steps)\b"
    r"|train(?:s|ed|ing)?\b.{0,30}?\b(?:on|for|over|with|using)\b|\bbudget of\b|\bstage \d"
    r"|\b(?:step|phase|stage)s? (?:includ|us|consum)\w+",
    re.IGNORECASE,
)
_EPOCHS = re.compile(
    r"\b(?:\d[\d.]*|one|an?|single|two|three|four|five|several)(?: \w+)? (?:epochs?|passes)\b|\bepochs? ?[:=]",
    re.IGNORECASE,
)
_POINTERS = re.compile(
    r"[\[(][^\[\]()]*\b(?:see|dataset size|notes?)\b[^\[\]()]*[\])]|\bsee (?:\w+ )*notes?\b", re.IGNORECASE
)
"""A word of data in what refers to another place says nothing of the tokens."""
_IN_A_PRODUCT = re.compile(r"[*×·]\s?$|parameter\w*\s?[*×]|\b6\s?(?:\*|×|x)?\s?N")
_NOT_STATED = re.compile(r"\b(?:optimal|assum\w+|would|if)\b", re.IGNORECASE)


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
    """The tokens of a data set, in a card that nowhere says how many were seen.

    ## Why
    Compute follows the tokens that were seen. One model has 771 billion unique tokens and saw 1.8 trillion;
    another saw 1.4 trillion of a set of 250 billion.
    ## Seen
    One card of Phi-2 has a data set of 250 billion tokens, and 1.4 trillion tokens of training: more than five epochs.
    That the larger number is of the same data is left to the reader. (Source:
    Azure/azureml-assets/assets/models/system/microsoft-phi-2/description.md. Primary.)
    ```markdown
    * Dataset size: 250B tokens
    ```
    ## Flagged
    ```markdown
    The pretraining dataset holds 771 billion unique tokens.
    ```
    ## Instead
    ```markdown
    The model was trained for 2.3 epochs on 771 billion unique tokens.
    ```
    """
    says = " ".join(claim.text for claim in in_card(subject, "tokens", "samples"))
    claims = list(in_card(subject, "tokens"))
    if _SEEN.search(says) or _EPOCHS.search(subject.text) or any(map(_is_of_a_product, claims)):
        return
    of_sentence = ""
    for claim in told_once(claim for claim in claims if _word(claim)):
        if claim.text != of_sentence:  # of one sentence the first
            of_sentence = claim.text
            message = f'{quoted(claim)} are those of the data ("{_word(claim)}"); how many were seen is not said'
            yield on(claim, message, "say how many tokens were seen, or the number of epochs")


def _word(claim: Claim) -> str:
    """The word that makes them those of the data."""
    found = _OF_DATA.search(_POINTERS.sub("", claim.text))
    return found[0] if found and claim.value and not _NOT_STATED.search(claim.text) else ""


def _is_of_a_product(claim: Claim) -> bool:
    """Whether the compute is made of it there, so that they are those that were seen."""
    return _IN_A_PRODUCT.search(words_before(claim, 60)) is not None
