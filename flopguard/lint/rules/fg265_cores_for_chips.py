"""FG265: cores where chips are counted elsewhere."""

import re
from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import in_card, on, one_factor, quoted, told_once
from flopguard.lint.rule import Need, Subject, rule
from flopguard.result import Claim

_SAYS_HOW_MANY = re.compile(
    r"\bcores? ?(?:per|/|in each|on each) ?(?:\w+ )?(?:v\d )?(?:chip|TPU|device)|\b(?:two|2) cores\b|\bcores? ?/ ?2\b"
    r"|\bcores?,? (?:means?|=|are|is|or|i\.e\.,?) \d[\d,]* (?:\w+ )?chips\b"
    r"|\bchips? (?:has|have|with) (?:two|2)\b|\d ?/ ?2 ?[*×]",
    re.IGNORECASE,
)
_CHIPS_TOO = re.compile(r"\b\d+ (?:\w+ ){0,3}chips\b", re.IGNORECASE)


@rule(
    "FG265",
    "cores-for-chips",
    severity=Severity.INFO,
    confidence=Confidence.POSSIBLE,
    strict=True,
    covers=("trap-03",),
    needs=Need.CLAIMS,
)
def cores_for_chips(subject: Subject) -> Iterator[Finding]:
    """Hardware counted in cores, of which a chip may have two.

    ## Why
    A TPU v2, v3 or v4 has two cores, and its peak is quoted for the chip. Whoever multiplies the cores by that peak
    counts twice what was spent.
    ## Seen
    One card of GPT-2 has 256 TPU v3 cores, and AlphaFold-Multimer took 128. For a TPU v4 the word is used otherwise:
    the tokens "per core" of ViT-22B are those of a chip, and read to the letter its compute comes out at half.
    (Sources: Azure/azureml-assets/assets/models/system/gpt2/description.md, primary; https://arxiv.org/abs/2302.05442.)
    ```markdown
    The larger model was trained on 256 cloud TPU v3 cores.
    ```
    ## Flagged
    ```markdown
    Training took 2 weeks on 128 TPUv3 cores.
    ```
    ## Instead
    ```markdown
    Training took 2 weeks on 64 TPUv3 chips.
    ```
    """
    claims = [claim for claim in in_card(subject, "chips", "chip_hours", "throughput") if _counts_cores(claim)]
    if claims and _SAYS_HOW_MANY.search(subject.text):
        return
    for claim in told_once(claims):
        message = f"{quoted(claim)} counts cores; peaks and prices are those of chips"
        cure = "say how many chips there were, or how many cores one has"
        yield on(claim, message, cure, factor=one_factor(Fraction(1, 2), Fraction(1)))


def _counts_cores(claim: Claim) -> bool:
    """Whether it counts the cores of a TPU and not the chips as well."""
    is_tpu = "tpu" in f"{claim.hardware} {claim.text}".lower()
    return "core" in claim.unit and is_tpu and not _CHIPS_TOO.search(claim.text)
