"""FG532: a gain in price or time that is offered as one in compute."""

from collections.abc import Iterator

from flopguard.finding import Confidence, Severity
from flopguard.lint.prose import on, quoted
from flopguard.lint.prose_gains import gains_in_prose, time_or_money
from flopguard.lint.rule import Found, Need, Rated, Subject, rule


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
    ## Seen
    The price of training models of a given quality is said to fall by about 4x a year. (Source:
    https://the-decoder.com/?p=20902. Secondary.)
    ```markdown
    The price of training models of a given quality falls by about 4x per year.
    ```
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
        word = time_or_money(claim)
        if word:
            message = f'{quoted(claim)} is a gain in what "{word}" measures, which is no compute'
            finding = on(claim, message, "state the ratio of the training FLOP at the same score")
            yield Rated(finding, Severity.WARNING) if claim.quantity == "effective_compute" else finding
