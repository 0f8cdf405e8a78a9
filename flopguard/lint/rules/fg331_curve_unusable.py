"""FG331: a curve from which no compute follows."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.curves import place_of_curve
from flopguard.lint.rule import Found, Rated, Subject, rule

FEWEST_DRAWS = 20
"""One in twenty lies beyond each end of an interval of 90 %."""


@rule("FG331", "curve-unusable")
def curve_unusable(subject: Subject) -> Iterator[Found]:
    """A curve that lacks a parameter of its law, has an impossible one, or whose errors are none.

    ## Why
    Nothing can be read off it: effective compute by its scores, and every gain that follows from it, is undefined.
    Fewer than 20 draws are a warning, since no interval of 90 % can be told from them.
    ## Flagged
    ```toml
    [[curve]]
    id = "house-2023"
    law = "power"
    floor = "1.7"
    coefficient = "1000"
    ```
    ## Instead
    ```toml
    [[curve]]
    id = "house-2023"
    law = "power"
    floor = "1.7"
    coefficient = "1000"
    exponent = "0.15"
    ```
    """
    if not subject.card.curve:
        return
    from flopguard.effective.curves.usable import problem_of  # slow to import

    for number, curve in enumerate(subject.card.curve):
        if curve.confidential:
            continue  # its figures are masked where this is told, and no missing ones
        at = place_of_curve(subject.card, curve.id, number)
        message = problem_of(curve, subject.card.definition)
        if message is not None:
            yield Finding(at=at, message=message, help="state what its law needs; see the page on definitions")
        elif 0 < len(curve.draws) < FEWEST_DRAWS:
            said = f"the curve '{curve.id[:60]}' has {len(curve.draws)} draws, which show no interval of 90%"
            yield Rated(Finding(at=at, message=said, help=f"give {FEWEST_DRAWS} or more"), Severity.WARNING)
