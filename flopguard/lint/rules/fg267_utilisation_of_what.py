"""FG267: a utilisation in prose that does not say of which kind it is."""

import re
from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import in_card, on, one_factor, quoted, told_once, value_of, words_after, words_before
from flopguard.lint.rule import Need, Subject, rule
from flopguard.result import Claim

_ASSUMED = re.compile(
    r"\b(?:assum\w*|default|suppos\w+|guess\w*|would|typical|rule of thumb|say|plausib\w+|imput\w+|specul\w+"
    r"|conjectur\w+|if|correct|match\w+|impl(?:y|ies|ied)|prob\w+|MFU|HFU)\b",
    re.IGNORECASE,
)
_IN_A_CALCULATION = re.compile(r"=|->|\d[eE]\+?\d\d|\b3600\b|\bFLOPs?\b")
_TIMES_BEFORE = re.compile(r"[*×x/]\s?\W{0,2}$")
_TIMES_AFTER = re.compile(r"\W{0,2}(?:rate\s?)?(?:\([^()]{0,30}\)|\[[^\]]{0,40}\])?\)?\s?[*×]")
_OF_PEAK = re.compile(r"\bpeak\b|峰值", re.IGNORECASE)
WITH_RECOMPUTATION = Fraction(3, 4)
"""MFU over HFU where every activation is computed again: six operations of eight."""


@rule(
    "FG267",
    "utilisation-of-what",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    strict=True,
    covers=("annex-utilisation",),
    needs=Need.CLAIMS,
)
def utilisation_of_what(subject: Subject) -> Iterator[Finding]:
    """A utilisation that does not say whether it is that of the model, of the hardware, or of time.

    ## Why
    MFU counts the model's own operations, HFU recomputation as well; what a monitor calls GPU utilisation is the
    share of time in which anything ran, up to five times as much. One that is assumed or is a factor in a product says
    by that what it stands for.
    ## Seen
    The notes on SaulLM in a research data set quote its authors with "40% GPU utilization" on 384 MI250 chips.
    (Epoch AI, Data on AI Models, https://epoch.ai/data/ai-models, CC BY 4.0, export of 2026-03-30.)
    ```markdown
    Training ran on 384 AMD MI250 GPUs; we reach 40% GPU utilization with our implementation.
    ```
    ## Flagged
    ```markdown
    Training reached a GPU utilization of 92% on 512 H100 GPUs.
    ```
    ## Instead
    ```markdown
    Training reached an MFU of 41% on 512 H100 GPUs.
    ```
    """
    for claim in told_once(claim for claim in in_card(subject, "utilisation") if _is_open(claim, subject)):
        if _OF_PEAK.search(f"{words_before(claim, 20)}{claim.written}{words_after(claim, 20)}"):
            message = f"{quoted(claim)} may hold what was computed again, or the model's own operations alone"
            factor = one_factor(WITH_RECOMPUTATION, Fraction(1))
            yield on(claim, message, "say MFU or HFU", factor=factor)
        else:
            message = f"{quoted(claim)} may be a share of the model's operations, of all, or of time"
            factor = one_factor(Fraction(1, 5), Fraction(1))
            yield on(claim, message, "say MFU or HFU, and of which peak", factor=factor)


def _is_open(claim: Claim, subject: Subject) -> bool:
    """Whether it was measured, as it seems, and may be of any kind."""
    if claim.unit in ("% MFU", "% HFU") or value_of(claim) == 100 or _ASSUMED.search(claim.text):
        return False
    return not _is_factor(claim) and not _is_multiplied(claim, subject.text)


def _is_factor(claim: Claim) -> bool:
    """Whether it stands in a product, or for what would come out at it."""
    before, after = words_before(claim, 8), words_after(claim, 40)
    if before.endswith("at ") and _IN_A_CALCULATION.search(claim.text):
        return True
    return _TIMES_BEFORE.search(before) is not None or _TIMES_AFTER.match(after) is not None


def _is_multiplied(claim: Claim, text: str) -> bool:
    """Whether the card multiplies by it in another line."""
    share = value_of(claim)
    if share is None:
        return False
    decimal = f"{float(share / 100):.4f}".rstrip("0").removeprefix("0")
    per_cent = f"{float(share):g}"
    return re.search(rf"[×*x·]\s?\(?(?:0?{re.escape(decimal)}0*(?!\d)|{re.escape(per_cent)}\s?%)", text) is not None
