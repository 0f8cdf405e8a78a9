"""Decoders with state-space, linear-attention or convolution layers, alone or between attention layers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flopguard.estimate.architecture.decoder import Decoder
from flopguard.estimate.architecture.hub import experts
from flopguard.estimate.architecture.hub.decoders import built
from flopguard.estimate.architecture.hub.fields import HIDDEN, Fields
from flopguard.estimate.architecture.hub.layers import FULL, LINEAR, attention, few, head_size, kinds
from flopguard.estimate.architecture.mlp import Mlp
from flopguard.estimate.architecture.recurrent import (
    GatedDelta,
    LinearAttention,
    Mamba,
    Mamba2,
    Parallel,
    Rwkv,
    ShortConvolution,
)
from flopguard.estimate.architecture.work import Mixer

CHUNK = 256
"""Tokens that the second kind of state space works through at once where nothing else is stated."""


def _mamba(fields: Fields, prefix: str = "") -> Mamba:
    """State space of the first kind; the rank of the step size is a sixteenth of the width where it is left open."""
    hidden = fields.sized(*HIDDEN)
    inner = fields.maybe(f"{prefix}intermediate_size") if not prefix else None
    inner = inner or int(hidden * fields.ratio(f"{prefix}expand", 2))
    named = (f"{prefix}dt_rank", "time_step_rank")
    open_ = next((fields.table[name] for name in named if fields.has(name)), "auto") == "auto"
    return Mamba(
        inner=inner,
        states=fields.sized(f"{prefix}d_state", "state_size"),
        rank=-(-hidden // 16) if open_ else fields.sized(*named),
        kernel=fields.sized(f"{prefix}d_conv", "conv_kernel"),
    )


def _mamba2(fields: Fields) -> Mamba2:
    """State space of the second kind, under either set of names."""
    heads = fields.sized("mamba_n_heads", "mamba_num_heads", "num_heads")
    stated = fields.maybe("mamba_d_ssm")
    expand = "mamba_expand" if fields.has("mamba_expand") else "expand"
    by_heads = fields.has("mamba_head_dim")
    inner = stated or int(fields.sized(*HIDDEN) * fields.ratio(expand, 2))
    return Mamba2(
        inner=heads * fields.sized("mamba_head_dim") if by_heads else inner,
        states=fields.sized("mamba_d_state", "ssm_state_size", "state_size"),
        heads=heads,
        groups=fields.sized("mamba_n_groups", "n_groups"),
        kernel=fields.sized("mamba_d_conv", "conv_kernel"),
        chunk=fields.sized("mamba_chunk_size", "chunk_size", default=CHUNK),
    )


def _delta(fields: Fields) -> GatedDelta:
    return GatedDelta(
        key_heads=fields.sized("linear_num_key_heads"),
        value_heads=fields.sized("linear_num_value_heads"),
        key_size=fields.sized("linear_key_head_dim"),
        value_size=fields.sized("linear_value_head_dim"),
        kernel=fields.sized("linear_conv_kernel_dim"),
    )


def _mixed(fields: Fields, layers: Sequence[str], shapes: Mapping[str, Mixer]) -> list[Mixer]:
    """The mixer of each layer by its word; a word that the family does not have is told."""
    strange = sorted(set(layers) - set(shapes))
    if strange:
        fields.lacks.append(f"{fields.at}layers of known kinds ({few(strange)} is not counted in this family)")
    return [shapes[layer] for layer in layers if layer in shapes]


def _at(places: Sequence[int], count: int, there: str, elsewhere: str) -> tuple[str, ...]:
    return tuple(there if number in set(places) else elsewhere for number in range(count))


def states_alone(kind: Callable[[Fields], Mixer], *, tied: bool) -> Callable[[Fields], Decoder]:
    """State-space layers and nothing else."""

    def read(fields: Fields) -> Decoder:
        return built(fields, [kind(fields)] * fields.layers(), [], tied=tied)

    return read


mamba = states_alone(_mamba, tied=True)
falcon_mamba = states_alone(_mamba, tied=True)
mamba2 = states_alone(_mamba2, tied=False)


def jamba(fields: Fields) -> Decoder:
    """One attention layer a period, experts in every other block."""
    count = fields.layers()
    attends = _every(fields, "attn", count)
    sparse = _every(fields, "expert", count)
    shapes: dict[bool, Mixer] = {True: attention(fields), False: _mamba(fields, "mamba_")}
    mixed = experts.mixture(fields) if fields.sized("num_experts") > 1 else experts.dense(fields)
    blocks = experts.blocks(sparse, mixed, experts.dense(fields))
    return built(fields, [shapes[attending] for attending in attends], blocks, tied=False)


def _every(fields: Fields, what: str, count: int) -> list[bool]:
    period, offset = fields.sized(f"{what}_layer_period"), fields.whole(f"{what}_layer_offset")
    return [number % period == offset for number in range(count)]


def bamba(fields: Fields) -> Decoder:
    """Attention at listed places, state spaces elsewhere, a dense block in each layer."""
    count = fields.layers()
    words = _at(fields.numbers("attn_layer_indices") or (), count, FULL, "mamba")
    mixers = _mixed(fields, words, {FULL: attention(fields), "mamba": _mamba2(fields)})
    return built(fields, mixers, [experts.dense(fields)] * count, tied=False)


def falcon_h1(fields: Fields) -> Decoder:
    """Attention and a state space side by side in each layer."""
    count = fields.layers()
    both = Parallel(attention(fields), _mamba2(fields))
    return built(fields, [both] * count, [experts.dense(fields)] * count, tied=False)


def granite_hybrid(fields: Fields) -> Decoder:
    """State spaces and attention as listed; experts beside a dense block in each layer, or the dense block alone."""
    count = fields.layers()
    words = fields.words("layer_types", count) or fields.words("layers_block_type", count)
    if words is None:
        fields.lacks.append(f"{fields.at}layer_types")
    shapes: dict[str, Mixer] = {FULL: attention(fields), "mamba": _mamba2(fields), LINEAR: _mamba2(fields)}
    mixers = _mixed(fields, words or (), shapes | {"attention": shapes[FULL]})
    shared = fields.sized("shared_intermediate_size")
    alone = fields.whole("num_local_experts", default=0) == 0
    block = Mlp(shared, gated=True) if alone else experts.mixture(fields)
    return built(fields, mixers, [block] * count, tied=False)


_NEMOTRON = {"M": "mamba", "*": "attention", "-": "mlp", "E": "moe"}
_SAME = {LINEAR: "mamba", FULL: "attention", "dense": "mlp", "sparse": "moe"}


def nemotron_h(fields: Fields) -> Decoder:
    """Layers of one part each: a state space, attention, a dense block or one of experts."""
    words = _parts(fields)
    if fields.has("num_hidden_layers") and words and fields.layers() != len(words):
        fields.lacks.append(f"{fields.at}num_hidden_layers of {len(words)}, which are listed (it is {fields.layers()})")
    if "moe" in words and not fields.has("moe_shared_expert_intermediate_size"):
        fields.lacks.append(f"{fields.at}moe_shared_expert_intermediate_size")
    if fields.has("moe_latent_size"):
        fields.lacks.append(f"{fields.at}experts of the layer's width (moe_latent_size is not counted)")
    mixing = [word for word in words if word not in {"mlp", "moe"}]
    shapes: dict[str, Mixer] = {}
    if "attention" in mixing:
        shapes["attention"] = attention(fields)
    if "mamba" in mixing:
        shapes["mamba"] = _mamba2(fields)
    plain = experts.dense(fields, gated=False) if "mlp" in words else None
    mixed = experts.mixture(fields, gated=False) if "moe" in words else None
    sparse = [word == "moe" for word in words if word in {"mlp", "moe"}]
    return built(fields, _mixed(fields, mixing, shapes), experts.blocks(sparse, mixed, plain), tied=False)


def _parts(fields: Fields) -> list[str]:
    """The part of each layer, from a string of signs or a list of words."""
    signs, listed = fields.table.get("hybrid_override_pattern"), fields.table.get("layers_block_type")
    if isinstance(signs, str) and signs:
        return [_NEMOTRON.get(sign, sign) for sign in signs]
    if isinstance(listed, list) and listed:
        return [_SAME.get(str(word), str(word)) for word in listed]
    fields.lacks.append(f"{fields.at}layers_block_type")
    return []


def gated_delta(fields: Fields) -> Decoder:
    """Gated delta layers, each `full_attention_interval`-th with full attention and an output gate."""
    layers = kinds(fields, fields.sized("full_attention_interval", default=4), LINEAR, FULL)
    mixers = _mixed(fields, layers, {LINEAR: _delta(fields), FULL: attention(fields, gated=True)})
    sparse = experts.mostly_experts(fields) if fields.has("num_experts") else [False] * len(layers)
    mixed = experts.mixture(fields, shared_gate=True) if any(sparse) else None
    plain = experts.dense(fields) if not all(sparse) else None
    return built(fields, mixers, experts.blocks(sparse, mixed, plain), tied=False)


def delta_between(fields: Fields) -> Decoder:
    """OLMo hybrid: gated delta layers and ungated full attention, dense blocks."""
    layers = kinds(fields, 4, LINEAR, FULL)
    mixers = _mixed(fields, layers, {LINEAR: _delta(fields), FULL: attention(fields)})
    return built(fields, mixers, [experts.dense(fields)] * len(layers), tied=False)


def lightning(fields: Fields) -> Decoder:
    """MiniMax: linear attention with decay, full attention in every other or listed layers; experts in each."""
    listed = fields.numbers("attn_type_list")
    count = fields.layers()
    layers = kinds(fields, 2, LINEAR, FULL)
    if listed is not None and len(listed) != count:
        fields.lacks.append(f"{fields.at}attn_type_list with one entry for each of the {count} layers")
    elif listed is not None:
        layers = tuple(FULL if entry else LINEAR for entry in listed)
    linear = LinearAttention(fields.sized("num_attention_heads"), head_size(fields), fields.sized("block_size"))
    mixers = _mixed(fields, layers, {LINEAR: linear, FULL: attention(fields)})
    return built(fields, mixers, [experts.mixture(fields)] * count, tied=False)


def short_convolutions(fields: Fields) -> Decoder:
    """LFM2: gated convolutions over the last tokens, attention at listed places; the block's width may be adjusted."""
    count = fields.layers()
    places = fields.numbers("full_attn_idxs")
    words = fields.words("layer_types", count) or _at(places or (), count, FULL, "conv")
    if places is None and not fields.has("layer_types"):
        fields.lacks.append(f"{fields.at}layer_types")
    shapes: dict[str, Mixer] = {FULL: attention(fields), "conv": ShortConvolution(fields.sized("conv_L_cache"))}
    width = fields.sized("block_ff_dim", "intermediate_size")
    if fields.flag("block_auto_adjust_ff_dim", default=True):
        multiple = fields.sized("block_multiple_of", default=256)
        wanted = int(fields.ratio("block_ffn_dim_multiplier", 1) * (2 * width // 3))
        width = multiple * -(-wanted // multiple)
    return built(fields, _mixed(fields, words, shapes), [Mlp(width, gated=True)] * count, tied=True)


def rwkv(fields: Fields) -> Decoder:
    """The fourth RWKV: time mixing, and a block of two products and a receptance of the layer's width."""
    count, hidden = fields.layers(), fields.sized(*HIDDEN)
    inner = fields.maybe("attention_hidden_size") or hidden
    width = fields.maybe("intermediate_size") or 4 * hidden
    receptance = Rwkv(inner)
    return built(fields, [receptance] * count, [Mlp(width, gated=False, receptance=True)] * count, tied=False)
