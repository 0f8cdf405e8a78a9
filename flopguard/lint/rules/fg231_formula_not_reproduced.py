"""FG231: a figure that its own formula does not give."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from flopguard.finding import Finding, Severity
from flopguard.lint.amounts import central_of, factor, shown
from flopguard.lint.amounts_stated import Stated, amounts_stated
from flopguard.lint.rule import Found, Subject, rule
from flopguard.quantity import last_digit_half

if TYPE_CHECKING:
    from flopguard.lint.expression import Formula


@rule("FG231", "formula-not-reproduced", severity=Severity.WARNING, covers=("published-rounding", "trap-20"))
def formula_not_reproduced(subject: Subject) -> Iterator[Found]:
    """An amount that is not what its stated formula gives at its stated inputs.

    ## Why
    A formula with its inputs can be worked out again. One that prints another number was typed differently from how
    it is written, and it is not known which of the two was meant. Where one factor, exponent or term left out gives
    exactly what is printed, the finding says which.
    ## Seen
    An essay on units of compute prints 1,731,304,652,800,000 operations for a formula that gives 1,732,772,659,200,000
    at its own inputs. (Worked out in docs/worked-examples.md.)
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
    if subject.card.calculation:
        from flopguard.lint.calculations import not_reproduced  # few cards have any

        yield from not_reproduced(subject)
    for stated in amounts_stated(subject):
        formula = _formula(stated.figure.method)
        if formula is not None and not _holds(stated, formula.value):
            yield _finding(stated, formula)


def _formula(method: str | None) -> Formula | None:
    if not method or "=" not in method:
        return None  # without inputs there is nothing to work out
    from flopguard.lint.expression import formula_in  # few figures say how they were made

    return formula_in(method)


def _finding(stated: Stated, formula: Formula) -> Finding:
    from flopguard.arithmetic import omissions
    from flopguard.estimate.calculation import signed_text
    from flopguard.lint.calculations import where

    estimate = stated.figure.estimate
    why = where(omissions(formula.part, formula.given, estimate.low)) if estimate.is_point else ""
    return Finding(
        at=f"{stated.at}/value",
        message=f"{formula.text} is {signed_text(formula.value)} at its inputs, not {shown(stated.figure)}{why}",
        help="correct the figure, the formula or its inputs",
        factor=factor(1, abs(formula.value) / central) if (central := central_of(estimate)) else None,
    )


def _holds(stated: Stated, value: Fraction) -> bool:
    """Whether the value lies in the figure's interval, widened by half of the last digit that is written."""
    estimate = stated.figure.estimate
    half = last_digit_half(estimate.text) or Fraction(0)
    below = value < estimate.low * (1 - half)
    return not below and (estimate.high is None or value <= estimate.high * (1 + half))
