"""FG353: a law whose constants come from different fits."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flopguard.definition.types import Curve, LawKind
from flopguard.fields import Figure
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.curves import CONSTANTS, bringing
from flopguard.lint.rule import Subject, rule
from flopguard.quantity import last_digit_half


@rule(
    "FG353",
    "mixed-fits",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    covers=("parameters-from-different-fits",),
)
def mixed_fits(subject: Subject) -> Iterator[Finding]:
    """A law whose constants name different sources, or are partly those of one published fit and partly of another.

    ## Why
    The constants of a fit belong together: each makes up for the others. One published floor stands beside constants of
    a slightly other fit, which is 0.0003 nats, and a factor of 1.9 in compute at a loss of 1.82.
    ## Flagged
    ```toml
    [[curve]]
    id = "house-2022"
    law = "frontier"
    floor = "1.8172"
    parameter_coefficient = "406.4"
    parameter_exponent = "0.34"
    data_coefficient = "2085.43"
    data_exponent = "0.3658"
    ```
    ## Instead
    ```toml
    [[curve]]
    id = "house-2022"
    law = "frontier"
    floor = "1.8172"
    parameter_coefficient = "482.01"
    parameter_exponent = "0.3478"
    data_coefficient = "2085.43"
    data_exponent = "0.3658"
    ```
    """
    for number, curve in enumerate(subject.card.curve):
        if curve.confidential or bringing(subject.card, curve.id) is not None:
            continue
        message = _two_sources(curve) or _two_fits(curve)
        if message:
            yield Finding(
                at=f"/curve/{number}",
                message=f"'{curve.id[:60]}': {message}",
                help="take all constants from one fit, and state which as source",
            )


def _constants(curve: Curve) -> dict[str, Figure]:
    found = {name: getattr(curve, name) for name in CONSTANTS}
    return {name: figure for name, figure in found.items() if figure is not None}


def _two_sources(curve: Curve) -> str:
    """That two constants name different sources; one that names none has that of its curve."""
    sources = {name: figure.source or curve.source for name, figure in _constants(curve).items()}
    named: dict[str, str] = {}
    for name, source in sources.items():
        if source:
            named.setdefault(source, name)
    if len(named) < 2:
        return ""
    (one, name), (other, its_name) = list(named.items())[:2]
    return f"{name} is of {one[:60]}, and {its_name} of {other[:60]}"


def _two_fits(curve: Curve) -> str:
    """That each constant is one of a published fit, and no single fit has them all."""
    if curve.law is not LawKind.FRONTIER:
        return ""
    from flopguard.definition.load import bundled_definitions  # read only where such a law stands

    constants = _constants(curve)
    fits = [entry for entry in bundled_definitions().curve if entry.law is LawKind.FRONTIER]
    having = {fit.id: {name for name, figure in constants.items() if _is_of(figure, name, fit)} for fit in fits}
    most = max(having, key=lambda fit: len(having[fit]), default=None)
    if most is None or not having[most]:
        return ""
    rest = set(constants) - having[most]
    for fit, names in having.items():
        if rest and rest <= names:
            return f"{', '.join(sorted(rest))} as in the fit {fit}, and the others as in {most}"
    return ""


def _is_of(figure: Figure, name: str, fit: Curve) -> bool:
    """Whether a constant is the fit's, rounded to the digits in which it is written."""
    known: Figure | None = getattr(fit, name)
    own = figure.estimate.central
    theirs = known.estimate.central if known is not None else None
    if own is None or theirs is None:
        return False
    half = last_digit_half(figure.estimate.text) or Fraction(0)
    return abs(theirs - own) <= abs(own) * half
