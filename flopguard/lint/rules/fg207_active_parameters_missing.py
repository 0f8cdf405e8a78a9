"""FG207: a mixture of experts without its active parameters."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.estimate.mixtures import has_experts
from flopguard.finding import Factor, Finding, Severity
from flopguard.lint.amounts import factor
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.training import Architecture


@rule("FG207", "active-parameters-missing", severity=Severity.WARNING, covers=("trap-06", "annex-mixture"))
def active_parameters_missing(subject: Subject) -> Iterator[Finding]:
    """A mixture of experts that states all its parameters and not those that take part in one token.

    ## Why
    Each token passes through a few experts only. Compute from all parameters can be too high by more than
    tenfold.
    ## Seen
    A table of benchmark results counts DeepSeek-MoE-16B by all of its 16 billion parameters, 1.92e23 FLOP. By the 2.8
    billion that a token passes it is 3.36e22 (case L19). Another row of the same table counts active ones. (Source:
    ryoungj/ObsScaling/base_llm_benchmark_eval.csv. Primary; the active count is from memory.)
    ## Flagged
    ```toml
    [architecture]
    parameters = "671e9"
    experts = 256
    ```
    ## Instead
    ```toml
    [architecture]
    parameters = "671e9"
    active_parameters = "37e9"
    experts = 256
    ```
    """
    shape = subject.card.architecture
    if shape is None or shape.parameters is None or shape.active_parameters is not None:
        return
    if (shape.experts is not None and shape.experts > 1) or has_experts(subject.config or {}):
        experts = f"the {shape.experts} experts" if shape.experts else "its experts"
        yield Finding(
            at="/architecture/parameters",
            message=f"how many parameters of {experts} take part in a token is not stated",
            help='add active_parameters = "..."',
            factor=_least_share(shape),
        )


def _least_share(shape: Architecture) -> Factor | None:
    """From the share of the experts that run to all of them; what is no expert runs for every token."""
    if shape.experts is None:
        return None
    running = (shape.experts_per_token or 1) + (shape.shared_experts or 0)
    return factor(Fraction(min(running, shape.experts), shape.experts), 1)
