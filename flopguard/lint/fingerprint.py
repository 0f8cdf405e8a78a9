"""What tells one finding from others when lines move: rule, named place and value, and a number among equal ones.

Nothing of it depends on lines, on the order of tables, or on how a value is quoted or spaced. It is made of what the
finding shows, so that a confidential figure is no part of it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from flopguard.finding import Finding
from flopguard.lint.named import named_place
from flopguard.manifest.types import Manifest
from flopguard.source import Source

_LENGTH = 16  # hexadecimal digits; a project has thousands of findings at the most
_SPACING = re.compile(r"[\s\"']+")


def fingerprinted(findings: Iterable[Finding], manifest: Manifest | None, source: Source | None) -> Iterator[Finding]:
    """The findings with their fingerprints; equal ones are numbered in the order in which they come."""
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        said = (finding.code, named_place(finding.at, manifest), _value(finding, source))
        seen[said] += 1
        yield replace(finding, fingerprint=_digest((*said, str(seen[said]))))


def _value(finding: Finding, source: Source | None) -> str:
    """The value at fault without quotes and spacing; a key is in the place, and where a table begins is no value."""
    if finding.points_at == "key" or _is_beginning(finding, source):
        return ""
    return _SPACING.sub("", finding.observed)


def _is_beginning(finding: Finding, source: Source | None) -> bool:
    """Whether what was observed is no more than where a table begins, which changes with the order of its keys."""
    if source is None or not source.is_table(finding.at):
        return False
    span = source.value(finding.at)
    place = (finding.line, finding.column, finding.end_column)
    return place == (span.line, span.column, span.end_column) and finding.observed == _shown(finding)


def _shown(finding: Finding) -> str:
    return finding.line_text[(finding.column or 1) - 1 : (finding.end_column or 1) - 1]


def _digest(parts: tuple[str, ...]) -> str:
    text = json.dumps(parts, ensure_ascii=True)
    return sha256(text.encode()).hexdigest()[:_LENGTH]
