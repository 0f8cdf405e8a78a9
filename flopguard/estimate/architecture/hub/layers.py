"""Which kind each layer has, the attention of those kinds, and stacks of layers that are alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from flopguard.estimate.architecture.attention import Attention, Indexer, LatentAttention
from flopguard.estimate.architecture.hub.experts import dense
from flopguard.estimate.architecture.hub.fields import HEADS, HIDDEN, KV_HEADS, Fields
from flopguard.estimate.architecture.mlp import Mlp
from flopguard.estimate.architecture.stack import Stack

FULL = "full_attention"
SLIDING = "sliding_attention"
CHUNKED = "chunked_attention"
LINEAR = "linear_attention"

Kind = TypeVar("Kind")


def grouped(layers: Sequence[Kind]) -> tuple[tuple[int, Kind], ...]:
    """How many layers are alike; the kind of the last layer comes last."""
    last = {layer: number for number, layer in enumerate(layers)}
    return tuple((layers.count(layer), layer) for layer in sorted(last, key=last.__getitem__))


def few(words: Sequence[str]) -> str:
    """Some words in a message, which may be very many."""
    shown = ", ".join(word[:40] for word in words[:3])
    return shown if len(words) <= 3 else f"{shown} and {len(words) - 3} more"


def kinds(fields: Fields, every: int | None = None, usual: str = FULL, rare: str = FULL) -> tuple[str, ...]:
    """The kind of each layer as listed; else `usual` ones and each `every`-th, counted from one, a `rare` one."""
    count = fields.layers()
    listed = fields.words("layer_types", count)
    if listed is not None:
        return listed
    return tuple(rare if every and (number + 1) % every == 0 else usual for number in range(count))


def head_size(fields: Fields) -> int:
    """As stated; where it is not, the width shared out among the heads, as these configurations mean it."""
    stated = fields.maybe("head_dim")
    if stated:
        return stated
    return fields.divided("head_dim", fields.sized(*HIDDEN), fields.sized(*HEADS))


def attention(fields: Fields, *, kv_heads: int | None = None, gated: bool = False, causal: bool = True) -> Attention:
    """Full attention; where nothing is said of key and value heads there is one for each query head."""
    heads = fields.sized(*HEADS)
    shared = fields.sized(*KV_HEADS, default=heads) if kv_heads is None else kv_heads
    fields.divided(KV_HEADS[0], heads, shared)
    return Attention(heads, shared, head_size(fields), gated=gated, causal=causal)


def latent(fields: Fields) -> LatentAttention:
    """Latent attention, with an indexer where its fields are there."""
    indexer = None
    if fields.has("index_topk"):
        indexer = Indexer(fields.sized("index_n_heads"), fields.sized("index_head_dim"), fields.sized("index_topk"))
    return LatentAttention(
        heads=fields.sized(*HEADS),
        query_rank=fields.maybe("q_lora_rank") or None,  # 0 is none
        kv_rank=fields.sized("kv_lora_rank"),
        plain_size=fields.sized("qk_nope_head_dim"),
        rotary_size=fields.sized("qk_rope_head_dim"),
        value_size=fields.sized("v_head_dim"),
        indexer=indexer,
    )


def uniform(fields: Fields, *, causal: bool = False, gated: bool = False, multiple: int | None = None) -> Stack:
    """Layers that are all alike, each position seeing every other unless masked."""
    block = dense(fields, gated=gated, multiple=multiple)
    return Stack(fields.sized(*HIDDEN), ((fields.layers(), attention(fields, causal=causal)),), block)


def side(fields: Fields, side: str, *, cross: bool = False) -> Stack:
    """One side of a configuration that names both by a prefix."""
    hidden, heads = fields.sized("d_model"), fields.sized(f"{side}_attention_heads")
    full = Attention(heads, heads, fields.divided(f"{side}_attention_heads", hidden, heads), causal=False)
    block = Mlp(fields.sized(f"{side}_ffn_dim"), gated=False)
    layers = fields.sized(f"{side}_layers")
    return Stack(hidden, ((layers, replace(full, causal=cross)),), block, cross=full if cross else None)
