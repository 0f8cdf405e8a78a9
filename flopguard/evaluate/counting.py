"""One run, many totals: components and a counting rule become an amount with its open points as variables.

A component that the rule marks in counts once; one that is out not at all; an open one counts or does not, which is
one variable for all leaves and both sides of a ratio. What the source leaves out may add up to a multiple of what it
states; that is a variable too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache, reduce
from operator import mul

from flopguard.components import INHERITED, ComponentKey
from flopguard.estimate.types import ActualCompute, Arithmetic, PhaseCompute, as_range
from flopguard.evaluate.memo import Memo, Same
from flopguard.formula import Amount, Input, Role, total, without_assumptions
from flopguard.manifest.training import Status
from flopguard.policy.types import CountingRule, Mark
from flopguard.quantity import Estimate
from flopguard.result import OpenComponent, Range, Total
from flopguard.units import Dimension

SWITCH = Estimate(Fraction(0), Fraction(0), Fraction(1), Dimension.RATIO)
SWITCH_ON = Estimate(Fraction(0), Fraction(1), Fraction(1), Dimension.RATIO)

Marks = Mapping[ComponentKey, Mark]

_EVERY_KEY = tuple(ComponentKey)
_NOTHING = Amount.exactly(0, Dimension.FLOP)
_OPEN = frozenset(mark for mark in Mark if mark.is_open)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """A counting rule as it is applied: its marks and what a reading or a leaf changes about it.

    `label` names the rule in the names of its variables.
    """

    label: str
    marks: Marks
    own_ancestors: bool = False
    """An ancestor that the same developer trained counts by its own keys alone."""
    count_integer: bool = True
    plans: str = "planned"
    own_only: bool = False
    """Ancestors are left out."""


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
    complete: bool = False
    """Whether the source says already that nothing else was spent."""

    def bounds(self) -> Estimate:
        """The interval over everything that is open."""
        return self.amount.bounds()


def marks_of(rule: CountingRule, changes: Mapping[ComponentKey, Mark] | None = None) -> Marks:
    """The mark of each component, with the changes that a reading makes."""
    marked = _marked(Same(rule))
    return {**marked, **changes} if changes else marked


@lru_cache(maxsize=1024)  # a rule never changes, and every manifest asks for all of them
def _marked(rule: Same[CountingRule]) -> Marks:
    return dict(rule.value.marked())


@dataclass(frozen=True, slots=True)
class _Rest:
    """What is not stated: which components, whether that has no bound, and how much it is to add at most."""

    lacking: tuple[ComponentKey, ...]
    open_ended: bool
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class _Sum:
    """A tally but for what it lists: the part that countings with the same marks on what is there have in common."""

    amount: Amount
    switches: tuple[str, ...]
    unbounded: bool
    phases: tuple[PhaseCompute, ...]


def tally(compute: ActualCompute, counting: Counting, unstated: Fraction | None, memo: Memo) -> Tally:
    """The total of a model under a counting rule.

    `unstated` None lets what is left out add without bound, and takes no range for granted that is only assumed.
    """
    rest = _rest(compute, counting, unstated, memo)
    there = memo.once(("keys", Same(compute)), lambda: _keys_there(compute))
    marks = tuple(counting.marks[key] for key in there)
    # Only the names of the variables of open components tell the labels of two countings apart.
    label = counting.label if not _OPEN.isdisjoint(marks) else ""
    how = (counting.own_ancestors, counting.count_integer, counting.plans, counting.own_only)
    share = rest.share and rest.share.as_integer_ratio()  # two integers are a faster key than a fraction
    alike = ("sum", Same(compute), marks, label, how, bool(rest.lacking), rest.open_ended, share)
    added = memo.once(alike, lambda: _sum(compute, counting, rest, _terms(compute, counting, unstated), memo))
    return _with_lists(added, rest, compute)


def _with_lists(added: _Sum, rest: _Rest, compute: ActualCompute) -> Tally:
    return Tally(added.amount, added.switches, rest.lacking, added.unbounded, added.phases, compute.complete)


def _keys_there(compute: ActualCompute) -> tuple[ComponentKey, ...]:
    """The keys whose marks decide what of the phases counts."""
    own = {key for phase in compute.phases for key in phase.keys}
    inherited = any(phase.origin is not None for phase in compute.phases)
    return tuple(sorted(own | {ComponentKey.PRETRAIN} if inherited else own))


def _terms(compute: ActualCompute, counting: Counting, unstated: Fraction | None) -> list[tuple[PhaseCompute, Amount]]:
    terms = [(phase, amount) for phase in compute.phases if (amount := _counted(phase, counting)) is not None]
    if unstated is None:
        terms = [(phase, without_assumptions(amount)) for phase, amount in terms]
    return terms


def run_tallies(compute: ActualCompute, counting: Counting, unstated: Fraction | None, memo: Memo) -> tuple[Tally, ...]:
    """A total for each run that could be the largest. Phases that name no run may be one run or several."""
    amounts = _terms(compute, counting, unstated)
    unnamed = [entry for entry in amounts if entry[0].run in ("", f"{entry[0].at.partition('#')[0]}#")]
    runs: dict[str, list[tuple[PhaseCompute, Amount]]] = {}
    for phase, amount in amounts:
        if (phase, amount) not in unnamed:
            runs.setdefault(phase.run, []).append((phase, amount))
    named = ([*terms, *_perhaps_in(f"run {name}", unnamed)] for name, terms in runs.items())
    alone = (
        [(phase, amount), *_perhaps_in("one run", [other for other in unnamed if other[0] is not phase])]
        for phase, amount in unnamed
    )
    rest = _rest(compute, counting, unstated, memo)
    sums = (_sum(compute, counting, rest, group, memo) for group in [*named, *alone] or [[]])
    return tuple(_with_lists(added, rest, compute) for added in sums)


def _perhaps_in(run: str, unnamed: list[tuple[PhaseCompute, Amount]]) -> list[tuple[PhaseCompute, Amount]]:
    """The phases that name no run, as far as they belong to this one."""
    share = Estimate(Fraction(0), None, Fraction(1), Dimension.RATIO)
    belong = Amount.of(Input(f"whether the phases that name no run are of {run}", share, Role.UNSTATED))
    return [(phase, amount * belong) for phase, amount in unnamed]


def _rest(compute: ActualCompute, counting: Counting, unstated: Fraction | None, memo: Memo) -> _Rest:
    lacking, open_ended = _lacking(compute, counting, memo)
    if unstated is not None and any(phase.component in lacking for phase in compute.unknown_phases):
        unstated = max(unstated, Fraction(1))  # a phase that exists is more than nothing
    return _Rest(lacking, open_ended, unstated)


def _sum(
    compute: ActualCompute, counting: Counting, rest: _Rest, terms: list[tuple[PhaseCompute, Amount]], memo: Memo
) -> _Sum:
    counted = total((amount for _, amount in terms), Dimension.FLOP)
    stated = _all_that_is_stated(compute, counting, memo)
    unbounded = bool(rest.lacking) and (rest.open_ended or rest.share is None or _may_be_nothing(stated))
    amount = counted + _unstated(stated, compute.model, rest, unbounded)
    switches = sorted({item.name for item in amount.inputs if item.role is Role.OPEN})
    return _Sum(amount, tuple(switches), unbounded, tuple(phase for phase, _ in terms))


def _counted(phase: PhaseCompute, counting: Counting) -> Amount | None:
    """The phase's amount times a variable for each open key that it enters through; None where it does not count."""
    amount = _spent(phase, counting)
    if amount is None or (counting.own_only and not _is_looked_at(phase, counting)):
        return None
    ways = [way for way in _ways(phase, counting) if all(counting.marks[key] is not Mark.OUT for key in way)]
    if not ways:
        return _perhaps_own(phase, amount, counting)
    opens = _open(ways, counting)
    return reduce(mul, (Amount.of(item) for item in (*opens, *_integer_share(phase, counting))), amount)


def _open(ways: list[tuple[ComponentKey, ...]], counting: Counting) -> list[Input]:
    """The variables of the open keys. Where each of two ways in is open, it takes one of them: that is one variable."""
    marks = counting.marks
    opens = [[key for key in way if marks[key].is_open] for way in ways]
    shared = [key for key in opens[0] if all(key in keys for keys in opens)]
    either = [key for keys in opens for key in keys if key not in shared]
    found = [switch(counting.label, key, marks[key]) for key in shared]
    if all(len(keys) > len(shared) for keys in opens) and len(opens) > 1:
        leans = Mark.LEANING_IN in [marks[key] for key in either]
        found.append(Input(f"{counting.label}/{' or '.join(either)}", SWITCH_ON if leans else SWITCH, Role.OPEN))
    return found


def _spent(phase: PhaseCompute, counting: Counting) -> Amount | None:
    """What the phase adds: nothing for integer operations that do not count, or for plans that do not.

    Of a plan that may have begun, what may be done of it.
    """
    if phase.chosen is None or (phase.arithmetic is Arithmetic.INTEGER and not counting.count_integer):
        return None
    if phase.status is Status.PLANNED and counting.plans != "planned":
        return phase.so_far
    return (phase.so_far or phase.chosen.amount) if counting.plans == "spent" else phase.chosen.amount


def _integer_share(phase: PhaseCompute, counting: Counting) -> tuple[Input, ...]:
    """Where only floating-point operations count and the shares are not stated: any share of the phase."""
    if phase.arithmetic is not Arithmetic.MIXED or counting.count_integer:
        return ()
    share = Estimate(Fraction(0), None, Fraction(1), Dimension.RATIO)
    return (Input(f"{phase.at}/floating-point share", share, Role.UNSTATED),)


def _ways(phase: PhaseCompute, counting: Counting) -> tuple[tuple[ComponentKey, ...], ...]:
    """The keys that must count for the phase to count, for each way in."""
    if phase.origin is not None and counting.own_ancestors and phase.same_developer:
        return ((ComponentKey.PRETRAIN,) if phase.component in INHERITED else (phase.component,),)
    return phase.ways


def _perhaps_own(phase: PhaseCompute, amount: Amount, counting: Counting) -> Amount | None:
    """An ancestor's phase that counts only if the same developer trained it, where that is not stated."""
    own = replace(phase, same_developer=True)
    asked = counting.own_ancestors and phase.origin is not None and phase.same_developer is None
    if not asked or any(counting.marks[key] is Mark.OUT for key in _ways(own, counting)[0]):
        return None
    share = Estimate(Fraction(0), None, Fraction(1), Dimension.RATIO)
    return amount * Amount.of(Input(f"whether {phase.origin} is by the same developer", share, Role.UNSTATED))


def switch(label: str, key: ComponentKey, mark: Mark) -> Input:
    """The variable of an open component; its central value is whether the text leans to counting it."""
    return Input(f"{label}/{key}", SWITCH_ON if mark is Mark.LEANING_IN else SWITCH, Role.OPEN)


def _lacking(compute: ActualCompute, counting: Counting, memo: Memo) -> tuple[tuple[ComponentKey, ...], bool]:
    """The components about which nothing is stated, and whether they may add without bound."""
    own_only = counting.own_only
    unsaid, open_ended = memo.once(("unsaid", Same(compute), own_only), lambda: _unsaid(compute, own_only=own_only))
    perhaps = _perhaps_own_keys(compute, counting)
    marks = counting.marks
    return tuple(key for key in unsaid if marks[key] is not Mark.OUT or key in perhaps), open_ended


def _unsaid(compute: ActualCompute, *, own_only: bool) -> tuple[tuple[ComponentKey, ...], bool]:
    """What nothing is stated about, whether it counts or not, and whether it may add without bound."""
    stated, unknown = _stated_keys(compute, own_only=own_only)
    open_ended = _origin_unknown(compute, stated, unknown, own_only=own_only)
    closed = set(INHERITED) if compute.no_base or own_only else set()
    # A base of unknown compute is one component that is lacking; what the card says of the others stands.
    origin_told = compute.no_base or not open_ended or bool(compute.unknown_bases)
    all_stated = compute.complete and bool(compute.phases) and origin_told
    if compute.bases_left_open:  # a base of a base is inherited too
        stated = stated - {ComponentKey.BASE_INHERITED}
    candidates = unknown if all_stated else (set(_EVERY_KEY) - stated) | unknown
    return tuple(key for key in _EVERY_KEY if key in candidates - closed), open_ended


def _perhaps_own_keys(compute: ActualCompute, counting: Counting) -> set[ComponentKey]:
    """Inherited keys that stay open although they are out, because the base may be the developer's own."""
    if not counting.own_ancestors:
        return set()
    known = [base.same_developer for base in compute.unknown_bases]
    known += [phase.same_developer for phase in compute.phases if phase.origin is not None]
    return set() if known and all(same is False for same in known) else set(INHERITED)


def _stated_keys(compute: ActualCompute, *, own_only: bool) -> tuple[set[ComponentKey], set[ComponentKey]]:
    """Components of which an amount is stated, and those that exist without one."""
    stated: set[ComponentKey] = set()
    unknown: set[ComponentKey] = set()
    for phase in compute.phases:
        if own_only and phase.origin is not None:
            continue
        keys = set(phase.keys) & set(INHERITED) if phase.via or phase.other_way else {phase.component}
        (stated if phase.chosen is not None else unknown).update(keys)
    if compute.unknown_bases and not own_only:
        unknown.add(ComponentKey.BASE_INHERITED)
    return stated, unknown


def _origin_unknown(
    compute: ActualCompute, stated: set[ComponentKey], unknown: set[ComponentKey], *, own_only: bool
) -> bool:
    """Whether the weights come from a run of which no amount is known, so that nothing bounds what is missing."""
    if own_only:  # where there is a base, the weights come from there and are not asked about
        made_from = bool(compute.unknown_bases) or any(phase.origin is not None for phase in compute.phases)
        return ComponentKey.PRETRAIN in unknown or not (made_from or ComponentKey.PRETRAIN in stated)
    if ComponentKey.PRETRAIN in unknown or compute.unknown_bases:
        return True
    return not stated & {ComponentKey.PRETRAIN, *INHERITED}


def _all_that_is_stated(compute: ActualCompute, counting: Counting, memo: Memo) -> Amount:
    """What bounds the rest: every phase that the counting is about, whatever its mark, its arithmetic or its status."""

    def add() -> Amount:
        phases = [phase for phase in compute.phases if phase.chosen is not None and _is_looked_at(phase, counting)]
        return total((phase.chosen.amount for phase in phases if phase.chosen is not None), Dimension.FLOP)

    inherited = tuple(counting.marks[key] is Mark.OUT for key in INHERITED)
    return memo.once(("stated", Same(compute), inherited, counting.own_ancestors, counting.own_only), add)


def _is_looked_at(phase: PhaseCompute, counting: Counting) -> bool:
    """Whether a phase is the model's own, or of an ancestor that the counting does not leave out."""
    entered = [set(INHERITED).intersection(way) for way in phase.ways]
    if counting.own_only:
        return not any(entered) and phase.origin is None
    if counting.own_ancestors and phase.origin is not None and phase.same_developer is not False:
        return True
    return any(all(counting.marks[key] is not Mark.OUT for key in way) for way in entered)


def _may_be_nothing(stated: Amount) -> bool:
    """Whether figures that reach down to zero are all there is; an upper bound alone still says how small it is."""
    bounds = stated.bounds()
    return bounds.low == 0 and bounds.central is not None


def _unstated(stated: Amount, model: str, rest: _Rest, unbounded: bool) -> Amount:
    if not rest.lacking or (rest.share == 0 and not unbounded):
        return _NOTHING
    name = f"unstated components of {model}"
    if unbounded or rest.share is None:
        return Amount.of(Input(name, Estimate(Fraction(0), Fraction(0), None, Dimension.FLOP), Role.UNSTATED))
    share = Estimate(Fraction(0), Fraction(0), rest.share, Dimension.RATIO)
    return stated * Amount.of(Input(name, share, Role.UNSTATED))


def total_of(policy: str, name: str, counted: Tally, marks: Marks, memo: Memo) -> Total:
    """Lower, likely and upper totals as the report shows them."""
    present = {key for phase in counted.phases for key in phase.keys}
    lower, likely, upper = memo.once(("ranges", Same(counted.amount)), lambda: _ranges(counted.amount))
    return Total(
        policy=policy,
        counting=name,
        lower=lower,
        likely=likely,
        upper=upper,
        open=tuple(
            _open_component(key, marks[key], stated=key in present)
            for key in _EVERY_KEY
            if marks[key] in _OPEN and (key in present or key in counted.unstated)
        ),
        unstated=tuple(key.value for key in counted.unstated),
    )


@cache  # no more of them than components times marks
def _open_component(key: ComponentKey, mark: Mark, *, stated: bool) -> OpenComponent:
    return OpenComponent(component=key, mark=mark, stated=stated)


def _ranges(amount: Amount) -> tuple[Range, Range, Range]:
    """The lower, likely and upper range: without what is open, with what the text leans to, and with everything."""
    opens = [item for item in amount.inputs if item.role is Role.OPEN]
    unstated = {item.name: Fraction(0) for item in amount.inputs if item.role is Role.UNSTATED}
    lower = amount.fixed({**unstated, **{item.name: Fraction(0) for item in opens}})
    likely = amount.fixed({**unstated, **{item.name: item.estimate.central or Fraction(0) for item in opens}})
    upper = amount.fixed({item.name: Fraction(1) for item in opens})
    below = as_range(lower.bounds())
    return below, below if not opens else as_range(likely.bounds()), as_range(upper.bounds())
