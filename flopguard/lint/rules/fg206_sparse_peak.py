"""FG206: the stated peak is a chip's sparse one."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.fields import Figure
from flopguard.finding import Finding
from flopguard.lint.amounts import central_of, shown
from flopguard.lint.chips_used import SIXTEEN_BIT, Used, hardware_used
from flopguard.lint.rule import Subject, rule
from flopguard.quantity import show

FACTORS = (Fraction(4, 3), Fraction(2), Fraction("3.84"), Fraction(8))
CLOSE = Fraction("0.03")


@rule("FG206", "sparse-peak")
def sparse_peak(subject: Subject) -> Iterator[Finding]:
    """A peak rate that holds only for sparse matrices.

    ## Why
    Vendors print the rate for weights of which half or more are zero. Training does not use it, so compute
    from chips and hours comes out 1.33x, 2x, 3.84x or 8x too high.
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
        if peak is None or used.chip is None:
            continue
        stated = central_of(peak.estimate)
        found = _sparse_of(used, stated)
        if found is None:
            yield from _above(used, peak, stated)
        else:
            dense, factor = found
            times = f"{show(factor, 3)}x the dense peak of {used.chip.name}"
            yield Finding(
                at=f"{used.at}/peak",
                message=f"{shown(peak)} is {times}: a rate for sparse matrices",
                help=f'write the dense one: peak = "{show(dense / 10**12, 4)} TFLOP/s"',
            )


def _above(used: Used, peak: Figure, stated: Fraction) -> Iterator[Finding]:
    """A peak that the chip does not have, whatever it is the peak of."""
    dense = _dense_peaks(used)
    assert used.chip is not None
    if dense and stated > max(dense) * (1 + CLOSE):
        best = show(max(dense) / 10**12, 4)
        yield Finding(
            at=f"{used.at}/peak",
            message=f"{shown(peak)} is above every dense peak that the table has of {used.chip.name}: {best} TFLOP/s",
            help="write the dense peak of the form and precision that were used, or leave it out",
        )


def _sparse_of(used: Used, stated: Fraction) -> tuple[Fraction, Fraction] | None:
    """The dense peak and the factor by which the stated one exceeds it, where sparsity explains it."""
    dense = _dense_peaks(used)
    if any(_close(stated, peak) for peak in dense):
        return None
    return next(((peak, factor) for peak in dense for factor in FACTORS if _close(stated, peak * factor)), None)


def _dense_peaks(used: Used) -> tuple[Fraction, ...]:
    """The peaks that may have been meant: at the stated precision, else at any, 16-bit ones first."""
    assert used.chip is not None
    if used.entry.precision is not None:
        names = [used.known_precision] if used.known_precision else []
    else:
        names = [*SIXTEEN_BIT, *used.chip.peaks]
    peaks = (used.chip.peak_flop_per_s(name) for name in names)
    return tuple(peak for peak in peaks if peak is not None)


def _close(value: Fraction, other: Fraction) -> bool:
    return abs(value - other) <= CLOSE * other
