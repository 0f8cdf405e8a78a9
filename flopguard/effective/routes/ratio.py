"""How many times as much effective compute one model has as another, under one definition by one route.

What both share is one variable and cancels: under one curve the errors of its parameters, among gains those of the
same evidence, in the same place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from flopguard.definition.types import Curve, Definition, LawKind
from flopguard.effective.curves.answer import FARTHEST
from flopguard.effective.curves.inversion import Inversion
from flopguard.effective.curves.spread import ratio_of
from flopguard.effective.inversion.ends import high_end, low_end, nearest
from flopguard.effective.inversion.steps import told
from flopguard.effective.types import EffectiveAmount, Inverted, Kind
from flopguard.estimate.types import span
from flopguard.formula import Amount, Input, ratio_bounds
from flopguard.quantity import Estimate
from flopguard.result import Step, StepInput
from flopguard.units import Dimension

ONE = Fraction(1)
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A ratio as an amount over another, or as one factor (`below` None); both None exactly when it is undefined.

    `unbounded` is more than any factor of the reference's curve; its `above` then holds what is known from below.
    """

    kind: Kind
    above: Amount | None = None
    below: Amount | None = None
    reason: str = ""
    steps: tuple[Step, ...] = ()
    baseline: str = ""
    """Whether what is 1x matters for the ratio, in words."""
    is_open: bool = False
    """Whether it is undefined only because what is stated of both leaves any ratio possible."""


def ratio(ours: EffectiveAmount, theirs: EffectiveAmount) -> Ratio:
    """Effective compute of one model over another's; undefined unless definition, route and curve are the same."""
    problem = _unlike(ours, theirs)
    if problem:
        return _undefined(problem)
    return _of_inversions(ours, theirs) if ours.route == "inversion" else _of_gains(ours, theirs)


def _unlike(ours: EffectiveAmount, theirs: EffectiveAmount) -> str:
    name = ours.definition.id
    if meaning(ours.definition) != meaning(theirs.definition):
        return f"the two models do not mean the same by the definition '{name}'"
    if (ours.route, ours.curve) != (theirs.route, theirs.curve):
        return "the two amounts are not by the same route and curve"
    return ""


def meaning(definition: Definition) -> Definition:
    """A definition without what does not change any number: title, note and where it was found."""
    return replace(
        definition, from_=None, title=None, note=None, source=None, section=None, verified=None, confidential=False
    )


def _shape(curve: Curve) -> Curve:
    """A curve without what does not change any number."""
    return replace(curve, title=None, note=None, source=None, section=None, verified=None, confidential=False)


def _undefined(reason: str) -> Ratio:
    return Ratio(kind="undefined", reason=reason, steps=(Step(what="ratio", result=f"undefined: {reason}"),))


def _whose(ours: EffectiveAmount, theirs: EffectiveAmount) -> str:
    """Why there is no ratio where one of the two has no amount."""
    pairs = (("this model", ours), ("the reference", theirs))
    return "; ".join(f"{name}: {found.reason}" for name, found in pairs if found.amount is None)


# --- gains ---------------------------------------------------------------------------------------------------------


def _of_gains(ours: EffectiveAmount, theirs: EffectiveAmount) -> Ratio:
    if ours.amount is None or theirs.amount is None:
        is_open = all(found.amount is not None or found.is_open for found in (ours, theirs))
        return replace(_undefined(_whose(ours, theirs)), is_open=is_open)
    found = ratio_bounds(ours.amount, theirs.amount)
    alone = None
    if found is None:
        found = alone = _over_at_most(ours.amount.bounds(), theirs.amount.bounds())
    kind = kind_of(found)
    if kind == "undefined":
        return replace(_undefined("the two are bounds that leave no bound of the ratio"), is_open=True)
    baseline = _baseline_of_gains(ours, theirs)
    inputs = (_amount_input("this model", ours.amount), _amount_input("the reference", theirs.amount))
    step = Step(what=f"ratio under {ours.definition.id} by gains; {baseline}", inputs=inputs, result=f"{told(found)}x")
    if alone is not None:
        above = Amount.of(Input(f"ratio under {ours.definition.id} by gains", alone))
        return Ratio(kind=kind, above=above, steps=(step,), baseline=baseline)
    return Ratio(kind=kind, above=ours.amount, below=theirs.amount, steps=(step,), baseline=baseline)


def _amount_input(name: str, amount: Amount) -> StepInput:
    return StepInput(name=f"effective compute of {name}", value=f"{told(amount.bounds())} FLOP", evidence="derived")


def _over_at_most(above: Estimate, below: Estimate) -> Estimate:
    """An amount over one that may be as small as one likes: a bound from below, if it has an upper end."""
    low = above.low / below.high if below.high else NOTHING
    return Estimate(low, None, None, Dimension.RATIO)


def kind_of(found: Estimate) -> Kind:
    """What an interval is: bounded from both sides, from one, or from none."""
    if found.high is None:
        return "at_least" if found.low > 0 else "undefined"
    return "at_most" if found.low == 0 and found.central is None else "value"


def _baseline_of_gains(ours: EffectiveAmount, theirs: EffectiveAmount) -> str:
    own, others = dict(ours.names), dict(theirs.names)
    only_theirs = [others[name] for name in others if name not in own]
    only_ours = [own[name] for name in own if name not in others]
    if not only_theirs:
        added = f"; {_listed(only_ours)} {'is' if len(only_ours) == 1 else 'are'} added" if only_ours else ""
        return f"the baseline does not matter: every gain of the reference is in both{added}"
    return f"the baseline matters: {_listed(only_theirs)} counted for the reference {_and_ours(only_ours)}"


def _and_ours(only_ours: list[str]) -> str:
    return f"and {_listed(only_ours)} for this model do not cancel" if only_ours else "does not cancel"


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


# --- inversions ----------------------------------------------------------------------------------------------------


def _of_inversions(ours: EffectiveAmount, theirs: EffectiveAmount) -> Ratio:
    own, other = ours.inverted, theirs.inverted
    if own is None or other is None:
        return _undefined(_whose(ours, theirs))
    if _shape(own.curve) != _shape(other.curve):
        return _undefined(f"the two models do not mean the same by the curve '{ours.curve}'")
    factor = _factor(ours, theirs, own, other)
    if isinstance(factor, str):
        return replace(_undefined(factor), is_open=True)
    kind, estimate, reason = factor
    baseline = baseline_of(own.curve.law)
    at = own.variable.removeprefix(f"/definition/{ours.definition.id}/{ours.curve}")
    reference = other.variable.partition("#")[0] or "the reference"
    name = f"ratio of {at} by '{ours.curve}' ({ours.definition.id}) to {reference}"
    what = f"ratio of the compute that two scores stand for under {ours.definition.id} by '{ours.curve}'; {baseline}"
    inputs = (_score_input("this model", own), _score_input("the reference", other))
    step = Step(what=what, inputs=inputs, result=f"{told(estimate)}x")
    return Ratio(kind=kind, above=Amount.of(Input(name, estimate)), reason=reason, steps=(step,), baseline=baseline)


def _score_input(name: str, inverted: Inverted) -> StepInput:
    figure = inverted.row.score
    assert figure is not None
    source = figure.citation or inverted.row.source
    value = span(figure.estimate, 3)
    return StepInput(name=f"score of {name}", value=value, evidence=figure.evidence.value, source=source)


_Factor = tuple[Kind, Estimate, str]


def _factor(ours: EffectiveAmount, theirs: EffectiveAmount, own: Inverted, other: Inverted) -> _Factor | str:
    """The factor between two scores on one curve."""
    if own.variable == other.variable and own == other:
        return "value", Estimate(ONE, ONE, ONE, Dimension.RATIO), "one and the same measurement"
    if not own.bound and not other.bound:
        return _of_answer(ratio_of(own.curve, own.law, (own.score, own.error), (other.score, other.error)))
    if ours.amount is None or theirs.amount is None:
        return _whose(ours, theirs)
    return _of_bounds(ours, theirs, ours.amount.bounds(), theirs.amount.bounds())


def _of_answer(found: Inversion) -> _Factor | str:
    answer, low, high = found.answer, low_end(found.low), high_end(found.high)
    match answer.kind:
        case "undefined":
            return answer.reason
        case "value":
            middle = nearest(answer.value)
            estimate = Estimate(min(low, middle), middle, None if high is None else max(high, middle), Dimension.RATIO)
        case "at_most":
            estimate = Estimate(NOTHING, None, high, Dimension.RATIO)
        case "multivalued":
            estimate = Estimate(low, None, high, Dimension.RATIO)
        case _:
            estimate = Estimate(_reached(found.low), None, None, Dimension.RATIO)
    if answer.kind in ("at_least", "at_most") and kind_of(estimate) == "undefined":
        return f"{answer.reason}; the noise of the scores leaves no bound"
    return answer.kind, estimate, answer.reason


def _reached(low: Decimal | None) -> Fraction:
    """A lower end; 0 where it is only that no compute reaches the score."""
    return NOTHING if low is None or low >= FARTHEST else low_end(low)


def _of_bounds(ours: EffectiveAmount, theirs: EffectiveAmount, above: Estimate, below: Estimate) -> _Factor | str:
    """From the ends alone, where one of the two scores is only a bound."""
    if theirs.kind == "unbounded":
        return "the reference is better than the curve's limit: it takes a later baseline"
    low = above.low / below.high if below.high is not None else NOTHING
    high = above.high / below.low if above.high is not None and below.low > 0 else None
    estimate = Estimate(low, None, high, Dimension.RATIO)
    reason = "; ".join(entry.reason for entry in (ours, theirs) if entry.reason and entry.kind != "value")
    if ours.kind == "unbounded":
        return "unbounded", estimate, reason
    if not low and high is None:
        return f"the two leave no bound of the ratio: {reason}"
    return kind_of(estimate), estimate, reason


_BASELINES = {
    LawKind.LOG_LINEAR: "the baseline cancels wholly: on a line in log compute only its slope counts",
    LawKind.POWER: "the baseline matters: its coefficient cancels, its floor and exponent do not",
    LawKind.FRONTIER: "the baseline matters: its scale cancels, its floor and exponents do not",
    LawKind.LOGISTIC: "the baseline matters: its midpoint cancels, its slope, floor and ceiling do not",
    LawKind.POINTS: "the baseline matters: the ratio depends on where between its points the scores lie",
}


def baseline_of(law: LawKind | None) -> str:
    """Whether the baseline matters for a ratio of two scores on a curve of a law, in words."""
    return _BASELINES[law] if law is not None else ""
