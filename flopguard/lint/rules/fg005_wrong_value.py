"""FG005: a value that its key cannot have."""

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule


@rule("FG005", "wrong-value", needs=Need.PROBLEMS)
def wrong_value(subject: Subject) -> Iterator[Finding]:
    """A value that its key cannot have.

    ## Why
    Lists such as the components are closed, so that two cards that say the same thing are counted in the
    same way.
    ## Flagged
    ```toml
    [[training]]
    component = "pretraining"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    ```
    """
    yield from problems_of_kind(subject, "wrong-value")
