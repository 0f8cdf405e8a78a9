"""FG333: a fitted curve that does not say where it holds."""

from collections.abc import Iterator

from flopguard.definition.types import LawKind
from flopguard.finding import Finding, Severity
from flopguard.lint.curves import bringing
from flopguard.lint.rule import Subject, rule


@rule("FG333", "curve-without-domain", severity=Severity.WARNING)
def curve_without_domain(subject: Subject) -> Iterator[Finding]:
    """A fitted curve that states neither the compute nor the scores that it was fitted to.

    ## Why
    Outside what it was fitted to a curve is a scenario. Two published fits of the same runs agree within 1.5x where the
    runs lie, and differ 460x at a loss a little below (case L15). Without a domain nothing tells the one from the
    other, and a verdict has to assume that the curve holds.
    ## Seen
    Two fits to one set of runs, from 1.4e18 to 1.3e22 FLOP and losses of 2.08 to 3.41, agree within 1.5x there. At a
    loss of 1.85 they differ 460x, with the constants of the older as printed (case L15). (Sources:
    https://arxiv.org/abs/2203.15556 and https://arxiv.org/abs/2404.10102. Primary.)
    ## Flagged
    ```toml
    [[definition]]
    id = "loss-2023"
    curve = "house-2023"
    [[curve]]
    id = "house-2023"
    law = "power"
    floor = "1.7"
    coefficient = "1000"
    exponent = "0.15"
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "loss-2023"
    curve = "house-2023"
    [[curve]]
    id = "house-2023"
    law = "power"
    floor = "1.7"
    coefficient = "1000"
    exponent = "0.15"
    domain = "1e19..1e23 FLOP"
    score_domain = "2.1..3.4"
    ```
    """
    for number, curve in enumerate(subject.card.curve):
        stated = curve.domain is not None or curve.score_domain is not None
        if (
            curve.law in (None, LawKind.POINTS)
            or stated
            or curve.confidential
            or bringing(subject.card, curve.id) is not None
        ):
            continue
        yield Finding(
            at=f"/curve/{number}",
            message=f"the curve '{curve.id[:60]}' does not state the compute or the scores that it was fitted to",
            help='state domain = "1e19..1e23 FLOP", and score_domain',
        )
