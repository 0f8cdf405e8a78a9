"""FG236: operations that may be recomputation, in a figure from hardware near a European line."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Finding, Severity
from flopguard.lint.amounts import factor, phase_of
from flopguard.lint.eu_lines import counted, turned_by_factor
from flopguard.lint.rule import Need, Subject, rule
from flopguard.manifest.training import RateKind, Training, UtilisationKind

FULL = Fraction(3, 4)
"""The model's own operations over all of them, where every activation was computed twice."""


@rule(
    "FG236",
    "recomputation-unstated",
    severity=Severity.WARNING,
    needs=Need.VERDICTS,
    covers=("annex-recomputation",),
)
def recomputation_unstated(subject: Subject) -> Iterator[Finding]:
    """A figure of all that the hardware did, not said how much was computed twice, where that turns a European line.

    ## Why
    The EU's guidelines leave out what is computed a second time to save memory, and offer chips x time x peak x
    utilisation, which has it in unless the utilisation is the model's own share. It is typically 1.2 to 1.4 times.
    ## Seen
    OPT-175B is published as 4.30e23 FLOP and Gopher as 6.31e23, both of the hardware; the models' own operations are
    3.15e23 to 3.23e23 and 4.73e23. Neither lies at a line, so that the rule is silent on them. (Recomputed from the
    shapes. Source of the first: facebookresearch/metaseq/projects/OPT/chronicles/final_update.md.)
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    [[training.hardware]]
    chip = "h100-sxm5-80gb"
    chip_hours = "8e6"
    precision = "bf16"
    utilisation = "40%"
    utilisation_kind = "hfu"
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    recomputation = "full"
    [[training.hardware]]
    chip = "h100-sxm5-80gb"
    chip_hours = "8e6"
    precision = "bf16"
    utilisation = "40%"
    utilisation_kind = "hfu"
    ```
    """
    for component, figure in counted(subject):
        phase = phase_of(subject, component)
        if phase is None or phase.recomputation is not None or not _of_hardware(phase, component.method):
            continue
        line = turned_by_factor(subject, figure, FULL, Fraction(1))
        if line is not None:
            yield Finding(
                at=component.at,
                message=(
                    "the figure is of all that the hardware did; without what may have been computed twice it is 0.75x "
                    f"to 1x of this, which turns {line.name}"
                ),
                help='write recomputation = "none", "selective" or "full"; or state the model\'s own share (mfu)',
                factor=factor(FULL, 1),
            )


def _of_hardware(phase: Training, method: str | None) -> bool:
    """Whether the figure is one of all operations of the hardware, by what the phase says of it."""
    if method == "rate-time":
        return phase.rate_kind is RateKind.HARDWARE
    kinds = [entry.utilisation_kind for entry in phase.hardware]
    return method in ("hardware-time", "energy") and UtilisationKind.HFU in kinds
