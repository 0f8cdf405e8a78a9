"""The shape that a manifest states, as a decoder that can be counted; or what is missing for that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flopguard.estimate.architecture.attention import Attention
from flopguard.estimate.architecture.decoder import Decoder
from flopguard.estimate.architecture.mlp import Mlp
from flopguard.manifest.training import Architecture

_NEEDED = ("layers", "hidden_size", "heads", "kv_heads", "vocabulary", "gated_mlp", "tied_embeddings")
_OF_EXPERTS = ("experts_per_token", "shared_experts", "dense_layers", "expert_intermediate_size")
_OF_WINDOWS = ("attention_window", "windowed_layers")
_MIXTURES = ("moe", "mixture")
_OTHER_KINDS = (
    *(
        "encoder",
        "vision",
        "vit",
        "diffusion",
        "dit",
        "unet",
        "cnn",
        "convolution",
        "lstm",
        "protein",
        "audio",
        "speech",
    ),
    *("mamba", "ssm", "state-space", "linear", "hybrid", "hyena", "latent", "mla", "recurrent", "rwkv"),
)
"""Words in a kind that say of operations which the count of a plain decoder does not hold."""


def decoder_of(shape: Architecture) -> Decoder | tuple[str, ...]:
    """The decoder, or every field that it lacks; a kind that is no plain decoder is told so and never guessed at."""
    if unfit := _unfit(shape):
        return (unfit,)
    names = [*_NEEDED, *_expert_fields(shape), *_window_fields(shape), *_dense_fields(shape)]
    needs = [f"/architecture/{name}" for name in names if getattr(shape, name) is None]
    if needs:
        return tuple(needs)
    if contradictions := tuple(_contradictions(shape)):
        return contradictions
    head_size = _head_size(shape)
    if head_size is None:
        return ("/architecture/head_size (heads do not divide hidden_size)",)
    return _built(shape, head_size)


def _contradictions(shape: Architecture) -> Iterator[str]:
    """Fields that cannot both be true, with which nothing is counted."""
    assert shape.heads is not None
    assert shape.kv_heads is not None
    if shape.heads % shape.kv_heads:
        yield f"/architecture/kv_heads that divide the heads ({shape.kv_heads} do not divide {shape.heads})"
    if shape.experts is not None and (shape.experts_per_token or 0) > shape.experts:
        yield f"/architecture/experts_per_token within the {shape.experts} experts (it is {shape.experts_per_token})"


def _unfit(shape: Architecture) -> str | None:
    kind = (shape.kind or "").lower()
    if "decoder" in kind and not any(word in kind for word in _OTHER_KINDS):
        return None
    said = f"kind '{shape.kind}' is not supported" if shape.kind else "the kind is not stated"
    return f"/architecture/kind of a decoder transformer ({said}; state flop, or hardware and hours)"


def _expert_fields(shape: Architecture) -> tuple[str, ...]:
    """What a mixture has to state; how many experts are shared and how many layers dense is never guessed."""
    named = any(word in (shape.kind or "").lower() for word in _MIXTURES)
    given = any(getattr(shape, name) for name in (*_OF_EXPERTS, "experts"))
    return ("experts", *_OF_EXPERTS) if named or given else ()


def _window_fields(shape: Architecture) -> tuple[str, ...]:
    return _OF_WINDOWS if any(getattr(shape, name) is not None for name in _OF_WINDOWS) else ()


def _dense_fields(shape: Architecture) -> tuple[str, ...]:
    """The width of the dense blocks, where there are any."""
    return () if shape.experts is not None and shape.dense_layers == 0 else ("intermediate_size",)


def _head_size(shape: Architecture) -> int | None:
    """As stated; where it is not, the width shared out among the heads, as the model hub's configurations mean it."""
    assert shape.hidden_size is not None
    assert shape.heads is not None
    if shape.head_size is not None:
        return shape.head_size
    return None if shape.hidden_size % shape.heads else shape.hidden_size // shape.heads


def _built(shape: Architecture, head_size: int) -> Decoder:
    assert shape.layers is not None
    assert shape.hidden_size is not None
    assert shape.vocabulary is not None
    return Decoder(
        hidden=shape.hidden_size,
        vocabulary=shape.vocabulary,
        tied=bool(shape.tied_embeddings),
        attention=_attention(shape, shape.layers, head_size),
        mlp=_blocks(shape, shape.layers),
    )


def _attention(shape: Architecture, layers: int, head_size: int) -> tuple[tuple[int, Attention], ...]:
    assert shape.heads is not None
    assert shape.kv_heads is not None
    windowed = min(shape.windowed_layers or 0, layers)
    full = Attention(shape.heads, shape.kv_heads, head_size)
    narrow = replace(full, window=shape.attention_window)
    return tuple((count, layer) for count, layer in ((layers - windowed, full), (windowed, narrow)) if count)


def _blocks(shape: Architecture, layers: int) -> tuple[tuple[int, Mlp], ...]:
    gated = bool(shape.gated_mlp)
    dense = layers if shape.experts is None else min(shape.dense_layers or 0, layers)
    blocks = [(dense, Mlp(shape.intermediate_size, gated))] if dense and shape.intermediate_size is not None else []
    if dense < layers:
        blocks.append((layers - dense, _mixture(shape, gated)))
    return tuple(blocks)


def _mixture(shape: Architecture, gated: bool) -> Mlp:
    assert shape.experts is not None
    assert shape.experts_per_token is not None
    assert shape.expert_intermediate_size is not None
    return Mlp(
        width=shape.expert_intermediate_size,
        gated=gated,
        experts=shape.experts,
        per_token=shape.experts_per_token,
        shared=(shape.shared_experts or 0) * shape.expert_intermediate_size,
    )
