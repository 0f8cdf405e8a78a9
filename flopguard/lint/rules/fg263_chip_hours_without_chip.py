"""FG263: chip-hours without the chip."""

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import in_card, on, quoted
from flopguard.lint.rule import Need, Subject, rule

_IN_SHORT = r"\b[345]0[5-9]0 ?Ti\b|\b[ahv][128]00s?\b|\bCS-?2\b"
_TESLA = re.compile(r"Tesla(?=\w)")
_IN_GENERAL = re.compile(r"\b(?:often|typically|usually|commonly)\b", re.IGNORECASE)
"""Words of what training takes in general."""


@rule(
    "FG263",
    "chip-hours-without-chip",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    strict=True,
    covers=("trap-03",),
    needs=Need.CLAIMS,
)
def chip_hours_without_chip(subject: Subject) -> Iterator[Finding]:
    """Chip-hours in a card that nowhere names a chip.

    ## Why
    Hours become compute only by the chip's rate, and the chips that cards name differ in it by far more than
    a factor of ten; one family name, such as TPU, holds seven generations.
    ## Seen
    The main reinforcement learning of AlphaProof took about 80,000 TPU-days, of a TPU of no named generation. (Source:
    https://www.nature.com/articles/s41586-025-09833-y, by way of the notes of Epoch AI, CC BY 4.0.)
    ```markdown
    The main phase of reinforcement learning spanned about 80k TPU-days.
    ```
    ## Flagged
    ```markdown
    Pretraining took 80,000 TPU-days.
    ```
    ## Instead
    ```markdown
    Pretraining took 80,000 TPU v4 days in bf16.
    ```
    """
    if any(letter.isdigit() for claim in subject.claims for letter in claim.hardware):
        return
    of_chips = (claim for claim in in_card(subject, "chip_hours") if claim.unit != "core-hours")
    claims = [claim for claim in of_chips if not _IN_GENERAL.search(claim.text)]
    if claims and not _names_a_chip(subject.text):
        message = f"{quoted(claims[0])}: of which chip is not said"
        yield on(claims[0], message, "name the chip, with its form and memory")


def _names_a_chip(text: str) -> bool:
    """Whether any chip is named in the card, be it beside a rate or in brackets."""
    from flopguard.claims.grammar.chips import CHIP

    named = (found[0] for found in re.finditer(rf"(?<![A-Za-z0-9]){CHIP}|{_IN_SHORT}", _TESLA.sub("Tesla ", text)))
    return any("titan" in name.lower() or any(letter.isdigit() for letter in name) for name in named)
