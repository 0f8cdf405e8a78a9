"""Configurations of encoders of text, of encoder-decoders, and of long short-term memories."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flopguard.estimate.architecture.attention import Attention
from flopguard.estimate.architecture.hub.experts import dense
from flopguard.estimate.architecture.hub.fields import HIDDEN, VOCABULARY, Fields
from flopguard.estimate.architecture.hub.layers import FULL, SLIDING, attention, grouped, side, uniform
from flopguard.estimate.architecture.lstm import Lstm
from flopguard.estimate.architecture.mlp import Mlp
from flopguard.estimate.architecture.stack import Stack
from flopguard.estimate.architecture.texts import Encoder, EncoderDecoder


def encoder(
    *, gated: bool = False, transformed: bool = True, once: bool = False, tied: bool = True
) -> Callable[[Fields], Encoder]:
    """Encoders of tokens. `transformed`: the head has a product of the layer's width; `once`: one more a sequence."""

    def read(fields: Fields) -> Encoder:
        if fields.flag("is_decoder"):
            fields.lacks.append(f"{fields.at}is_decoder of false (a decoder of this family is not counted)")
        stack = uniform(fields, gated=gated)
        square = stack.hidden**2
        return Encoder(
            stack,
            fields.sized(*VOCABULARY),
            fields.flag("tie_word_embeddings", tied),
            width=stack.hidden,
            head=square if transformed else 0,
            further=square + 2 * stack.hidden if once else 0,
        )

    return read


def distilbert(fields: Fields) -> Encoder:
    """DistilBERT's own names of the fields."""
    hidden, heads = fields.sized("dim"), fields.sized("n_heads")
    layer = Attention(heads, heads, fields.divided("n_heads", hidden, heads), causal=False)
    stack = Stack(hidden, ((fields.layers(), layer),), Mlp(fields.sized("hidden_dim"), gated=False))
    return Encoder(stack, fields.sized(*VOCABULARY), fields.flag("tie_word_embeddings", True), hidden, head=hidden**2)


def albert(fields: Fields) -> Encoder:
    """Layers that share their weights by groups, and narrower tables."""
    groups = fields.sized("num_hidden_groups", default=1)
    if groups > fields.layers():
        fields.lacks.append(f"{fields.at}num_hidden_groups within the {fields.layers()} layers (it is {groups})")
    stack = replace(uniform(fields), distinct=groups)
    width = fields.sized("embedding_size")
    return Encoder(stack, fields.sized(*VOCABULARY), tied=True, width=width, head=width * stack.hidden)


def modernbert(fields: Fields) -> Encoder:
    """Gated blocks; most layers see `local_attention` tokens around each, every third all."""
    every = fields.sized("global_attn_every_n_layers", default=3)
    count = fields.layers()
    listed = fields.words("layer_types", count)
    layers = listed or tuple(SLIDING if number % every else FULL for number in range(count))
    full = attention(fields, causal=False)
    near = replace(full, reach=fields.sized("local_attention") // 2)
    shapes = grouped([near if layer == SLIDING else full for layer in layers])
    stack = Stack(fields.sized(*HIDDEN), shapes, dense(fields, gated=True))
    return Encoder(stack, fields.sized(*VOCABULARY), True, stack.hidden, head=stack.hidden**2)


def t5(*, gated: bool, tied: bool) -> Callable[[Fields], EncoderDecoder]:
    """Heads whose size is stated apart; `feed_forward_proj` tells whether the blocks are gated."""

    def read(fields: Fields) -> EncoderDecoder:
        stated = fields.table.get("feed_forward_proj")
        block = Mlp(fields.sized("d_ff"), stated.startswith("gated") if isinstance(stated, str) else gated)
        heads, layers = fields.sized("num_heads"), fields.layers()
        full = Attention(heads, heads, fields.sized("d_kv"), causal=False)
        below = fields.sized("num_decoder_layers", default=layers)
        return EncoderDecoder(
            Stack(fields.sized("d_model"), ((layers, full),), block),
            Stack(fields.sized("d_model"), ((below, replace(full, causal=True)),), block, cross=full),
            fields.sized(*VOCABULARY),
            fields.flag("tie_word_embeddings", tied),
        )

    return read


def bart(fields: Fields) -> EncoderDecoder:
    """BART and its kin: both sides under prefixes, one shared table."""
    sides = side(fields, "encoder"), side(fields, "decoder", cross=True)
    return EncoderDecoder(*sides, fields.sized(*VOCABULARY), tied=fields.flag("tie_word_embeddings", True))


def lstm(fields: Fields) -> Lstm:
    """The fields of the framework's own layer; with `vocab_size` a table in front and a head."""
    state = fields.sized("hidden_size")
    inputs = fields.sized("input_size", default=state)
    return Lstm(fields.layers(), state, inputs, fields.maybe("vocab_size") or 0)
