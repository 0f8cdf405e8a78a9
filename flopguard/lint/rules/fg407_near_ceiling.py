"""FG407: a score as high as it can be seen to get."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Subject, rule
from flopguard.lint.scores import Rising, rising
from flopguard.quantity import show


@rule("FG407", "near-ceiling", severity=Severity.WARNING, covers=("near-ceiling",))
def near_ceiling(subject: Subject) -> Iterator[Finding]:
    """A score within two standard errors of the ceiling of its scale, such as the share of problems without mistakes.

    ## Why
    There the curve is flat, and what is read off it is noise: on a logistic curve from 25 to 95 %, one point of the
    score is worth 18 times as many orders of magnitude of compute at 94 % as half way up (case A05). A step in the
    score that a policy waits for can no longer happen.
    ## Seen
    By its card Claude Opus 4.6 has 99.79 % on AIME, which has thirty problems, as the mean of five trials. (Source:
    https://modelcards.net, CC BY 4.0, and the developer.)
    ```toml
    [[benchmark]]
    name = "aime"
    score = "99.79%"
    items = 30
    ceiling = "100%"
    ```
    ## Flagged
    ```toml
    [[benchmark]]
    name = "gpqa-diamond"
    score = "92%"
    items = 198
    ceiling = "93%"
    ```
    ## Instead
    ```toml
    [[benchmark]]
    name = "gpqa-diamond"
    score = "71.2%"
    items = 198
    ceiling = "93%"
    ```
    """
    for score in rising(subject.card):
        if score.scale.is_near_ceiling(score.value, score.error):
            ceiling = score.told(score.scale.ceiling)
            yield Finding(
                at=f"{score.at}/score",
                message=f"{score.words}: two of them reach its ceiling, {ceiling}{_dear(score)}",
                help="add a benchmark with room above, and rest nothing on this one alone",
            )


def _dear(score: Rising) -> str:
    times = score.scale.dearness(score.value)
    if times is None or times < 2:
        return ""
    return f"; a point is worth {show(times)} times the orders of magnitude of one half way up"
