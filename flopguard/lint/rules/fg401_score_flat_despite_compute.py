"""FG401: much more compute than the model that was assessed, and no higher score."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.change import ONE, between
from flopguard.lint.movements import compute_words, score_words
from flopguard.lint.rule import Subject, rule

if TYPE_CHECKING:
    from flopguard.evaluate.since import Movement, Since

LEAST_RATIO = Fraction(2)


@rule("FG401", "score-flat-despite-compute", severity=Severity.WARNING, confidence=Confidence.LIKELY)
def score_flat_despite_compute(subject: Subject) -> Iterator[Finding]:
    """At least twice the training compute of the model that was assessed, and a score that did not rise.

    ## Why
    With that much more compute a score rises unless it is at its ceiling. A score that does not may be badly elicited,
    or held back on purpose: a model of 70B parameters can be made to answer like one of 7B, which reads as 0.013x of
    its compute (case L36). A threshold on the score then misses it.
    ## Seen
    Prompted or locked by a password, a Llama-3-70B can be made to emulate the score of Llama-2-7B. In compute of the
    Llama 2 family that reads as 0.013x of its own (case L36). (Source: https://arxiv.org/abs/2406.07358, primary for
    the emulation; the factor derived.)
    ## Flagged
    ```toml
    [[assessment]]
    series = "example-rsp"
    kind = "comprehensive"
    date = 2026-01-15
    model = { name = "Example-30B", compute = "1e24 FLOP" }
    [[assessment.benchmark]]
    name = "gpqa-diamond"
    version = "1"
    score = "48%"
    items = 198
    elicitation = { shots = 0, samples = 1 }
    [[training]]
    component = "pretrain"
    flop = "4e24 FLOP"
    [[benchmark]]
    name = "gpqa-diamond"
    version = "1"
    score = "47%"
    items = 198
    elicitation = { shots = 0, samples = 1 }
    ```
    ## Instead
    ```toml
    [[assessment]]
    series = "example-rsp"
    kind = "comprehensive"
    date = 2026-01-15
    model = { name = "Example-30B", compute = "1e24 FLOP" }
    [[assessment.benchmark]]
    name = "gpqa-diamond"
    version = "1"
    score = "48%"
    items = 198
    elicitation = { shots = 0, samples = 1 }
    [[training]]
    component = "pretrain"
    flop = "4e24 FLOP"
    [[benchmark]]
    name = "gpqa-diamond"
    version = "1"
    score = "57%"
    items = 198
    elicitation = { shots = 0, samples = 1 }
    ```
    """
    for since in subject.since:
        if since.compute.low >= LEAST_RATIO:
            yield from (_finding(since, moved) for moved in since.moved if moved.gained <= 0 and not _at_ceiling(moved))


def _at_ceiling(moved: Movement) -> bool:
    """Whether the score was as high as it can be seen to get, so that there was no room to rise."""
    if moved.falls:
        return False
    ceiling = Fraction(1) if moved.ceiling is None else moved.ceiling
    return moved.theirs.central <= 1 and moved.theirs.high >= ceiling


def _finding(since: Since, moved: Movement) -> Finding:
    return Finding(
        at=f"{moved.at}/score",
        message=f"{compute_words(since)}, and {score_words(moved)}: weak elicitation, or a model that holds back",
        help="elicit it as strongly as the earlier model and state how, or say why the score cannot rise",
        factor=between(since.compute.low, ONE),
    )
