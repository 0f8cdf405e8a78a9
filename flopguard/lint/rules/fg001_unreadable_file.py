"""FG001: a file that cannot be opened or is not UTF-8 text."""

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule


@rule("FG001", "unreadable-file", needs=Need.PROBLEMS)
def unreadable_file(subject: Subject) -> Iterator[Finding]:
    """A file that cannot be opened or is not UTF-8 text.

    ## Why
    Nothing can be said of a model whose manifest cannot be read, and a file that was skipped must not look
    like one that passed.
    ## Flagged
    ```text
    a manifest saved as UTF-16
    ```
    ## Instead
    ```text
    a manifest saved as UTF-8
    ```
    """
    yield from problems_of_kind(subject, "unreadable-file")
