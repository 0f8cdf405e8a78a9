"""FG314: a gain that its own evidence does not give."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.fields import Figure
from flopguard.finding import Factor, Finding, Severity
from flopguard.lint.amounts import shown
from flopguard.lint.change import between, central
from flopguard.lint.rule import Subject, rule
from flopguard.quantity import Estimate, show

TOLERATED = Fraction(1, 10)


@rule("FG314", "evidence-arithmetic", severity=Severity.WARNING, covers=("evidence-arithmetic",))
def evidence_arithmetic(subject: Subject) -> Iterator[Finding]:
    """A stated gain that differs from before divided by after by more than a tenth.

    ## Why
    One published table states 10x where its own columns, 17 before and 0.75 after, give 22.7x (cases K13
    and L02).
    ## Seen
    A table of training efficiency states 10x for the level of ResNet-50, and its columns have 17 and 0.75
    teraflop/s-days, which is 22.7x. Its row for translation states 61x over 465 and 8, which is 58.1x and within a
    tenth (case L02). (Source: openai/ai-and-efficiency/efficiency_sota.csv. Primary.)
    ## Flagged
    ```toml
    [[enhancement]]
    name = "residual connections"
    kind = "architecture"
    gain = "10"
    evidence_arithmetic = { before = "17", after = "0.75", unit = "flop" }
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "residual connections"
    kind = "architecture"
    gain = "22.7"
    evidence_arithmetic = { before = "17", after = "0.75", unit = "flop" }
    ```
    """
    for number, enhancement in enumerate(subject.card.enhancement):
        gain, arithmetic = enhancement.gain, enhancement.evidence_arithmetic
        if gain is None or arithmetic is None:
            continue
        from flopguard.effective.gains.evidence import quotient  # slow to import

        ends = quotient(arithmetic)
        if ends is not None and _differs(gain.estimate, *ends):
            low, high = ends
            between = show(low, 3) if low == high else f"{show(low, 3)} to {show(high, 3)}"
            yield Finding(
                at=f"/enhancement/{number}/gain",
                message=f"a gain of {shown(gain)} is stated; before divided by after is {between}",
                help=_help(gain.estimate, low, high),
                factor=_factor(gain, low, high),
            )


def _differs(gain: Estimate, low: Fraction, high: Fraction) -> bool:
    """Whether no value of the quotient lies within a tenth of the gain, or of the bound that it gives."""
    bottom, top = (gain.central, gain.central) if gain.central is not None else (gain.low, gain.high)
    return high < bottom * (1 - TOLERATED) or (top is not None and low > top * (1 + TOLERATED))


def _factor(gain: Figure, low: Fraction, high: Fraction) -> Factor | None:
    """The quotient over the gain as stated; of figures that are swapped, the quotient the other way round."""
    stated = central(gain)
    if not _differs(gain.estimate, 1 / high, 1 / low):
        low, high = 1 / high, 1 / low
    return between(low / stated, high / stated) if stated else None


def _help(gain: Estimate, low: Fraction, high: Fraction) -> str:
    if not _differs(gain, 1 / high, 1 / low):
        return "before and after are swapped: before is what the baseline needs"
    return "correct the gain, or the figures before and after"
