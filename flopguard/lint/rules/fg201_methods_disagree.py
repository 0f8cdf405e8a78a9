"""FG201: two methods give clearly different figures for one phase."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.lint.amounts import shown_range, span_of
from flopguard.lint.rule import Need, Subject, rule
from flopguard.quantity import show
from flopguard.result import Component, CrossCheck, Finding, Severity

TOLERATED = 1.3
CAUSES = (
    (1.28, 1.38, "activations computed twice to save memory are in one figure and not in the other"),
    (1.8, 2.2, "a sparse peak, cores counted as chips, or multiply-adds counted as one operation"),
    (3.65, 4.03, "a peak with 16:4 sparsity"),
    (7.6, 8.4, "a peak with 8x sparsity, or eight-chip servers counted as chips"),
    (900, 1100, "a unit that is off by a thousand"),
    (9e5, 1.1e6, "a unit that is off by a million"),
)


@rule("FG201", "methods-disagree", severity=Severity.WARNING, needs=Need.COMPUTE)
def methods_disagree(subject: Subject) -> Iterator[Finding]:
    """Two methods give clearly different training compute for one phase.

    ## Why
    Stated compute, parameters times tokens, and chips times hours describe one run. Where they lie more
    than 1.3x apart and their intervals do not meet, one input is wrong or means something else than it
    seems to.
    ## Flagged
    ```toml
    [architecture]
    parameters = "70e9"
    [[training]]
    component = "pretrain"
    tokens = "15e12"
    flop = "1.3e25 FLOP"
    ```
    ## Instead
    ```toml
    [architecture]
    parameters = "70e9"
    [[training]]
    component = "pretrain"
    tokens = "15e12"
    flop = "6.4e24 FLOP"
    ```
    """
    for component in subject.own_components:
        for check in component.cross_checks:
            ratio = _ratio(component, check)
            if ratio is not None:
                yield _finding(component, check, ratio)


def _ratio(component: Component, check: CrossCheck) -> float | None:
    """The other figure over the chosen one, where they clearly disagree."""
    if component.flop is None or check.ratio is None or check.ratio <= 0:
        return None
    if span_of(component.flop).overlaps(span_of(check.flop)):
        return None
    return check.ratio if max(check.ratio, 1 / check.ratio) > TOLERATED else None


def _finding(component: Component, check: CrossCheck, ratio: float) -> Finding:
    assert component.flop is not None
    factor = max(ratio, 1 / ratio)
    cause = next((cause for low, high, cause in CAUSES if low <= factor <= high), None)
    return Finding(
        at=f"{component.at}/flop" if component.method == "reported" else component.at,
        message=(
            f"{check.method} gives {shown_range(check.flop)} FLOP, {_show(ratio)}x "
            f"the {shown_range(component.flop)} FLOP of {component.method}"
        ),
        help=f"near {_show(factor)}x often means: {cause}" if cause else "compare the inputs of the two methods",
    )


def _show(ratio: float) -> str:
    return show(Fraction(ratio), 2)
