"""FG237: all parameters of a mixture in place of the active ones would turn the answer to a European line."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import central_of, factor, phase_of
from flopguard.lint.eu_lines import counted, turned_by_factor
from flopguard.lint.rule import Need, Subject, rule
from flopguard.quantity import show


@rule(
    "FG237",
    "all-experts-counted",
    severity=Severity.INFO,
    confidence=Confidence.POSSIBLE,
    strict=True,
    needs=Need.VERDICTS,
    covers=("annex-mixture",),
)
def all_experts_counted(subject: Subject) -> Iterator[Finding]:
    """A mixture of experts on another side of a European line if all its parameters were counted.

    ## Why
    The EU's guidelines write 6 x total parameters x tokens, for some dense models. Nothing is said of mixtures of
    experts. Only the active parameters work on a token, and they are counted here; whoever reads the formula to the
    letter comes to more, by total over active.
    ## Seen
    DeepSeek-V3 has 671 billion parameters, of which 37 billion take part in a token, and saw 14.8 trillion tokens:
    3.3e24 FLOP by the active ones and 6.0e25 by all. (Source: deepseek-ai/DeepSeek-V3/README.md. Primary.)
    ## Flagged
    ```toml
    [architecture]
    parameters = "671e9"
    active_parameters = "37e9"
    [[training]]
    component = "pretrain"
    tokens = "14.8e12"
    ```
    ## Instead
    ```toml
    [architecture]
    parameters = "671e9"
    active_parameters = "37e9"
    [[training]]
    component = "pretrain"
    flop = { value = "3.3e24", method = "6 x active parameters x tokens" }
    ```
    """
    shape = subject.card.architecture
    if shape is None or shape.parameters is None or shape.active_parameters is None:
        return
    active = central_of(shape.active_parameters.estimate)
    times = central_of(shape.parameters.estimate) / active if active else Fraction(0)
    for component, figure in counted(subject) if times > 1 else ():
        phase = phase_of(subject, component)
        if component.method not in ("parameters-tokens", "architecture") or phase is None or phase.parameters:
            continue
        line = turned_by_factor(subject, figure, Fraction(1), times)
        if line is not None:
            yield Finding(
                at="/architecture/active_parameters",
                message=f"by all parameters the run would be {show(times)}x of this, which turns {line.name}",
                help='state the figure itself, and how it was made: flop = { value = "...", method = "..." }',
                factor=factor(1, times),
            )
            return
