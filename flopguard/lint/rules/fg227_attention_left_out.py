"""FG227: attention makes up much of the work and is not in the figure."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.estimate.attention import attention_over_weights
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import central_of, factor, phase_of
from flopguard.lint.rule import Need, Subject, rule
from flopguard.quantity import show
from flopguard.result import Component

MUCH = Fraction("0.05")


@rule(
    "FG227",
    "attention-left-out",
    severity=Severity.WARNING,
    needs=Need.COMPUTE,
    confidence=Confidence.LIKELY,
    covers=("trap-11", "annex-attention"),
)
def attention_left_out(subject: Subject) -> Iterator[Finding]:
    """A figure from parameters and tokens, where the shape says that attention is more than 5 % of the work.

    ## Why
    6 x parameters x tokens leaves attention out: 2 % of the work of a large model on short sequences, 12 % of an
    8B model at 8,000 tokens and 70 % at 128,000. The whole shape would be counted with it.
    ## Seen
    Qwen3-0.6B has 28 layers of width 1,024 and saw 36 trillion tokens at 4,096 a sequence. By the formula that is
    1.3e23 FLOP, as in an example of the EU's guidelines that matches it; with attention and its wide heads it is 1.38x
    that. (Source: https://huggingface.co/Qwen/Qwen3-0.6B. Counted and checked against an operation counter.)
    ```toml
    [architecture]
    parameters = "0.6e9"
    layers = 28
    hidden_size = 1024
    [[training]]
    component = "pretrain"
    tokens = "36e12"
    sequence_length = 4096
    ```
    ## Flagged
    ```toml
    [architecture]
    parameters = "8.03e9"
    layers = 32
    hidden_size = 4096
    [[training]]
    component = "pretrain"
    tokens = "15e12"
    sequence_length = 8192
    ```
    ## Instead
    ```toml
    [architecture]
    kind = "decoder-transformer"
    parameters = "8.03e9"
    layers = 32
    hidden_size = 4096
    heads = 32
    kv_heads = 8
    intermediate_size = 14336
    vocabulary = 128256
    tied_embeddings = false
    gated_mlp = true
    [[training]]
    component = "pretrain"
    tokens = "15e12"
    sequence_length = 8192
    ```
    """
    for component in subject.own_components:
        if component.method == "parameters-tokens":
            yield from _of_phase(subject, component)


def _of_phase(subject: Subject, component: Component) -> Iterator[Finding]:
    phase, shape = phase_of(subject, component), subject.card.architecture
    stated = shape.active_parameters or shape.parameters if shape is not None else None
    if phase is None or phase.parameters is not None or stated is None:
        return
    over = attention_over_weights(shape, central_of(stated.estimate), phase.sequence_length)
    if over is not None and over / (1 + over) > MUCH:
        yield Finding(
            at=f"{component.at}/sequence_length",
            message=(
                f"attention is about {show(over / (1 + over) * 100)}% of the work at {phase.sequence_length} tokens a "
                "sequence, and 6 x parameters x tokens leaves it out"
            ),
            help="state the whole shape, so that it is counted; what it lacks is told with --verbose",
            factor=factor(1 + over),
        )
