"""The steps of an inversion from the evidence to the result, in words."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

from flopguard.definition.types import Curve, CurvePoint, Definition
from flopguard.effective.curves.spread import Inversion, outside
from flopguard.effective.inversion.ends import Ends
from flopguard.effective.inversion.scores import Score
from flopguard.effective.scope import compute_in_scope
from flopguard.effective.types import Inverted
from flopguard.estimate.types import ActualCompute, span
from flopguard.fields import Figure
from flopguard.formula import Amount, ratio_bounds
from flopguard.quantity import DEFAULT_LEVEL, Estimate, exact_text, show
from flopguard.result import Step, StepInput

_SHORT = Context(prec=3)
ROUNDING = Fraction(1, 10**9)
"""Ends closer than this share are one value, rounded outward."""
_METHODS = {
    "delta": "by the first-order error of the curve's parameters and of the score",
    "draws": "by inverting each of the curve's refits to resampled data",
    "sampled": "by inverting samples of the curve's parameters and of the score",
}


def score_step(score: Score, definition: Definition) -> Step:
    """The evidence: the score, its row and its error."""
    assert definition.metric is not None
    details = [f"{name} {text}" for name, text in (("version", score.row.version), ("split", score.row.split)) if text]
    where = f" ({', '.join((score.at, *details))})"
    what = f"score on {definition.metric.name}{where}; {score.noise.how}"
    bound = {"better": "better than ", "worse": "worse than "}.get(score.bound, "")
    return Step(what=what, inputs=(score.input,), result=f"{bound}{show(score.value, 4)}")


def curve_step(curve: Curve) -> Step:
    """The curve: what it is, where it comes from, and where it was fitted."""
    titled = f" ({curve.title})" if curve.title else ""
    domain = f"; fitted on {_range(curve.domain)} FLOP" if curve.domain else "; no domain stated"
    scores = f" and scores {_range(curve.score_domain)}" if curve.score_domain else ""
    dates = f", {curve.first or '?'} to {curve.last or '?'}" if curve.first or curve.last else ""
    section = f"section {curve.section}" if curve.section else None
    source = ", ".join(part for part in (curve.source, section, curve.verified) if part) or None
    inputs = tuple(
        StepInput(name=name.replace("_", " "), value=_figure(figure), evidence=figure.evidence.value, source=source)
        for name, figure in _parameters(curve)
    )
    inputs += tuple(_point(name, point, source) for name, point in _measured(curve))
    return Step(what=f"curve '{curve.id}'{titled}{domain}{scores}{dates}", inputs=inputs, result=_points(curve))


def _measured(curve: Curve) -> list[tuple[str, CurvePoint]]:
    anchor = [("anchor", curve.anchor)] if curve.anchor is not None else []
    return [*anchor, *((f"point {number}", point) for number, point in enumerate(curve.points, 1))]


def _point(name: str, point: CurvePoint, source: str | None) -> StepInput:
    compute = f"{_figure(point.compute)} FLOP" if point.compute else "no compute stated"
    score = _figure(point.score) if point.score else "no score stated"
    own = point.score.citation if point.score else None
    evidence = point.score.evidence.value if point.score else "reported"
    return StepInput(name=name, value=f"{score} at {compute}", evidence=evidence, source=own or source)


def _points(curve: Curve) -> str:
    return f"{len(curve.points)} measured points, {curve.interpolation} between them" if curve.points else ""


def _parameters(curve: Curve) -> list[tuple[str, Figure]]:
    names = (
        "floor",
        "ceiling",
        "coefficient",
        "exponent",
        "parameter_coefficient",
        "parameter_exponent",
        "data_coefficient",
        "data_exponent",
        "flop_per_parameter_token",
        "slope",
        "midpoint",
    )
    return [(name, figure) for name in names if (figure := getattr(curve, name)) is not None]


def _figure(figure: Figure) -> str:
    estimate = figure.estimate
    return exact_text(estimate.low) if estimate.is_point else span(estimate)


def _range(figure: Figure | None) -> str:
    assert figure is not None
    estimate = figure.estimate
    if estimate.is_point or estimate.high is None:
        return span(estimate)
    return f"{show(estimate.low)} .. {show(estimate.high)}"


def law_step(inverted: Inverted, found: Inversion) -> Step:
    """The inversion: the law in words, and how the interval came about."""
    words = [f"the least compute at which {law_words(inverted.curve)} reaches {_number(inverted.score)}"]
    if found.method == "exact":
        words.append("no interval: no error is stated of the curve or of the score")
    else:
        words.append(f"interval ({float(DEFAULT_LEVEL):.0%}) {_METHODS[found.method]}")
    if found.share_unreachable:
        words.append(f"{show(Fraction(found.share_unreachable))} of the samples cannot reach the score")
    words += found.notes
    compute = found.answer.values[0] if found.answer.kind == "value" else None
    far = far_words(inverted, compute)
    return Step(what="; ".join((*words, *((far,) if far else ()))), result=_answer(found))


def far_words(inverted: Inverted, compute: Decimal | None) -> str | None:
    """How far a score and its compute lie outside what the curve was fitted to, with three digits of the compute."""
    found = outside(inverted.curve, inverted.law, inverted.score, compute)
    if found is None or compute is None:
        return found
    near = _SHORT.plus(compute)
    return outside(inverted.curve, inverted.law, inverted.score, near) or found  # rounding may bring it inside


def law_words(curve: Curve) -> str:
    """A curve's law as a formula of the compute C."""
    match curve.law.value if curve.law else "":
        case "power":
            return "floor + coefficient x C^-exponent"
        case "frontier":
            return "the best split of C in floor + A N^-a + B D^-b"
        case "logistic":
            return "floor + (ceiling - floor) / (1 + exp(-slope x log10(C / midpoint)))"
        case "log_linear":
            return f"a line in log C ({curve.slope_per})"
        case _:
            return f"the line through the points ({curve.interpolation} in log C)"


def _answer(found: Inversion) -> str:
    numbers = " or ".join(_number(number) for number in found.answer.values)
    match found.answer.kind:
        case "value":
            return f"{numbers} FLOP"
        case "at_least" | "at_most":
            return f"{found.answer.kind.replace('_', ' ')} {numbers} FLOP: {found.answer.reason}"
        case "multivalued":
            return f"{numbers} FLOP: {found.answer.reason}"
        case kind:
            return f"{kind}: {found.answer.reason}"


def _number(value: Decimal) -> str:
    if value < 0:
        return f"-{show(Fraction(-value), 4)}"
    return show(Fraction(value), 4)


def multiplier_step(
    definition: Definition, amount: Amount, ends: Ends, inverted: Inverted, compute: ActualCompute
) -> Step:
    """The multiplier of the model: effective over actual compute, and how the split of its compute bears on it."""
    what = "multiplier of the model: effective compute over its actual compute in scope"
    scope = compute_in_scope(definition, compute)
    found = ratio_bounds(amount, scope.amount) if scope.amount is not None else None
    if found is None:
        why = "; ".join(scope.problems) or "the actual compute may be 0"
        return Step(what=what, result=f"not known: {why}")
    words = [what, *_below_one(found, inverted), *_penalty(inverted)]
    if ends.kind == "unbounded":
        return Step(what="; ".join(words), result="unbounded")
    return Step(what="; ".join(words), result=f"factor {told(found)}")


def told(estimate: Estimate) -> str:
    """An estimate for people; one value where its ends differ by no more than their rounding."""
    low, central, high = estimate.low, estimate.central, estimate.high
    if central is None or high is None or high - low > central * ROUNDING:
        return span(estimate)
    return show(central)


def _below_one(found: Estimate, inverted: Inverted) -> list[str]:
    if found.high is None or found.high >= 1:
        return []
    return ["below 1 is no error: a model trained past the best split, or for another task, needs more for this score"]


def _penalty(inverted: Inverted) -> list[str]:
    if inverted.penalty is None:
        return []
    return [f"its parameters and tokens take {_number(inverted.penalty)} times what the best split on this curve needs"]
