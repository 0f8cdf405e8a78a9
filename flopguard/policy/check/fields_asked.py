"""Whether the fields that an open question turns on are fields of a manifest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from enum import Enum
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from flopguard.policy.check.found import problem
from flopguard.problems import Problem

DEEPEST = 6


def unknown_fields(at: str, patterns: Iterable[str]) -> Iterator[Problem]:
    """The patterns that no manifest can match, each with the nearest field."""
    for number, pattern in enumerate(patterns):
        path, _, wanted = pattern.partition("=")
        segments = path.strip("/").split("/")
        ends = _ends(_manifest(), segments)
        place = f"{at}/{number}"
        if not ends:
            yield problem(place, f"no manifest has a field '{path}'", _nearest(path))
        elif wanted and (options := _options(ends)) and wanted not in options:
            near = get_close_matches(wanted, options, n=1)
            help = f"did you mean '{near[0]}'?" if near else f"one of: {', '.join(options)}"
            yield problem(place, f"'{wanted}' is not a value of {path}", help)


def _manifest() -> type[Any]:
    from flopguard.manifest.types import Manifest  # asked for only where a question names fields

    return Manifest


def _ends(kind: object, segments: Sequence[str]) -> list[object]:
    """The types of what stands at a pattern of fields; none where nothing can stand there."""
    if not segments:
        return [kind]
    head, *rest = segments
    return [end for inner in _inside(kind) for end in _ends(inner[1], rest) if inner[0] == head]


def _inside(kind: object) -> Iterator[tuple[str, object]]:
    """What a type holds: its fields by name, the entries of a list by `*`."""
    if isinstance(kind, type) and is_dataclass(kind):
        yield from ((entry.name, _hints(kind)[entry.name]) for entry in fields(kind))
    elif get_origin(kind) is tuple:
        yield "*", get_args(kind)[0]
    elif get_origin(kind) not in (dict, Literal):
        yield from (inner for part in get_args(kind) if part is not Ellipsis for inner in _inside(part))


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _options(ends: Iterable[object]) -> list[str]:
    """The words that may stand there, where only certain ones may."""
    words: list[str] = []
    for end in ends:
        if isinstance(end, type) and issubclass(end, Enum):
            words += [str(member.value) for member in end]
        elif get_origin(end) is Literal:
            words += [str(word) for word in get_args(end)]
        elif get_origin(end) is not tuple:
            words += _options(get_args(end))
    return words


def _nearest(path: str) -> str:
    near = get_close_matches(path, _paths(), n=1)
    return f"did you mean '{near[0]}'?" if near else "see `flopguard schema manifest`"


@cache
def _paths() -> tuple[str, ...]:
    """Every pattern of fields of a manifest, down to a depth at which no question asks."""
    found: list[str] = []
    waiting: list[tuple[str, object]] = [("", _manifest())]
    while waiting:
        path, kind = waiting.pop()
        inner = [(f"{path}/{name}", hint) for name, hint in _inside(kind)]
        found += [name for name, _ in inner if not name.endswith("*")]
        waiting += [entry for entry in inner if entry[0].count("/") < DEEPEST]
    return tuple(sorted(set(found)))
