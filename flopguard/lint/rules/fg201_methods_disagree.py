"""FG201: two methods give clearly different figures for one phase."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import central_of, factor, phase_of, shown_range, span_of
from flopguard.lint.rule import Need, Subject, rule
from flopguard.quantity import show
from flopguard.result import Component, Range

TOLERATED = 1.3
NEAR = Fraction(11, 10)
"""How far a factor may lie from a number of the manifest that it is taken to come from."""
REPORTED, SHAPE, PARAMETERS, HARDWARE = "reported", "architecture", "parameters-tokens", "hardware-time"
ITEMS, RATE, ENERGY = "per-item", "rate-time", "energy"
ANY = (REPORTED, SHAPE, ITEMS, PARAMETERS, RATE, HARDWARE, ENERGY)
FROM_CHIPS = (REPORTED, RATE, HARDWARE, ENERGY)
"""The methods that may rest on chips: a stated figure can come from anywhere."""
FROM_HOURS = (HARDWARE, ENERGY)
FROM_TOKENS = (REPORTED, SHAPE, PARAMETERS)
ONE_RUN = (RATE, HARDWARE, ENERGY)
"""What was achieved in a time, told thrice: where several are at odds with the chosen figure, one finding is enough."""
ONE_COUNT = {SHAPE, PARAMETERS}
"""Two counts of the same tokens: what lies between them is attention, and no contradiction."""


class Cause(NamedTuple):
    """What a factor between two figures often comes from, and of which methods these may be."""

    low: float | Fraction
    high: float | Fraction
    text: str
    larger: tuple[str, ...] = ANY
    smaller: tuple[str, ...] = ANY

    def fits(self, factor: Fraction, larger: str, smaller: str) -> bool:
        """Whether the factor between these two methods can come from it."""
        return self.low <= factor <= self.high and larger in self.larger and smaller in self.smaller


SPARSE = (
    Cause(1.8, 2.2, "a sparse peak in the larger figure", larger=FROM_CHIPS),
    Cause(3.65, 4.03, "a peak with 16:4 sparsity in the larger figure", larger=FROM_CHIPS),
    Cause(7.6, 8.4, "a peak with 8x sparsity in the larger figure", larger=FROM_CHIPS),
)
CAUSES = (
    Cause(1.28, 1.38, "activations computed twice to save memory are in the larger figure", larger=FROM_CHIPS),
    Cause(1.0, 2.0, "attention, which 6 x parameters x tokens leaves out of the smaller", (SHAPE,), (REPORTED,)),
    *SPARSE,
    Cause(1.8, 2.2, "cores counted as chips in the larger figure", larger=FROM_CHIPS),
    Cause(1.8, 2.2, "multiply-adds counted as one operation in the smaller figure", smaller=(*FROM_CHIPS, ITEMS)),
    Cause(2.7, 3.3, "only the forward pass of an item in the smaller figure", smaller=(ITEMS,)),
    Cause(7.6, 8.4, "eight-chip servers counted as chips in the smaller figure", smaller=FROM_CHIPS),
    Cause(1.3, 30, "hours that hold other models, teachers or restarts in the larger figure", larger=FROM_HOURS),
    Cause(900, 1100, "a unit that is off by a thousand"),
    Cause(9e5, 1.1e6, "a unit that is off by a million"),
)


@rule(
    "FG201",
    "methods-disagree",
    severity=Severity.WARNING,
    needs=Need.COMPUTE,
    confidence=Confidence.LIKELY,
    covers=("trap-05", "trap-12", "trap-14", "trap-16", "trap-21"),
)
def methods_disagree(subject: Subject) -> Iterator[Finding]:
    """Two methods give clearly different training compute for one phase.

    ## Why
    Stated compute, parameters times tokens, and chips times hours describe one run. Where they lie more
    than 1.3x apart and their intervals do not meet, one input is wrong or means something else than it
    seems to.
    ## Seen
    OPT-175B is published as 4.30e23 FLOP. Parameters times tokens give 3.15e23, 1.37x less: the published figure holds
    what was computed a second time. (Source: facebookresearch/metaseq/projects/OPT/chronicles/final_update.md. Primary;
    the cause is derived.)
    ```toml
    [architecture]
    parameters = "175e9"
    [[training]]
    component = "pretrain"
    tokens = "300e9"
    flop = "4.30e23 FLOP"
    ```
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
        yield from _of_phase(subject, component)


class Figure(NamedTuple):
    """What one method gives."""

    method: str
    flop: Range


def _of_phase(subject: Subject, component: Component) -> Iterator[Finding]:
    """Every other figure against the chosen one; two others against each other where neither is at odds with that."""
    if component.flop is None or component.method is None:
        return
    chosen = Figure(component.method, component.flop)
    others = [Figure(check.method, check.flop) for check in component.cross_checks]
    apart = [other for other in others if _ratio(chosen, other) is not None]
    agreeing = [other for other in others if other not in apart]
    first = next((other for other in apart if other.method in ONE_RUN), None)
    told = [other for other in apart if other.method not in ONE_RUN or other is first]
    for one, other in [*((chosen, other) for other in told), *combinations(agreeing, 2)]:
        ratio = _ratio(one, other)
        if ratio is not None:
            yield _finding(component, one, other, ratio, _causes(subject, component, one, other, ratio))


def _ratio(one: Figure, other: Figure) -> Fraction | None:
    """The other figure over the first, where they clearly disagree; the report rounds its own, a small one to 0."""
    if {one.method, other.method} == ONE_COUNT or span_of(one.flop).overlaps(span_of(other.flop)):
        return None
    above, below = (Fraction(figure.flop.central or 0) for figure in (other, one))
    if not above or not below:
        return None
    ratio = above / below
    return ratio if max(ratio, 1 / ratio) > TOLERATED else None


def _causes(subject: Subject, component: Component, one: Figure, other: Figure, ratio: Fraction) -> list[str]:
    """What the ratio often comes from, in this direction; what the manifest itself suggests stands first."""
    smaller, larger = (one, other) if ratio > 1 else (other, one)
    known = (*_causes_of_shape(subject, component), *_causes_of_scope(subject, component, smaller), *CAUSES)
    fitting = [cause for cause in known if cause.fits(max(ratio, 1 / ratio), larger.method, smaller.method)]
    dense = larger.method in FROM_HOURS and not _states_a_peak(subject, component)
    return [cause.text for cause in fitting if not (dense and cause in SPARSE)]


def _states_a_peak(subject: Subject, component: Component) -> bool:
    """Whether a peak of the phase is the card's own: those of the table of chips are dense ones."""
    phase = phase_of(subject, component)
    return phase is None or any(entry.peak is not None for entry in phase.hardware)


def _causes_of_scope(subject: Subject, component: Component, smaller: Figure) -> Iterator[Cause]:
    """Causes by what else the manifest knows of: the base, other phases, and epochs that were left out."""
    phase, own = phase_of(subject, component), subject.own_components
    assert subject.compute is not None
    inherited = [entry for entry in subject.compute.components if entry.origin is not None]
    for text, entries in (
        ("the compute of the base in the larger figure", inherited),
        ("other phases in the larger figure", [entry for entry in own if entry.at != component.at]),
    ):
        more = sum((Fraction(entry.flop.central or 0) for entry in entries if entry.flop is not None), Fraction(0))
        if more:
            yield _near(1 + more / Fraction(smaller.flop.central or 1), text, (REPORTED,))
    if phase is not None and phase.duration is not None:
        seconds = central_of(phase.duration.estimate)
        yield _near(seconds, "a rate in FLOP/s written as an amount in the smaller figure", smaller=(REPORTED,))
    if phase is not None and phase.epochs is not None and phase.unique_tokens is None:
        yield _near(central_of(phase.epochs.estimate), "one epoch in the smaller figure", smaller=FROM_TOKENS[1:])


def _causes_of_shape(subject: Subject, component: Component) -> Iterator[Cause]:
    """Causes by a factor that the architecture states, unless that is confidential: a cause would give it away."""
    shape, phase = subject.card.architecture, phase_of(subject, component)
    if shape is None or shape.confidential or phase is None:
        return
    if shape.parameters is not None and shape.active_parameters is not None:
        every, active = (central_of(figure.estimate) for figure in (shape.parameters, shape.active_parameters))
        # Six times parameters and tokens takes the active ones, unless the phase states others.
        larger = FROM_TOKENS if phase.parameters is not None else (REPORTED,)
        if active:
            yield _near(every / active, "all parameters counted in the larger figure, not only the active ones", larger)
    for length in dict.fromkeys((shape.context, phase.sequence_length)):
        if length is not None:
            yield _near(length, "tokens multiplied by the context length in the larger figure", FROM_TOKENS)
            yield _near(length, "sequences counted as tokens in the smaller figure", smaller=FROM_TOKENS)


def _near(factor: Fraction | int, text: str, larger: tuple[str, ...] = ANY, smaller: tuple[str, ...] = ANY) -> Cause:
    return Cause(factor / NEAR, factor * NEAR, text, larger, smaller)


def _finding(component: Component, one: Figure, other: Figure, ratio: Fraction, causes: list[str]) -> Finding:
    likely = f"near {_show(max(ratio, 1 / ratio))}x often means: {', or '.join(causes)}"
    return Finding(
        at=f"{component.at}/flop" if one.method == REPORTED else component.at,
        message=(
            f"{other.method} gives {shown_range(other.flop)} FLOP, {_show(ratio)}x "
            f"the {shown_range(one.flop)} FLOP of {one.method}"
        ),
        help=likely if causes else "compare the inputs of the two methods",
        factor=factor(1, ratio),
    )


def _show(ratio: Fraction) -> str:
    return show(ratio, 2)
