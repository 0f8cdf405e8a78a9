"""An amount against its line, as a person reads it."""

from __future__ import annotations

from fractions import Fraction

from flopguard.evaluate.compared import Sides
from flopguard.evaluate.kleene import LeafAnswer
from flopguard.evaluate.memo import Same
from flopguard.evaluate.truth import bounds_of
from flopguard.formula import Input
from flopguard.quantity import Estimate, show, show_apart
from flopguard.result import Step, StepInput


def comparison_text(leaf: LeafAnswer) -> str:
    """The interval of a leaf against its line: "9.0e24 .. 1.8e25 against > 1e25"."""
    if leaf.sides is None or leaf.estimate is None:
        return leaf.says
    found, estimate = leaf.sides, leaf.estimate
    return found.memo.once(("text", Same(estimate)), lambda: _interval_against_line(found, estimate))


def _interval_against_line(found: Sides, estimate: Estimate) -> str:
    return f"{_shown(found, estimate)} against {found.comparison.sign} {found.line_text}"


def amount_text(found: Sides) -> str:
    """What is compared, over all that is open: "9.0e24 .. 1.8e25", "5.8x"; nothing where that cannot be told."""
    estimate = bounds_of(found, {})
    return "" if estimate is None else _shown(found, estimate, tenths=True)


def _shown(found: Sides, estimate: Estimate, *, tenths: bool = False) -> str:
    def text(end: Fraction) -> str:
        if found.line_text.endswith("%"):
            return show_apart(end * 100, found.line * 100, 3) + "%"
        is_long = tenths and found.below is not None and 10 <= end < 100
        return show_apart(end, found.line, 3 if is_long else 2) + ("x" if found.below is not None else "")

    low, high = text(estimate.low), "no bound" if estimate.high is None else text(estimate.high)
    return low if low == high else f"{low} .. {high}"


def leaf_step(leaf: LeafAnswer) -> Step:
    """The recorded step of a leaf: its variables, the interval and the answer."""
    said = {True: "holds", False: "does not hold", None: "cannot be told"}[leaf.truth]
    found = leaf.sides
    if found is None:
        return Step(what=leaf.says, result=said)
    inputs = found.memo.once(("step inputs",), lambda: tuple(map(_step_input, found.variables)))
    result = f"{comparison_text(leaf)}: {said}"
    return found.memo.once(("step", leaf.says, result), lambda: Step(what=leaf.says, inputs=inputs, result=result))


def _step_input(item: Input) -> StepInput:
    return StepInput(name=item.name, value=item.estimate.text or _interval(item.estimate), evidence=item.role.value)


def _interval(estimate: Estimate) -> str:
    low, high = show(estimate.low), "no bound" if estimate.high is None else show(estimate.high)
    return low if low == high else f"{low} .. {high}"
