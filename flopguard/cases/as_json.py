"""The result of testing policies, for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flopguard.cases.suite import Failure, Tested, WrongSide
from flopguard.policy.types import Policy

FORMAT = "flopguard-cases/1"


def render(results: Sequence[Tested]) -> str:
    """Every result; nothing of it depends on how a terminal looks."""
    body = {"format": FORMAT, "policies": [_policy(result) for result in results]}
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def _policy(result: Tested) -> dict[str, Any]:
    policy = result.suite.policy
    failures = [_failure(failure) for failure in result.failures]
    return {
        "policy": policy.id,
        "path": result.suite.path,
        "cases": len(result.suite.cases),
        "generated": result.generated,
        "failed": result.failed,
        "failures": [*failures, *(_wrong(wrong, policy) for wrong in result.wrong)],
        "gaps": list(result.gaps),
    }


def _failure(failure: Failure) -> dict[str, Any]:
    case = failure.case
    return {
        "case": case.name,
        "line": case.line,
        "as_of": case.settings.as_of.isoformat(),
        "differences": [
            {"what": entry.what, "expected": entry.expected, "found": entry.found} for entry in failure.differences
        ],
    }


def _wrong(wrong: WrongSide, policy: Policy) -> dict[str, Any]:
    difference = {"what": "holds", "expected": _word(wrong.case.expected), "found": _word(wrong.found)}
    as_of = wrong.case.made.as_of.isoformat()
    return {"case": wrong.case.name(policy), "line": None, "as_of": as_of, "differences": [difference]}


def _word(truth: bool | None) -> str:
    return "open" if truth is None else str(truth).lower()
