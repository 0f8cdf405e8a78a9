"""The route by gains: effective compute is actual compute times the gains that count under the definition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import mul

from flopguard.definition.types import Definition
from flopguard.effective.chain import Placed, chain_problems, place
from flopguard.effective.counting import Gain, LeftOut, sort_out
from flopguard.effective.gaps import gaps
from flopguard.effective.intervals import independent
from flopguard.effective.scope import InScope, compute_in_scope
from flopguard.effective.types import EffectiveAmount, Kind
from flopguard.estimate.types import ActualCompute, span
from flopguard.formula import Amount, constant
from flopguard.manifest.types import Manifest
from flopguard.quantity import DEFAULT_LEVEL, Estimate, show
from flopguard.result import Step

ROUTE = "gains"


def by_gains(manifest: Manifest, compute: ActualCompute) -> tuple[EffectiveAmount, ...]:
    """Effective compute under each definition of a manifest, in order; what cannot be said is a result too."""
    return tuple(_under(manifest, definition, compute) for definition in manifest.definition)


def _under(manifest: Manifest, definition: Definition, compute: ActualCompute) -> EffectiveAmount:
    scope = compute_in_scope(definition, compute)
    counted, left_out = sort_out(manifest, definition)
    placed = place(counted, definition, scope.amount.bounds() if scope.amount else None)
    problems = (
        *scope.problems,
        *gaps(definition, counted),
        *chain_problems(counted, (gain for gain, _ in left_out)),
        *(entry.problem for entry in placed if entry.problem),
    )
    steps = (*scope.steps, *map(_gain_step, placed), *(_left_out_step(entry) for entry in left_out))
    amounts = [entry.amount for entry in placed if entry.amount is not None]
    if problems or scope.amount is None or len(amounts) < len(placed):
        return _undefined(definition, problems, steps, (*left_out, *_refused(placed)))
    return _product(definition, scope, placed, amounts, steps, left_out)


def _product(
    definition: Definition,
    scope: InScope,
    placed: Sequence[Placed],
    amounts: Sequence[Amount],
    steps: tuple[Step, ...],
    left_out: Sequence[LeftOut],
) -> EffectiveAmount:
    assert scope.amount is not None
    kind, reason = _kind(scope, placed, amounts)
    if kind == "undefined":
        return _undefined(definition, (reason,), steps, left_out)
    product = reduce(mul, amounts, constant(1))
    amount = scope.amount * product
    return EffectiveAmount(
        definition=definition,
        route=ROUTE,
        kind=kind,
        amount=amount,
        reason=reason,
        steps=(*steps, _product_step(placed, product), _total_step(definition, amount, kind)),
        used=tuple(entry.gain.at for entry in placed),
        left_out=_reasons(left_out),
    )


def _undefined(
    definition: Definition, problems: Sequence[str], steps: tuple[Step, ...], left_out: Sequence[LeftOut]
) -> EffectiveAmount:
    reason = "; ".join(problems)
    last = Step(what=f"effective compute under {definition.id}", result=f"undefined: {reason}")
    return EffectiveAmount(
        definition=definition,
        route=ROUTE,
        kind="undefined",
        amount=None,
        reason=reason,
        steps=(*steps, last),
        left_out=_reasons(sorted(left_out, key=lambda entry: entry[0].number)),
    )


def _reasons(left_out: Iterable[LeftOut]) -> tuple[tuple[str, str], ...]:
    return tuple((gain.at, reason) for gain, reason in left_out)


def _refused(placed: Iterable[Placed]) -> tuple[LeftOut, ...]:
    return tuple((entry.gain, entry.problem) for entry in placed if entry.refused)


# --- bounds --------------------------------------------------------------------------------------------------------


def _kind(scope: InScope, placed: Sequence[Placed], amounts: Sequence[Amount]) -> tuple[Kind, str]:
    """What the product is, from what its factors are; bounds in opposite directions leave nothing."""
    assert scope.amount is not None
    named = [("the actual compute", scope.amount), *((_named(p.gain), a) for p, a in zip(placed, amounts, strict=True))]
    tagged = [(name, _bound(amount.bounds())) for name, amount in named]
    lower = [f"{name} is known only from below" for name, tag in tagged if tag == "at_least"]
    upper = [f"{name} is known only from above" for name, tag in tagged if tag == "at_most"]
    reason = "; ".join((*scope.notes, *lower, *upper))
    if lower and upper:
        return "undefined", reason
    return ("at_least" if lower else "at_most" if upper else "value"), reason


def _bound(estimate: Estimate) -> Kind:
    if estimate.high is None:
        return "at_least"
    return "at_most" if estimate.central is None and estimate.low == 0 else "value"


def _named(gain: Gain) -> str:
    return f"the gain '{gain.name}' ({gain.at})"


# --- steps ---------------------------------------------------------------------------------------------------------


def _gain_step(placed: Placed) -> Step:
    gain = placed.gain
    on = f"on {gain.enhancement.metric}" if gain.enhancement.metric else "on no stated metric"
    what = "; ".join((f"gain '{gain.name}' ({gain.enhancement.kind}), {on}", *placed.words))
    result = f"factor {span(placed.factor)}" if placed.factor else placed.problem or "cannot be placed"
    return Step(what=what, inputs=gain.inputs, result=result)


def _left_out_step(entry: LeftOut) -> Step:
    gain, reason = entry
    return Step(what=f"left out: '{gain.name}' ({gain.enhancement.kind})", inputs=gain.inputs, result=reason)


def _product_step(placed: Sequence[Placed], product: Amount) -> Step:
    if not placed:
        return Step(what="product of the gains that count: there are none", result="factor 1")
    gains = " x ".join(f"'{entry.gain.name}'" for entry in placed)
    words = [f"product of the gains at the ends of their intervals, as if all moved together (comonotone): {gains}"]
    used = ((entry.factor, entry.gain.figure) for entry in placed)
    apart = independent((factor, figure.level) for factor, figure in used if factor and figure)
    if apart is not None:
        ends = f"{show(apart.low)} .. {show(apart.high)} (median {show(apart.median)})"
        words.append(f"as independent log-normals, {float(DEFAULT_LEVEL):.0%}: {ends}")
    else:
        words.append("no independent log-normal interval: a gain lacks an end above 0")
    if len(placed) > 1 and not _measured_jointly(placed):
        words.append("no joint evidence: gains measured one at a time can overlap")
    return Step(what="; ".join(words), result=f"factor {span(product.bounds())}")


def _measured_jointly(placed: Sequence[Placed]) -> bool:
    ids = {entry.gain.enhancement.joint_evidence for entry in placed}
    return len(ids) == 1 and None not in ids


def _total_step(definition: Definition, amount: Amount, kind: Kind) -> Step:
    words = {"at_least": " (a lower bound)", "at_most": " (an upper bound)"}.get(kind, "")
    what = f"effective compute under {definition.id}: actual compute x product of the gains{words}"
    return Step(what=what, result=f"{span(amount.bounds())} FLOP")
