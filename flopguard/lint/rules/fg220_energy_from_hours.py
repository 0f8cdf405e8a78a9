"""FG220: an energy that was worked out from the hours."""

from collections.abc import Iterator

from flopguard.estimate.energy import is_from_hours
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import shown
from flopguard.lint.chips_used import hardware_used
from flopguard.lint.rule import Subject, rule


@rule("FG220", "energy-from-hours", severity=Severity.INFO, confidence=Confidence.LIKELY, covers=("trap-04",))
def energy_from_hours(subject: Subject) -> Iterator[Finding]:
    """An energy that is chip-hours times the power of a chip, to within half a percent.

    ## Why
    Many cards work their energy out from the hours and the rated power. Such a figure agrees with the hours whatever
    they hold, and confirms nothing. One that was metered would. It is found whether the power is the rated one of the
    chip or the stated one.
    ## Seen
    The 433,196 kWh of BLOOM are exactly 1,082,990 hours of 0.4 kW; every Llama card takes the rated power, 700 W for an
    H100. (Derived. Source of the cards: https://github.com/meta-llama/llama-models.)
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "a100-sxm4-80gb", chip_hours = 1082990, energy = "433196 kWh", pue = 1 }]
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    hardware = [{ chip = "a100-sxm4-80gb", chip_hours = 1082990 }]
    ```
    """
    for used in hardware_used(subject):
        energy = used.entry.energy
        if energy is not None and is_from_hours(used.entry):
            yield Finding(
                at=f"{used.at}/energy",
                message=f"an energy of {shown(energy)} is the chip-hours times the power of a chip",
                help="it confirms nothing; leave it out, or state the energy that was metered",
            )
