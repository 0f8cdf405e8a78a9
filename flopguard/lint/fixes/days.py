"""A date whose year stands first, in the form that is read."""

from __future__ import annotations

import re

from flopguard.dates import DateError, partial_date
from flopguard.finding import Edit, Finding, Fix
from flopguard.lint.fixes.text_at import text_at
from flopguard.source import Source

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?")


def fix_of_date(finding: Finding, source: Source) -> Fix | None:
    """2026/3/1 as 2026-03-01. Where the day or the month stands first it is not told which is which."""
    found = _YEAR_FIRST.fullmatch((text_at(finding.at, source) or "").strip())
    if found is None or (found[2] == "." and not found[4]):  # 2026.3 may as well be a number
        return None
    text = "-".join([found[1], *(part.zfill(2) for part in (found[3], found[4]) if part)])
    try:
        partial_date(text)
    except DateError:
        return None
    return Fix(says=f"write {text}", edits=(Edit(at=finding.at, text=text),))
