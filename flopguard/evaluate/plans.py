"""What a verdict makes of runs that are not over: texts count plans, what is under way, or what is spent."""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.estimate.types import SPENT, TO_COME, PhaseCompute
from flopguard.evaluate.case import Case
from flopguard.evaluate.condition import Guarded, Question, amounts
from flopguard.evaluate.world import counting_in
from flopguard.manifest.training import Status
from flopguard.policy.conditions import leaves, with_parameters
from flopguard.policy.types import Condition, Mark, QuantityLeaf, TriggerLeaf

ASKED = {"begun": "only runs that have begun count", "spent": "only what is spent counts"}


def plan_notes(case: Case) -> tuple[str, ...]:
    """For each phase that is not over, how it was counted, each once."""
    return tuple(dict.fromkeys(note for question in case.questions for note in _notes(question)))


def not_counted(question: Question) -> tuple[str, ...]:
    """The names of the planned phases that some leaf leaves out because they have not begun."""
    names = (phase.name for leaf in _compute_leaves(question) for phase in _left_out(leaf, question))
    return tuple(dict.fromkeys(names))


def _notes(question: Question) -> Iterator[str]:
    counted = [phase for found in amounts(question) for counted in found.tallies for phase in counted.phases]
    for leaf in _compute_leaves(question):
        for phase in _left_out(leaf, question):
            yield f"that the plan of {phase.name} does not count: {ASKED[leaf.plans]}"
        for phase in counted:
            if phase.status is Status.RUNNING and leaf.plans == "spent":
                yield f"that {phase.name} counts as far as it has come{_untold(phase)}"
            elif phase.status is Status.PLANNED or (phase.status is Status.RUNNING and _is_to_reach(phase)):
                yield f"that {phase.name} comes to what is planned"


def _untold(phase: PhaseCompute) -> str:
    """That nothing tells how far that is: the totals of the model then start higher than what counts here."""
    inputs = phase.so_far.inputs if phase.so_far else ()
    return ", of which nothing is stated" if any(item.name.endswith(SPENT) for item in inputs) else ""


def _is_to_reach(phase: PhaseCompute) -> bool:
    """Whether it is stated of a run that goes on what it comes to in the end."""
    inputs = phase.chosen.amount.inputs if phase.chosen else ()
    return not any(item.name.endswith(TO_COME) for item in inputs)


def _left_out(leaf: QuantityLeaf, question: Question) -> Iterator[PhaseCompute]:
    """The plans that have not begun and would count if they had."""
    if leaf.plans == "planned" or leaf.counting is None:
        return
    world = question.world
    marks = counting_in(world, with_parameters(leaf, world.parameters).counting or "").marks
    for phase in world.facts.compute.phases:
        waits = phase.status is Status.PLANNED and phase.so_far is None and phase.chosen is not None
        if waits and any(all(marks[key] is not Mark.OUT for key in way) for way in phase.ways):
            yield phase


def _compute_leaves(question: Question) -> Iterator[QuantityLeaf]:
    """The leaves that count training compute, those of the named triggers of the policy among them."""
    waiting: list[Condition] = [question.condition]
    while waiting:
        for leaf in leaves(waiting.pop()):
            if isinstance(leaf, QuantityLeaf) and leaf.counting is not None:
                yield leaf
            target = question.triggers.get(leaf.trigger) if isinstance(leaf, TriggerLeaf) else None
            if isinstance(target, Guarded):
                waiting.append(target.condition)
