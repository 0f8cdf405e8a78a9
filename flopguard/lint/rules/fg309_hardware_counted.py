"""FG309: a faster or cheaper computation counted as a gain."""

import re
from collections.abc import Iterator

from flopguard.definition.types import Enhancement, GainKind
from flopguard.finding import Confidence, Factor, Finding, Severity
from flopguard.lint.change import without
from flopguard.lint.gains import enhancement_words, is_growth_of_compute, is_hardware, place_of_gain, states_gain
from flopguard.lint.rule import Found, Rated, Subject, rule

_LOW_PRECISION = re.compile(r"\b(?:fp|mxfp|nvfp|int|bf)[\s-]?(?:4|6|8|16)\b|mixed[\s-]precision", re.IGNORECASE)


@rule(
    "FG309", "hardware-counted", covers=("hardware-counted", "price-as-efficiency", "growth-account-as-model-property")
)
def hardware_counted(subject: Subject) -> Iterator[Found]:
    """A technique that saves time or money for each FLOP, counted as an algorithmic gain.

    ## Why
    Better kernels, higher utilisation and lower prices do not change what a FLOP achieves. FlashAttention
    runs up to 3x faster and computes the same function: its gain is 1 (cases K03 and L22). A lower
    precision has both effects. More chips and cheaper ones are in the FLOP of the run already: of a growth of 9.3x a
    year in one account, 3x is software (case L44).
    ## Seen
    The gain of a well-known speedrun, 45 minutes to 1.47 on the same chips, is 30.7x by the clock and 28.5x in FLOP. By
    category up to December 2025, 1.65x of a product of 23.6x is kernels, precision and communication: 14.3x is left
    (case L22). (Sources: KellerJordan/modded-nanogpt/README.md, hansgundlach/SpeedRunAnalysis. Primary; categories are
    estimates.)
    ## Flagged
    ```toml
    [[enhancement]]
    name = "FlashAttention"
    kind = "architecture"
    gain = "3"
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "grouped-query attention"
    kind = "architecture"
    gain = "1.1"
    ```
    """
    for number, enhancement in enumerate(subject.card.enhancement):
        if not states_gain(enhancement):
            continue
        at, words = place_of_gain(f"/enhancement/{number}", enhancement), enhancement_words(enhancement)
        if is_hardware(enhancement):
            yield _never(at, words, enhancement)
        elif _LOW_PRECISION.search(enhancement.name):
            message = f"{words} may be speed: a lower precision changes the time for each FLOP, not only the result"
            help = "state only the part that holds at equal FLOP, and let the speed show in utilisation"
            yield Rated(_finding(at, message, help, Confidence.POSSIBLE, without(enhancement)), Severity.WARNING)


def _never(at: str, words: str, enhancement: Enhancement) -> Finding:
    """A gain that is none, by its kind, or else by its name."""
    is_said = enhancement.kind in (GainKind.HARDWARE_UTILISATION, GainKind.PRICE)
    sure = Confidence.CERTAIN if is_said else Confidence.LIKELY
    if is_growth_of_compute(enhancement):
        message = f"{words} is more or cheaper computation, which is in the FLOP of the run already"
        help = "leave out the gain; the compute of the run belongs in [[training]]"
    else:
        message = f"{words} saves time or money for each FLOP; it is no gain in what a FLOP achieves"
        help = "leave out the gain; speed belongs in utilisation"
    return _finding(at, message, help, sure, without(enhancement, surely=True))


def _finding(at: str, message: str, help: str, confidence: Confidence, factor: Factor | None) -> Finding:
    return Finding(at=at, message=message, help=help, confidence=confidence, factor=factor)
