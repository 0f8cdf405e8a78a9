"""The route by gains: effective compute is actual compute times the gains that count under the definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flopguard.definition.types import Definition, GainKind
from flopguard.effective.gains.chain import Placed, chain_problems, place
from flopguard.effective.gains.counting import Gain, LeftOut, sort_out
from flopguard.effective.gains.evidence import Constant
from flopguard.effective.gains.gaps import gaps
from flopguard.effective.gains.product import multiplied
from flopguard.effective.intervals import together
from flopguard.effective.names import more_than_one
from flopguard.effective.scope import InScope, compute_in_scope
from flopguard.effective.types import EffectiveAmount, Kind
from flopguard.estimate.types import ActualCompute, span
from flopguard.formula import Amount
from flopguard.manifest.types import Manifest
from flopguard.quantity import Estimate
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
        *more_than_one(manifest, definition),
        *gaps(definition, counted),
        *chain_problems(counted, left_out),
        *(entry.problem for entry in placed if entry.problem),
    )
    gain_steps = (_gain_step(entry, left_out) for entry in placed)
    steps = (*scope.steps, *gain_steps, *(_left_out_step(entry) for entry in left_out))
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
        return replace(_undefined(definition, (reason,), steps, left_out), is_open=True)
    if not placed:
        none = "no gain of those that are stated counts" if left_out else "no gain is stated"
        reason = "; ".join(filter(None, (reason, f"{none}: that is actual compute alone")))
    product = multiplied(placed, definition)
    amount = scope.amount * product.amount
    return EffectiveAmount(
        definition=definition,
        route=ROUTE,
        kind=kind,
        amount=amount,
        reason=reason,
        steps=(
            *steps,
            *product.steps,
            *_apart(definition, scope.amount, placed),
            _total_step(definition, amount, kind),
        ),
        used=tuple(entry.gain.at for entry in placed),
        outside=tuple((entry.gain.at, entry.outside) for entry in placed if entry.outside),
        doubted=tuple(entry.gain.at for entry in placed if entry.gain.doubt),
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


def _gain_step(placed: Placed, left_out: Sequence[LeftOut]) -> Step:
    gain = placed.gain
    on = f"on {gain.enhancement.metric}" if gain.enhancement.metric else "on no stated metric"
    said = (f"gain '{gain.name}' ({gain.enhancement.kind}), {on}", *_joint_words(gain, left_out), *placed.words)
    words = "; ".join((*said, *_flags(gain)))
    if placed.scenario is not None:
        words += f"; as a scenario only, never as evidence: {span(placed.scenario)}"
    result = f"factor {span(placed.factor)}" if placed.factor else placed.problem or "cannot be placed"
    return Step(what=words, inputs=gain.inputs, result=result)


def _joint_words(gain: Gain, left_out: Sequence[LeftOut]) -> Iterator[str]:
    """What the parts of a joint measurement give one at a time, beside what they give together."""
    parts = [other for other, _ in left_out if other.name in gain.enhancement.joint_of]
    constants = [part.evidence.estimate for part in parts if isinstance(part.evidence, Constant)]
    if parts:
        names = ", ".join(f"'{part.name}'" for part in parts)
        alone = f": product {span(together(constants), 3)}" if len(constants) == len(parts) else ""
        joint = f", joint {span(gain.evidence.estimate, 3)}" if isinstance(gain.evidence, Constant) else ""
        yield f"measured together: {names}{alone}{joint}"


def _flags(gain: Gain) -> Iterator[str]:
    stated = gain.enhancement.evidence_arithmetic
    if stated is not None and stated.unit in ("steps", "tokens"):
        yield f"measured in {stated.unit}: what one of them costs is taken as unchanged"


def _left_out_step(entry: LeftOut) -> Step:
    gain, reason = entry
    return Step(what=f"left out: '{gain.name}' ({gain.enhancement.kind})", inputs=gain.inputs, result=reason)


def _apart(definition: Definition, scope: Amount, placed: Sequence[Placed]) -> Iterator[Step]:
    """What effective compute is without the inference that a definition folds in: both are told."""
    training = [entry for entry in placed if entry.gain.enhancement.kind is not GainKind.INFERENCE_COMPUTE]
    if len(training) < len(placed):
        amount = scope * multiplied(training, definition).amount
        what = f"effective compute under {definition.id} without inference, an axis of its own"
        yield Step(what=what, result=f"{span(amount.bounds())} FLOP")


def _total_step(definition: Definition, amount: Amount, kind: Kind) -> Step:
    words = {"at_least": " (a lower bound)", "at_most": " (an upper bound)"}.get(kind, "")
    what = f"effective compute under {definition.id}: actual compute x product of the gains{words}"
    return Step(what=what, result=f"{span(amount.bounds())} FLOP")
