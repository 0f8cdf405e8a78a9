"""The same phases by other methods: what a method that was not chosen would make of a verdict.

A method without assumptions stands for its central value; one that rests on an assumption, or that gives only a
bound, stands for its whole interval, so that it contradicts only where all of it does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from flopguard.estimate.types import ActualCompute, Estimated, PhaseCompute
from flopguard.evaluate.effective_facts import with_effective
from flopguard.evaluate.facts import Facts
from flopguard.formula import Amount, Role

Choice = Callable[[list[Estimated]], Estimated]


def other_methods(facts: Facts, *, assumed: bool = True) -> tuple[Facts, ...]:
    """The facts with the lowest and with the highest of the independent methods in every phase, where any differ.

    Without `assumed` ones, only methods whose figure is a value and rests on no assumed range.
    """
    return facts.memo.once(("other methods", assumed), lambda: _other_methods(facts, assumed))


def _other_methods(facts: Facts, assumed: bool) -> tuple[Facts, ...]:
    computes = [facts.compute, *(compute for compute in facts.assessed.values() if compute)]
    if not any(_alternatives(phase, assumed) for compute in computes for phase in compute.phases):
        return ()
    return tuple(_with(facts, choice, assumed) for choice in (_lowest, _highest))


def _alternatives(phase: PhaseCompute, assumed: bool) -> list[Estimated]:
    return [answer for answer in phase.others if answer.independent and (assumed or not _rests_on_a_range(answer))]


def _with(facts: Facts, choice: Choice, assumed: bool) -> Facts:
    others = {n: compute and _rechosen(compute, choice, assumed) for n, compute in facts.assessed.items()}
    return with_effective(facts.with_compute(_rechosen(facts.compute, choice, assumed), others))


def _rechosen(compute: ActualCompute, choice: Choice, assumed: bool) -> ActualCompute:
    return replace(compute, phases=tuple(_phase(phase, choice, assumed) for phase in compute.phases))


def _phase(phase: PhaseCompute, choice: Choice, assumed: bool) -> PhaseCompute:
    others = _alternatives(phase, assumed)
    if phase.chosen is None or not others:
        return phase
    standing = [phase.chosen, *map(_standing_for, others)]
    return replace(phase, chosen=choice(standing))


def _rests_on_a_range(answer: Estimated) -> bool:
    central = answer.amount.central()
    return central is None or any(item.role is Role.ASSUMPTION for item in answer.amount.inputs)


def _standing_for(answer: Estimated) -> Estimated:
    central = answer.amount.central()
    if central is None or _rests_on_a_range(answer):
        return answer
    return replace(answer, amount=Amount.exactly(central, answer.amount.dimension))


def _lowest(answers: list[Estimated]) -> Estimated:
    """The one that surely stays lowest: by its upper end, so that a wide interval hides no other method."""
    return min(answers, key=_upper_end)


def _highest(answers: list[Estimated]) -> Estimated:
    return max(answers, key=lambda answer: answer.amount.bounds().low)


def _upper_end(answer: Estimated) -> tuple[bool, Fraction]:
    high = answer.amount.bounds().high
    return high is None, high or Fraction(0)
