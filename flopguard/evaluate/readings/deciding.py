"""Which slots decide between readings: the smallest sets of them whose answers leave no disagreement.

A set decides when readings that answer all of its slots alike have one outcome, whatever the answers are. Beside that
stands, for each slot, in how many of the pairs of readings that differ in it alone the outcome differs too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb

from flopguard.result import Outcome

MAX_SETS = 3
MAX_TRIED = 5000

Choices = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """The outcome under one reading."""

    choices: Choices
    outcome: Outcome


def deciding(readings: Sequence[Told]) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of slots whose answers leave one outcome, up to three of them, in the order of the slots.

    None where all readings agree, or where two that answer every slot alike do not.
    """
    slots = _slots(readings)
    if len({reading.outcome for reading in readings}) < 2 or not _decides(slots, readings):
        return ()
    needed = [slot for slot in slots if flips(slot, readings).flipped]
    others = [slot for slot in slots if slot not in needed]
    for size in range(len(others) + 1):
        if comb(len(others), size) * len(readings) > MAX_TRIED * len(readings[:100]):
            return ()
        sets = [_in_order([*needed, *more], slots) for more in combinations(others, size)]
        found = [together for together in sets if _decides(together, readings)]
        if found:
            return tuple(found[:MAX_SETS])
    return ()


@dataclass(frozen=True, slots=True)
class Flips:
    """Of the pairs of readings that differ in one slot alone: how many there are, and in how many the outcome flips."""

    slot: str
    flipped: int
    pairs: int

    @property
    def share(self) -> Fraction:
        """The share that flips; 0 where there is no pair."""
        return Fraction(self.flipped, self.pairs) if self.pairs else Fraction(0)


def flips(slot: str, readings: Sequence[Told]) -> Flips:
    """How often the answer to one slot alone changes the outcome."""
    pairs = flipped = 0
    for group in _alike_but_for(slot, readings):
        counts = _counts(slot, group)
        there = _pairs([sum(by_outcome.values()) for by_outcome in counts.values()])
        alike = [_pairs([by_outcome.get(outcome, 0) for by_outcome in counts.values()]) for outcome in Outcome]
        pairs += there
        flipped += there - sum(alike)
    return Flips(slot, flipped, pairs)


def ranked(readings: Sequence[Told]) -> tuple[Flips, ...]:
    """Every slot in which readings differ, by the share of its pairs that flip; equal ones in their order."""
    found = [flips(slot, readings) for slot in _slots(readings)]
    return tuple(sorted(found, key=lambda entry: -entry.share))


def _slots(readings: Sequence[Told]) -> tuple[str, ...]:
    """The slots in which readings differ."""
    names = dict.fromkeys(name for reading in readings for name in reading.choices)
    return tuple(name for name in names if len({reading.choices.get(name) for reading in readings}) > 1)


def _decides(slots: Sequence[str], readings: Sequence[Told]) -> bool:
    outcomes: dict[tuple[str | None, ...], Outcome] = {}
    return all(
        outcomes.setdefault(tuple(map(reading.choices.get, slots)), reading.outcome) is reading.outcome
        for reading in readings
    )


def _alike_but_for(slot: str, readings: Sequence[Told]) -> Iterator[list[Told]]:
    groups: defaultdict[frozenset[tuple[str, str]], list[Told]] = defaultdict(list)
    for reading in readings:
        groups[frozenset(entry for entry in reading.choices.items() if entry[0] != slot)].append(reading)
    yield from groups.values()


def _counts(slot: str, group: Sequence[Told]) -> dict[str | None, dict[Outcome, int]]:
    """By the answer to a slot: how many readings have which outcome."""
    found: dict[str | None, dict[Outcome, int]] = {}
    for reading in group:
        by_outcome = found.setdefault(reading.choices.get(slot), {})
        by_outcome[reading.outcome] = by_outcome.get(reading.outcome, 0) + 1
    return found


def _pairs(counts: Sequence[int]) -> int:
    """How many pairs there are of items from different groups of these sizes."""
    return (sum(counts) ** 2 - sum(count * count for count in counts)) // 2


def _in_order(picked: Sequence[str], slots: Sequence[str]) -> tuple[str, ...]:
    return tuple(slot for slot in slots if slot in picked)
