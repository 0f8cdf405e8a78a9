"""FG208: something ended before it started."""

from collections.abc import Iterator

from flopguard.dates import PartialDate
from flopguard.lint.rule import Subject, rule
from flopguard.result import Finding


@rule("FG208", "date-order")
def date_order(subject: Subject) -> Iterator[Finding]:
    """Two dates in the wrong order: an end before its start.

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
