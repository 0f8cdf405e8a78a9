"""Configurations of networks that are not decoders: encoders, encoder-decoders, vision, speech, diffusion, LSTM."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from flopguard.estimate.architecture.attention import Attention
from flopguard.estimate.architecture.hub.experts import dense
from flopguard.estimate.architecture.hub.fields import HEADS, HIDDEN, VOCABULARY, WIDTH, Fields
from flopguard.estimate.architecture.hub.layers import FULL, SLIDING, attention, grouped
from flopguard.estimate.architecture.mlp import Mlp
from flopguard.estimate.architecture.stacks import (
    Convolution,
    DiffusionTransformer,
    DualEncoder,
    Encoder,
    EncoderDecoder,
    Lstm,
    SpeechEncoder,
    SpeechTranscriber,
    Stack,
    VisionTransformer,
)


def _uniform(fields: Fields, *, causal: bool = False, gated: bool = False, multiple: int | None = None) -> Stack:
    """Layers that are all alike, each position seeing every other unless masked."""
    block = dense(fields, gated=gated, multiple=multiple)
    return Stack(fields.sized(*HIDDEN), ((fields.layers(), attention(fields, causal=causal)),), block)


def encoder(
    *, gated: bool = False, transformed: bool = True, once: bool = False, tied: bool = True
) -> Callable[[Fields], Encoder]:
    """Encoders of tokens. `transformed`: the head has a product of the layer's width; `once`: one more a sequence."""

    def read(fields: Fields) -> Encoder:
        stack = _uniform(fields, gated=gated)
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
    stack = replace(_uniform(fields), distinct=fields.sized("num_hidden_groups", default=1))
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


def _side(fields: Fields, side: str, *, cross: bool = False) -> Stack:
    """One side of a configuration that names both by a prefix."""
    hidden, heads = fields.sized("d_model"), fields.sized(f"{side}_attention_heads")
    full = Attention(heads, heads, fields.divided(f"{side}_attention_heads", hidden, heads), causal=False)
    block = Mlp(fields.sized(f"{side}_ffn_dim"), gated=False)
    layers = fields.sized(f"{side}_layers")
    return Stack(hidden, ((layers, replace(full, causal=cross)),), block, cross=full if cross else None)


def bart(fields: Fields) -> EncoderDecoder:
    """BART and its kin: both sides under prefixes, one shared table."""
    sides = _side(fields, "encoder"), _side(fields, "decoder", cross=True)
    return EncoderDecoder(*sides, fields.sized(*VOCABULARY), tied=fields.flag("tie_word_embeddings", True))


def whisper(fields: Fields) -> SpeechTranscriber:
    """Two convolutions over a spectrum, the second halving its length."""
    width, frames = fields.sized("d_model"), 2 * fields.sized("max_source_positions")
    first = Convolution(fields.sized("num_mel_bins"), width, 3, padding=1)
    second = Convolution(width, width, 3, step=2, padding=1)
    speech = SpeechEncoder((first, second), _side(fields, "encoder"))
    return SpeechTranscriber(speech, frames, _side(fields, "decoder", cross=True), fields.sized(*VOCABULARY))


def wav2vec(fields: Fields) -> SpeechEncoder:
    """Convolutions over the wave itself, and one over positions."""
    names = ("conv_dim", "conv_kernel", "conv_stride")
    outputs, kernels, steps = (fields.numbers(name) or () for name in names)
    if not outputs or not len(outputs) == len(kernels) == len(steps):
        fields.lacks.append(f"{fields.at}conv_dim, conv_kernel and conv_stride of one length")
        outputs = kernels = steps = (1,)
    shapes = zip((1, *outputs), outputs, kernels, steps, strict=False)
    layers = tuple(Convolution(*shape) for shape in shapes)
    stack = _uniform(fields)
    groups = fields.sized("num_conv_pos_embedding_groups")
    fields.divided("num_conv_pos_embedding_groups", stack.hidden, groups)
    kernel = fields.sized("num_conv_pos_embeddings")
    positional = Convolution(stack.hidden, stack.hidden, kernel, padding=kernel // 2, groups=groups)
    return SpeechEncoder(layers, stack, further=outputs[-1] * stack.hidden, positional=positional)


def vision(*, extra: int = 1, pooled: bool = False, labels: bool = True) -> Callable[[Fields], VisionTransformer]:
    """Transformers over the patches of an image; `extra` positions are no patch; `pooled` by one query at the end."""

    def read(fields: Fields) -> VisionTransformer:
        stack = Stack(
            fields.sized(*HIDDEN),
            ((fields.layers(), attention(fields, causal=False)),),
            _vision_block(fields),
        )
        image, patch = fields.sized("image_size"), fields.sized("patch_size")
        return VisionTransformer(
            stack,
            image,
            patch,
            fields.sized("num_channels", default=3),
            extra + fields.whole("num_register_tokens", default=0),
            head=stack.hidden * _classes(fields) if labels else 0,
            pool=attention(fields, causal=False) if pooled else None,
        )

    return read


def _classes(fields: Fields) -> int:
    """How many classes the head tells apart; none where the configuration has no head."""
    named = fields.table.get("id2label")
    return len(named) if isinstance(named, Mapping) else fields.whole("num_labels", default=0)


def _vision_block(fields: Fields) -> Mlp:
    """As wide as stated, or `mlp_ratio` times the layer; a gated one is two thirds of that, rounded up to eights."""
    hidden = fields.sized(*HIDDEN)
    if any(map(fields.has, WIDTH)):
        return dense(fields, gated=fields.flag("use_gated_mlp"))
    width = int(hidden * fields.ratio("mlp_ratio", 4))
    if not fields.flag("use_swiglu_ffn"):
        return Mlp(width, gated=False)
    return Mlp((width * 2 // 3 + 7) // 8 * 8, gated=True)


def clip(fields: Fields) -> DualEncoder:
    """An image and its text, each with a projection to a common width."""
    text, images = fields.inner("text_config"), fields.inner("vision_config")
    width = fields.sized("projection_dim")
    seen = vision(labels=False)(images)
    read = _uniform(text, causal=True)
    return DualEncoder(
        replace(seen, head=seen.stack.hidden * width),
        read,
        text.sized("max_position_embeddings"),
        text.sized(*VOCABULARY),
        read.hidden * width,
        width,
    )


def siglip(fields: Fields) -> DualEncoder:
    """An image gathered by one query, and an unmasked text with a product at its end."""
    text, images = fields.inner("text_config"), fields.inner("vision_config")
    read = _uniform(text)
    seen = vision(extra=0, pooled=True, labels=False)(images)
    length, table = text.sized("max_position_embeddings"), text.sized(*VOCABULARY)
    return DualEncoder(seen, read, length, table, read.hidden**2, read.hidden)


def dit(fields: Fields) -> DiffusionTransformer:
    """A diffusion transformer in the form of the diffusers library, whose layers are steered apart."""
    heads, size = fields.sized(*HEADS), fields.sized("attention_head_dim")
    channels = fields.sized("in_channels")
    layer = Attention(heads, heads, size, causal=False)
    stack = Stack(heads * size, ((fields.layers(), layer),), Mlp(4 * heads * size, gated=False))
    return DiffusionTransformer(
        stack,
        fields.sized("sample_size"),
        fields.sized("patch_size"),
        channels,
        fields.sized("out_channels", default=channels),
        labels=fields.sized("num_embeds_ada_norm") + 1,
        apart=True,
    )


def lstm(fields: Fields) -> Lstm:
    """The fields of the framework's own layer; with `vocab_size` a table in front and a head."""
    state = fields.sized("hidden_size")
    inputs = fields.sized("input_size", default=state)
    return Lstm(fields.layers(), state, inputs, fields.maybe("vocab_size") or 0)
