"""FG007: an ancestor of which it cannot be told who or what it is."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule


@rule("FG007", "unclear-ancestor", severity=Severity.WARNING, needs=Need.PROBLEMS)
def unclear_ancestor(subject: Subject) -> Iterator[Finding]:
    """An ancestor that is described in more than one way, or that may be the same as another.

    ## Why
    Each ancestor counts once: developer, name and version tell which it is. Where two descriptions of one ancestor
    differ, neither is taken for true and its compute counts as unknown. Where two may be one, the second counts as
    anything from nothing to once more.
    ## Flagged
    ```toml
    [[model.base]]
    name = "Base-7B"
    developer = "Example Lab"
    relation = "merge"
    compute = "1.8e23 FLOP"
    [[model.base]]
    name = "Base 7B"
    relation = "merge"
    compute = "1.8e23 FLOP"
    ```
    ## Instead
    ```toml
    [[model.base]]
    name = "Base-7B"
    developer = "Example Lab"
    relation = "merge"
    compute = "1.8e23 FLOP"
    [[model.base]]
    name = "Base-7B-Math"
    developer = "Another Lab"
    relation = "merge"
    compute = "1.9e23 FLOP"
    ```
    """
    yield from problems_of_kind(subject, "unclear-ancestor")
