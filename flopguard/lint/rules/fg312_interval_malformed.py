"""FG312: an interval of a gain that cannot be used as it stands."""

from collections.abc import Iterator

from flopguard.fields import Figure
from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Found, Rated, Subject, rule
from flopguard.quantity import Estimate


@rule("FG312", "interval-malformed", severity=Severity.WARNING, covers=("interval-malformed",))
def interval_malformed(subject: Subject) -> Iterator[Found]:
    """An interval of a gain without its level, or one that holds a gain of 0.

    ## Why
    Nine times out of ten and nineteen out of twenty are different widths; without the level, 90 % is taken.
    A gain of 0 would mean that no compute at all does as well. Ends in the wrong order do not load at all
    (case K12).
    ## Seen
    A study of the price of inference has 0.248 with an interval of 0 to 99,266 for one set (case L41). (Source:
    hansgundlach/Algorithmic_Progress_Inference. Primary.)
    ## Flagged
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = { value = "3.1", low = "2.5", high = "3.8" }
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "mixture of experts"
    kind = "architecture"
    gain = { value = "3.1", low = "2.5", high = "3.8", level = "90%" }
    ```
    """
    for at, figure in _figures(subject):
        if _holds_zero(figure.estimate):
            finding = Finding(at=at, message="a gain of 0 is not possible", help="give ends above zero")
            yield Rated(finding, Severity.ERROR)
        elif _has_ends(figure.estimate) and not figure.level_stated:
            yield Finding(
                at=at,
                message="the interval does not say how sure it is; 90 % is taken",
                help=f'{_written(figure)}level = "90%" }}, or what the source states',
            )


def _written(figure: Figure) -> str:
    """How the figure would go on to be written with a level."""
    text = figure.estimate.text
    return f'{{ value = "{text}", ' if ".." in text else "{ ..., "


def _figures(subject: Subject) -> Iterator[tuple[str, Figure]]:
    for number, claim in enumerate(subject.card.claim):
        if claim.quantity != "training_compute" and claim.value is not None:
            yield f"/claim/{number}/value", claim.value
    for number, enhancement in enumerate(subject.card.enhancement):
        at = f"/enhancement/{number}"
        if enhancement.gain is not None:
            yield f"{at}/gain", enhancement.gain
        yield from ((f"{at}/samples/{place}", figure) for place, figure in enumerate(enhancement.samples))
        for place, point in enumerate(enhancement.gain_at):
            if point.gain is not None:
                yield f"{at}/gain_at/{place}/gain", point.gain


def _holds_zero(estimate: Estimate) -> bool:
    """Whether 0 is stated as a possible gain; a bound such as "<5" does not state it."""
    return estimate.high == 0 or (estimate.low == 0 and estimate.central is not None)


def _has_ends(estimate: Estimate) -> bool:
    """Whether it has two ends, of which a level says how sure they are; a bound has one, and needs none."""
    return not estimate.is_point and estimate.high is not None and not (estimate.low == 0 and estimate.central is None)
