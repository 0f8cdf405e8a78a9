"""FG532: a gain in price or time that is offered as one in compute."""

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Severity
from flopguard.lint.prose import on, quoted
from flopguard.lint.prose_gains import gains_in_prose
from flopguard.lint.rule import Found, Need, Rated, Subject, rule
from flopguard.result import Claim

_TIME_OR_MONEY = re.compile(
    r"\b(?:prices?|cheaper|dollars?|speed-?ups?|faster|acceleration|wall[- ]?clock|throughput"
    r"|(?:GPU|TPU)[- ](?:hours|days))\b|\$",
    re.IGNORECASE,
)
_COMPUTE = re.compile(r"\b(?:FLOPs?|FLOPS|comput\w+|operations|tokens?|algorithm\w*)\b", re.IGNORECASE)


@rule(
    "FG532",
    "price-or-time-as-compute",
    severity=Severity.INFO,
    confidence=Confidence.POSSIBLE,
    covers=("price-as-efficiency", "steps-not-flop", "hardware-counted"),
    needs=Need.CLAIMS,
)
def price_or_time_as_compute(subject: Subject) -> Iterator[Found]:
    """A gain that is one of price, speed or hours, where compute is what gains are about.

    ## Why
    Faster kernels, cheaper chips and better utilisation change what a FLOP costs and not how many are needed: one
    published factor of 40 a year in price is no gain in compute. Called effective compute, it is a warning.
    ## Flagged
    ```markdown
    The price of training such a model fell by 4x.
    ```
    ## Instead
    ```markdown
    Our recipe reaches the same C4 loss with 4x fewer FLOPs than GPT-3.
    ```
    """
    for claim in gains_in_prose(subject):
        is_effective = claim.quantity == "effective_compute"
        found = _TIME_OR_MONEY.search(claim.text if is_effective else f"{_clause_before(claim)} {claim.written}")
        if found is None or (not is_effective and _COMPUTE.search(claim.written)):
            continue
        message = f'{quoted(claim)} is a gain in what "{found[0]}" measures, which is no compute'
        finding = on(claim, message, "state the ratio of the training FLOP at the same score")
        yield Rated(finding, Severity.WARNING) if is_effective else finding


def _clause_before(claim: Claim) -> str:
    """The words before the factor, back to the last mark."""
    place = claim.text.find(claim.written)
    return re.split(r"[,;:(]", claim.text[: max(place, 0)])[-1]
