"""FG402: a higher score than the model that was assessed, and no more compute."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.movements import compute_words, score_words
from flopguard.lint.rule import Subject, rule
from flopguard.lint.scores import worth_of

if TYPE_CHECKING:
    from flopguard.evaluate.since import Movement, Since

MOST_RATIO = Fraction(11, 10)


@rule("FG402", "score-rise-without-compute", severity=Severity.WARNING, confidence=Confidence.LIKELY)
def score_rise_without_compute(subject: Subject) -> Iterator[Finding]:
    """A score above that of the model that was assessed, by more than sampling explains, with no more compute.

    ## Why
    What rose is then not compute: the problems may have been in the training data, more may have been made of the same
    model by prompting, tools or samples, or the recipe is better. On fresh problems of the same kind some families lose
    up to 13 % (GSM1k). Inverted into effective compute, all of these look like training.
    ## Seen
    Chain of thought alone moves GSM8K of Llama-2-13B from 9.4 to 25.4 %, with the same weights: over 5.4x of compute
    (case L34). (Source: ryoungj/ObsScaling/base_llm_post_training_eval.csv. Primary.)
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
    flop = "1e24 FLOP"
    [[benchmark]]
    name = "gpqa-diamond"
    version = "1"
    score = "62%"
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
    flop = "1e24 FLOP"
    [[benchmark]]
    name = "gpqa-diamond"
    version = "1"
    score = "52%"
    items = 198
    elicitation = { shots = 0, samples = 1 }
    ```
    """
    for since in subject.since:
        if since.compute.high is not None and since.compute.high <= MOST_RATIO:
            yield from (_finding(subject, since, moved) for moved in since.moved if moved.low > 0)


def _finding(subject: Subject, since: Since, moved: Movement) -> Finding:
    how = f" ({'; '.join(moved.otherwise)})" if moved.otherwise else ""
    return Finding(
        at=f"{moved.at}/score",
        message=f"{compute_words(since)}, and {score_words(moved)}: contamination, elicitation{how} or a better recipe",
        help="state a clean_score on fresh problems and the elicitation of both, or the gains that explain it",
        factor=worth_of(subject.card, moved.at, moved.theirs.central),
    )
