"""How far a text settles the points of a comparison: by its conditions, or by what was judged of its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flopguard.finding import Severity
from flopguard.policy.lint.placed import quantities
from flopguard.policy.lint.rule import Note, Subject
from flopguard.policy.lint.settled import Asked, settled_by_data
from flopguard.policy.types import (
    Openness,
    Point,
    Policy,
    QuantityLeaf,
    QuantityName,
    Trigger,
)
from flopguard.record import record

UNJUDGED = "neither the condition nor [trigger.ambiguity] settles it"
JUDGED = "the text does not settle it"


@record
class Standing:
    """How far one point of one trigger is settled, where that is to be read, and what is said of it."""

    trigger: Trigger
    leaf: QuantityLeaf
    at: str
    openness: Openness
    said: str | None = None


_ALWAYS = frozenset({Asked.BASELINE, Asked.SCALE, Asked.METRIC, Asked.TIMING, Asked.POST_TRAINING, Asked.COMPUTE_SCOPE})
_OF_A_MULTIPLE = frozenset({Asked.REFERENCE, Asked.TIMING, Asked.COMPUTE_SCOPE, Asked.RESET})
_OF_A_STEP = frozenset({Asked.REFERENCE, Asked.TIMING, Asked.RESET})
_OF_A_RATE = frozenset({Asked.BASELINE, Asked.REFERENCE, Asked.METRIC, Asked.TIMING, Asked.POST_TRAINING})
_EARLIER = ("last_assessment", "first_assessment")


def asked_of(leaf: QuantityLeaf) -> frozenset[Asked]:
    """The points that a leaf turns on: most of them only where it compares effective compute or a multiple."""
    return _of_a_comparison(leaf) | {Asked.OPERATOR}


def _of_a_comparison(leaf: QuantityLeaf) -> frozenset[Asked]:
    match leaf.quantity:
        case QuantityName.EFFECTIVE_COMPUTE:
            return _ALWAYS | _OF_A_MULTIPLE if leaf.relative_to is not None else _ALWAYS
        case QuantityName.TRAINING_COMPUTE if leaf.relative_to in _EARLIER:
            return _OF_A_MULTIPLE
        case QuantityName.BENCHMARK if leaf.relative_to in _EARLIER:
            return _OF_A_STEP
        case QuantityName.PROGRESS_RATE:
            return _OF_A_RATE if leaf.relative_to is not None else _OF_A_RATE - {Asked.REFERENCE}
        case _:
            return frozenset()


def standings(subject: Subject, point: Asked, *, judged_too: bool = False) -> Iterator[Standing]:
    """Each trigger that turns on the point, once, with how far it is settled.

    With `judged_too` also each that compares a number and whose text was judged on the point, whatever it compares.
    """
    told: set[str] = set()
    for number, trigger, place, leaf in quantities(subject):
        judged = judged_too and getattr(trigger.ambiguity, point.value, None) is not None
        if (judged or point in asked_of(leaf)) and trigger.id not in told:
            told.add(trigger.id)
            yield _standing(subject.policy, number, trigger, place, leaf, point)


def _standing(policy: Policy, number: int, trigger: Trigger, place: str, leaf: QuantityLeaf, point: Asked) -> Standing:
    judged: Point | None = getattr(trigger.ambiguity, point.value, None)
    if judged is not None:
        at = f"/trigger/{number}/ambiguity/{point.value}"
        return Standing(trigger=trigger, leaf=leaf, at=at, openness=judged.is_, said=judged.note)
    openness = Openness.DEFINED if settled_by_data(policy, trigger, leaf, point) else Openness.OPEN
    return Standing(trigger=trigger, leaf=leaf, at=place, openness=openness)


def open_notes(
    subject: Subject, point: Asked, words: str, help: str, differ: Callable[[Policy, QuantityLeaf], str] | None = None
) -> Iterator[Note]:
    """A note for each trigger that leaves the point open, and a milder one where it is settled in part."""
    for found in standings(subject, point, judged_too=True):
        if found.openness in (Openness.OPEN, Openness.PARTLY):
            half = found.openness is Openness.PARTLY
            by = differ(subject.policy, found.leaf) if differ is not None else ""
            parts = [f"'{found.trigger.id}' settles only in part" if half else f"'{found.trigger.id}' leaves open"]
            message = f"{parts[0]} {words}: {_why(found)}"
            severity = Severity.INFO if half else Severity.WARNING
            yield Note(at=found.at, message=f"{message}; {by}" if by else message, help=help, severity=severity)


def _why(found: Standing) -> str:
    return found.said or (JUDGED if "/ambiguity/" in found.at else UNJUDGED)
