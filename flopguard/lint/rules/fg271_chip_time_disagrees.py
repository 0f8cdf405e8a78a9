"""FG271: chips and days beside chip-hours that they do not come to."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import on, one_factor, quoted, shown, stated, value_of
from flopguard.lint.rule import Need, Subject, rule
from flopguard.result import Claim

TOLERANCE = Fraction(1, 10)


@rule(
    "FG271",
    "chip-time-disagrees",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    covers=("trap-03",),
    needs=Need.CLAIMS,
)
def chip_time_disagrees(subject: Subject) -> Iterator[Finding]:
    """Chips times days that differ by more than a tenth from the chip-hours of the same sentence.

    ## Why
    Both are the same figure. Where they differ, hours are those of one chip or of one node, cores stand for
    chips, or the days hold pauses; each makes the compute another one.
    ## Flagged
    ```markdown
    Pretraining took 7680 GPU hours: 64 V100 GPUs for 10 days.
    ```
    ## Instead
    ```markdown
    Pretraining took 7680 GPU hours: 64 V100 GPUs for 5 days.
    ```
    """
    for claim in stated(subject, "chip_hours"):
        hours = value_of(claim)
        product = _chips_times_time(claim) if hours else None
        if hours and product and abs(product / hours - 1) > TOLERANCE:
            ratio = product / hours
            message = f"chips times time come to {shown(product)} hours, {shown(ratio, 2)} times {quoted(claim)}"
            cure = "check whether hours are of one chip or of all, and what a chip, a core and a node is here"
            yield on(claim, message, cure, factor=one_factor(min(ratio, Fraction(1)), max(ratio, Fraction(1))))


def _chips_times_time(claim: Claim) -> Fraction | None:
    """The product, where the sentence has one number of chips and one time beside the chip-hours."""
    from flopguard.claims.grammar.hardware import chips_in
    from flopguard.claims.grammar.sentence import Sentence
    from flopguard.claims.grammar.times import durations_in

    start = claim.text.find(claim.written)
    if start < 0:
        return None
    inside = range(start, start + len(claim.written))
    sentence = Sentence(claim.text)
    chips = [found for found in chips_in(sentence) if found.start not in inside and found.kind == "chip"]
    times = [found for found in durations_in(sentence) if found.start not in inside]
    return chips[0].count * times[0].hours if len(chips) == 1 and len(times) == 1 else None
