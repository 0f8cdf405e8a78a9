"""FG235: a stated peak that may be of another precision or for sparse matrices, near a European line."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import central_of, factor, shown
from flopguard.lint.chips_used import SIXTEEN_BIT, Used, hardware_used
from flopguard.lint.eu_lines import counted, turned_by_factor
from flopguard.lint.rule import Need, Subject, rule
from flopguard.quantity import show

SPARSE = Fraction(2)
CLOSE = Fraction(3, 100)


@rule(
    "FG235",
    "peak-of-which-kind",
    severity=Severity.WARNING,
    confidence=Confidence.POSSIBLE,
    needs=Need.VERDICTS,
    covers=("annex-peak",),
)
def peak_of_which_kind(subject: Subject) -> Iterator[Finding]:
    """A peak without its chip or precision, where the dense 16-bit one would turn the answer to a European line.

    ## Why
    The EU's guidelines ask for the peak and do not say at which precision, dense or sparse: on one H100 that is 495 to
    3,958 TFLOP/s. 1,979 TFLOP/s is its dense 8-bit peak and its sparse 16-bit one; without the precision nobody can
    tell which run that was. A peak of no named chip cannot be looked up at all.
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    [[training.hardware]]
    chip = "h100-sxm5-80gb"
    chip_hours = "5e6"
    peak = "1979 TFLOP/s"
    utilisation = "40%"
    utilisation_kind = "mfu"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    [[training.hardware]]
    chip = "h100-sxm5-80gb"
    chip_hours = "5e6"
    precision = "fp8"
    peak = "1979 TFLOP/s"
    utilisation = "40%"
    utilisation_kind = "mfu"
    ```
    """
    figures = {component.at: figure for component, figure in counted(subject) if component.method == "hardware-time"}
    for used in hardware_used(subject) if figures else ():
        peak, figure = used.entry.peak, figures.get(used.at.partition("/hardware")[0])
        if peak is None or used.entry.precision is not None or figure is None:
            continue
        share = _other(used, central_of(peak.estimate))
        line = turned_by_factor(subject, figure, share, Fraction(1)) if share is not None else None
        if line is not None and share is not None:
            yield Finding(
                at=f"{used.at}/peak",
                message=(
                    f"{shown(peak)} may be a sparse peak or one of another precision: by the dense 16-bit peak the run "
                    f"is {show(share)}x of this, which turns {line.name}"
                ),
                help="state the chip and the precision of the run; the dense peak is then in the table",
                factor=factor(share, 1),
            )


def _other(used: Used, stated: Fraction) -> Fraction | None:
    """The dense 16-bit peak over the stated one, where that may have been meant; half of it where no chip is named."""
    if used.entry.chip is None:
        return 1 / SPARSE
    peaks = (chip.peak_flop_per_s(name) for chip in used.possible_chips for name in SIXTEEN_BIT)
    dense = {peak for peak in peaks if peak is not None}
    if any(abs(stated - peak) <= CLOSE * peak for peak in dense):
        return None
    return next((peak / stated for peak in sorted(dense) if abs(stated - SPARSE * peak) <= CLOSE * stated), None)
