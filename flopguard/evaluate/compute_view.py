"""Actual compute as the report shows it: each phase with its methods beside it, each counting rule with its totals."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from flopguard.estimate.types import ActualCompute, Estimated, PhaseCompute, as_range
from flopguard.evaluate.counting import Counting, marks_of, tally, total_of
from flopguard.evaluate.memo import Memo
from flopguard.policy.types import Policy
from flopguard.result import Component, Compute, CrossCheck, MethodGap, Range, Total


def view(
    compute: ActualCompute, policies: Iterable[Policy], unstated: Fraction | None, memo: Memo | None = None
) -> Compute:
    """The report's compute section. `memo` is that of the facts where the same totals are evaluated as well."""
    memo = memo or Memo()
    return Compute(
        components=tuple(_component(phase) for phase in compute.phases),
        totals=tuple(
            total
            for policy in sorted(policies, key=lambda entry: entry.id)
            for total in _totals(compute, policy, unstated, memo)
        ),
    )


def _component(phase: PhaseCompute) -> Component:
    chosen, origin = phase.chosen, phase.origin_name or phase.origin
    whose = f" of {origin}" if origin else ""
    return Component(
        at=phase.at,
        component=phase.component.value,
        name=phase.name,
        run=phase.run,
        origin=origin,
        flop=as_range(chosen.amount.bounds()) if chosen else None,
        method=chosen.method if chosen else None,
        evidence=chosen.evidence if chosen else None,
        source=chosen.source if chosen else None,
        assumptions=tuple(map(str, chosen.assumptions)) if chosen else (),
        cross_checks=tuple(_cross_check(answer, chosen) for answer in phase.others) if chosen else (),
        gaps=tuple(
            MethodGap(method=gap.method, needs=tuple(f"{need}{whose}" for need in gap.needs)) for gap in phase.gaps
        ),
        steps=chosen.steps if chosen else (),
        status=phase.status.value,
        why=phase.why,
        so_far=_so_far(phase),
    )


def _so_far(phase: PhaseCompute) -> Range | None:
    """What is spent of a phase that goes on, where more is known of it than that it is at most the whole."""
    if phase.so_far is None or phase.chosen is None:
        return None
    spent, whole = phase.so_far.bounds(), phase.chosen.amount.bounds()
    return None if spent.low == 0 and spent.high == whole.high else as_range(spent)


def _cross_check(answer: Estimated, chosen: Estimated) -> CrossCheck:
    ours, theirs = chosen.amount.central(), answer.amount.central()
    ratio = float(round(theirs / ours, 4)) if ours and theirs is not None else None
    return CrossCheck(
        method=answer.method,
        flop=as_range(answer.amount.bounds()),
        ratio=ratio,
        independent=answer.independent,
        assumptions=tuple(map(str, answer.assumptions)),
        steps=answer.steps,
    )


def _totals(compute: ActualCompute, policy: Policy, unstated: Fraction | None, memo: Memo) -> Iterable[Total]:
    for name, rule in policy.counting.items():
        counting = Counting(label=f"{policy.id}/{name}", marks=marks_of(rule), own_ancestors=rule.own_ancestors)
        yield total_of(policy.id, name, tally(compute, counting, unstated, memo), counting.marks, memo)
