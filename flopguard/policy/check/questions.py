"""The open questions of a policy, and their readings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flopguard.components import ComponentKey
from flopguard.policy.check.fields_asked import unknown_fields
from flopguard.policy.check.found import problem
from flopguard.policy.check.used import counting_rules_of, parameters_of, reached_from
from flopguard.policy.types import Mark, OpenQuestion, Policy, Trigger
from flopguard.problems import Problem


def questions_of(policy: Policy) -> Iterator[Problem]:
    """Every problem of the open questions."""
    for name, count in Counter(question.id for question in policy.open_question).items():
        if count > 1:
            yield problem("/open_question", f"question '{name}' stands {count} times", "give each its own id")
    for number, question in enumerate(policy.open_question):
        at = f"/open_question/{number}"
        yield from _triggers(policy, f"{at}/triggers", question)
        yield from unknown_fields(f"{at}/facts", question.facts)
        for name, count in Counter(reading.id for reading in question.readings).items():
            if count > 1:
                yield problem(at, f"reading '{name}' stands {count} times", "give each reading its own id")
        if len(question.readings) < 2:
            yield problem(at, f"question '{question.id}' has fewer than two readings", "add the other reading")
        yield from _readings(policy, at, question)


def _triggers(policy: Policy, at: str, question: OpenQuestion) -> Iterator[Problem]:
    triggers = {trigger.id for trigger in policy.trigger}
    if not question.triggers:
        yield problem(at, f"question '{question.id}' touches no trigger", f"name one of: {', '.join(sorted(triggers))}")
    for name in question.triggers:
        if name not in triggers:
            yield problem(at, f"'{name}' is not a trigger of this policy", ", ".join(sorted(triggers)))


def _readings(policy: Policy, at: str, question: OpenQuestion) -> Iterator[Problem]:
    effects = [tuple(sorted(reading.set.items())) for reading in question.readings]
    if len(set(effects)) < len(effects):
        yield problem(at, f"two readings of '{question.id}' set the same", "a reading that changes nothing is none")
    elif len(effects) > 1:
        yield from _set_alike(at, question)
    touched = reached_from(policy, question.triggers)
    for number, reading in enumerate(question.readings):
        place = f"{at}/readings/{number}"
        for path, value in reading.set.items():
            if not _settable(policy, path):
                help = "a reading sets parameters.NAME or counting.NAME.COMPONENT"
                yield problem(place, f"reading '{reading.id}' sets '{path}', which is not there", help)
            elif path.startswith("counting.") and value not in set(Mark):
                help = f"one of: {', '.join(Mark)}"
                yield problem(place, f"reading '{reading.id}' sets '{path}' to '{value}', which is no mark", help)
            elif touched and not _used(policy, path, touched):
                said = f"reading '{reading.id}' sets '{path}', which no trigger of '{question.id}' uses"
                yield problem(
                    place, said, "a reading that changes nothing is none: let a leaf name it, or leave it out"
                )


def _set_alike(at: str, question: OpenQuestion) -> Iterator[Problem]:
    """What every reading sets to the same value decides nothing between them."""
    first, *others = (reading.set for reading in question.readings)
    for path, value in first.items():
        if all(path in other and repr(other[path]) == repr(value) for other in others):
            said = f"every reading of '{question.id}' sets '{path}' to '{value}'"
            yield problem(at, said, "set it where it is defined, and leave it out of the readings")


def _settable(policy: Policy, path: str) -> bool:
    match path.split("."):
        case ["parameters", name]:
            return name in policy.parameters
        case ["counting", name, component]:
            return name in policy.counting and component in set(ComponentKey)
        case _:
            return False


def _used(policy: Policy, path: str, triggers: tuple[Trigger, ...]) -> bool:
    """Whether what a reading sets is used by one of the triggers."""
    kind, name, *_ = path.split(".")
    return name in (parameters_of(triggers) if kind == "parameters" else counting_rules_of(policy, triggers))
