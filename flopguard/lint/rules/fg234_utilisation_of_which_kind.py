"""FG234: a utilisation of which it is not said what it is a share of, near a European line."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import central_of, factor, phase_of, shown
from flopguard.lint.eu_lines import counted, turned_by_factor
from flopguard.lint.rule import Need, Subject, rule
from flopguard.quantity import show

RECOMPUTED = Fraction(5, 7)
"""What is left of a share that counts activations computed twice, where they add 1.4 times."""
LOWEST = Fraction(1, 5)
"""The low end of the shares that runs reach of their own operations; other kinds of utilisation begin at 0.3."""
OTHER_KIND = Fraction(3, 10)


@rule(
    "FG234",
    "utilisation-of-which-kind",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=Need.VERDICTS,
    covers=("annex-utilisation",),
)
def utilisation_of_which_kind(subject: Subject) -> Iterator[Finding]:
    """A utilisation without its kind, where another kind would turn the answer to a European line.

    ## Why
    The EU's guidelines multiply chips, time, peak and "utilisation" and do not say which. As time in which units were
    busy it is 0.9 to 0.99, as activity of the matrix units 0.3 to 0.7, as the model's own share of the peak 0.2 to
    0.5: up to five times between them. It is taken for the model's own share here.
    ## Seen
    Example B of the EU's guidelines has 200,000 hours of an A100 at 300 TFLOP/s and a utilisation of 50 %, of no named
    kind: 1.08e23, just over 1e23. (Source: annex A.3 of
    https://digital-strategy.ec.europa.eu/en/library/guidelines-scope-obligations-providers-general-purpose-ai-models-under-ai-act.
    Primary.)
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "A100 SXM 40GB", chip_hours = 200000, peak = "300 TFLOP/s", utilisation = "50%" }]
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "h100-sxm5-80gb", chip_hours = "12e6", precision = "bf16", utilisation = "40%" }]
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    [[training.hardware]]
    chip = "h100-sxm5-80gb"
    chip_hours = "12e6"
    precision = "bf16"
    utilisation = "40%"
    utilisation_kind = "mfu"
    ```
    """
    for component, figure in counted(subject):
        phase = phase_of(subject, component)
        if component.method not in ("hardware-time", "energy") or phase is None:
            continue
        for number, entry in enumerate(phase.hardware):
            if entry.utilisation is None or entry.utilisation_kind is not None:
                continue
            low = _least(central_of(entry.utilisation.estimate))
            line = turned_by_factor(subject, figure, low, Fraction(1))
            if line is not None:
                yield Finding(
                    at=f"{component.at}/hardware/{number}/utilisation",
                    message=(
                        f"a utilisation of {shown(entry.utilisation)} of an unstated kind: the run may be "
                        f"{show(low)}x to 1x of what it is taken for, which turns {line.name}"
                    ),
                    help='write utilisation_kind = "mfu" for the model\'s own share of the peak, else what it is',
                    factor=factor(low, 1),
                )


def _least(share: Fraction) -> Fraction:
    return min(RECOMPUTED, LOWEST / share) if share >= OTHER_KIND else RECOMPUTED
