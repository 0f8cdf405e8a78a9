"""FG408: a score that chance may give."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Subject, rule
from flopguard.lint.scores import rising


@rule("FG408", "near-floor", severity=Severity.WARNING, covers=("near-floor",))
def near_floor(subject: Subject) -> Iterator[Finding]:
    """A score within two standard errors of chance, or below it.

    ## Why
    A model that guesses has it too, whatever its compute: read off a curve, it is worth anything from nothing up. 27 %
    on few questions with four answers may be the 25 % of guessing.
    ## Seen
    Llama-3.1-8B-Instruct has 25.9 % on GPQA Diamond with a standard error of 1.7, and Llama-2-70B-chat 26.3 with 2.0;
    guessing has 25. By such a score a model of 8B and one of 70B are the same. (Source: Epoch AI, AI Benchmarking Hub,
    https://epoch.ai/benchmarks, CC BY 4.0, copy of January 2026.)
    ```toml
    [[benchmark]]
    name = "gpqa-diamond"
    score = "25.95%"
    standard_error = "1.67%"
    floor = "25%"
    ```
    ## Flagged
    ```toml
    [[benchmark]]
    name = "mmlu"
    score = "27%"
    items = 400
    floor = "25%"
    ```
    ## Instead
    ```toml
    [[benchmark]]
    name = "mmlu"
    score = "43.8%"
    items = 14042
    floor = "25%"
    ```
    """
    for score in rising(subject.card):
        if score.scale.is_near_floor(score.value, score.error):
            yield Finding(
                at=f"{score.at}/score",
                message=f"{score.words}: two of them reach chance, {score.told(score.scale.floor)}",
                help="add an easier benchmark or more problems, and rest nothing on this one alone",
            )
