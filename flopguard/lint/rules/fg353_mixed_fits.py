"""FG353: a law whose constants come from different fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flopguard.definition.types import Curve, LawKind
from flopguard.fields import Figure
from flopguard.finding import Confidence, Factor, Finding, Severity
from flopguard.lint.change import ONE, between
from flopguard.lint.curves import CONSTANTS, bringing, exact
from flopguard.lint.rule import Subject, rule
from flopguard.quantity import last_digit_half

FEWEST = 4
"""So many constants of one fit are no coincidence."""


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
    The constants of a fit belong together: each makes up for the others. A floor that is off by the fourth digit is
    harmless where the runs lie, and is not near itself.
    ## Seen
    A repository prints a floor of 1.81686 beside constants that a paper gives with 1.8172: 0.0003 nats, and a factor
    of 1.9 in compute at a loss of 1.82. (Primary.)
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
        found = _two_sources(curve) or _two_fits(curve)
        if found is not None:
            yield Finding(
                at=f"/curve/{number}",
                message=f"'{curve.id[:60]}': {found.says}",
                help="take all constants from one fit, and state which as source",
                factor=_factor(subject, curve, found.fits),
            )


@dataclass(frozen=True, slots=True)
class Mixed:
    """How the constants part, and the published fits that they are of."""

    says: str
    fits: tuple[Curve, ...] = ()


def _constants(curve: Curve) -> dict[str, Figure]:
    found = {name: getattr(curve, name) for name in CONSTANTS}
    return {name: figure for name, figure in found.items() if figure is not None}


def _two_sources(curve: Curve) -> Mixed | None:
    """Two constants that name different sources; one that names none has that of its curve."""
    sources = {name: figure.source or curve.source for name, figure in _constants(curve).items()}
    named: dict[str, str] = {}
    for name, source in sources.items():
        if source:
            named.setdefault(source, name)
    if len(named) < 2:
        return None
    (one, name), (other, its_name) = list(named.items())[:2]
    return Mixed(f"{name} is of {one[:60]}, and {its_name} of {other[:60]}")


def _two_fits(curve: Curve) -> Mixed | None:
    """Each constant is one of a published fit, and no single fit has them all; or one has all but one."""
    if curve.law is not LawKind.FRONTIER:
        return None
    from flopguard.definition.load import bundled_definitions  # read only where such a law stands

    constants = _constants(curve)
    fits = [entry for entry in bundled_definitions().curve if entry.law is LawKind.FRONTIER]
    having = [(fit, {name for name, figure in constants.items() if _is_of(figure, name, fit)}) for fit in fits]
    most, its = max(having, key=lambda pair: len(pair[1]))
    rest = set(constants) - its
    for fit, names in having:
        if rest and rest <= names:
            says = f"{', '.join(sorted(rest))} as in the fit {fit.id}, and the others as in {most.id}"
            return Mixed(says, (most, fit))
    if len(rest) == 1 and len(its) >= FEWEST:
        return Mixed(f"all constants are as in the fit {most.id} but {min(rest)}", (most,))
    return None


def _factor(subject: Subject, curve: Curve, fits: tuple[Curve, ...]) -> Factor | None:
    """The compute of the model's score by each of the fits, over that by the mixed constants."""
    central = next((found.result.central for found in subject.effective if found.curve == curve.id), None)
    if central is None or not fits:
        return None
    from flopguard.effective.curves.read import law_of  # slow to import
    from flopguard.effective.curves.usable import metric_of

    metric = metric_of(curve, subject.card.definition)
    mixed, *pure = (law_of(entry, metric) for entry in (curve, *fits))
    compute = exact(Fraction(central))
    score = None if isinstance(mixed, str) else mixed.score(compute)
    found = [law.compute(score) for law in pure if not isinstance(law, str) and score is not None]
    known = [Fraction(answer.value / compute) for answer in found if answer.kind == "value"]
    return between(ONE, *known) if known else None


def _is_of(figure: Figure, name: str, fit: Curve) -> bool:
    """Whether a constant is the fit's, rounded to the digits in which it is written."""
    known: Figure | None = getattr(fit, name)
    own = figure.estimate.central
    theirs = known.estimate.central if known is not None else None
    if own is None or theirs is None:
        return False
    half = last_digit_half(figure.estimate.text) or Fraction(0)
    return abs(theirs - own) <= abs(own) * half
