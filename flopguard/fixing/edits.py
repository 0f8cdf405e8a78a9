"""Fixes laid over the text of a file: every other character stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flopguard.finding import Edit, Finding
from flopguard.fixing.figures import same_numbers
from flopguard.fixing.written import line_as, name_as, value_as
from flopguard.source import Source
from flopguard.syntax import Syntax


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Characters of the body, from `start` to `end` exclusive, and what comes instead."""

    start: int
    end: int
    text: str


def applied(source: Source, findings: Iterable[Finding]) -> tuple[str, tuple[Finding, ...]]:
    """The body with the fixes of the findings, and the findings whose fix is in it.

    Where two overlap, the one that begins first is laid over the text and the other is left.
    """
    changes: list[Change] = []
    done: list[Finding] = []
    for wanted, finding in sorted(_possible(source, findings), key=lambda pair: pair[0][0]):
        if not any(_overlap(new, old) for new in wanted for old in changes):
            changes += wanted
            done.append(finding)
    return _laid_over(source.body, sorted(changes)), tuple(done)


def _possible(source: Source, findings: Iterable[Finding]) -> list[tuple[list[Change], Finding]]:
    pairs = ((changes_of(source, finding), finding) for finding in findings)
    return [(changes, finding) for changes, finding in pairs if changes]


def changes_of(source: Source, finding: Finding) -> list[Change]:
    """What the fix of a finding changes; nothing where one of its edits has no place, or would change a number."""
    found: list[Change] = []
    for edit in finding.fix.edits if finding.fix else ():
        changes = _changes(source, edit)
        if not changes or not all(_keeps_numbers(source, edit, change) for change in changes):
            return []
        found += changes
    return sorted(found)


def _keeps_numbers(source: Source, edit: Edit, change: Change) -> bool:
    return same_numbers(source.body[change.start : change.end], edit.text)


def _changes(source: Source, edit: Edit) -> list[Change]:
    body, syntax = source.body, source.syntax
    match edit.points_at:
        case "key":
            places = source.keys_at(edit.at)
            return [Change(start, end, name_as(edit.text, body[start:end], syntax)) for start, end in places]
        case "line":
            return _inserted(source, edit)
        case _:
            place = source.value_at(edit.at)
            return [] if place is None else [Change(*place, value_as(edit.text, body[slice(*place)], syntax))]


def _inserted(source: Source, edit: Edit) -> list[Change]:
    """A new entry before the field at the place; the document itself has it before its first field."""
    entry = line_as(edit.text, source.syntax)
    if entry is None:
        return []
    if not edit.at and source.syntax is Syntax.TOML:
        start = source.offset(source.value("").line)
        return [Change(start, start, entry + source.newline)]
    at = edit.at or next((f"/{name}" for name in source.names_in("")), "")
    place = min(source.keys_at(at), default=None)
    return [] if place is None else [_before(source, place[0], entry)]


def _before(source: Source, offset: int, entry: str) -> Change:
    """The entry before what stands at an offset: on a line of its own if that begins one, else beside it."""
    start = source.body.rfind("\n", 0, offset) + 1
    ahead = source.body[start:offset]
    comma = "," if source.syntax is Syntax.JSON else ""
    if source.syntax is Syntax.TOML and not ahead.strip(" \t["):
        begin = offset - len(ahead.lstrip(" \t"))
        return Change(begin, begin, f"{entry}{source.newline}{source.body[start:begin]}")
    if not ahead.strip(" \t-" if source.syntax is Syntax.YAML else " \t"):
        return Change(offset, offset, f"{entry}{comma}{source.newline}{ahead.replace('-', ' ')}")
    return Change(offset, offset, f"{entry}, ")


def _overlap(one: Change, other: Change) -> bool:
    """Whether two changes touch the same characters, or both put something in at one place."""
    if one.start == other.start:
        return True
    return one.start < other.end and other.start < one.end


def _laid_over(body: str, changes: Sequence[Change]) -> str:
    parts: list[str] = []
    end = 0
    for change in changes:
        parts += [body[end : change.start], change.text]
        end = change.end
    return "".join([*parts, body[end:]])
