"""FG272: energy that the chips' rated power over the hours does not explain."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.chips import rated_watts
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import beside, in_card, on, one_factor, quoted, shown, value_of
from flopguard.lint.rule import Need, Subject, rule
from flopguard.result import Claim

LEAST, MOST = Fraction(1, 4), Fraction(2)


@rule(
    "FG272",
    "energy-off-rated-power",
    severity=Severity.INFO,
    confidence=Confidence.POSSIBLE,
    covers=("trap-04",),
    needs=Need.CLAIMS,
)
def energy_off_rated_power(subject: Subject) -> Iterator[Finding]:
    """Energy more than twice, or less than a quarter, of the chips' rated power over the hours.

    ## Why
    Hosts and cooling add to what the chips draw, seldom as much again. One card gives 403 GPU hours of two chips
    and 280 kWh: that fits only if the hours are of each chip.
    ## Seen
    Tucano-1b1 took about 180 hours on 16 A100 GPUs and 2,524 kWh by its card, 876 W for a chip of 400. Its log of
    energy is of one node of four; four times that is the figure of the card. (Source:
    Nkluge-correa/Tucano/cards/models/Tucano-1b1.md; Apache-2.0. Primary.)
    ```markdown
    - **GPU:** 16 NVIDIA A100-SXM4-80GB
    - **Training time**: ~ 180 hours
    - **Total energy consumption:** 2524 kWh
    ```
    ## Flagged
    ```markdown
    Training took 403 GPU hours on V100 SXM2 16GB and used 280.5 kWh.
    ```
    ## Instead
    ```markdown
    Training took 806 GPU hours on V100 SXM2 16GB and used 280.5 kWh.
    ```
    """
    for claim in in_card(subject, "energy"):
        hours, kilowatt_hours = _chip_hours(claim, subject), value_of(claim)
        if hours is None or not kilowatt_hours:
            continue
        ratio = kilowatt_hours * 1000 / (hours[0] * hours[1])
        if not LEAST <= ratio <= MOST:
            watts = shown(kilowatt_hours * 1000 / hours[0])
            message = (
                f"{quoted(claim)} over {shown(hours[0])} chip-hours is {watts} W a chip, rated at {shown(hours[1])} W"
            )
            cure = "state the PUE, and whether hours and energy are of one chip, one node or all"
            yield on(claim, message, cure, factor=one_factor(min(ratio, Fraction(1)), max(ratio, Fraction(1))))


def _chip_hours(claim: Claim, subject: Subject) -> tuple[Fraction, Fraction] | None:
    """Chip-hours and rated watts of the one run that stands beside the energy."""
    hours = beside(claim, subject, "chip_hours")
    watts = _watts([*hours, *beside(claim, subject, "chips")])
    if watts is None or len(hours) != 1 or hours[0].unit != "chip-hours" or beside(claim, subject, "energy"):
        return None
    value = value_of(hours[0])
    return (value, watts) if value else None


def _watts(claims: list[Claim]) -> Fraction | None:
    """The rated power, where one chip is named and its variants agree."""
    named = {claim.hardware for claim in claims if claim.hardware}
    return rated_watts(named.pop()) if len(named) == 1 else None
