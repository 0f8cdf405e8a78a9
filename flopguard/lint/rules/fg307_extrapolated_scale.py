"""FG307: a gain used far from the compute at which it was measured."""

from collections.abc import Iterator
from fractions import Fraction
from math import isinf

from flopguard.fields import Figure
from flopguard.finding import Confidence, Factor, Finding, Severity
from flopguard.lint.amounts import Span, hull, run_compute, shown_span, span_of
from flopguard.lint.change import between
from flopguard.lint.gains import Gain, gains
from flopguard.lint.rule import Found, Rated, Subject, rule

REMOTE, BEYOND, FAR = 3, 1.5, 0.5
UNNAMED = "the run's compute"
GREW, SHRANK = 2.8, 3.8
"""The most that measured gains have grown and shrunk by with each tenfold of compute."""


@rule("FG307", "extrapolated-scale", confidence=Confidence.LIKELY, covers=("extrapolated-scale",))
def extrapolated_scale(subject: Subject) -> Iterator[Found]:
    """A gain used more than half an order of magnitude away from the compute at which it was measured.

    ## Why
    With each tenfold of compute, measured gains have grown by up to 2.8x and shrunk by up to 3.8x. More than
    half an order away is a warning; beyond three orders a gain is no evidence (cases K05 and A13).
    ## Seen
    The curves behind a gain of 6,900x from 2012 to 2023 were fitted on about 1e14 to 5e17 FLOP and are read at 1.34e22:
    4.4 orders of magnitude away (cases L11 and A13). A change of 0.006 in one exponent moves the gain at 1e22 between
    1,200x and 80,000x (case L13). (Source: hansgundlach/Experimental_Progress, https://arxiv.org/abs/2511.21622.
    Constants primary, sensitivity derived.)
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "2e25 FLOP"
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "10"
    measured_at = ["1e17 FLOP", "1e19 FLOP"]
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "2e25 FLOP"
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "10"
    measured_at = ["1e24 FLOP", "3e25 FLOP"]
    ```
    """
    for gain in gains(subject.card):
        use = _use(gain, subject)
        if gain.scale and use is not None:
            yield from _judged(gain, hull(gain.scale), *use)


def _use(gain: Gain, subject: Subject) -> tuple[Span, str] | None:
    """The compute at which the gain is used and what to call it; unnamed where it is confidential."""
    stated = _stated_use(gain)
    if stated is not None:
        figure, name = stated
        return span_of(figure.estimate), f"{name} {shown_span(span_of(figure.estimate))} FLOP"
    run = run_compute(subject)
    if run is None:
        return None
    return run.span, f"the run's {shown_span(run.span)} FLOP" if run.may_be_named else UNNAMED


def _stated_use(gain: Gain) -> tuple[Figure, str] | None:
    if gain.quantity != "gain":
        return (gain.actual, "the stated compute of") if gain.actual else None
    scale = gain.definition.reference_scale if gain.definition else None
    return (scale, "the reference scale of") if scale else None


def _judged(gain: Gain, measured: Span, used: Span, name: str) -> Iterator[Found]:
    distance = measured.orders_from(used)
    if distance <= FAR:
        return
    finding = Finding(
        at=f"{gain.at}/measured_at" if gain.quantity == "gain" else gain.place,
        message=f"{gain.said} was measured at {shown_span(measured)} FLOP, {_far(distance, name)} {name}",
        help=_help(distance),
        factor=_factor(distance, name),
    )
    yield finding if distance > REMOTE else Rated(finding, Severity.WARNING)


def _factor(distance: float, name: str) -> Factor | None:
    """What a gain that moves as fast as the fastest measured ones would become; nothing where that tells the run."""
    if name == UNNAMED or isinf(distance):
        return None
    return between(1 / Fraction(SHRANK**distance), Fraction(GREW**distance))


def _far(distance: float, name: str) -> str:
    if name == UNNAMED or isinf(distance):
        return "far from"
    return f"{distance:.1f} orders of magnitude from"


def _help(distance: float) -> str:
    if distance > REMOTE:
        return "measure it nearer to where it is used; from this far it is a scenario, not evidence"
    if distance > BEYOND:
        return "measure it nearer to where it is used; no verdict may rest on it alone"
    return "measure it nearer to where it is used, or widen its interval"
