"""Problems found while a file was loaded, as findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from flopguard.finding import Finding, Fix
from flopguard.lint.rule import Subject
from flopguard.source import Source

Mend = Callable[[Finding, Source], Fix | None]


def problems_of_kind(subject: Subject, kind: str, mend: Mend | None = None) -> Iterator[Finding]:
    """A finding for each problem of this kind; a line that the problem names itself is kept.

    `mend` tells from the text how it is mended.
    """
    for finding in _found(subject, kind):
        fix = mend(finding, subject.source) if mend and subject.source else None
        yield replace(finding, fix=fix) if fix else finding


def _found(subject: Subject, kind: str) -> Iterator[Finding]:
    for problem in subject.problems:
        if problem.kind == kind:
            yield Finding(
                at=problem.at,
                message=problem.message,
                help=problem.help,
                points_at=problem.points_at,
                line=problem.line,
                column=problem.column,
            )
