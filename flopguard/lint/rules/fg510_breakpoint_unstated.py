"""FG510: a change of trend without the point from which it is counted."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.gains import said_something
from flopguard.lint.rule import Subject, rule


@rule("FG510", "breakpoint-unstated", severity=Severity.WARNING, covers=("BREAKPOINT-SPLIT",))
def breakpoint_unstated(subject: Subject) -> Iterator[Finding]:
    """Two rates on an index, and not said from where on it is called now.

    ## Why
    Where the series is cut decides. On one index the same data give 1.86 times the earlier rate cut at one model and
    4.28 times cut at the next (secondary source, not re-derived): a test for a doubling says no and yes.
    ## Seen
    After a model of April 2026, comments that cite its system card cut one index at two models: 15.5 to 28.8 points a
    year at Opus 4.5, which is 1.86x, and 15.7 to 67.4 at Opus 4.6, which is 4.28x. The policy of that day asks for a
    doubling. (Secondary, not derived again. Policy:
    https://www-cdn.anthropic.com/files/4zrzovbb/website/bf04581e4f329735fd90634f6a1962c13c0bd351.pdf.)
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
        is_cut = row.now is not None and row.earlier is not None
        if row.index is not None and is_cut and said_something(row.breakpoint) is None:
            yield Finding(
                at=f"/progress/{number}",
                message=f"where '{row.index[:60]}' is cut into before and now is not said, and the ratio turns on it",
                help='add breakpoint = "...", the model or month from which on it is called now; a row for each cut',
            )
