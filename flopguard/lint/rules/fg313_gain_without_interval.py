"""FG313: a gain stated as one number."""

from collections.abc import Iterator

from flopguard.finding import Finding, Severity
from flopguard.lint.amounts import shown
from flopguard.lint.gains import Gain, gains
from flopguard.lint.rule import Subject, rule


@rule("FG313", "gain-without-interval", severity=Severity.WARNING, covers=("interval-missing",))
def gain_without_interval(subject: Subject) -> Iterator[Finding]:
    """A measured gain without an interval.

    ## Why
    Without a width, no verdict that rests on the gain can be graded. In one public series of runs, a
    technique that changes nothing scored 1.06x: that much is noise (case L23). A gain of exactly 1 says that there
    is none, and needs no width.
    ## Seen
    A study at small scale prints 1.063x for FlashAttention, an exact method, at its small size and 1.000x at the
    larger: without an interval, the first would be taken for a gain (case L23). (Source:
    jcksanderson/llm-algorithmic-progress, https://arxiv.org/abs/2505.04075. Primary.)
    ## Flagged
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = "3.1"
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = { value = "3.1", low = "2.5", high = "3.8", level = "90%" }
    ```
    """
    for gain in gains(subject.card):
        estimate = gain.figure.estimate if gain.quantity == "gain" and gain.figure is not None else None
        if gain.figure is None or estimate is None or _has_width(gain, subject):
            continue
        if estimate.is_point and estimate.low != 1:
            yield Finding(
                at=gain.place,
                message=f"{gain.said} has no interval: a verdict that rests on it cannot be graded",
                help=f'gain = {{ value = "{shown(gain.figure)}", low = "...", high = "...", level = "90%" }}',
            )


def _has_width(gain: Gain, subject: Subject) -> bool:
    """Whether a geometric standard deviation beside the gain says how wide it is."""
    number = gain.at.removeprefix("/enhancement/")
    return number.isdecimal() and subject.card.enhancement[int(number)].gsd is not None
