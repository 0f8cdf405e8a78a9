"""FG719: a deadline whose clock starts with an event that no manifest states."""

from collections.abc import Iterator

from flopguard.finding import Severity
from flopguard.policy.events import EVENTS
from flopguard.policy.lint.rule import Note, Subject, rule


@rule("FG719", "event-not-in-manifest", severity=Severity.INFO)
def event_not_in_manifest(subject: Subject) -> Iterator[Note]:
    """A deadline whose clock starts with an event that no manifest states.

    ## Why
    The due date cannot be worked out from a model card, whatever it says; somebody has to keep the day.
    ## Seen
    Since version 3.0 Anthropic's policy counts 30 days from the day on which it is determined that an internal model is
    in scope, which no card states. (policies/labs/anthropic/rsp-3.0.toml. Primary.)
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
    modality = "must"
    cite = "Section 4"
    within = "30 days"
    counted_from = ["incident"]
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
    modality = "must"
    cite = "Section 4"
    within = "30 days"
    counted_from = ["released"]
    ```
    """
    for number, trigger in enumerate(subject.policy.trigger):
        for place, duty in enumerate(trigger.duty):
            absent = " or ".join(event.replace("_", " ") for event in duty.counted_from if event not in EVENTS)
            if duty.within and absent:
                yield Note(
                    at=f"/trigger/{number}/duty/{place}/counted_from",
                    message=f"no manifest states the day of {absent}, from which '{duty.action}' is counted",
                    help=f"count from an event that a manifest states ({', '.join(EVENTS)}), or keep the day elsewhere",
                )
