"""Definitions and trends that stand elsewhere: in a file, or among those that flopguard brings.

Nothing is raised for a bad file: what is wrong becomes a problem at the table that names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from functools import cache
from typing import TypeVar

from flopguard.bundled import definitions_dir
from flopguard.definition.types import Curve, Definition, Definitions, Trend
from flopguard.document import validate
from flopguard.listing import listed
from flopguard.problems import Problem
from flopguard.reading.file import read_text
from flopguard.reading.trees import read_tree
from flopguard.source import Source

BUNDLED = "bundled"
_SAID_HERE = frozenset({"id", "version", "from_", "confidential"})
Read = Callable[[str], Definitions | str]
"""Reads a file of definitions that a document names, or says what is wrong with it."""
_Named = TypeVar("_Named", Definition, Trend)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The definitions, curves and trends of a document with those that it takes from elsewhere in their place."""

    definition: tuple[Definition, ...]
    curve: tuple[Curve, ...]
    trend: tuple[Trend, ...]
    problems: tuple[Problem, ...] = ()


def definitions_of_text(text: str, shown: str) -> Definitions | str:
    """The definitions in a text, or every problem of it in one text."""
    tree = read_tree(text)
    found = tree if isinstance(tree, tuple) else validate(tree, Definitions)
    problems = found if isinstance(found, tuple) else tuple(problems_within(found))
    if not problems:
        assert isinstance(found, Definitions)
        return found
    return listed(Source(shown, text), problems)


def problems_within(file: Definitions) -> Iterator[Problem]:
    """What no file of definitions may hold although each table of it is valid: two of one id, what stands elsewhere."""
    yield from duplicates(definition=file.definition, curve=file.curve, trend=file.trend)
    places = [(f"/definition/{number}", entry.id, entry.from_) for number, entry in enumerate(file.definition)]
    places += [(f"/trend/{number}", entry.id, entry.from_) for number, entry in enumerate(file.trend)]
    for at, name, elsewhere in places:
        if elsewhere is not None:
            message = f"'{name[:60]}' stands in a file and is itself taken from elsewhere"
            yield Problem(kind="wrong-value", at=f"{at}/from", message=message, help="state it in full")


def duplicates(
    *, definition: Sequence[Definition], curve: Sequence[Curve], trend: Sequence[Trend]
) -> Iterator[Problem]:
    """A problem for each table whose id another one of its kind has before it: a name would mean either."""
    for kind, entries in (("definition", definition), ("curve", curve), ("trend", trend)):
        for number, first in repeated([entry.id for entry in entries]).items():
            message = f"this and [[{kind}]] number {first + 1} have one id, '{entries[number].id[:60]}'"
            yield Problem(kind="wrong-value", at=f"/{kind}/{number}/id", message=message, help="rename or remove one")


def repeated(names: Sequence[str]) -> dict[int, int]:
    """The place of each name that stood before, with the place where it stood first."""
    first = {name: place for place, name in reversed(tuple(enumerate(names)))}
    return {place: first[name] for place, name in enumerate(names) if first[name] != place}


def in_short(problems: str) -> str:
    """The first line of several, and how many more there are: what fits into a message about the file."""
    head, *others = problems.split("\n")
    return f"{head}, and {len(others)} more" if others else head


@cache
def bundled_definitions() -> Definitions:
    """What flopguard brings, of all its files together, in the order of their names."""
    parts: list[Definitions] = []
    for file in sorted(definitions_dir().glob("*.toml")):
        text = read_text(file)
        assert isinstance(text, str), text
        found = definitions_of_text(text, file.name)
        assert isinstance(found, Definitions), found
        parts.append(found)
    return Definitions(
        definitions=1,
        definition=tuple(entry for part in parts for entry in part.definition),
        curve=tuple(entry for part in parts for entry in part.curve),
        trend=tuple(entry for part in parts for entry in part.trend),
    )


def resolved(
    definitions: tuple[Definition, ...], curves: tuple[Curve, ...], trends: tuple[Trend, ...], read: Read
) -> Resolved:
    """Everything that a document names with `from`, put in its place; what cannot be had is left as it stands."""
    problems: list[Problem] = []
    added: dict[str, Curve] = {}
    own = {curve.id for curve in curves}

    def put(entry: _Named, at: str, kind: str) -> _Named:
        found, file = _found(entry, at, kind, read, problems)
        if isinstance(found, Definition) and file is not None:
            _add_curves(found, file, own, added, at, problems)
        return found

    made = tuple(put(entry, f"/definition/{number}", "definition") for number, entry in enumerate(definitions))
    rates = tuple(put(entry, f"/trend/{number}", "trend") for number, entry in enumerate(trends))
    return Resolved(definition=made, curve=(*curves, *added.values()), trend=rates, problems=tuple(problems))


def _found(entry: _Named, at: str, kind: str, read: Read, problems: list[Problem]) -> tuple[_Named, Definitions | None]:
    if entry.from_ is None:
        return entry, None
    more = [field.name.rstrip("_") for field in fields(entry) if _is_said(entry, field.name)]
    if more:
        message = f"the {kind} '{entry.id}' is taken from '{entry.from_}', and here it also has {', '.join(more)}"
        problems.append(_problem(f"{at}/{more[0]}", message, "leave it out here, or leave out from = ..."))
    file = bundled_definitions() if entry.from_ == BUNDLED else read(entry.from_)
    if isinstance(file, str):
        problems.append(_problem(f"{at}/from", f"'{entry.from_}' {file}", "name a file with definitions = 1"))
        return entry, None
    found = _pick(entry, getattr(file, kind), at, kind, problems)
    return found, file


def _is_said(entry: Definition | Trend, name: str) -> bool:
    default = next(field for field in fields(entry) if field.name == name).default
    return name not in _SAID_HERE and getattr(entry, name) != default


def _pick(entry: _Named, offered: Iterable[_Named], at: str, kind: str, problems: list[Problem]) -> _Named:
    by_id = {other.id: other for other in offered}
    found = by_id.get(entry.id)
    if found is None:
        near = get_close_matches(entry.id, by_id, n=1)
        help = f"did you mean '{near[0]}'?" if near else f"it has {', '.join(sorted(by_id)) or 'none'}"
        problems.append(_problem(f"{at}/id", f"'{entry.from_}' has no {kind} '{entry.id}'", help))
        return entry
    wanted = getattr(entry, "version", None)
    if wanted is not None and wanted != getattr(found, "version", None):
        message = f"'{entry.id}' is version {getattr(found, 'version', None)} there, not {wanted}"
        problems.append(_problem(f"{at}/version", message, "read what changed, then name the version that is meant"))
        return entry
    return replace(found, from_=entry.from_)


def _add_curves(
    definition: Definition,
    file: Definitions,
    own: set[str],
    added: dict[str, Curve],
    at: str,
    problems: list[Problem],
) -> None:
    """The curves that a definition from elsewhere rests on come with it."""
    there = {curve.id: curve for curve in file.curve}
    for name in (definition.curve, *definition.other_curves):
        curve = there.get(name) if name else None
        if curve is None:
            continue
        if curve.id in own or added.get(curve.id, curve) != curve:
            message = f"the curve '{curve.id}' of '{definition.id}' has the id of another curve"
            problems.append(_problem(f"{at}/from", message, "give the other curve another id"))
        else:
            added[curve.id] = curve


def _problem(at: str, message: str, help: str) -> Problem:
    return Problem(kind="unresolved-reference", at=at, message=message, help=help)
