"""FG713: one series and version that is two texts."""

from collections.abc import Iterator

from flopguard.policy.lint.rule import Note, Subject, rule


@rule("FG713", "label-reused", covers=("LABEL-REUSED",))
def label_reused(subject: Subject) -> Iterator[Note]:
    """One series and version that is two texts.

    ## Why
    A citation of the label does not say which text was meant, and an edit in place can move a line unseen.
    ## Seen
    Magic's policy 1.0 was edited in place in July 2024, and Meta's 1.1 between two captures of February and March 2025:
    the label names two texts each. (policies/labs/magic/arp-1.0a.toml, policies/labs/meta/faif-1.1b.toml. Primary; the
    list of Meta's edits secondary.)
    ## Flagged
    ```toml
    version = "1"
    ```
    ## Instead
    ```toml
    version = "1, text of 2026-02"
    ```
    """
    policy = subject.policy
    for other in subject.library:
        if (other.series, other.version) == (policy.series, policy.version) and other.id != policy.id:
            yield Note(
                at="/version",
                message=f"version {policy.version} of '{policy.series}' is also '{other.id}', another text",
                help="give each text a version of its own, such as its date; cite texts by id and day",
            )
