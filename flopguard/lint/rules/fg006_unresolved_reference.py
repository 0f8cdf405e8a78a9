"""FG006: a base or an assessed model whose manifest or reference cannot be used."""

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.loading import problems_of_kind
from flopguard.lint.rule import Need, Subject, rule


@rule("FG006", "unresolved-reference", needs=Need.PROBLEMS)
def unresolved_reference(subject: Subject) -> Iterator[Finding]:
    """A base or an assessed model whose manifest or reference cannot be used.

    ## Why
    Texts that count the compute of base models need it; one that cannot be found counts as unknown, never
    as zero.
    ## Flagged
    ```toml
    [[model.base]]
    reference = "llama-3.1-405c"
    relation = "finetune"
    ```
    ## Instead
    ```toml
    [[model.base]]
    reference = "llama-3.1-405b"
    relation = "finetune"
    ```
    """
    yield from problems_of_kind(subject, "unresolved-reference")
