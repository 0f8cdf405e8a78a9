"""FG531: a gain that is given by its best case."""

from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import on, quoted, stated
from flopguard.lint.prose_gains import gains_in_prose
from flopguard.lint.rule import Need, Subject, rule

_RELATIVE = ("relative_compute", "relative_energy")


@rule(
    "FG531",
    "up-to-a-factor",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    covers=("censored-as-point",),
    needs=Need.CLAIMS,
)
def up_to_a_factor(subject: Subject) -> Iterator[Finding]:
    """A multiple of compute that is said to be "up to" a figure.

    ## Why
    "Up to 2.3x" is the best of several cases. Of the typical one it says nothing, not even that it is a gain.
    ## Flagged
    ```markdown
    The optimizer reduces training compute by up to 2.3x.
    ```
    ## Instead
    ```markdown
    The optimizer reduces training compute by 1.2x to 2.3x over the five models of table 3.
    ```
    """
    for claim in (*gains_in_prose(subject), *stated(subject, *_RELATIVE)):
        if claim.bound == "up_to":
            message = f"{quoted(claim)} is the best case, and says nothing of the others"
            yield on(claim, message, "give the range over the cases, or the case that is meant")
