"""FG271: chips and days beside chip-hours that they do not come to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import on, one_factor, quoted, shown, stated, value_of
from flopguard.lint.rule import Need, Subject, rule
from flopguard.result import Claim

if TYPE_CHECKING:
    from flopguard.claims.grammar.chip_counts import Chips
    from flopguard.claims.grammar.times import Duration

_OF_SEVERAL_RUNS = re.compile(
    r"\b(?:each|every|per) (?:run|seed|model|agent|game|task|experiment)\b|\bseeds\b", re.IGNORECASE
)
"""One of the two is of a run, and the other may be of all of them."""
TOLERANCE = Fraction(1, 10)
_JOINED = re.compile(r"\W*(?:for|over|during|in|on|using|with|of|x|×|ran|running|training)?\W*(?:about|around|for)?\W*")


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
    from flopguard.claims.grammar.chip_counts import chips_in
    from flopguard.claims.grammar.sentence import Sentence
    from flopguard.claims.grammar.times import durations_in

    start = claim.text.find(claim.written)
    if start < 0:
        return None
    inside = range(start, start + len(claim.written))
    if _OF_SEVERAL_RUNS.search(claim.text):
        return None
    sentence = Sentence(claim.text)
    chips = [found for found in chips_in(sentence) if found.kind == "chip"]
    times = list(durations_in(sentence))
    if any(found.start in inside for found in chips):
        return None  # what is written is itself chips and a time, and those beside it are of another run
    times = [found for found in times if found.start not in inside]
    if len(chips) != 1 or len(times) != 1 or not _JOINED.fullmatch(_between(claim.text, chips[0], times[0])):
        return None
    is_another = bool(claim.hardware and chips[0].hardware) and _model(claim.hardware) != _model(chips[0].hardware)
    return None if is_another else chips[0].count * times[0].hours


def _model(chip: str) -> str:
    """The part of a chip's name that has a figure, such as A100."""
    return next((word.upper() for word in re.split(r"[ -]", chip) if re.search(r"[A-Za-z]\d", word)), chip.upper())


def _between(text: str, chips: Chips, time: Duration) -> str:
    """The words between the two, whichever comes first."""
    first, last = (chips, time) if chips.start < time.start else (time, chips)
    return text[first.end : last.start]
