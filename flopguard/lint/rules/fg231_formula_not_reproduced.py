"""FG231: a figure that its own formula does not give."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from flopguard.lint.amounts import shown
from flopguard.lint.amounts_stated import Stated, amounts_stated
from flopguard.lint.rule import Subject, rule
from flopguard.quantity import exact_text, last_digit_half
from flopguard.result import Finding, Severity

if TYPE_CHECKING:
    from flopguard.lint.expression import Formula


@rule("FG231", "formula-not-reproduced", severity=Severity.WARNING)
def formula_not_reproduced(subject: Subject) -> Iterator[Finding]:
    """An amount that is not what its stated formula gives at its stated inputs.

    ## Why
    A formula with its inputs can be worked out again. One that prints another number was typed differently from how
    it is written, and it is not known which of the two was meant.
    ## Flagged
    ```toml
    [[workload]]
    name = "a prompt"
    items = 1
    [workload.flop_per_item]
    value = "1731304652800000"
    method = "E*V + L*(8*E^2*S + 4*E*H*S + H*S^2); E=4096, L=100, V=200000, S=128000, H=8"
    ```
    ## Instead
    ```toml
    [[workload]]
    name = "a prompt"
    items = 1
    [workload.flop_per_item]
    value = "1732772659200000"
    method = "E*V + L*(8*E^2*S + 4*E*H*S + H*S^2); E=4096, L=100, V=200000, S=128000, H=8"
    ```
    """
    for stated in amounts_stated(subject):
        formula = _formula(stated.figure.method or "")
        if formula is not None and not _holds(stated, formula.value):
            yield Finding(
                at=f"{stated.at}/value",
                message=f"{formula.text} is {exact_text(formula.value)} at its inputs, not {shown(stated.figure)}",
                help="correct the figure, the formula or its inputs",
            )


def _formula(method: str) -> Formula | None:
    """The formula with its inputs; hardly any card has one, so that what reads them is imported when it is needed."""
    if ";" not in method:
        return None
    from flopguard.lint.expression import formula_in

    return formula_in(method)


def _holds(stated: Stated, value: Fraction) -> bool:
    """Whether the value lies in the figure's interval, widened by half of the last digit that is written."""
    estimate = stated.figure.estimate
    half = last_digit_half(estimate.text) or Fraction(0)
    below = value < estimate.low * (1 - half)
    return not below and (estimate.high is None or value <= estimate.high * (1 + half))
