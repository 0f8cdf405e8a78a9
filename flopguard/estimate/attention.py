"""How much of the work attention is, from the few facts of a shape that tell it.

Scores and weighed values of a causal decoder: a token meets (S+1)/2 keys on average, or fewer in a window, at 4 FLOP
for each of the heads' dimensions and layers, against 2 FLOP a parameter. Parameters times tokens leaves them out.
"""

from __future__ import annotations

from fractions import Fraction

from flopguard.manifest.training import Architecture

_WITHOUT_SCORES = (
    "mamba",
    "ssm",
    "state-space",
    "linear",
    "hybrid",
    "hyena",
    "recurrent",
    "rwkv",
    "latent",
    "mla",
    "lstm",
)
"""Words in a kind that say that some layers have no such scores, or others."""


def attention_over_weights(shape: Architecture | None, parameters: Fraction, length: int | None) -> Fraction | None:
    """FLOP of attention over those of the weights, forward; None where the shape does not tell."""
    if shape is None or length is None or not parameters or shape.layers is None:
        return None
    width = _width(shape)
    if width is None or any(word in (shape.kind or "").lower() for word in _WITHOUT_SCORES):
        return None
    windowed = min(shape.windowed_layers or 0, shape.layers)
    if shape.attention_window is not None and shape.windowed_layers is None:
        return None
    narrow = _keys(min(shape.attention_window or length, length), length)
    keys = (shape.layers - windowed) * _keys(length, length) + windowed * narrow
    return 4 * width * keys / (2 * parameters)


def _width(shape: Architecture) -> int | None:
    """Dimensions of all query heads together."""
    if shape.heads is not None and shape.head_size is not None:
        return shape.heads * shape.head_size
    return shape.hidden_size if shape.head_size is None else None


def _keys(window: int, length: int) -> Fraction:
    """Keys that a token of a sequence meets on average, itself included."""
    return Fraction(window * (window + 1), 2 * length) + Fraction((length - window) * window, length)
