"""A problem of a policy that its types allow."""

from __future__ import annotations

from flopguard.problems import Problem


def problem(at: str, message: str, help: str) -> Problem:
    """What is wrong with a policy at a place, and the cure."""
    return Problem(kind="policy", at=at, message=message, help=help)
