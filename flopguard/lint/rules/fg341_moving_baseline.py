"""FG341: gains against baselines of different dates in one product."""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.definition.types import Enhancement
from flopguard.finding import Confidence, Finding
from flopguard.lint.gains import enhancement_words, said_something, same_metric
from flopguard.lint.rule import Subject, rule
from flopguard.lint.stacked import Entry, are_apart, pairs, stacks


@rule("FG341", "moving-baseline", confidence=Confidence.LIKELY, covers=("moving-baseline",))
def moving_baseline(subject: Subject) -> Iterator[Finding]:
    """Gains of one product that were measured against baselines of different dates.

    ## Why
    A gain over the recipes of 2020 holds much of what a gain over those of 2023 starts from. Their product is
    against neither, so that it has no baseline at all. A gain that says what it was measured on top of may be later.
    ## Flagged
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "3.1"
    baseline = "dense transformer of 2020"
    date = "2020-06"
    [[enhancement]]
    name = "better data"
    kind = "data"
    gain = "2"
    baseline = "web data of 2023"
    date = "2023-06"
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "3.1"
    baseline = "dense transformer of 2023"
    date = "2023-06"
    [[enhancement]]
    name = "better data"
    kind = "data"
    gain = "2"
    baseline = "web data of 2023"
    date = "2023-06"
    ```
    """
    for stack in stacks(subject.card):
        said: set[int] = set()
        for one, other in pairs(_by_date(stack.entries)):
            if other.number not in said and _differ(one.enhancement, other.enhancement):
                said.add(other.number)
                yield _finding(one, other)


def _by_date(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Those with a date, the earliest first, whatever their order in the file."""
    dated = [(entry.enhancement.date, entry.enhancement.name, entry) for entry in entries if entry.enhancement.date]
    return tuple(entry for _, _, entry in sorted(dated, key=lambda each: (each[0].first, each[0].last, each[1])))


def _differ(one: Enhancement, other: Enhancement) -> bool:
    """Whether the dates surely differ, and neither is the baseline one nor does the one gain build on the other."""
    first, second = said_something(one.baseline), said_something(other.baseline)
    if one.date is None or other.date is None or (first and second and same_metric(first, second)):
        return False
    return (one.date.last < other.date.first or other.date.last < one.date.first) and are_apart(one, other)


def _finding(one: Entry, other: Entry) -> Finding:
    return Finding(
        at=f"{other.at}/date",
        message=f"{enhancement_words(other.enhancement)} is against a baseline of {other.enhancement.date}, "
        f'that of "{one.enhancement.name[:60]}" against one of {one.enhancement.date}',
        help="measure both against one baseline and name it in both, or say what it was measured on top of "
        f'(relative_to = ["{one.enhancement.name[:60]}"])',
    )
