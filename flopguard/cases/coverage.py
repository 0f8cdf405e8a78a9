"""What the cases of a policy leave untried, each gap named so that a case for it can be written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from flopguard.cases.generated import Cases
from flopguard.cases.load import Case, Suite
from flopguard.cases.run import Found
from flopguard.evaluate.traits import trait
from flopguard.evaluate.world import World, worlds
from flopguard.policy.conditions import leaves
from flopguard.policy.types import (
    Duty,
    FactLeaf,
    JudgementLeaf,
    Leaf,
    MediaLeaf,
    ParameterLeaf,
    Policy,
    QuantityLeaf,
    StatusEntry,
    Trigger,
    TriggerLeaf,
)
from flopguard.policy.when import doubt_on
from flopguard.result import Outcome

WANTED = (Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED)
"""What every trigger comes out as in some case."""
DATED = ("known_in_advance", "crossed", "released")
"""The events whose day a manifest has; a duty that is counted from others has no due date."""


def gaps(suite: Suite, made: Cases, found: Callable[[Case], Found]) -> tuple[str, ...]:
    """Everything that no case tries, in the order of the policy."""
    if suite.path is None:
        return ("there is no file of cases",)
    policy, cases = suite.policy, suite.cases
    return (
        *_days(policy, cases),
        *_outcomes(policy, cases),
        *_answers(policy, cases),
        *_leaves(policy, cases, found),
        *made.gaps,
        *_due(policy, cases),
        *_totals(policy, cases),
    )


def _days(policy: Policy, cases: Sequence[Case]) -> Iterator[str]:
    tried = {case.settings.as_of for case in cases if case.expect or not case.entry.standing}
    dates = {entry.from_: f"status {entry.is_.value}" for entry in policy.status}
    dates |= {entry.earliest: f"the earliest of {entry.is_.value}" for entry in _in_doubt(policy) if entry.earliest}
    for trigger in policy.trigger:
        dates.update((entry.from_, f"threshold of {trigger.id}") for entry in trigger.threshold)
    for day, what in sorted(dates.items()):
        yield from (f"no case on {at}{side} ({what})" for at, side in _on_and_before(day) if at not in tried)


def _in_doubt(policy: Policy) -> Iterator[StatusEntry]:
    """The entries of which it is open when they began, where the answer decides whether some trigger applies."""
    for entry in policy.status:
        if entry.earliest is not None and any(doubt_on(policy, each, entry.earliest) for each in policy.trigger):
            yield entry


def _on_and_before(day: date) -> Iterator[tuple[date, str]]:
    if day > date.min:
        yield day - timedelta(days=1), ", the day before"
    yield day, ""


def _outcomes(policy: Policy, cases: Sequence[Case]) -> Iterator[str]:
    for trigger in policy.trigger:
        seen = {case.expect.get(trigger.id) for case in cases}
        yield from (f"{trigger.id}: never {outcome.value}" for outcome in WANTED if outcome not in seen)


def _answers(policy: Policy, cases: Sequence[Case]) -> Iterator[str]:
    given = {
        (entry.question, entry.value)
        for case in cases
        if case.loaded.manifest is not None
        for entry in case.loaded.manifest.answer
    }
    judgements = dict.fromkeys(leaf.judgement for _, leaf in _all_leaves(policy) if isinstance(leaf, JudgementLeaf))
    for name in judgements:
        for value, word in ((True, "yes"), (False, "no")):
            if (f"{policy.id}/{name}", value) not in given:
                yield f"judgement {name}: never answered {word}"
    for question in policy.open_question:
        for reading in question.readings:
            if (f"{policy.id}/{question.id}", reading.id) not in given:
                yield f"question {question.id}: reading {reading.id} is never chosen"


def _all_leaves(policy: Policy) -> Iterator[tuple[Trigger, Leaf]]:
    for trigger in policy.trigger:
        for threshold in trigger.threshold:
            yield from ((trigger, leaf) for leaf in leaves(threshold.when))


# --- leaves that need no person ----------------------------------------------------------------------------------


def _leaves(policy: Policy, cases: Sequence[Case], found: Callable[[Case], Found]) -> Iterator[str]:
    """Each leaf on media, facts, parameters and triggers that is not both true and false in some case.

    Quantities are generated on both sides of their lines, or else named by the reason why they are not.
    """
    for trigger, leaf in dict.fromkeys(_all_leaves(policy)):
        if isinstance(leaf, (QuantityLeaf, JudgementLeaf)):
            continue
        left = {True, False}
        for case in cases:
            left -= set(_truths(policy, trigger, leaf, found(case)))
            if not left:
                break
        for truth in sorted(left, reverse=True):
            yield f"{trigger.id}: {_named(leaf)} is never {str(truth).lower()}"


def _truths(policy: Policy, trigger: Trigger, leaf: Leaf, found: Found) -> Iterable[bool]:
    if isinstance(leaf, TriggerLeaf):
        outcome = found.outcome(leaf.trigger)
        return () if outcome is Outcome.UNDETERMINED else (outcome is Outcome.TRIGGERED,)
    assert isinstance(leaf, (MediaLeaf, FactLeaf, ParameterLeaf))
    every: tuple[World, ...] = ()
    if isinstance(leaf, ParameterLeaf):
        every = worlds(policy, frozenset({trigger.id}), found.facts, found.library) or ()
    answers = [trait(leaf, world).truth for world in every or (World(policy, found.facts),)]
    return [truth for truth in answers if truth is not None]


def _named(leaf: Leaf) -> str:
    match leaf:
        case TriggerLeaf(trigger=name):
            return f"trigger {name}"
        case MediaLeaf(outputs_any=outputs):
            return f"output of {' or '.join(outputs)}"
        case FactLeaf(fact=fact):
            return f"fact {fact.value}"
        case ParameterLeaf(parameter=name):
            return f"parameter {name}"
        case _:
            return str(leaf)


# --- what follows ------------------------------------------------------------------------------------------------


def _due(policy: Policy, cases: Sequence[Case]) -> Iterator[str]:
    for trigger in policy.trigger:
        compared = [case.entry.due[trigger.id] for case in cases if trigger.id in case.entry.due]
        for number, duty in enumerate(trigger.duty):
            if has_date(trigger, duty) and not any(_tells(dates, number) for dates in compared):
                yield f"{trigger.id}: no case compares the due date of duty {number + 1}, within {duty.within}"


def has_date(trigger: Trigger, duty: Duty) -> bool:
    """Whether a manifest can tell when a duty falls due."""
    return duty.within is not None and bool(trigger.transition or set(duty.counted_from) & set(DATED))


def _tells(dates: tuple[object, ...], number: int) -> bool:
    by_duty = bool(dates) and isinstance(dates[0], tuple)
    listed = dates[number] if by_duty and number < len(dates) else dates if number == 0 and not by_duty else ()
    return bool(listed)


def _totals(policy: Policy, cases: Sequence[Case]) -> Iterator[str]:
    compared = {name for case in cases for name in case.entry.totals}
    yield from (f"counting {name}: no case compares its totals" for name in policy.counting if name not in compared)
