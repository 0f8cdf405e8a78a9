"""FG002: a file that is not valid TOML."""

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule


@rule("FG002", "invalid-syntax", needs=Need.PROBLEMS)
def invalid_syntax(subject: Subject) -> Iterator[Finding]:
    """A file that is not valid TOML.

    ## Why
    A parser that guesses what was meant could drop a figure; flopguard reads none of a file that it cannot
    read in full.
    ## Flagged
    ```toml
    [scope]
    complete = yes
    ```
    ## Instead
    ```toml
    [scope]
    complete = true
    ```
    """
    yield from problems_of_kind(subject, "invalid-syntax")
