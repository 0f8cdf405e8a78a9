"""FG708: a comparison of compute that does not say which compute counts."""

from collections.abc import Iterator

from flopguard.policy.lint.points import open_notes
from flopguard.policy.lint.rule import Note, Subject, rule
from flopguard.policy.lint.settled import Asked


@rule("FG708", "compute-scope-open", covers=("SCOPE-RL",))
def compute_scope_open(subject: Subject) -> Iterator[Note]:
    """A comparison of compute that does not say which compute counts.

    ## Why
    Reinforcement learning, teachers, synthetic data and runs that were thrown away may outweigh the run that is
    counted.
    ## Seen
    Anthropic's policy 1.0 does not say whether reinforcement learning and inference are in effective compute.
    (policies/labs/anthropic/rsp-1.0.toml. Primary.)
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
    when = { quantity = "effective_compute", relative_to = "last_assessment", at_least = "4x" }
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "house"
    compute_scope = ["pretrain"]

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
        Asked.COMPUTE_SCOPE,
        "which compute counts",
        "say of each kind of training whether it counts, and mark it in the counting rule that the leaf names",
    )
