"""FG238: attention that may be in the work and is not in the figure, near a European line."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import central_of, factor, phase_of
from flopguard.lint.eu_lines import counted, turned_by_factor
from flopguard.lint.rule import Need, Subject, rule
from flopguard.quantity import show


@rule(
    "FG238",
    "sequence-length-unstated",
    severity=Severity.INFO,
    confidence=Confidence.POSSIBLE,
    needs=Need.VERDICTS,
    covers=("annex-attention",),
)
def sequence_length_unstated(subject: Subject) -> Iterator[Finding]:
    """A figure that attention could carry over a European line, trained at a length that is not stated.

    ## Why
    6 x parameters x tokens leaves attention out, and the EU's guidelines offer it only where the parameters are many
    more than a twelfth of the context. What attention adds grows with the length that was trained at. Without it
    nobody can tell; the longest that the model takes is the most that it can have been.
    ## Seen
    Llama 3.1 70B has 80 layers of width 8,192 and saw about 15 trillion tokens: 6.3e24 FLOP without attention. At the
    131,072 tokens of its context attention would be 55 % of the work. (Source:
    https://github.com/meta-llama/llama-models. Tokens primary; share counted.)
    ## Flagged
    ```toml
    [architecture]
    parameters = "70e9"
    layers = 80
    hidden_size = 8192
    context = 131072
    [[training]]
    component = "pretrain"
    tokens = "15e12"
    ```
    ## Instead
    ```toml
    [architecture]
    parameters = "70e9"
    layers = 80
    hidden_size = 8192
    context = 131072
    [[training]]
    component = "pretrain"
    tokens = "15e12"
    sequence_length = 8192
    ```
    """
    shape = subject.card.architecture
    size = shape.active_parameters or shape.parameters if shape is not None else None
    if shape is None or shape.context is None or shape.layers is None or size is None:
        return
    for component, figure in counted(subject):
        phase = phase_of(subject, component)
        if component.method != "parameters-tokens" or phase is None or phase.sequence_length or phase.parameters:
            continue
        from flopguard.estimate.attention import attention_over_weights  # few cards come here

        over = attention_over_weights(shape, central_of(size.estimate), shape.context)
        line = turned_by_factor(subject, figure, Fraction(1), 1 + over) if over else None
        if over and line is not None:
            yield Finding(
                at=component.at,
                message=(
                    f"attention is not in the figure: at {shape.context} tokens a sequence it would be "
                    f"{show(1 + over)}x of this, which turns {line.name}"
                ),
                help="add sequence_length, the tokens of one sequence as it was trained on",
                factor=factor(1, 1 + over),
            )
