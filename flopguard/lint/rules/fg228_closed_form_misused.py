"""FG228: a closed formula for transformers that does not hold, or not for this shape."""

import re
from collections.abc import Iterator

from flopguard.finding import Confidence, Finding
from flopguard.lint.amounts_stated import amounts_stated
from flopguard.lint.rule import Subject, rule
from flopguard.manifest.training import Architecture

_SPACE = r"[\s*·×(]"
_FORM = r"(72|96).*?V/(12|16)"
_RIGHT = {"72": "12", "96": "16"}


@rule("FG228", "closed-form-misused", confidence=Confidence.LIKELY, covers=("trap-08", "trap-09"))
def closed_form_misused(subject: Subject) -> Iterator[Finding]:
    """A figure from 72 or 96 L d² (1 + S/6d + V/...), with the wrong term for the vocabulary or for another shape.

    ## Why
    Logits are not computed a second time while layers are. So the form with full recomputation is 96 with V/16, and
    the one without is 72 with V/12. Both hold for layers with as many key as query heads, a plain MLP of four times
    the width and heads that fill the width, and for no others: they are off by half on some newer shapes.
    ## Seen
    A change that was proposed to a training library turns the 12 of the form without recomputation into the 16 of the
    other. It is wrong for the form that stands there. (Source: https://github.com/NVIDIA/Megatron-LM/pull/995.
    Primary.)
    ## Flagged
    ```toml
    [[training]]
    component = "pretrain"
    flop = { value = "3.2e23", method = "72 L d^2 (1 + S/(6 d) + V/(16 L d)) x tokens" }
    ```
    ## Instead
    ```toml
    [[training]]
    component = "pretrain"
    flop = { value = "3.2e23", method = "72 L d^2 (1 + S/(6 d) + V/(12 L d)) x tokens" }
    ```
    """
    for stated in amounts_stated(subject):
        method = stated.figure.method
        form = re.search(_FORM, re.sub(_SPACE, "", method)) if method else None
        if form is None:
            continue
        if form[2] != _RIGHT[form[1]]:
            yield Finding(
                at=f"{stated.at}/method",
                message=f"{form[1]} with V/{form[2]} is neither the form with recomputation nor the one without",
                help="72 goes with V/12 (no recomputation), 96 with V/16 (full recomputation)",
            )
        if unfit := ", ".join(_unfit(subject.card.architecture)):
            yield Finding(
                at=f"{stated.at}/method",
                message=f"the form with {form[1]} does not hold for this shape: {unfit}",
                help="count the shape as it is; leave flop out, and the stated shape is counted",
            )


def _unfit(shape: Architecture | None) -> Iterator[str]:
    """What of the shape the closed form has no place for."""
    if shape is None:
        return
    if shape.gated_mlp:
        yield "its MLP is gated"
    if shape.heads is not None and shape.kv_heads is not None and shape.kv_heads < shape.heads:
        yield f"it has {shape.kv_heads} key heads for {shape.heads}"
    if shape.hidden_size is not None and shape.intermediate_size not in (None, 4 * shape.hidden_size):
        yield f"intermediate_size is not 4 x {shape.hidden_size}"
    if shape.heads is not None and shape.head_size is not None and shape.hidden_size not in (None, _filled(shape)):
        yield f"its heads do not fill a width of {shape.hidden_size}"


def _filled(shape: Architecture) -> int:
    assert shape.heads is not None
    assert shape.head_size is not None
    return shape.heads * shape.head_size
