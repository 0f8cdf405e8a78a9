"""FG717: a duty that has no day by which it is to be done."""

from collections.abc import Iterator

from flopguard.finding import Severity
from flopguard.policy.lint.rule import Note, Subject, rule


@rule("FG717", "duty-without-deadline")
def duty_without_deadline(subject: Subject) -> Iterator[Note]:
    """A duty that has no day by which it is to be done.

    ## Why
    A duty without a time that can be counted is never late, so that nobody can say that it was missed: 'at once'
    and 'before deployment' are no such time. It weighs less where the duty begins with no event, and may be one
    that always holds.
    ## Seen
    Anthropic's policy 1.0 says what is done once a threshold of an evaluation is met, and not by when.
    (policies/labs/anthropic/rsp-1.0.toml. Primary.)
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
    modality = "must"
    cite = "Section 4"
    within = "30 days"
    counted_from = ["crossed"]
    ```
    """
    for number, trigger in enumerate(subject.policy.trigger):
        for place, duty in enumerate(trigger.duty):
            if duty.modality != "may" and not (duty.within or duty.every or trigger.transition):
                yield Note(
                    at=f"/trigger/{number}/duty/{place}",
                    message=f"'{duty.action}' has no deadline that could be counted",
                    help='say by when: within = "30 days", and the event that it is counted from',
                    severity=None if duty.counted_from and duty.modality != "aim" else Severity.INFO,
                )
