"""Problems found while a file was loaded, as findings."""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.rule import Subject


def problems_of_kind(subject: Subject, kind: str) -> Iterator[Finding]:
    """A finding for each problem of this kind; a line that the problem names itself is kept."""
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
