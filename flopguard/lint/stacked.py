"""Gains that would be multiplied with one another, and what ties them together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flopguard.definition.types import Definition, Enhancement, GainKind
from flopguard.lint.gains import governing_definition, is_hardware, states_gain
from flopguard.manifest.types import Manifest

TRAINED = frozenset(
    {
        GainKind.PRETRAINING_ALGORITHM,
        GainKind.DATA,
        GainKind.ALLOCATION,
        GainKind.ARCHITECTURE,
        GainKind.OPTIMIZER,
    }
)
"""The kinds that change what a FLOP of training achieves, of which two recipes are compared."""

_LEARNING = re.compile(
    r"\brl\w{0,2}\b|reinforcement|\brollouts?\b|reason(?:ing|er)|\bgrpo\b|\bppo\b|\brlhf\b|\brlvr\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One gain of a manifest with its place."""

    number: int
    enhancement: Enhancement

    @property
    def at(self) -> str:
        """Where it stands."""
        return f"/enhancement/{self.number}"


@dataclass(frozen=True, slots=True)
class Stack:
    """The gains that one definition, or none, would multiply, in the order of the manifest."""

    definition: Definition | None
    entries: tuple[Entry, ...]


def stacks(card: Manifest) -> Iterator[Stack]:
    """Every group of gains that may be multiplied; those of hardware never are."""
    found: dict[str, list[Entry]] = {}
    for number, enhancement in enumerate(card.enhancement):
        if states_gain(enhancement) and not is_hardware(enhancement):
            definition = governing_definition(enhancement, card)
            key = definition.id if definition else enhancement.definition or ""
            found.setdefault(key, []).append(Entry(number, enhancement))
    for entries in found.values():
        yield Stack(governing_definition(entries[0].enhancement, card), tuple(entries))


def pairs(entries: tuple[Entry, ...]) -> Iterator[tuple[Entry, Entry]]:
    """Each two of some gains, in order."""
    for place, one in enumerate(entries):
        yield from ((one, other) for other in entries[place + 1 :])


def are_apart(one: Enhancement, other: Enhancement) -> bool:
    """Whether nothing says what two gains have to do with each other."""
    return not (
        _names(one, other)
        or _names(other, one)
        or (one.joint_evidence is not None and one.joint_evidence == other.joint_evidence)
    )


def _names(one: Enhancement, other: Enhancement) -> bool:
    return other.name in (*one.overlaps_with, *one.relative_to, *one.joint_of)


def is_of_learning(entry: Enhancement) -> bool:
    """Whether it is a gain of reinforcement learning, by its kind and name."""
    return entry.kind is GainKind.POST_TRAINING and _LEARNING.search(entry.name) is not None
