"""FG315: a gain below 1."""

from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import shown
from flopguard.lint.gains import gains
from flopguard.lint.rule import Subject, rule
from flopguard.units import Dimension


@rule(
    "FG315",
    "multiplier-below-one",
    severity=Severity.INFO,
    confidence=Confidence.POSSIBLE,
    covers=("multiplier-below-one",),
)
def multiplier_below_one(subject: Subject) -> Iterator[Finding]:
    """A gain below 1, which lowers effective compute under actual compute.

    ## Why
    It is legal: over-trained and specialised models and techniques that pay off only at larger scale have
    one (cases L32c and L23). It also hides compute, so it needs a reason that a reader can follow.
    ## Seen
    Against the Llama 2 family CodeLlama-34B has 0.33x of its compute by MMLU (case L32c), and at a small size sparse
    attention has 0.515x and shared keys 0.673x (case L23). (Sources: ryoungj/ObsScaling/base_llm_benchmark_eval.csv;
    jcksanderson/llm-algorithmic-progress. Primary.)
    ## Flagged
    ```toml
    [[enhancement]]
    name = "sparse attention"
    kind = "architecture"
    gain = "0.52"
    ```
    ## Instead
    ```toml
    [[enhancement]]
    name = "sparse attention"
    kind = "architecture"
    gain = "1.2"
    ```
    """
    for gain in gains(subject.card):
        estimate = gain.figure.estimate if gain.figure else None
        if estimate is None or estimate.dimension is not Dimension.RATIO or estimate.high is None:
            continue
        top = estimate.central if estimate.central is not None else estimate.high
        if 0 < top < 1:
            yield Finding(
                at=gain.place,
                message=f"{gain.said} is {shown(estimate)}, below 1: effective compute falls under actual",
                help="say in the source why: over-training, specialisation, or too small a scale",
            )
