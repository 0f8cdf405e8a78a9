"""FG714: a consequence that is an aim, an option or an example, or whose firmness is in doubt."""

from collections.abc import Iterator

from flopguard.finding import Severity
from flopguard.policy.lint.rule import Note, Subject, rule
from flopguard.policy.types import Openness, Trigger


@rule("FG714", "soft-modality", severity=Severity.INFO, covers=("MODALITY-SOFT",))
def soft_modality(subject: Subject) -> Iterator[Note]:
    """A consequence that is an aim, an option or an example, or whose firmness is in doubt.

    ## Why
    What a lab aims at binds less than what it says it will do. A report that lists both as duties overstates
    the text.
    ## Seen
    Google DeepMind's framework of 2024 says of its 6x and its three months that it aims at them.
    (policies/labs/google/fsf-1.0.toml. Primary.)
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
    when = { quantity = "training_compute", counting = "all", more_than = "1e25 FLOP" }

    [[trigger.duty]]
    action = "assess the model"
    modality = "aim"
    cite = "Section 4"
    within = "30 days"
    counted_from = ["crossed"]
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

    [[trigger.duty]]
    action = "assess the model"
    modality = "will"
    cite = "Section 4"
    within = "30 days"
    counted_from = ["crossed"]
    ```
    """
    for number, trigger in enumerate(subject.policy.trigger):
        for place, duty in enumerate(trigger.duty):
            doubt = _doubt(trigger) if duty.modality in ("must", "will") else f"is worded as '{duty.modality}'"
            if doubt:
                yield Note(
                    at=f"/trigger/{number}/duty/{place}/modality",
                    message=f"'{duty.action}' {doubt}: no commitment to rely on",
                    help="word it as what will be done, or report it as no more than the text says",
                )


def _doubt(trigger: Trigger) -> str:
    """Why a firm word is doubtful, where the modality of the trigger was judged so."""
    point = trigger.ambiguity.modality if trigger.ambiguity else None
    if point is None or point.is_ not in (Openness.OPEN, Openness.PARTLY):
        return ""
    return f"is firm in its word and not in its text ({point.note})" if point.note else "is firm in its word only"
