"""FG002: a file that is not valid TOML."""

from collections.abc import Iterator

from flopguard.finding import Severity
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Found, Need, Rated, Subject, rule


@rule("FG002", "invalid-syntax", needs=Need.PROBLEMS)
def invalid_syntax(subject: Subject) -> Iterator[Found]:
    """A file that is not valid TOML.

    ## Why
    A parser that guesses what was meant could drop a figure; flopguard reads none of a file that it cannot
    read in full. Of a model card only the front matter can be invalid: that is a warning, and its prose is
    read all the same.
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
    is_card = subject.front is not None
    for finding in problems_of_kind(subject, "invalid-syntax"):
        yield Rated(finding, Severity.WARNING) if is_card else finding
