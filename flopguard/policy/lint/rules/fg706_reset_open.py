"""FG706: a multiple of an earlier model that does not say whether smaller steps add up."""

from collections.abc import Iterator

from flopguard.policy.lint.factors import by_steps
from flopguard.policy.lint.points import open_notes
from flopguard.policy.lint.rule import Note, Subject, rule
from flopguard.policy.lint.settled import Asked


@rule("FG706", "reset-open", covers=("ACCUMULATE",))
def reset_open(subject: Subject) -> Iterator[Note]:
    """A multiple of an earlier model that does not say whether smaller steps add up.

    ## Why
    If each assessment starts the counter afresh, several steps just under the line never cross it, whatever
    they come to together.
    ## Seen
    The EU's guidelines count a change of a third of the original's compute, and do not say whether several small ones
    of one developer are added up. Nor does OpenAI's 2x of 2023. (policies/eu/gl-2025.toml,
    policies/labs/openai/pf-beta.toml. Primary.)
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
    [[trigger]]
    id = "four"
    title = "four times the effective compute"
    cite = "Section 3"
    watches = "continuous"
    condition = "At least four times the effective compute of the model that was assessed last."
    [[trigger.threshold]]
    from = 2026-01-01
    cite = "Section 3"
    when = { quantity = "effective_compute", relative_to = "first_assessment", at_least = "4x" }
    ```
    """
    yield from open_notes(
        subject,
        Asked.RESET,
        "whether the counter starts afresh and smaller steps add up",
        "say what starts the counter afresh, or measure every step from one fixed model",
        by_steps,
    )
