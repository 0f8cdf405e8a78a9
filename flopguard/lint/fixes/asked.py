"""What a manifest asks for at a place: its keys, its closed lists and its dimensions."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any, Literal, get_args, get_origin

from flopguard.document import hints_at, known_keys
from flopguard.fields import FigureOf
from flopguard.manifest.types import Manifest
from flopguard.units import Dimension


def location_of(at: str) -> tuple[str | int, ...]:
    """The parts of a pointer; numbers count the elements of a list."""
    parts = (part.replace("~1", "/").replace("~0", "~") for part in at.split("/")[1:])
    return tuple(int(part) if part.isdecimal() else part for part in parts)


def above(at: str) -> str:
    """The pointer to the table that a field stands in."""
    return at.rpartition("/")[0]


def keys_at(at: str) -> tuple[str, ...]:
    """The keys that the table at a place may have."""
    return known_keys(Manifest, location_of(at))


def words_at(at: str) -> tuple[str, ...]:
    """The words of the closed list that the value at a place is one of; none where it is free."""
    words = [word for hint in hints_at(Manifest, location_of(at)) for word in _words(hint)]
    return tuple(dict.fromkeys(words))


def dimensions_at(at: str) -> tuple[Dimension, ...]:
    """What a figure at a place may measure, also one that stands in a table as value, low or high."""
    inner = at.rpartition("/")[2] in ("value", "low", "high")
    for place in (above(at), at) if inner else (at,):
        for hint in hints_at(Manifest, location_of(place)):
            marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
            for mark in marks:
                if isinstance(mark, FigureOf):
                    return mark.dimensions
    return ()


def _words(hint: Any) -> Iterator[str]:
    if isinstance(hint, type) and issubclass(hint, Enum):
        yield from (str(member.value) for member in hint)
    elif get_origin(hint) is Literal:
        yield from (word for word in get_args(hint) if isinstance(word, str))
    elif get_origin(hint) is Annotated:
        yield from _words(get_args(hint)[0])
    else:
        yield from (word for part in get_args(hint) for word in _words(part))
