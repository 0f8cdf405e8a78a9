"""FG721: a comparison that leaves open on which side the line itself lies."""

from collections.abc import Iterator

from flopguard.policy.lint.points import open_notes
from flopguard.policy.lint.rule import Note, Subject, rule
from flopguard.policy.lint.settled import Asked


@rule("FG721", "operator-open", covers=("OP-BOUNDARY",))
def operator_open(subject: Subject) -> Iterator[Note]:
    """A comparison that leaves open on which side the line itself lies.

    ## Why
    A value exactly on the line, or rounded to it, is over it by one reading and under it by the other.
    ## Seen
    Microsoft's framework of February 2026 gives a third of 10^25 where the base is unknown, a value without an
    operator. For South Korea's tests of local agents the English press says exceed, where Korean drafts mostly mean "or
    more". (policies/labs/microsoft/fgf-2026.toml, primary; policies/kr/aibasic.toml, secondary.)
    ## Flagged
    ```toml
    [[trigger]]
    id = "line"
    title = "a line"
    cite = "Section 3"
    watches = "release"
    condition = "A condition in words."
    [trigger.ambiguity]
    operator = { is = "open", note = "it says beyond in one place and at in another" }
    [[trigger.threshold]]
    from = 2026-01-01
    cite = "Section 3"
    when = { quantity = "training_compute", counting = "all", more_than = "1e25 FLOP" }
    ```
    ## Instead
    ```toml
    [[trigger]]
    id = "line"
    title = "a line"
    cite = "Section 3"
    watches = "release"
    condition = "A condition in words."
    [[trigger.threshold]]
    from = 2026-01-01
    cite = "Section 3"
    when = { quantity = "training_compute", counting = "all", more_than = "1e25 FLOP" }
    ```
    """
    yield from open_notes(
        subject,
        Asked.OPERATOR,
        "on which side the line itself lies",
        "say more than or at least, and to how many digits the value is rounded",
    )
