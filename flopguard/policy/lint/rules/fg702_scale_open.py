"""FG702: a comparison of effective compute that names no scale at which it holds."""

from collections.abc import Iterator

from flopguard.policy.lint.points import open_notes
from flopguard.policy.lint.rule import Note, Subject, rule
from flopguard.policy.lint.settled import Asked


@rule("FG702", "scale-open", covers=("EC-NO-SCALE",))
def scale_open(subject: Subject) -> Iterator[Note]:
    """A comparison of effective compute that names no scale at which it holds.

    ## Why
    Gains are measured at one scale and need not carry to another; by another scale the same model has another
    gain.
    ## Seen
    Anthropic's policies 1.0 and 2.0 multiply the compute of a baseline and do not say at which size, or how far it is
    carried. (policies/labs/anthropic/rsp-1.0.toml, policies/labs/anthropic/rsp-2.0.toml. Primary.)
    ## Flagged
    ```toml
    [[trigger]]
    id = "four"
    title = "four times the effective compute"
    cite = "Section 3"
    watches = "continuous"
    condition = "At least four times the effective compute of the model that was assessed last."
    [[trigger.threshold]]
    from = 2026-01-01
    cite = "Section 3"
    when = { quantity = "effective_compute", relative_to = "last_assessment", definition = "house", at_least = "4x" }
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "house"
    reference_scale = "1e25 FLOP"

    [[trigger]]
    id = "four"
    title = "four times the effective compute"
    cite = "Section 3"
    watches = "continuous"
    condition = "At least four times the effective compute of the model that was assessed last."
    [[trigger.threshold]]
    from = 2026-01-01
    cite = "Section 3"
    when = { quantity = "effective_compute", relative_to = "last_assessment", definition = "house", at_least = "4x" }
    ```
    """
    yield from open_notes(
        subject,
        Asked.SCALE,
        "at which compute scale the equivalence holds, and how far it is extrapolated",
        "name the training compute at which models are compared, and as reference_scale of a "
        "[[definition]] that the leaf names",
    )
