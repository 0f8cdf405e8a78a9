"""FG265: cores where chips are counted elsewhere."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import in_card, on, one_factor, quoted
from flopguard.lint.rule import Need, Subject, rule


@rule(
    "FG265",
    "cores-for-chips",
    severity=Severity.INFO,
    confidence=Confidence.POSSIBLE,
    strict=True,
    covers=("trap-03",),
    needs=Need.CLAIMS,
)
def cores_for_chips(subject: Subject) -> Iterator[Finding]:
    """Hardware counted in cores, of which a chip may have two.

    ## Why
    A TPU v2, v3 or v4 has two cores, and its peak is quoted for the chip. Whoever multiplies the cores by that peak
    counts twice what was spent.
    ## Flagged
    ```markdown
    Training took 2 weeks on 128 TPUv3 cores.
    ```
    ## Instead
    ```markdown
    Training took 2 weeks on 64 TPUv3 chips.
    ```
    """
    for claim in in_card(subject, "chips", "chip_hours", "throughput"):
        if "core" in claim.unit:
            message = f"{quoted(claim)} counts cores; peaks and prices are those of chips"
            cure = "say how many chips there were, or how many cores one has"
            yield on(claim, message, cure, factor=one_factor(Fraction(1, 2), Fraction(1)))
