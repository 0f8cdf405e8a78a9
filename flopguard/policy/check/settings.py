"""What a text of a leaf may stand for, over every reading."""

from __future__ import annotations

from flopguard.policy.types import Policy, Scalar


def values(policy: Policy, text: str | None) -> list[str]:
    """What a text of a leaf may stand for: itself, or every value that its parameter has in some reading."""
    if text is None or not text.startswith("$"):
        return [] if text is None else [text]
    return list(dict.fromkeys(str(value) for value in settings(policy, text[1:])))


def settings(policy: Policy, name: str) -> list[Scalar]:
    """Every value that a parameter has in some reading."""
    path = f"parameters.{name}"
    chosen = [r.set[path] for question in policy.open_question for r in question.readings if path in r.set]
    return [policy.parameters[name], *chosen] if name in policy.parameters else chosen
