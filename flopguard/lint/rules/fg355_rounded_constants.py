"""FG355: constants of a law with so few digits that these decide what a score is worth."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from flopguard.definition.types import Curve
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.change import between
from flopguard.lint.curves import CONSTANTS, bringing, exact
from flopguard.lint.rule import Subject, rule
from flopguard.quantity import last_digit_half, show

MOST = Fraction(11, 10)


@rule(
    "FG355",
    "rounded-constants",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    covers=("published-rounding",),
)
def rounded_constants(subject: Subject) -> Iterator[Finding]:
    """A curve without errors whose last digits alone move the effective compute of the score by over 10 %.

    ## Why
    Printed constants are rounded, and an exponent acts on some fifty e-folds of compute.
    ## Seen
    The two digits of each constant that the Llama 3 report prints give 10.5 trillion tokens where it says 16.55 (case
    L18), and the fit of 2022 as printed asks for 1.4 times the compute of the same fit unrounded. (Primary.)
    ## Flagged
    ```toml
    [[definition]]
    id = "loss-2023"
    metric = { name = "held-out loss", kind = "loss", unit = "bits/byte" }
    curve = "baseline-2023"
    [[curve]]
    id = "baseline-2023"
    law = "power"
    floor = "0.45"
    coefficient = "12.0"
    exponent = "0.06"
    [[benchmark]]
    name = "held-out loss"
    unit = "bits/byte"
    score = "0.8700"
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "loss-2023"
    metric = { name = "held-out loss", kind = "loss", unit = "bits/byte" }
    curve = "baseline-2023"
    [[curve]]
    id = "baseline-2023"
    law = "power"
    floor = "0.450000"
    coefficient = "12.0000"
    exponent = "0.0600000"
    [[benchmark]]
    name = "held-out loss"
    unit = "bits/byte"
    score = "0.8700"
    ```
    """
    for number, curve in enumerate(subject.card.curve):
        if curve.confidential or not subject.effective or bringing(subject.card, curve.id) is not None:
            continue
        times = _moved(subject, curve)
        if times is not None and times > MOST:
            yield Finding(
                at=f"/curve/{number}",
                message=(
                    f"the last digits of the constants of '{curve.id[:60]}' alone leave {show(times)}x either way open "
                    "at the model's score, and no errors are stated"
                ),
                help="give the constants with more digits, or their errors as covariance or draws",
                factor=between(times, 1 / times),
            )


def _moved(subject: Subject, curve: Curve) -> Fraction | None:
    """By what factor the compute at the score moves with every constant at the end of its rounding."""
    central = next((found.result.central for found in subject.effective if found.curve == curve.id), None)
    if central is None:
        return None
    from flopguard.effective.curves.answer import EXACT, exp  # slow to import
    from flopguard.effective.curves.errors import errors_of
    from flopguard.effective.curves.read import law_of
    from flopguard.effective.curves.usable import metric_of

    law = law_of(curve, metric_of(curve, subject.card.definition))
    if isinstance(law, str) or errors_of(curve, law):
        return None
    score = law.score(exact(Fraction(central)))
    slopes = law.sensitivity(score) if score is not None else None
    if slopes is None:
        return None
    moved = Decimal(0)
    for name, half in _halves(curve):
        if name in slopes:
            moved = EXACT.add(moved, EXACT.multiply(slopes[name], exact(half)).copy_abs())
    return Fraction(exp(moved))


def _halves(curve: Curve) -> Iterator[tuple[str, Fraction]]:
    """Half a unit of the last digit of each constant."""
    for name in CONSTANTS:
        figure = getattr(curve, name)
        central = figure.estimate.central if figure is not None and figure.estimate.is_point else None
        half = last_digit_half(figure.estimate.text) if central else None
        if central and half:
            yield name, abs(central) * half
