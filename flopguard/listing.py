"""Problems of a file as lines that an editor can follow: `file:line: what (what to do)`."""

from __future__ import annotations

from collections.abc import Iterable

from flopguard.problems import Problem
from flopguard.source import Source


def listed(source: Source, problems: Iterable[Problem], inside: str = "") -> str:
    """A line for each problem; `inside` is the pointer of the table that their places are in."""
    return "\n".join(_line(source, problem, inside + problem.at) for problem in problems)


def _line(source: Source, problem: Problem, at: str) -> str:
    span = source.key(at) if problem.points_at == "key" else source.value(at)
    cure = f" ({problem.help})" if problem.help else ""
    return f"{source.path}:{problem.line or span.line}: {problem.message}{cure}"
