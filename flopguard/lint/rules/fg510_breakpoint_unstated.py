"""FG510: a change of trend without the point from which it is counted."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Subject, rule


@rule("FG510", "breakpoint-unstated", severity=Severity.WARNING, covers=("BREAKPOINT-SPLIT",))
def breakpoint_unstated(subject: Subject) -> Iterator[Finding]:
    """Two rates on an index, and not said from where on it is called now.

    ## Why
    Where the series is cut decides. On one index the same data give 1.86 times the earlier rate cut at one model and
    4.28 times cut at the next (secondary source, not re-derived): a test for a doubling says no and yes.
    ## Flagged
    ```toml
    [[progress]]
    now = "28.8"
    earlier = "15.5"
    unit = "points"
    index = "a capability index"
    ```
    ## Instead
    ```toml
    [[progress]]
    now = "28.8"
    earlier = "15.5"
    unit = "points"
    index = "a capability index"
    breakpoint = "2025-11"
    ```
    """
    for number, row in enumerate(subject.card.progress):
        if row.index is not None and row.breakpoint is None and row.now is not None and row.earlier is not None:
            yield Finding(
                at=f"/progress/{number}",
                message=f"where '{row.index[:60]}' is cut into before and now is not said, and the ratio turns on it",
                help='add breakpoint = "...", the model or month from which on it is called now; a row for each cut',
            )
