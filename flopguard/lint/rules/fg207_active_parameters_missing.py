"""FG207: a mixture of experts without its active parameters."""

from collections.abc import Iterator

from flopguard.estimate.mixtures import has_experts
from flopguard.finding import Finding, Severity
from flopguard.lint.rule import Subject, rule


@rule("FG207", "active-parameters-missing", severity=Severity.WARNING)
def active_parameters_missing(subject: Subject) -> Iterator[Finding]:
    """A mixture of experts that states all its parameters and not those that take part in one token.

    ## Why
    Each token passes through a few experts only. Compute from all parameters can be too high by more than
    tenfold.
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
        )
