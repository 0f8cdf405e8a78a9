"""A problem in a file: what is wrong, where, and what to do. Loading collects them all and raises none."""

from __future__ import annotations

from flopguard.record import record


@record
class Problem:
    """One problem of a file. `kind` is stable: it chooses the lint rule that reports it."""

    kind: str
    at: str
    message: str
    help: str = ""
    points_at: str = "value"
    line: int | None = None
    column: int | None = None
