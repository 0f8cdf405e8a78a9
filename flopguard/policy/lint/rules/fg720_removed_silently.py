"""FG720: a trigger of an earlier version that is gone without a word."""

from collections.abc import Iterator

from flopguard.finding import Severity
from flopguard.policy.lint.rule import Note, Subject, rule


@rule("FG720", "removed-silently", covers=("SUPERSEDED",))
def removed_silently(subject: Subject) -> Iterator[Note]:
    """A trigger of an earlier version that is gone without a word.

    ## Why
    Who reads the change log goes on believing in the old line.
    ## Seen
    OpenAI's 2x of effective compute went with version 2, whose list of twelve changes does not have it; xAI's two
    figures of 2025 went in June 2026 without an account. (policies/labs/openai/pf-2.toml,
    policies/labs/xai/faif-20260630.toml. Primary.)
    ## Flagged
    ```toml
    [[removed]]
    trigger = "older/line"
    replaced_by = "words"
    announced = "no"
    cite = "Change log"
    ```
    ## Instead
    ```toml
    [[removed]]
    trigger = "older/line"
    replaced_by = "words"
    announced = "yes"
    cite = "Change log"
    ```
    """
    for number, gone in enumerate(subject.policy.removed):
        if gone.announced != "yes":
            partly = gone.announced == "in_part"
            said = "told of only in part" if partly else "not told of in an account of the changes"
            yield Note(
                at=f"/removed/{number}",
                message=f"the removal of '{gone.trigger}' is {said} ({gone.cite}); in its place: {gone.replaced_by}",
                help="list it among the changes, with what replaced it and why",
                severity=Severity.INFO if partly else None,
            )
