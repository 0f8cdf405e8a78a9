"""FG409: a score so noisy that sampling alone is a factor of compute."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from flopguard.finding import Finding, Severity
from flopguard.lint.change import between
from flopguard.lint.rule import Subject, rule
from flopguard.lint.scores import Rising, Turned, rising, turned
from flopguard.quantity import show

if TYPE_CHECKING:
    from flopguard.effective.sampling import Reach

MOST = Fraction(3, 2)
LEVEL = Fraction(95, 100)


@rule("FG409", "score-noise", severity=Severity.WARNING, covers=("score-noise",))
def score_noise(subject: Subject) -> Iterator[Finding]:
    """A score whose sampling error alone moves its compute by over 1.5x at 95 %, to the line of a text, or without end.

    ## Why
    The share of right answers among few problems is not known well, and near the ceiling of its scale a little of it
    is without end in compute.
    ## Seen
    The 198 problems of GPQA Diamond, at 12 points for each tenfold of compute, leave 3.8x open either way, so that
    neither 2x nor 4x can be told from nothing (case A14). (Secondary.)
    ## Flagged
    ```toml
    [[definition]]
    id = "gpqa"
    metric = { name = "gpqa-diamond", kind = "accuracy" }
    curve = "gpqa"
    [[curve]]
    id = "gpqa"
    law = "log_linear"
    slope = "0.12"
    [[benchmark]]
    name = "gpqa-diamond"
    score = "50%"
    items = 198
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "gpqa"
    metric = { name = "gpqa-diamond", kind = "accuracy" }
    curve = "gpqa"
    [[curve]]
    id = "gpqa"
    law = "log_linear"
    slope = "0.12"
    [[benchmark]]
    name = "gpqa-diamond"
    score = "50%"
    items = 4000
    ```
    """
    if not subject.card.benchmark:
        return
    seen = set()
    for entry in turned(subject.card):
        found = _reach(entry)
        if found is not None and _is_much(subject, found):
            seen.add(entry.score.at)
            yield _finding(entry, found)
    for score in rising(subject.card):
        if score.at not in seen and _passes_ceiling(score):
            yield _to_the_ceiling(score)


def _reach(entry: Turned) -> Reach | None:
    """What the error of a score does to its compute; None where the score has none, or no single compute."""
    from flopguard.effective.curves.answer import EXACT  # slow to import
    from flopguard.effective.intervals import deviations
    from flopguard.effective.inversion.noise import exact
    from flopguard.effective.sampling import reach

    error = entry.score.noise.error
    if error is None or entry.score.bound:
        return None
    return reach(entry.law, exact(entry.score.value), EXACT.multiply(deviations(LEVEL), error))


def _is_much(subject: Subject, found: Reach) -> bool:
    times = found.farther
    return times is None or times > MOST or any(Fraction(times) >= gap for gap in _gaps(subject))


def _gaps(subject: Subject) -> Iterator[Fraction]:
    """How far effective compute lies from the line of each text that compares it, where that is one amount."""
    for verdict in subject.verdicts:
        if verdict.margin and len(verdict.compares) == 1 and verdict.compares[0].startswith("effective_compute"):
            margin = Fraction(verdict.margin)
            yield max(margin, 1 / margin)


def _finding(entry: Turned, found: Reach) -> Finding:
    down, up = found.down, found.up
    row = entry.score.row
    if down is None or up is None:
        said = "without end " + ("up" if up is None else "down")
    else:
        said = f"from {show(Fraction(down))}x to {show(Fraction(up))}x"
    return Finding(
        at=f"{entry.score.at}/score",
        message=(
            f"sampling alone moves the compute of {row.name[:60]} by {entry.definition.id[:60]} {said} at 95 % "
            f"({entry.score.noise.how})"
        ),
        help="measure more problems, or several samples of each, and state items or standard_error",
        factor=None if down is None or up is None else between(Fraction(down), Fraction(up)),
    )


def _passes_ceiling(score: Rising) -> bool:
    from flopguard.effective.intervals import deviations

    ceiling = score.scale.ceiling
    return ceiling is not None and score.value + Fraction(deviations(LEVEL)) * score.error >= ceiling


def _to_the_ceiling(score: Rising) -> Finding:
    ceiling = score.told(score.scale.ceiling)
    return Finding(
        at=f"{score.at}/score",
        message=(
            f"the sampling error of {score.row.name[:60]} at 95 % reaches its ceiling, {ceiling}: "
            "no compute is too much for this score"
        ),
        help="measure more problems, or several samples of each, and state items or standard_error",
    )
