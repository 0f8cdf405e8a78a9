"""FG709: a comparison without a value."""

from collections.abc import Iterator

from flopguard.policy.check.lines import UNSTATED
from flopguard.policy.lint.placed import line_of, quantities
from flopguard.policy.lint.rule import Note, Subject, rule


@rule("FG709", "threshold-missing", covers=("THRESHOLD-MISSING",))
def threshold_missing(subject: Subject) -> Iterator[Note]:
    """A comparison without a value.

    ## Why
    "Substantially more" has no line: no manifest can be under it for sure, and none over it.
    ## Seen
    Meta's framework of April 2026 asks for a report at a "substantial increase" over the cumulative resources of the
    last version that was reported on, and the outbound rule of the US Treasury for data that are "primarily"
    biological. (policies/labs/meta/aasf-2.toml, primary; policies/us/treasury-outbound.toml, secondary.)
    ## Flagged
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
    when = { quantity = "training_compute", counting = "all", value = "unstated" }
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
    for _, trigger, place, leaf in quantities(subject):
        if UNSTATED in line_of(subject.policy, leaf):
            quantity = leaf.quantity.value.replace("_", " ")
            yield Note(
                at=place,
                message=f"'{trigger.id}' compares {quantity} and states no value",
                help="state the value, and whether the value itself counts: more_than, at_least, less_than or at_most",
            )
