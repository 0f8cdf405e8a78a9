"""FG718: a deadline that does not say from when it is counted."""

from collections.abc import Iterator

from flopguard.policy.lint.rule import Note, Subject, rule


@rule("FG718", "clock-without-event")
def clock_without_event(subject: Subject) -> Iterator[Note]:
    """A deadline that does not say from when it is counted.

    ## Why
    Thirty days from the end of training, from the crossing and from the release are three different days.
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
    counted_from = ["crossed"]
    ```
    """
    for number, trigger in enumerate(subject.policy.trigger):
        for place, duty in enumerate(trigger.duty):
            if duty.within and not duty.counted_from:
                yield Note(
                    at=f"/trigger/{number}/duty/{place}/within",
                    message=f"'{duty.action}' is due within {duty.within} of an event that is not named",
                    help='name the event: counted_from = ["crossed"]',
                )
