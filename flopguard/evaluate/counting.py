"""One run, many totals: components and a counting rule become an amount with its open points as variables.

A component that the rule marks in counts once; one that is out not at all; an open one counts or does not, which is
one variable for all leaves and both sides of a ratio. What the source leaves out may add up to a multiple of what it
states; that is a variable too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import mul

from flopguard.components import INHERITED, ComponentKey
from flopguard.estimate.types import ActualCompute, PhaseCompute, as_range
from flopguard.formula import Amount, Input, Role, total
from flopguard.policy.types import CountingRule, Mark
from flopguard.quantity import Estimate
from flopguard.result import OpenComponent, Total
from flopguard.units import Dimension

SWITCH = Estimate(Fraction(0), Fraction(0), Fraction(1), Dimension.RATIO)
SWITCH_ON = Estimate(Fraction(0), Fraction(1), Fraction(1), Dimension.RATIO)

Marks = Mapping[ComponentKey, Mark]


@dataclass(frozen=True, slots=True)
class Tally:
    """A model's total under one counting rule, with the variables that are open in it."""

    amount: Amount
    switches: tuple[str, ...]
    """Names of the open components that are present, as variables that are 0 or 1."""
    unstated: tuple[ComponentKey, ...]
    """Components that are not out and about which nothing is stated."""
    unbounded: bool
    """Whether what is not stated may add any amount."""
    phases: tuple[PhaseCompute, ...]
    """The phases that count or may count."""

    def bounds(self) -> Estimate:
        """The interval over everything that is open."""
        return self.amount.bounds()


def marks_of(rule: CountingRule, changes: Mapping[ComponentKey, Mark] | None = None) -> dict[ComponentKey, Mark]:
    """The mark of each component, with the changes that a reading makes."""
    return {**dict(rule.marked()), **(changes or {})}


def tally(
    compute: ActualCompute,
    marks: Marks,
    label: str,
    unstated: Fraction | None,
    *,
    count_integer: bool = True,
    own_only: bool = False,
    max_run: bool = False,
) -> Tally:
    """The total of a model under a counting rule. `label` names the rule in the names of its variables."""
    phases = [phase for phase in compute.phases if not (own_only and phase.origin is not None)]
    counted = [phase for phase in phases if phase.chosen is not None and _may_count(phase, marks, count_integer)]
    terms = [(phase, _counted(phase, marks, label)) for phase in counted]
    stated = _largest_run(terms, label) if max_run else total((amount for _, amount in terms), Dimension.FLOP)
    lacking, unbounded = _lacking(compute, marks, own_only)
    amount = _with_unstated(stated, compute.model, lacking, unbounded or unstated is None, unstated)
    names = {item.name for item in amount.inputs if item.role is Role.OPEN}
    return Tally(
        amount, tuple(sorted(names)), lacking, bool(lacking) and (unbounded or unstated is None), tuple(counted)
    )


def _may_count(phase: PhaseCompute, marks: Marks, count_integer: bool) -> bool:
    if phase.integer and not count_integer:
        return False
    return all(marks[key] is not Mark.OUT for key in (phase.component, *phase.via))


def _counted(phase: PhaseCompute, marks: Marks, label: str) -> Amount:
    """The phase's amount times a switch for each open key that it enters through."""
    assert phase.chosen is not None
    keys = dict.fromkeys((phase.component, *phase.via))
    switches = (Amount.of(switch(label, key, marks[key])) for key in keys if marks[key].is_open)
    return reduce(mul, switches, phase.chosen.amount)


def switch(label: str, key: ComponentKey, mark: Mark) -> Input:
    """The variable of an open component; its central value is whether the text leans to counting it."""
    return Input(f"{label}/{key}", SWITCH_ON if mark is Mark.LEANING_IN else SWITCH, Role.OPEN)


def _largest_run(terms: list[tuple[PhaseCompute, Amount]], label: str) -> Amount:
    """The largest single run as an interval; phases that name no run may be one run or several."""
    if not terms:
        return Amount(Dimension.FLOP)
    runs: dict[str, list[Amount]] = {}
    for phase, amount in terms:
        runs.setdefault(phase.run, []).append(amount)
    bounds = [total(amounts, Dimension.FLOP).bounds() for amounts in runs.values()]
    named = [_run_low(run, amounts) for run, amounts in runs.items()]
    highs = [estimate.high for estimate in bounds]
    high = None if None in highs else max(value for value in highs if value is not None)
    centrals = [estimate.central for estimate in bounds if estimate.central is not None]
    central = max(centrals) if len(centrals) == len(bounds) else None
    largest = Estimate(max(named), central, high, Dimension.FLOP)
    return Amount.of(Input(f"{label}/largest run", largest))


def _run_low(run: str, amounts: list[Amount]) -> Fraction:
    lows = [amount.bounds().low for amount in amounts]
    return max(lows) if run == "" or run.endswith("#") else sum(lows, start=Fraction(0))


def _lacking(compute: ActualCompute, marks: Marks, own_only: bool) -> tuple[tuple[ComponentKey, ...], bool]:
    """The components about which nothing is stated, and whether they may add without bound."""
    stated, unknown = _stated_keys(compute, own_only)
    open_ended = _origin_unknown(compute, stated, unknown, own_only)
    if compute.complete and compute.phases and not unknown:
        return (), False
    closed = set(INHERITED) if compute.no_base or own_only else set()
    candidates = unknown if compute.complete and compute.phases else set(ComponentKey) - stated | unknown
    lacking = tuple(key for key in ComponentKey if key in candidates - closed and marks[key] is not Mark.OUT)
    return lacking, bool(lacking) and open_ended


def _stated_keys(compute: ActualCompute, own_only: bool) -> tuple[set[ComponentKey], set[ComponentKey]]:
    """Components of which an amount is stated, and those that exist without one."""
    stated: set[ComponentKey] = set()
    unknown: set[ComponentKey] = set()
    for phase in compute.phases:
        if own_only and phase.origin is not None:
            continue
        keys = {phase.component, *phase.via} if phase.origin is None else set(phase.via) | _lump_key(phase)
        (stated if phase.chosen is not None else unknown).update(keys)
    if compute.unknown_bases and not own_only:
        unknown.add(ComponentKey.BASE_INHERITED)
    return stated, unknown


def _lump_key(phase: PhaseCompute) -> set[ComponentKey]:
    return {phase.component} & set(INHERITED)


def _origin_unknown(
    compute: ActualCompute, stated: set[ComponentKey], unknown: set[ComponentKey], own_only: bool
) -> bool:
    """Whether the weights come from a run of which no amount is known, so that nothing bounds what is missing."""
    if ComponentKey.PRETRAIN in unknown or (compute.unknown_bases and not own_only):
        return True
    return not stated & {ComponentKey.PRETRAIN, *INHERITED}


def _with_unstated(
    stated: Amount, model: str, lacking: tuple[ComponentKey, ...], unbounded: bool, share: Fraction | None
) -> Amount:
    if not lacking or (share == 0 and not unbounded):
        return stated
    name = f"unstated components of {model}"
    if unbounded or share is None:
        anything = Estimate(Fraction(0), Fraction(0), None, Dimension.FLOP)
        return stated + Amount.of(Input(name, anything, Role.UNSTATED))
    more = Estimate(Fraction(0), Fraction(0), share, Dimension.RATIO)
    return stated + stated * Amount.of(Input(name, more, Role.UNSTATED))


def total_of(policy: str, counting: str, counted: Tally, marks: Marks) -> Total:
    """Lower, likely and upper totals as the report shows them."""
    opens = [item for item in counted.amount.inputs if item.role is Role.OPEN]
    unstated = {item.name: Fraction(0) for item in counted.amount.inputs if item.role is Role.UNSTATED}
    lower = counted.amount.fixed({**unstated, **{item.name: Fraction(0) for item in opens}})
    likely = counted.amount.fixed({**unstated, **{item.name: item.estimate.central or Fraction(0) for item in opens}})
    upper = counted.amount.fixed({item.name: Fraction(1) for item in opens})
    present = {phase.component for phase in counted.phases} | {key for phase in counted.phases for key in phase.via}
    return Total(
        policy=policy,
        counting=counting,
        lower=as_range(lower.bounds()),
        likely=as_range(likely.bounds()),
        upper=as_range(upper.bounds()),
        open=tuple(
            OpenComponent(component=key, mark=marks[key], stated=key in present)
            for key in ComponentKey
            if marks[key].is_open and (key in present or key in counted.unstated)
        ),
        unstated=tuple(key.value for key in counted.unstated),
    )
