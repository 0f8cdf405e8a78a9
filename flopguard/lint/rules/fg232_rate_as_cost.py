"""FG232: the cost of one thing in FLOP/s."""

from collections.abc import Iterator

from flopguard.finding import Finding
from flopguard.lint.rule import Subject, rule
from flopguard.units import Dimension


@rule("FG232", "rate-as-cost", covers=("trap-19",))
def rate_as_cost(subject: Subject) -> Iterator[Finding]:
    """What one token, sequence or item costs, as a rate (FLOP/s).

    ## Why
    A cost is an amount. FLOP/s says how fast it is spent: read over the hours that the text speaks of, the
    figure would be thousands of times larger.
    ## Seen
    An essay on units of compute says that a model of 70 billion parameters spends "about 100 TFLOPs" on an answer worth
    two hours of an expert. As an amount that is 714 tokens; read as a rate over the two hours it would be 7,200 times
    more. (Worked out in docs/worked-examples.md.)
    ## Flagged
    ```toml
    [[calculation]]
    name = "an answer"
    formula = "2*N*T"
    inputs = { N = "70e9", T = 700 }
    printed = "98 TFLOP/s"
    per = "item"
    ```
    ## Instead
    ```toml
    [[calculation]]
    name = "an answer"
    formula = "2*N*T"
    inputs = { N = "70e9", T = 700 }
    printed = "98 TFLOP"
    per = "item"
    ```
    """
    if not subject.card.calculation:
        return
    from flopguard.estimate.calculation import open_calculations  # few cards have any

    for at, stated in open_calculations(subject.card):
        printed = stated.printed
        if stated.per and printed is not None and printed.estimate.dimension is Dimension.FLOP_PER_SECOND:
            yield Finding(
                at=f"{at}/printed",
                message=f"{printed.estimate.text} is a rate; the cost of one {stated.per} is an amount",
                help="write it in FLOP, or leave per out where a rate is meant",
            )
