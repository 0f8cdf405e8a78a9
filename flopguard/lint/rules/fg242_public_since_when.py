"""FG242: synthetic data that are called public, and not said since when, near a European line."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.components import ComponentKey
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import central_of, factor, phase_of
from flopguard.lint.eu_lines import turned
from flopguard.lint.rule import Need, Subject, rule
from flopguard.manifest.training import Training


@rule(
    "FG242",
    "public-since-when",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=Need.VERDICTS,
    covers=("annex-public-access",),
)
def public_since_when(subject: Subject) -> Iterator[Finding]:
    """Public synthetic data without a date, or made public after they were used, where that turns a European line.

    ## Why
    The EU's guidelines leave out what it took to make synthetic data that are publicly accessible. At what date, under
    which licence and by whom is not said. Who publishes a set of its own only after the training leaves its cost out
    by that reading, and counts it by the other.
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = "9.5e24 FLOP"
    [[training]]
    component = "syn_public"
    flop = "8e23 FLOP"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = "9.5e24 FLOP"
    started = 2025-03-01
    [[training]]
    component = "syn_public"
    flop = "8e23 FLOP"
    public_since = 2024-11-01
    ```
    """
    public = [part for part in subject.own_components if part.component == ComponentKey.SYN_PUBLIC and part.flop]
    for component in public:
        phase = phase_of(subject, component)
        amount = central_of(component.flop) if component.flop is not None else Fraction(0)
        said = _open(subject, phase) if phase is not None else None
        line = turned(subject, Fraction(0), amount) if said else None
        if said and line is not None:
            yield Finding(
                at=f"{component.at}/{'component' if phase is None or phase.public_since is None else 'public_since'}",
                message=f"{said}; counted as not public they turn {line.name}",
                help="write public_since, and under source where and under which licence the data can be had",
                factor=factor(1, 1 + amount / line.total),
            )


def _open(subject: Subject, phase: Training) -> str | None:
    """Why it is open whether the data were public when they were used."""
    if phase.public_since is None:
        return "since when these synthetic data are public is not stated"
    begun = [
        other.started.last
        for other in subject.card.training
        if other.component is not ComponentKey.SYN_PUBLIC and other.started is not None
    ]
    if begun and phase.public_since.first > min(begun):
        return f"these synthetic data became public on {phase.public_since}, after the training began"
    return None
