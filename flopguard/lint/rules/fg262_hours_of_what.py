"""FG262: hours of training that may be those of one chip or of the clock."""

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.prose import beside, in_card, on, quoted, shown, value_of
from flopguard.lint.rule import Need, Subject, rule

HOURS_OF_A_YEAR = 8784
_SAYS_WHICH = re.compile(r"wall|clock|elapsed|calendar|per (?:GPU|TPU|chip|device)|each|in parallel", re.IGNORECASE)


@rule("FG262", "hours-of-what", severity=Severity.INFO, confidence=Confidence.LIKELY, needs=Need.CLAIMS)
def hours_of_what(subject: Subject) -> Iterator[Finding]:
    """More hours of training than a year has, which do not say whose they are.

    ## Why
    "150,000 hours" on one kind of chip is 17 years by the clock, so that chip-hours are meant; how many chips
    there were, and whether the hours are of one model or of several, is left to guess.
    ## Flagged
    ```markdown
    - Hardware: A100 PCIe 40GB
    - Training time: 150,000 hours
    ```
    ## Instead
    ```markdown
    - Hardware: A100 PCIe 40GB
    - Training time: 150,000 GPU-hours
    ```
    """
    for claim in in_card(subject, "hardware_time"):
        hours = value_of(claim)
        if hours is None or not claim.unit.startswith("hour") or hours <= HOURS_OF_A_YEAR:
            continue
        if not _SAYS_WHICH.search(claim.text) and not beside(claim, subject, "chip_hours"):
            years = shown(hours / HOURS_OF_A_YEAR, 2)
            message = f"{quoted(claim)} is {years} years by the clock; chip-hours are meant, as it seems"
            yield on(claim, message, "write GPU-hours, or the number of chips and the hours that each ran")
