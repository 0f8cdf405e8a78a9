"""FG707: a multiple that does not say of which model."""

from collections.abc import Iterator

from flopguard.policy.lint.points import open_notes
from flopguard.policy.lint.rule import Note, Subject, rule
from flopguard.policy.lint.settled import Asked


@rule("FG707", "reference-open", covers=("EC-REF-MISMATCH",))
def reference_open(subject: Subject) -> Iterator[Note]:
    """A multiple that does not say of which model.

    ## Why
    The last model that was evaluated, the last that was released and the largest so far are three different
    models.
    ## Seen
    OpenAI's framework of 2023 has "more than 2x" of what it does not say: the last checkpoint, the last model released
    or the largest so far. (policies/labs/openai/pf-beta.toml. Primary.)
    ## Flagged
    ```toml
    [parameters]
    reference = "evaluation"

    [[trigger]]
    id = "four"
    title = "four times the effective compute"
    cite = "Section 3"
    watches = "continuous"
    condition = "At least four times the effective compute of the model that was assessed last."
    [[trigger.threshold]]
    from = 2026-01-01
    cite = "Section 3"
    when = { quantity = "effective_compute", relative_to = "last_assessment", kind = "$reference", at_least = "4x" }

    [[open_question]]
    id = "reference"
    triggers = ["four"]
    asks = "Four times what?"
    text = "No reference is stated."
    readings = [
        { id = "evaluated", set = { "parameters.reference" = "evaluation" } },
        { id = "deployed", set = { "parameters.reference" = "deployment" } },
    ]
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
    when = { quantity = "effective_compute", relative_to = "last_assessment", kind = "comprehensive", at_least = "4x" }
    ```
    """
    yield from open_notes(
        subject,
        Asked.REFERENCE,
        "with which model or event it compares",
        "name the one model that the multiple is of, also where there are several lines of models",
    )
