"""FG208: something ended before it started."""

from collections.abc import Iterator

from flopguard.components import ComponentKey
from flopguard.dates import PartialDate
from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Found, Rated, Subject, rule
from flopguard.manifest.training import Status

_AFTER_RELEASE = frozenset(
    {ComponentKey.POST_DEPLOY, ComponentKey.SERVE, ComponentKey.EVAL, ComponentKey.EXPLORE, ComponentKey.RUN_ABANDONED}
)
"""Components that may go on when the model is out."""


@rule("FG208", "date-order")
def date_order(subject: Subject) -> Iterator[Found]:
    """Two dates in the wrong order: an end before its start, or a release before the training that made the model.

    ## Why
    Deadlines and the version of a law in force are counted from these dates; swapped ones give a wrong
    answer quietly.
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    started = 2025-09-30
    ended = 2025-06-01
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    started = 2025-06-01
    ended = 2025-09-30
    ```
    """
    for at, first_name, first, last_name, last in _pairs(subject):
        if first is not None and last is not None and last.last < first.first:
            yield Finding(
                at=f"{at}/{last_name}",
                message=f"{last_name} {last} lies before {first_name} {first}",
                help="swap the two dates, or correct one",
            )
    yield from _released_too_early(subject)


def _released_too_early(subject: Subject) -> Iterator[Found]:
    """Training that went on, or began, when the model is said to have been out already."""
    released = subject.card.model.released
    for number, phase in enumerate(subject.card.training):
        last = phase.ended or phase.started
        over = phase.status is not Status.DONE or phase.component in _AFTER_RELEASE
        if over or released is None or last is None or not released.last < last.first:
            continue
        name = "ended" if phase.ended else "started"
        finding = Finding(
            at=f"/training/{number}/{name}",
            message=f"{name} {last} lies after released {released}",
            help="correct one of the two; training after the release is the component post_deploy",
        )
        yield Rated(finding, Severity.WARNING)


_Pair = tuple[str, str, PartialDate | None, str, PartialDate | None]


def _pairs(subject: Subject) -> Iterator[_Pair]:
    """The dates that have an order: where they stand, and each with its name."""
    card = subject.card
    for number, phase in enumerate(card.training):
        yield f"/training/{number}", "started", phase.started, "ended", phase.ended
    for number, event in enumerate(card.assessment):
        yield f"/assessment/{number}", "started", event.started, "date", event.date
    for number, spend in enumerate(card.developer_facts.ai_spend if card.developer_facts else ()):
        yield f"/developer_facts/ai_spend/{number}", "started", spend.started, "ended", spend.ended
    for number, known in enumerate(card.acknowledgement):
        first, last = (PartialDate(day, day) for day in (known.date, known.expires))
        yield f"/acknowledgement/{number}", "date", first, "expires", last
