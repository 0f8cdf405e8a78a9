"""FG353: a law whose constants come from different fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flopguard.definition.types import Curve, LawKind
from flopguard.finding import Confidence, Factor, Finding, Severity
from flopguard.lint.change import ONE, between
from flopguard.lint.curves import bringing, constants_of, exact, is_of_fit
from flopguard.lint.rule import Subject, rule

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
    A repository prints a floor of 1.81686 beside constants that a paper gives with 1.8172: 0.0003 nats, and a factor of
    1.9 in compute at a loss of 1.82. (Sources: epoch-research/analyzing-chinchilla, https://arxiv.org/abs/2404.10102.
    Primary; the factor derived.)
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


def _two_sources(curve: Curve) -> Mixed | None:
    """Two constants that name different sources; one that names none has that of its curve."""
    sources = {name: figure.source or curve.source for name, figure in constants_of(curve).items()}
    named: dict[str, str] = {}
    for name, source in sources.items():
        if source and not any(_is_one_work(source, known) for known in named):
            named[source] = name
    if len(named) < 2:
        return None
    (one, name), (other, its_name) = list(named.items())[:2]
    return Mixed(f"{name} is of {one[:60]}, and {its_name} of {other[:60]}")


def _is_one_work(one: str, other: str) -> bool:
    """Whether two sources are one work: one names a place in it, or another version of its address."""
    names = (re.sub(r"(?:v[0-9]+)?(?:#.*)?$", "", name.strip().casefold()) for name in (one, other))
    short, long = sorted(names, key=len)
    return long.startswith(short) and not long[len(short) :][:1].isalnum()


def _two_fits(curve: Curve) -> Mixed | None:
    """Each constant is one of a published fit, and no single fit has them all; or one has all but one."""
    if curve.law is not LawKind.FRONTIER:
        return None
    from flopguard.definition.load import bundled_definitions  # read only where such a law stands

    constants = constants_of(curve)
    fits = [entry for entry in bundled_definitions().curve if entry.law is LawKind.FRONTIER]
    having = [(fit, {name for name, figure in constants.items() if is_of_fit(figure, name, fit)}) for fit in fits]
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
