"""Places by the names of tables: `/training/main run/flop` for `/training/0/flop`, whatever the order of the tables."""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.manifest.marks import KEY
from flopguard.manifest.types import Manifest

NAMELESS = "*"
_NAMES = ("id", "name", "component", "trigger", "question", "series", "market", "manifest", "reference", "chip", "year")
"""The fields that tell a table of an array from the others, the first that is stated."""


def named_place(at: str, manifest: Manifest | None) -> str:
    """The place with names for numbers; a table without one, or a confidential one, is any of its array.

    Where there is no manifest every number stands for any table.
    """
    found: object = manifest
    said = []
    is_hidden = False
    for part in _parts(at):
        found = _inside(found, part)
        is_hidden = is_hidden or getattr(found, KEY, False) is True
        said.append((NAMELESS if is_hidden else name_of(found) or NAMELESS) if part.isdecimal() else part)
    return "".join(f"/{_escaped(part)}" for part in said)


def name_of(table: object) -> str | None:
    """What the table is called: its id, name or whatever else tells it from others."""
    found = (getattr(table, name, None) for name in _NAMES)
    return next((str(value) for value in found if value is not None), None)


def places_named(text: str, manifest: Manifest) -> tuple[str, ...]:
    """The places that a path of names or numbers means; none where there is no such table or key."""
    reached: list[tuple[str, object]] = [("", manifest)]
    for part in _parts(text if text.startswith("/") else f"/{text}"):
        reached = [step for place, found in reached for step in _steps(place, found, part)]
    return tuple(place for place, _ in reached)


def _steps(place: str, found: object, part: str) -> Iterator[tuple[str, object]]:
    """Where a part of a path leads: every table of that name, else that of the number; or a field, stated or not."""
    if isinstance(found, tuple):
        named = [(f"{place}/{number}", table) for number, table in enumerate(found) if name_of(table) == part]
        by_number = part.isdecimal() and int(part) < len(found)
        yield from named or ([(f"{place}/{part}", found[int(part)])] if by_number else [])
    elif hasattr(found, _attribute(part)) and not part.startswith("_"):
        yield f"{place}/{_escaped(part)}", getattr(found, _attribute(part))


def _inside(found: object, part: str) -> object:
    if isinstance(found, tuple):
        return found[int(part)] if part.isdecimal() and int(part) < len(found) else None
    return getattr(found, _attribute(part), None)


def _attribute(part: str) -> str:
    """The field of a key; words that Python keeps to itself end in an underscore."""
    return f"{part}_" if part in ("from", "in") else part


def _parts(at: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in at.split("/")[1:]]


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
