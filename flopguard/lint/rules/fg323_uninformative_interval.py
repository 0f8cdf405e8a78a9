"""FG323: an interval of a gain that leaves open whether there is one."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.definition.types import Enhancement
from flopguard.finding import Confidence, Factor, Finding, Severity
from flopguard.lint.amounts import shown
from flopguard.lint.change import between, size_of
from flopguard.lint.gains import enhancement_words, is_hardware
from flopguard.lint.rule import Subject, rule
from flopguard.quantity import Estimate

WIDEST = Fraction(100)
FEWEST = 10


@rule(
    "FG323",
    "uninformative-interval",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    covers=("interval-uninformative",),
)
def uninformative_interval(subject: Subject) -> Iterator[Finding]:
    """A gain whose interval holds 1, or spans more than a hundredfold, or rests on fewer than ten runs.

    ## Why
    Where 1 lies inside, the evidence does not say that there is a gain at all. One published trend from five points
    is 0.248 with an interval of 0 to 99,266 (case L41).
    ## Seen
    Of four sets of one study of prices, two have an interval that holds 1, and the one of five points runs from 0 to
    99,266 around 0.248 (case L41). (Source: hansgundlach/Algorithmic_Progress_Inference. Primary.)
    ## Flagged
    ```toml
    [[enhancement]]
    name = "better data"
    kind = "data"
    gain = { value = "1.29", low = "0.341", high = "4.878", level = "90%" }
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "better data"
    kind = "data"
    gain = { value = "9.0", low = "3.9", high = "20.9", level = "90%" }
    ```
    """
    for number, enhancement in enumerate(subject.card.enhancement):
        found = None if is_hardware(enhancement) else _why(enhancement)
        if found is not None:
            at, why = found
            yield Finding(
                at=f"/enhancement/{number}/{at}",
                message=f"{enhancement_words(enhancement)} {why}",
                help="measure it again, with more runs or nearer to where it is used, or leave it out",
                factor=_factor(enhancement) if at == "gain" else None,
            )


def _factor(enhancement: Enhancement) -> Factor | None:
    """From the lower end over the middle to the upper end over it."""
    estimate, middle = enhancement.gain.estimate if enhancement.gain else None, size_of(enhancement)
    if estimate is None or middle is None or not estimate.low or estimate.high is None:
        return None
    return between(estimate.low / middle, estimate.high / middle)


def _why(enhancement: Enhancement) -> tuple[str, str] | None:
    count = len(enhancement.samples)
    if count and is_few(count):
        return "samples", f"rests on {count} run{'s' if count > 1 else ''}: too few to know their scatter"
    figure = enhancement.gain
    if figure is None or figure.estimate.is_point or figure.estimate.high is None:
        return None
    if holds_one(figure.estimate):
        return "gain", f"is {shown(figure)} with an interval that holds 1: it may be none"
    if figure.estimate.low and figure.estimate.high / figure.estimate.low > WIDEST:
        return "gain", "has an interval whose ends lie more than a hundredfold apart"
    return None


def holds_one(estimate: Estimate) -> bool:
    """Whether 1 lies inside an interval with a lower end; a bound such as "<5" says nothing of it."""
    is_bound = estimate.low == 0 and estimate.central is None
    return not is_bound and estimate.low < 1 and estimate.high is not None and estimate.high > 1


def is_few(count: int) -> bool:
    """Whether so many runs, or points of a regression, say little of their scatter."""
    return count < FEWEST
