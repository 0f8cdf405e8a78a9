"""FG704: a comparison that does not say when it is made."""

from collections.abc import Iterator

from flopguard.policy.lint.points import open_notes
from flopguard.policy.lint.rule import Note, Subject, rule
from flopguard.policy.lint.settled import Asked


@rule("FG704", "timing-open", covers=("EC-NO-DATE",))
def timing_open(subject: Subject) -> Iterator[Note]:
    """A comparison that does not say when it is made.

    ## Why
    A model grows while it is trained, and the rates of progress that turn operations into effective compute run
    in time. Without a day or an event two honest readers measure different things.
    ## Seen
    Google DeepMind's framework of 2024 evaluates at every 6x of effective compute and every three months of fine-tuning
    progress, and says of neither when the clock starts. (policies/labs/google/fsf-1.0.toml. Primary.)
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
    watches = "release"
    condition = "At least four times the effective compute of the model that was assessed last."
    [[trigger.threshold]]
    from = 2026-01-01
    cite = "Section 3"
    when = { quantity = "effective_compute", relative_to = "last_assessment", at_least = "4x" }
    ```
    """
    yield from open_notes(
        subject,
        Asked.TIMING,
        "when it is measured",
        "name the event or the day of the measurement, and by when the result is there; "
        'watches = "release" or "training" where that is the event',
    )
