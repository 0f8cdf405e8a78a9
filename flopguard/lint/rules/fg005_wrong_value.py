"""FG005: a value that its key cannot have."""

from collections.abc import Iterator

from flopguard.finding import Finding, Fix
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule
from flopguard.source import Source


@rule("FG005", "wrong-value", needs=Need.PROBLEMS, fixes=("safe", "unsafe"))
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
    yield from problems_of_kind(subject, "wrong-value", _mended)


def _mended(finding: Finding, source: Source) -> Fix | None:
    from flopguard.lint.fixes.words import fix_of_word  # few files have this fault

    return fix_of_word(finding, source)
