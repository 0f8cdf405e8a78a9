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
    and 280 kWh: that fits only if the hours are of each chip. Another log holds one node of four.
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
    energies = beside(claim, subject, "energy")
    hours, chips, times = (beside(claim, subject, name) for name in ("chip_hours", "chips", "hardware_time"))
    watts = _watts([*hours, *chips, *times])
    if watts is None or energies:
        return None
    if len(hours) == 1 and hours[0].unit == "chip-hours":
        value = value_of(hours[0])
    elif not hours and len(chips) == len(times) == 1 and times[0].unit.startswith("hour") and chips[0].unit == "chips":
        count, time = value_of(chips[0]), value_of(times[0])
        value = count * time if count and time else None
    else:
        value = None
    return (value, watts) if value else None


def _watts(claims: list[Claim]) -> Fraction | None:
    """The rated power, where one chip is named and its variants agree."""
    named = {claim.hardware for claim in claims if claim.hardware}
    return rated_watts(named.pop()) if len(named) == 1 else None
