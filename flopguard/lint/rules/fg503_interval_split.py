"""FG503: triggers on effective compute that the interval of a gain leaves open."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.fields import Figure
from flopguard.finding import Factor, Finding, Severity
from flopguard.lint.amounts import factor, shown
from flopguard.lint.change import between
from flopguard.lint.gains import is_hardware
from flopguard.lint.rule import Need, Subject, rule
from flopguard.quantity import show
from flopguard.result import Cause

EFFECTIVE = "effective_compute"


@rule(
    "FG503",
    "interval-split",
    severity=Severity.INFO,
    strict=True,
    needs=Need.VERDICTS,
    covers=("MULT-INTERVAL-SPLIT",),
)
def interval_split(subject: Subject) -> Iterator[Finding]:
    """Triggers on effective compute that come out differently within the interval of a gain.

    ## Why
    A multiple of 3.2x to 13.8x is on both sides of a line of 4x. The middle of it answers nothing. Told once, at the
    gain with the widest interval.
    ## Seen
    One gain in an index of capability reads as 7.5x, 4.4x, 4.1x, 3.4x or 3.2x by five published slopes of the index:
    three are over a line of 4x and two under it (case L29). (Source: epoch-research/benchmark-stitching,
    https://arxiv.org/abs/2512.00193. Primary for the slopes.)
    ## Flagged
    ```toml
    [[enhancement]]
    name = "a"
    kind = "architecture"
    gain = "3.2x..13.8x"
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "a"
    kind = "architecture"
    gain = "5.2x..6.1x"
    ```
    """
    split = [
        f"{verdict.policy}/{verdict.trigger}"
        for verdict in subject.verdicts
        if Cause.INTERVAL in verdict.because and any(name.startswith(EFFECTIVE) for name in verdict.compares)
    ]
    widths = [
        (gain.estimate.high / gain.estimate.low, number, gain)
        for number, entry in enumerate(subject.card.enhancement)
        if (gain := entry.gain) is not None and not is_hardware(entry) and gain.estimate.high and gain.estimate.low
    ]
    width, number, gain = max(widths, key=lambda each: each[:2], default=(Fraction(1), 0, None))
    if split and gain is not None and width > 1:
        more = f" and {len(split) - 1} more" if len(split) > 1 else ""
        yield Finding(
            at=f"/enhancement/{number}/gain",
            message=f"{split[0]}{more} {'is' if len(split) == 1 else 'are'} open within the gain of {_ends(gain)}",
            help="measure the gain more closely, or state the effective compute that was measured",
            factor=_factor(gain, width),
        )


def _ends(gain: Figure) -> str:
    """The gain as written, with its ends where they stand beside it."""
    low, high = gain.estimate.low, gain.estimate.high
    ends = f"{show(low, 3)} .. {show(high, 3)}" if high is not None else ""
    return shown(gain) if ".." in shown(gain) or not ends else f"{shown(gain)} ({ends})"


def _factor(gain: Figure, width: Fraction) -> Factor:
    """The ends over the middle, where one is stated; else from the one end to the other."""
    middle, high = gain.estimate.central, gain.estimate.high
    return between(gain.estimate.low / middle, high / middle) if middle and high else factor(1, width)
