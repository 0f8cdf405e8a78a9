"""A tree read from a file becomes a frozen value of a document type, or every problem in it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from flopguard.fields import FigureOf, FigureTable
from flopguard.places.field import MAX_DEPTH
from flopguard.problems import Problem
from flopguard.reading.trees import NOT_UNICODE, has_surrogate
from flopguard.validator import validator

T = TypeVar("T")


def validate(tree: Mapping[str, Any], target: type[T]) -> T | tuple[Problem, ...]:
    """The tree as a value of the document type, or all its problems in the order of the document."""
    from pydantic_core import ValidationError

    unfit = tuple(_unfit(tree))
    if unfit:
        return unfit
    try:
        value: T = validator(target).validate_python(tree)
        return value
    except ValidationError as error:
        lines = sorted(error.errors(include_url=False), key=lambda line: _position(line, tree))
        return tuple(_one_a_place(_problem(line, target, tree) for line in lines))


_MAX_BITS = 10_000  # a longer integer is out of every range, and Python refuses to write the longest ones out


def _unfit(tree: object) -> Iterator[Problem]:
    """What no field may hold and no message could print, in the order of the document."""
    places: list[tuple[tuple[str | int, ...], object]] = [((), tree)]
    while places:
        location, value = places.pop()
        if len(location) > MAX_DEPTH:
            yield Problem(kind="wrong-value", at=pointer(location), message=f"nested deeper than {MAX_DEPTH}")
        elif isinstance(value, str) and has_surrogate(value):
            yield Problem(kind="wrong-value", at=pointer(location), message=NOT_UNICODE, help="remove it")
        elif isinstance(value, int) and value.bit_length() > _MAX_BITS:
            message = f"a whole number of {value.bit_length()} bits is no figure"
            yield Problem(kind="number-out-of-range", at=pointer(location), message=message, help="check the number")
        elif isinstance(value, Mapping):
            if any(isinstance(key, str) and has_surrogate(key) for key in value):
                yield Problem(kind="wrong-value", at=pointer(location), message=NOT_UNICODE, help="rename the key")
            else:
                places.extend(reversed([((*location, key), inner) for key, inner in value.items()]))
        elif isinstance(value, (list, tuple)):
            places.extend(reversed([((*location, number), inner) for number, inner in enumerate(value)]))


def _position(line: Mapping[str, Any], tree: Any) -> tuple[int, ...]:
    """Where a validator's error stands in the document; what is missing stands at the table that lacks it."""
    position = []
    for part in _real_location(line["loc"], tree, line["type"]):
        if not _is_in(tree, part):
            break
        position.append(list(tree).index(part) if isinstance(tree, Mapping) else int(part))
        tree = tree[part]
    return tuple(position)


def _one_a_place(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, those of the members of a union put together: "a valid boolean or a valid string"."""
    kept: list[Problem] = []
    for problem in problems:
        last = kept[-1] if kept else None
        if last and (last.kind, last.at, last.message) == (problem.kind, problem.at, problem.message):
            wanted = problem.help.removeprefix("it should be ")
            kept[-1] = last if wanted in last.help else replace(last, help=f"{last.help} or {wanted}")
        else:
            kept.append(problem)
    return kept


def json_schema(target: type[Any]) -> dict[str, Any]:
    """The JSON Schema that the validator follows."""
    from pydantic import TypeAdapter

    return TypeAdapter(target).json_schema()


def pointer(location: Iterable[str | int]) -> str:
    """A JSON pointer from the parts of a location."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)


def _problem(line: Mapping[str, Any], target: type[Any], tree: Any) -> Problem:
    location = _real_location(line["loc"], tree, line["type"])
    at = pointer(location)
    match line["type"]:
        case "flopguard":
            said = line["ctx"]
            return Problem(kind=said["kind"], at=at, message=said["message"], help=said["help"])
        case "unexpected_keyword_argument" | "extra_forbidden":
            return _unknown_key(location, at, target)
        case "missing" | "missing_argument":
            return _missing_key(location, at)
        case "wrong_form":
            return Problem(kind="wrong-value", at=at, message="this is no condition", help=str(line["msg"]))
        case _:
            return _wrong_value(line, location, at)


def _real_location(location: Sequence[str | int], tree: Any, kind: str) -> tuple[str | int, ...]:
    """The location without the names of union members that the validator puts in between."""
    real: list[str | int] = []
    absent = kind in ("missing", "missing_argument")
    for number, part in enumerate(location):
        rest = location[number + 1 :]
        if absent and not rest:
            real.append(part)
        elif _is_in(tree, part) and not _names_member(part, rest, tree, absent):
            tree = tree[part]
            real.append(part)
    return tuple(real)


def _is_in(tree: Any, part: str | int) -> bool:
    if isinstance(tree, Mapping):
        return part in tree
    return isinstance(tree, (list, tuple)) and isinstance(part, int) and part < len(tree)


def _names_member(part: str | int, rest: Sequence[str | int], tree: Any, absent: bool) -> bool:
    """Whether a part that is also a key here names a union member: what follows it lies beside that key, not in it."""
    if not rest or not isinstance(tree, Mapping):
        return False
    if absent and len(rest) == 1:
        return not isinstance(tree[part], Mapping)
    return not _is_in(tree[part], rest[0]) and _is_in(tree, rest[0])


def _unknown_key(location: tuple[str | int, ...], at: str, target: type[Any]) -> Problem:
    known = known_keys(target, location[:-1])
    nearest = difflib.get_close_matches(str(location[-1]), known, n=1, cutoff=0.6)
    help = f"did you mean '{nearest[0]}'?" if nearest else f"known here: {', '.join(sorted(known))}"
    where = f" in {_table_name(location)}" if len(location) > 1 else ""
    message = f"unknown key '{location[-1]}'{where}"
    return Problem(kind="unknown-key", at=at, message=message, help=help, points_at="key")


def _missing_key(location: tuple[str | int, ...], at: str) -> Problem:
    where = _table_name(location) if len(location) > 1 else "the document"
    return Problem(
        kind="missing-key",
        at=pointer(location[:-1]),
        message=f"{where} has no '{location[-1]}'",
        help=f"add {location[-1]} = {'1' if location == ('manifest',) else '...'}",
        points_at="key",
    )


def _table_name(location: Sequence[str | int]) -> str:
    return "[" + ".".join(str(part) for part in location[:-1] if isinstance(part, str)) + "]"


def _wrong_value(line: Mapping[str, Any], location: tuple[str | int, ...], at: str) -> Problem:
    said = str(line["msg"]).partition(", unable to ")[0]
    expected = line.get("ctx", {}).get("expected")
    given = line.get("input")
    shown = (
        f"'{given}'" if isinstance(given, (str, int, Decimal)) and not isinstance(given, bool) else _type_name(given)
    )
    name = next((part for part in reversed(location) if isinstance(part, str)), "the document")
    if expected is not None:
        options = re.findall(r"'([^']*)'", str(expected))
        nearest = difflib.get_close_matches(str(given), options, n=1)
        hint = f"did you mean '{nearest[0]}'?" if nearest else f"one of: {', '.join(options) or expected}"
        return Problem(kind="wrong-value", at=at, message=f"{shown[:60]} is not a value of {name}", help=hint)
    wanted = said.replace("Input should be ", "").replace("Value error, ", "").replace("a valid tuple", "a list")
    return Problem(kind="wrong-value", at=at, message=f"{name} is {shown[:60]}", help=f"it should be {wanted}")


def _type_name(value: Any) -> str:
    names = {dict: "a table", list: "a list", bool: str(value).lower(), type(None): "empty"}
    return names.get(type(value), f"a {type(value).__name__}")


# --- the keys that a document type knows at a place --------------------------------------------------------------


def known_keys(target: type[Any], location: Sequence[str | int]) -> tuple[str, ...]:
    """The keys that may stand at a location of the document; none where the place is free."""
    return tuple(sorted({_alias(entry.name) for kind in _types_at(target, location) for entry in fields(kind)}))


def hints_at(target: type[Any], location: Sequence[str | int]) -> tuple[Any, ...]:
    """What types the field at a location has; of an element those of its list. None where nothing is known there."""
    names = [place for place, part in enumerate(location) if isinstance(part, str)]
    if not names:
        return ()
    kinds = _types_at(target, location[: names[-1]])
    return tuple(hint for kind in kinds for name, hint in _hints(kind).items() if _alias(name) == location[names[-1]])


def _types_at(target: type[Any], location: Sequence[str | int]) -> list[Any]:
    found: list[Any] = [target]
    free = False  # inside a table whose keys are names that the document gives
    for part in location:
        if isinstance(part, str) and not free:
            hints = [hint for kind in found for name, hint in _hints(kind).items() if _alias(name) == part]
            found = [kind for hint in hints for kind in _document_types(hint)]
            free = any(get_origin(hint) is dict for hint in hints)
        elif isinstance(part, str):
            free = False
    return found


def _alias(name: str) -> str:
    return name.rstrip("_")


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _document_types(hint: Any) -> list[type[Any]]:
    """The document types inside a type hint: through Annotated, optional and tuple."""
    if is_dataclass(hint) and isinstance(hint, type):
        return [hint]
    if get_origin(hint) is Annotated:
        inner, *marks = get_args(hint)
        if any(isinstance(mark, FigureOf) for mark in marks):
            return [FigureTable]
        members = [kind for mark in marks for kind in getattr(mark, "members", ())]
        return members or _document_types(inner)
    return [kind for part in get_args(hint) for kind in _document_types(part)]
