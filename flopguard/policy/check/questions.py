"""The open questions of a policy, and their readings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flopguard.components import ComponentKey
from flopguard.policy.check.found import problem
from flopguard.policy.types import Mark, OpenQuestion, Policy
from flopguard.problems import Problem


def questions_of(policy: Policy) -> Iterator[Problem]:
    """Every problem of the open questions."""
    triggers = {trigger.id for trigger in policy.trigger}
    for name, count in Counter(question.id for question in policy.open_question).items():
        if count > 1:
            yield problem("/open_question", f"question '{name}' stands {count} times", "give each its own id")
    for number, question in enumerate(policy.open_question):
        at = f"/open_question/{number}"
        for name in question.triggers:
            if name not in triggers:
                yield problem(
                    f"{at}/triggers", f"'{name}' is not a trigger of this policy", ", ".join(sorted(triggers))
                )
        for name, count in Counter(reading.id for reading in question.readings).items():
            if count > 1:
                yield problem(at, f"reading '{name}' stands {count} times", "give each reading its own id")
        if len(question.readings) < 2:
            yield problem(at, f"question '{question.id}' has fewer than two readings", "add the other reading")
        yield from _readings(policy, at, question)


def _readings(policy: Policy, at: str, question: OpenQuestion) -> Iterator[Problem]:
    effects = [tuple(sorted(reading.set.items())) for reading in question.readings]
    if len(set(effects)) < len(effects):
        yield problem(at, f"two readings of '{question.id}' set the same", "a reading that changes nothing is none")
    for reading in question.readings:
        for path, value in reading.set.items():
            if not _settable(policy, path):
                help = "a reading sets parameters.NAME or counting.NAME.COMPONENT"
                yield problem(at, f"reading '{reading.id}' sets '{path}', which is not there", help)
            elif path.startswith("counting.") and value not in set(Mark):
                help = f"one of: {', '.join(Mark)}"
                yield problem(at, f"reading '{reading.id}' sets '{path}' to '{value}', which is no mark", help)


def _settable(policy: Policy, path: str) -> bool:
    match path.split("."):
        case ["parameters", name]:
            return name in policy.parameters
        case ["counting", name, component]:
            return name in policy.counting and component in set(ComponentKey)
        case _:
            return False
