"""FG324: a gain no larger than what runs differ by."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import shown
from flopguard.lint.change import without
from flopguard.lint.gains import enhancement_words, is_hardware
from flopguard.lint.rule import Subject, rule

NOISE = Fraction(11, 10)


@rule("FG324", "no-noise-floor", severity=Severity.WARNING, confidence=Confidence.LIKELY, covers=("no-noise-floor",))
def no_noise_floor(subject: Subject) -> Iterator[Finding]:
    """A gain below 1.1 from a single run, or without saying how many runs it was seen in.

    ## Why
    In one public series an exact method, which changes nothing, scored 1.063 at the small size and 1.000 at the
    larger: six per cent was noise (case L23).
    ## Seen
    FlashAttention, which computes the same function, scored 1.063x at the small size of one public series and 1.000x at
    the larger (case L23). (Source: jcksanderson/llm-algorithmic-progress, https://arxiv.org/abs/2505.04075. Primary.)
    ## Flagged
    ```toml
    [[enhancement]]
    name = "better schedule"
    kind = "optimizer"
    gain = "1.06"
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "better schedule"
    kind = "optimizer"
    gain = { value = "1.06", low = "1.04", high = "1.08", level = "90%" }
    seeds = 5
    ```
    """
    for number, enhancement in enumerate(subject.card.enhancement):
        figure = enhancement.gain
        if figure is None or is_hardware(enhancement) or (enhancement.seeds or 1) > 1:
            continue
        size = figure.estimate.central
        if size is not None and 1 < size < NOISE:
            runs = "one run" if enhancement.seeds == 1 else "an unstated number of runs"
            yield Finding(
                at=f"/enhancement/{number}/gain",
                message=f"{enhancement_words(enhancement)}, {shown(figure)}, comes from {runs}: so much is often noise",
                help="repeat it with other seeds and state how many: seeds = 5",
                factor=without(enhancement),
            )
