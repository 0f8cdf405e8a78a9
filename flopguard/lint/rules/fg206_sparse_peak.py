"""FG206: the stated peak is a chip's sparse one."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.chips import Chip
from flopguard.fields import Figure
from flopguard.finding import Confidence, Finding
from flopguard.lint.amounts import central_of, factor, shown
from flopguard.lint.chips_used import SIXTEEN_BIT, Used, hardware_used
from flopguard.lint.rule import Subject, rule
from flopguard.quantity import show

FACTORS = (Fraction(4, 3), Fraction(2), Fraction("3.84"), Fraction(8))
CLOSE = Fraction("0.03")


@rule("FG206", "sparse-peak", confidence=Confidence.LIKELY, covers=("trap-01",))
def sparse_peak(subject: Subject) -> Iterator[Finding]:
    """A peak rate that holds only for sparse matrices.

    ## Why
    Vendors print the rate for weights of which half or more are zero. Training does not use it, so compute
    from chips and hours comes out 1.33x, 2x, 3.84x or 8x too high. Where the name fits several chips, the peak has
    to be a sparse one of one of them and a dense one of none. The rate that is quoted of a consumer card may
    be that with sums in 16 bits, which is twice the one with sums in 32 that the table has.
    ## Seen
    A reseller lists 1.97 and 3.94 PFLOP/s as dense rates of an H200, and a research data set has 1,979 TFLOP/s for an
    H100 at 16 bits; the dense 16-bit peak of either is 989.4. (Secondary.) The notes on OmniGenome count 330 TFLOP/s
    for each RTX 4090, which is twice the dense rate with sums in 32 bits, 165.2. (Epoch AI, Data on AI Models,
    https://epoch.ai/data/ai-models, CC BY 4.0, export of 2026-03-30.)
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "RTX 4090", precision = "fp16", peak = "330 TFLOP/s", count = 8 }]
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "h100-sxm5-80gb", precision = "bf16", peak = "1979 TFLOP/s" }]
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "h100-sxm5-80gb", precision = "bf16", peak = "989.4 TFLOP/s" }]
    ```
    """
    for used in hardware_used(subject):
        peak = used.entry.peak
        if peak is not None and used.possible_chips:
            yield from _judged(used, peak, central_of(peak.estimate))


def _judged(used: Used, peak: Figure, stated: Fraction) -> Iterator[Finding]:
    dense = [pair for chip in used.possible_chips for pair in _dense_peaks(used, chip)]
    if any(_close(stated, rate) for _, rate in dense):
        return
    found = next((each for pair in dense for each in FACTORS if _close(stated, pair[1] * each)), None)
    if found is None:
        yield from _above(used, peak, stated, [rate for _, rate in dense])
        return
    chip, rate = next(pair for pair in dense if _close(stated, pair[1] * found))
    yield Finding(
        at=f"{used.at}/peak",
        message=f"{shown(peak)} is {show(found, 3)}x the dense peak of {chip.name}: a rate for sparse matrices",
        help=f'write the dense one: peak = "{show(rate / 10**12, 4)} TFLOP/s"',
        factor=factor(rate / stated),
    )


def _above(used: Used, peak: Figure, stated: Fraction, dense: list[Fraction]) -> Iterator[Finding]:
    """A peak that the chip does not have, whatever it is the peak of."""
    if dense and stated > max(dense) * (1 + CLOSE):
        best = show(max(dense) / 10**12, 4)
        named = " or ".join(chip.name for chip in used.possible_chips)
        yield Finding(
            at=f"{used.at}/peak",
            message=f"{shown(peak)} is above every dense peak that the table has of {named}: {best} TFLOP/s",
            help="write the dense peak of the form and precision that were used, or leave it out",
            factor=factor(min(dense) / stated, max(dense) / stated),
        )


def _dense_peaks(used: Used, chip: Chip) -> Iterator[tuple[Chip, Fraction]]:
    """The peaks that may have been meant: at the stated precision, else at any, 16-bit ones first."""
    if used.entry.precision is not None:
        names = [used.known_precision] if used.known_precision else []
    else:
        names = [*SIXTEEN_BIT, *chip.peaks]
    peaks = (chip.peak_flop_per_s(name) for name in names)
    return ((chip, peak) for peak in peaks if peak is not None)


def _close(value: Fraction, other: Fraction) -> bool:
    return abs(value - other) <= CLOSE * other
