"""FG701: a comparison of effective compute that does not say which recipe, model or date is 1x."""

from collections.abc import Iterator

from flopguard.policy.lint.factors import by_recipe
from flopguard.policy.lint.points import open_notes
from flopguard.policy.lint.rule import Note, Subject, rule
from flopguard.policy.lint.settled import Asked


@rule("FG701", "baseline-open", covers=("EC-NO-BASELINE",))
def baseline_open(subject: Subject) -> Iterator[Note]:
    """A comparison of effective compute that does not say which recipe, model or date is 1x.

    ## Why
    Effective compute is compute times a gain over a baseline. A baseline of another year changes the number by
    the progress of the years between.
    ## Seen
    OpenAI's framework of 2023 asks for evaluations at more than 2x effective compute and does not define the word.
    Anthropic's policy 2.2 defines it by a baseline model that is not named. (policies/labs/openai/pf-beta.toml,
    policies/labs/anthropic/rsp-2.2.toml. Primary.)
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
    baseline = { techniques = ["the 2024 recipe"], cutoff_date = 2025-01-01 }

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
        Asked.BASELINE,
        "which recipe, model or date is 1x",
        "name the model or recipe of 1x with its date in the text, and as baseline of a [[definition]] "
        "that the leaf names",
        by_recipe,
    )
