"""FG230: an operation count by a tool with known blind spots."""

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts_stated import amounts_stated
from flopguard.lint.rule import Subject, rule

ATTENTION = "attention through fused kernels counts as nothing"
MULTIPLY_ADDS = "it counts multiply-adds, which are 2 FLOP"
BLIND = (
    (r"fvcore", f"{MULTIPLY_ADDS}; {ATTENTION}; it counts the forward pass only"),
    (r"\bthop\b|ptflops", f"{MULTIPLY_ADDS}; products of attention are not seen"),
    (r"calflops", f"{ATTENTION}; its MACs are multiply-adds"),
    (r"deepspeed", "custom fused kernels are not seen"),
    (
        r"flop[ _]?counter",
        f"on a CPU {ATTENTION}, grouped experts count as nothing, and backward of grouped convolutions is too high",
    ),
    (r"total_flos", "it counts padding, every expert and frozen weights in full, and no attention"),
    (
        r"\btraced?\b|\bprofiler?\b",
        "see that the experts appear, that only active ones ran, and that attention is in it",
    ),
)


@rule(
    "FG230",
    "traced-count",
    severity=Severity.INFO,
    confidence=Confidence.POSSIBLE,
    covers=("trap-12", "trap-13", "trap-14"),
)
def traced_count(subject: Subject) -> Iterator[Finding]:
    """A figure that a tracing tool counted, with what that tool does not see.

    ## Why
    Counters of operations differ by 2x and more on one model: multiply-adds as one, attention kernels without a
    formula, experts that all ran or none, gradients of convolutions counted many times. flopguard runs no trace, and
    cannot tell whether one was complete.
    ## Seen
    fvcore counts one operation for each multiply-add, as its documentation says: measured, 0.500 of the operations with
    plain attention and 0.393 with the fused kernel that it does not know. (Source:
    https://github.com/facebookresearch/fvcore/issues/69. Measured.)
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = { value = "1e24", evidence = "measured", method = "fvcore, times tokens" }
    ```
    ## Instead
    ```toml
    [architecture]
    parameters = "70e9"
    [[training]]
    component = "pretrain"
    tokens = "2.4e12"
    ```
    """
    for stated in amounts_stated(subject):
        method = stated.figure.method
        if method is None:
            continue
        blind = next((said for words, said in BLIND if re.search(words, method, re.IGNORECASE)), None)
        if blind is not None:
            yield Finding(
                at=f"{stated.at}/method",
                message=f"a count by a tool: {blind}",
                help="state the shape or parameters and tokens beside it, so that the two are compared",
            )
