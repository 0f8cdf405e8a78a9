"""FG705: a comparison of effective compute that does not say whether post-training is inside."""

from collections.abc import Iterator

from flopguard.policy.lint.factors import by_post_training
from flopguard.policy.lint.points import open_notes
from flopguard.policy.lint.rule import Note, Subject, rule
from flopguard.policy.lint.settled import Asked


@rule("FG705", "post-training-open", covers=("EC-POSTTRAIN-MIXED",))
def post_training_open(subject: Subject) -> Iterator[Note]:
    """A comparison of effective compute that does not say whether post-training is inside.

    ## Why
    Fine-tuning, tools and elicitation move a score by more than a year of pre-training may. A number that is
    silent about them can be met or missed at will.
    ## Seen
    The example of Anthropic's policy 3.1 makes 9x of 3x compute and 3x algorithms, and leaves open whether
    post-training is one of them; its earlier versions counted it. (policies/labs/anthropic/rsp-3.1.toml. Primary.)
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
    elicitation = { shots = 5, tools = false }

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
        Asked.POST_TRAINING,
        "whether fine-tuning, tools and elicitation are inside the number",
        "say that the number is of the bare pre-trained model, or name the elicitation that is part of it",
        by_post_training,
    )
