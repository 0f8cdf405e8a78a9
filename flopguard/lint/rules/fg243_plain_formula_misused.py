"""FG243: 6 x parameters x tokens for a model whose work does not go that way."""

from collections.abc import Iterator
from fractions import Fraction

from flopguard.estimate.passes import UNFIT_KINDS
from flopguard.estimate.tokens_seen import tokens_of
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import central_of, shown
from flopguard.lint.rule import Subject, rule

SAME = Fraction(1, 50)
"""How near a figure lies to 6 x parameters x tokens that was made from them."""


@rule(
    "FG243",
    "plain-formula-misused",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    covers=("trap-07",),
)
def plain_formula_misused(subject: Subject) -> Iterator[Finding]:
    """A stated figure that is 6 x parameters x tokens, of a model that this formula does not fit.

    ## Why
    The formula counts each parameter once for each token. In an encoder-decoder a token passes about half of them; in
    vision and diffusion the same weights work at many places; models of pairs of residues grow with the square or cube
    of the length. Where a figure for one of these is the formula to the digit, it was not counted.
    ## Seen
    Of Wan 2.2, which makes video by diffusion, a research data set has 6 x 14 billion parameters x 5 trillion tokens =
    4.2e23 FLOP, and says itself that the tokens are assumed. (Epoch AI, Data on AI Models,
    https://epoch.ai/data/ai-models, CC BY 4.0, export of 2026-03-30.)
    ```toml
    [architecture]
    kind = "diffusion"
    parameters = "14e9"
    [[training]]
    component = "pretrain"
    tokens = "5e12"
    flop = "4.2e23 FLOP"
    ```
    ## Flagged
    ```toml
    [architecture]
    kind = "encoder-decoder"
    parameters = "11e9"
    [[training]]
    component = "pretrain"
    tokens = "1e12"
    flop = "6.6e22 FLOP"
    ```
    ## Instead
    ```toml
    [architecture]
    kind = "encoder-decoder"
    parameters = "11e9"
    [[training]]
    component = "pretrain"
    tokens = "1e12"
    flop = "3.3e22 FLOP"
    ```
    """
    shape = subject.card.architecture
    kind = (shape.kind or "").lower() if shape is not None else ""
    word = next((unfit for unfit in UNFIT_KINDS if kind and unfit in kind), None)
    if shape is None or word is None:
        return
    for number, phase in enumerate(subject.card.training):
        size, tokens = phase.parameters or shape.active_parameters or shape.parameters, tokens_of(phase)
        if phase.flop is None or size is None or tokens is None:
            continue
        plain = 6 * central_of(size.estimate) * central_of(tokens[1].estimate)
        if abs(central_of(phase.flop.estimate) - plain) <= SAME * plain and plain:
            yield Finding(
                at=f"/training/{number}/flop",
                message=f"{shown(phase.flop)} is 6 x parameters x tokens, which does not fit a model of kind '{word}'",
                help="count the operations of one item (flop_per_item and items), or state chips and hours",
            )
