"""FG003: a key that a manifest does not know."""

from collections.abc import Iterator

from flopguard.finding import Finding, Fix
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule
from flopguard.source import Source


@rule("FG003", "unknown-key", needs=Need.PROBLEMS, fixes=("safe", "unsafe"))
def unknown_key(subject: Subject) -> Iterator[Finding]:
    """A key that a manifest does not know.

    ## Why
    A misspelt key would otherwise be a fact that silently goes missing: `tokns` would mean that no tokens
    are stated.
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    tokns = "15e12"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    tokens = "15e12"
    ```
    """
    yield from problems_of_kind(subject, "unknown-key", _mended)


def _mended(finding: Finding, source: Source) -> Fix | None:
    from flopguard.lint.fixes.keys import fix_of_key  # few files have this fault

    return fix_of_key(finding, source)
