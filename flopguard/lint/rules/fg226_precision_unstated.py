"""FG226: a utilisation of a chip with several peaks, and no precision."""

from collections.abc import Iterator

from flopguard.chips import Chip
from flopguard.finding import Finding, Severity
from flopguard.lint.amounts import factor, shown
from flopguard.lint.chips_used import SIXTEEN_BIT, hardware_used
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.training import UtilisationKind

LOWER = ("fp8", "fp4")


@rule("FG226", "precision-unstated", severity=Severity.INFO, covers=("trap-17", "annex-peak"))
def precision_unstated(subject: Subject) -> Iterator[Finding]:
    """A utilisation of a chip that is faster at 8 or 4 bits, without the precision it is a share of.

    ## Why
    30 % of the 8-bit peak is 60 % of the 16-bit one. The same 2.1 million hours come to 2.2e24 or 4.5e24 FLOP by the
    precision that is taken, so the range over both is assumed.
    ## Seen
    gpt-oss-120b took 2.1 million H100 hours. A research data set takes 30 % of the 8-bit peak and has 4.49e24 FLOP for
    them; 30 % of the 16-bit peak would be 2.24e24. The precision is not stated. (Epoch AI, Data on AI Models,
    https://epoch.ai/data/ai-models, CC BY 4.0, export of 2026-03-30.)
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "h100-sxm5-80gb", chip_hours = "2.1e6", utilisation = "30%", utilisation_kind = "mfu" }]
    ```
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "h100-sxm5-80gb", utilisation = "30%", utilisation_kind = "mfu" }]
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "h100-sxm5-80gb", utilisation = "30%", utilisation_kind = "mfu", precision = "bf16" }]
    ```
    """
    for used in hardware_used(subject):
        stated = used.entry.utilisation
        if stated is None or used.entry.utilisation_kind is UtilisationKind.OCCUPANCY:
            continue
        if used.chip is not None and used.entry.precision is None and used.entry.peak is None:
            yield from _judged(used.at, shown(stated), used.chip)


def _judged(at: str, share: str, chip: Chip) -> Iterator[Finding]:
    base = next((peak for name in SIXTEEN_BIT if (peak := chip.peak_flop_per_s(name)) is not None), None)
    peaks = [(name, chip.peak_flop_per_s(name)) for name in LOWER]
    faster = {name: peak / base for name, peak in peaks if base is not None and peak is not None and peak > base}
    if faster:
        yield Finding(
            at=f"{at}/utilisation",
            message=f"{share} of which peak? {chip.name} is faster at {' and '.join(faster)}",
            help='state the precision of the run, such as precision = "bf16"',
            factor=factor(1, max(faster.values())),
        )
