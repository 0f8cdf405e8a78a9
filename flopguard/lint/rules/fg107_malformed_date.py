"""FG107: a date that cannot be read or that the calendar does not have."""

from collections.abc import Iterator

from flopguard.finding import Finding, Fix
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule
from flopguard.source import Source


@rule("FG107", "malformed-date", needs=Need.PROBLEMS, fixes=("safe",))
def malformed_date(subject: Subject) -> Iterator[Finding]:
    """A date that cannot be read or that the calendar does not have.

    ## Why
    Which version of a law holds, and by when something is due, depends on the date; 03/04/2026 is two
    different days.
    ## Seen
    One collection of benchmark scores has its days as "16 November 2025 8:17pm" in one table and as 2019/10/31 in the
    next. Neither is a date here. (Source: epoch-research/benchmark-stitching/data/model_versions.csv and
    data/benchmark_optim.csv; MIT.)
    ```toml
    [[training]]
    component = "pretrain"
    started = "2019/10/31"
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    started = "03/04/2026"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    started = "2026-04"
    ```
    """
    yield from problems_of_kind(subject, "malformed-date", _mended)


def _mended(finding: Finding, source: Source) -> Fix | None:
    from flopguard.lint.fixes.days import fix_of_date  # few files have this fault

    return fix_of_date(finding, source)
