"""FG243: 6 x parameters x tokens for a model whose work does not go that way."""

import re
from collections.abc import Iterator
from fractions import Fraction

from flopguard.estimate.passes import UNFIT_KINDS
from flopguard.estimate.tokens_seen import tokens_of
from flopguard.fields import Figure
from flopguard.finding import Confidence, Finding, Severity
from flopguard.lint.amounts import central_of, shown
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.training import Training

SAME = Fraction(1, 50)
"""How near a figure lies to 6 x parameters x tokens that was made from them."""
_BY_TOKEN = re.compile(r"\bprotein|\blanguage\b|\bvlm\b|\bdecoder[\s-]?only\b|(?<!encoder-)\bdecoder-transformer\b")
"""Words of models whose tokens meet each parameter once, whatever they read: of proteins, or of images and text."""
_MAY_FIT = ("vision", "vit", "clip", "protein")


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
    family = (subject.config or {}).get("model_type")
    kinds = ((shape.kind or "") if shape is not None else "", family if isinstance(family, str) else "")
    word = next(filter(None, map(_unfit, kinds)), None)
    if shape is None or word is None:
        return
    for number, phase in enumerate(subject.card.training):
        size = phase.parameters or shape.active_parameters or shape.parameters
        if phase.flop is None or size is None:
            continue
        stated, parameters = central_of(phase.flop.estimate), central_of(size.estimate)
        for name, items in _gone_through(phase):
            plain = 6 * parameters * central_of(items.estimate)
            if plain and abs(stated - plain) <= SAME * plain:
                yield Finding(
                    at=f"/training/{number}/flop",
                    message=f"{shown(phase.flop)} is 6 x parameters x {name}, which does not fit a model of kind "
                    f"'{word}'",
                    help="count the operations of one item (flop_per_item and items), or state chips and hours",
                )
                break


def _unfit(kind: str) -> str | None:
    """The word in a kind, or in the family of a configuration, that the formula does not fit."""
    said = kind.lower()
    excused = _MAY_FIT if _BY_TOKEN.search(said) else ()
    return next((word for word in UNFIT_KINDS if word in said and word not in excused), _TWO_SIDED.get(said))


_TWO_SIDED = dict.fromkeys(("t5", "mt5", "umt5", "bart", "mbart", "whisper", "pegasus", "marian"), "encoder-decoder")
"""Families of configurations that have an encoder and a decoder."""


def _gone_through(phase: Training) -> Iterator[tuple[str, Figure]]:
    """What the phase went through: tokens, or what stands for them."""
    tokens = tokens_of(phase)
    if tokens is not None:
        yield "tokens", tokens[1]
    if phase.samples is not None:
        yield "samples", phase.samples
    if phase.items is not None:
        yield "items", phase.items
