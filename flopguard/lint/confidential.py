"""Findings about a confidential table say which rule it breaks and on which line, and repeat nothing of it.

The rules see the manifest without confidential figures, so that no finding rests on one; what is kept back here is the
text of the file.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

from flopguard.finding import Finding
from flopguard.lint.rule import Rule
from flopguard.manifest.confidential import marked_fields
from flopguard.manifest.marks import KEY, may_be_marked, may_be_misspelt
from flopguard.manifest.types import Manifest
from flopguard.source import Source
from flopguard.syntax import Syntax


def redacted(finding: Finding, rule: Rule) -> Finding:
    """The finding in the rule's own words, without the table's; one about the whole file keeps its words."""
    if not finding.at:
        return without_line(finding)
    message = f"{rule.summary}; the table is confidential"
    return without_line(replace(finding, message=message, help="", factor=None, fix=None))


def without_line(finding: Finding) -> Finding:
    """The finding without the text of its line, and without the columns, which tell how long a figure is."""
    return replace(finding, line_text="", observed="", column=None, end_column=None)


def is_confidential(at: str, manifest: Manifest | None, source: Source | None) -> bool:
    """Whether a place lies in a table marked so.

    In a file that could not be used the text is asked: whatever is not `false` counts as marked, and a place
    that is not known lies in every table. Where the key may be misspelt, every place does.
    """
    if manifest is not None:
        return _in_marked_table(at, manifest)
    if source is None or source.syntax is Syntax.MARKDOWN:  # whatever stands in a card is published
        return False
    if not at:
        return may_be_marked(source.text)
    if may_be_misspelt(source.text):
        return True
    return any(_is_marked(table, source) for table in accumulate(at.split("/")[1:], "{}/{}".format, initial=""))


def hidden_lines(manifest: Manifest | None, source: Source | None) -> frozenset[int] | None:
    """The lines on which something confidential stands; None where every line may be one."""
    if source is None or source.syntax is Syntax.MARKDOWN:
        return frozenset()
    if manifest is None:
        return None if may_be_marked(source.text) else frozenset()
    spans = (span for at in marked_fields(manifest) for span in (source.key(at), source.value(at)))
    return frozenset(span.line for span in spans)


def _in_marked_table(at: str, manifest: Manifest) -> bool:
    found: object = manifest
    for part in at.split("/")[1:]:
        found = _inside(found, part)
        if getattr(found, KEY, False) is True:
            return True
    return False


def _inside(found: object, part: str) -> object:
    if isinstance(found, tuple):
        return found[int(part)] if part.isdecimal() and int(part) < len(found) else None
    return getattr(found, part, None)


def _is_marked(table: str, source: Source) -> bool:
    pointer = f"{table}/{KEY}"
    key, value = source.key(pointer), source.value(pointer)
    written = source.line_text(key.line)[key.column - 1 : key.end_column - 1].strip("\"'")
    return written == KEY and source.line_text(value.line)[value.column - 1 : value.end_column - 1] != "false"
