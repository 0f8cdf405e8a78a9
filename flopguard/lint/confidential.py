"""Findings about a confidential table say which rule it breaks and where, and repeat nothing of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

from flopguard.lint.rule import Rule
from flopguard.manifest.types import Manifest
from flopguard.result import Finding
from flopguard.source import Source

_KEY = "confidential"


def redacted(finding: Finding, rule: Rule) -> Finding:
    """The finding in the rule's own words, without the table's; one about the whole file keeps its words."""
    if not finding.at:
        return replace(finding, line_text="")
    return replace(finding, message=f"{rule.summary}; the table is confidential", help="", line_text="")


def is_confidential(at: str, manifest: Manifest | None, source: Source | None) -> bool:
    """Whether a place lies in a table marked so.

    In a file that could not be used the text is asked: whatever is not `false` counts as marked, and a place
    that is not known lies in every table.
    """
    if manifest is not None:
        return _in_marked_table(at, manifest)
    if source is None:
        return False
    if not at:
        return _KEY in source.text
    return any(_is_marked(table, source) for table in accumulate(at.split("/")[1:], "{}/{}".format, initial=""))


def hides_line(at: str, manifest: Manifest | None, source: Source | None) -> bool:
    """Whether the line of a place may hold a confidential table as well: several may stand in one line."""
    if manifest is None:
        return source is not None and _KEY in source.text
    name = at.split("/")[1] if at else ""
    entries = getattr(manifest, name, ())
    tables = entries if isinstance(entries, tuple) else (entries,)
    return any(getattr(table, _KEY, False) for table in tables)


def _in_marked_table(at: str, manifest: Manifest) -> bool:
    found: object = manifest
    for part in at.split("/")[1:]:
        found = _inside(found, part)
        if getattr(found, _KEY, False) is True:
            return True
    return False


def _inside(found: object, part: str) -> object:
    if isinstance(found, tuple):
        return found[int(part)] if part.isdecimal() and int(part) < len(found) else None
    return getattr(found, part, None)


def _is_marked(table: str, source: Source) -> bool:
    pointer = f"{table}/{_KEY}"
    key, value = source.key(pointer), source.value(pointer)
    written = source.line_text(key.line)[key.column - 1 : key.end_column - 1].strip("\"'")
    return written == _KEY and source.line_text(value.line)[value.column - 1 : value.end_column - 1] != "false"
