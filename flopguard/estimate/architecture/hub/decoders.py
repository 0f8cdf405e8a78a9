"""Decoders whose layers all attend: plain, with windows, with experts, with latent attention."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flopguard.estimate.architecture.attention import Attention
from flopguard.estimate.architecture.decoder import Decoder
from flopguard.estimate.architecture.hub import experts
from flopguard.estimate.architecture.hub.fields import HIDDEN, VOCABULARY, Fields
from flopguard.estimate.architecture.hub.layers import CHUNKED, FULL, SLIDING, attention, few, grouped, kinds, latent
from flopguard.estimate.architecture.mlp import Mlp
from flopguard.estimate.architecture.work import Mixer

PREDICTORS = ("num_nextn_predict_layers", "mtp_num_hidden_layers", "num_mtp_layers", "num_mtp_modules")


CHUNK = 8192
"""Tokens of a chunk where a configuration with chunks does not say it: what the family's code takes."""


@dataclass(frozen=True, slots=True)
class Family:
    """What a family's code fixes and its configuration does not say."""

    gated: bool = True
    tied: bool = False
    """Whether the vocabulary tables are one where the configuration does not say it."""
    multiple: int | None = None
    """Width of the feed-forward block in units of the layer's, where it is not stated."""
    window: str | None = None
    """The field of the window; None where the family has none."""
    every: int | None = None
    """One layer in so many sees everything; None where all layers have the window."""

    def __call__(self, fields: Fields) -> Decoder:
        """A dense decoder of the family."""
        block = experts.dense(fields, gated=self.gated, multiple=self.multiple)
        return built(fields, self.mixers(fields), [block] * fields.layers(), tied=self.tied)

    def mixers(self, fields: Fields) -> list[Mixer]:
        """The attention of each layer; a window where layers are listed that have one, or where the family has."""
        if self.window is None and fields.flag("use_sliding_window"):
            fields.lacks.append(f"{fields.at}use_sliding_window of false (windows are not counted in this family)")
        listed = SLIDING in (fields.words("layer_types", fields.layers()) or ())
        window = fields.maybe(self.window or "sliding_window") if self.window or listed else None
        return attending(
            fields, kinds(fields, self._every(fields), SLIDING if window else FULL), attention(fields), window
        )

    def _every(self, fields: Fields) -> int | None:
        """Which layers see everything; a pattern in letters would have to be listed layer by layer."""
        stated = fields.table.get("sliding_window_pattern")
        if isinstance(stated, str) and not fields.has("layer_types"):
            fields.lacks.append(f"{fields.at}layer_types (the pattern '{stated[:40]}' is not read)")
        return fields.maybe("sliding_window_pattern") if self.every and isinstance(stated, int) else self.every


def attending(fields: Fields, layers: Sequence[str], full: Attention, window: int | None) -> list[Mixer]:
    """The attention of each layer by its kind; a kind that is not attention is told."""
    shapes = {FULL: full, "attention": full, SLIDING: replace(full, window=window)}
    if CHUNKED in layers:
        shapes[CHUNKED] = replace(full, chunk=fields.sized("attention_chunk_size", default=CHUNK))
    if SLIDING in layers and window is None:
        fields.lacks.append(f"{fields.at}sliding_window for the layers that are listed as such")
    strange = sorted(set(layers) - set(shapes))
    if strange:
        fields.lacks.append(f"{fields.at}layer_types of attention ({few(strange)} is not counted in this family)")
    return [shapes.get(layer, full) for layer in layers]


def built(fields: Fields, mixers: Sequence[Mixer], blocks: Sequence[Mlp], *, tied: bool) -> Decoder:
    """The decoder of these layers."""
    return Decoder(
        hidden=fields.sized(*HIDDEN),
        vocabulary=fields.sized(*VOCABULARY),
        tied=fields.flag("tie_word_embeddings", tied),
        attention=grouped(mixers),
        mlp=grouped(blocks),
        predictors=_predictors(fields) if mixers and blocks else 0,
    )


def _predictors(fields: Fields) -> int:
    """Modules that predict later tokens, unless they are switched off."""
    return fields.few(*PREDICTORS) if fields.flag("use_mtp", default=True) else 0


def switched_window(family: Family) -> Callable[[Fields], Decoder]:
    """A family whose window is off unless `use_sliding_window` is set, and then is that of the later layers."""

    def read(fields: Fields) -> Decoder:
        block = experts.dense(fields, gated=family.gated)
        return built(fields, late_window(fields), [block] * fields.layers(), tied=family.tied)

    return read


def late_window(fields: Fields) -> list[Mixer]:
    """Attention whose window holds from layer `max_window_layers` on, where it is switched on."""
    window = fields.maybe("sliding_window") if fields.flag("use_sliding_window") else None
    first = fields.whole("max_window_layers") if window and not fields.has("layer_types") else 0
    late = fields.words("layer_types", fields.layers()) or tuple(
        SLIDING if window and number >= first else FULL for number in range(fields.layers())
    )
    return attending(fields, late, attention(fields), window)


def mixture(family: Family, *, shared_gate: bool = False, late: bool = False) -> Callable[[Fields], Decoder]:
    """A family with experts in most layers and the attention of a plain decoder."""

    def read(fields: Fields) -> Decoder:
        sparse = experts.mostly_experts(fields)
        mixed = experts.mixture(fields, gated=family.gated, shared_gate=shared_gate)
        plain = experts.dense(fields, gated=family.gated) if not all(sparse) else None
        mixers = late_window(fields) if late else family.mixers(fields)
        return built(fields, mixers, experts.blocks(sparse, mixed, plain), tied=family.tied)

    return read


def latent_mixture(fields: Fields) -> Decoder:
    """Latent attention; experts but for the first layers."""
    sparse = experts.mostly_experts(fields) if fields.has("n_routed_experts") else [False] * fields.layers()
    mixed = experts.mixture(fields) if any(sparse) else None
    plain = experts.dense(fields) if not all(sparse) else None
    return built(fields, [latent(fields)] * len(sparse), experts.blocks(sparse, mixed, plain), tied=False)


def latent_dense(fields: Fields) -> Decoder:
    """Latent attention and dense blocks."""
    layers = fields.layers()
    return built(fields, [latent(fields)] * layers, [experts.dense(fields)] * layers, tied=True)


def chunked_mixture(fields: Fields) -> Decoder:
    """Attention in chunks but for every fourth layer; experts in every so many, one shared expert beside them."""
    count = fields.layers()
    step = fields.sized("interleave_moe_layer_step", default=1)
    listed = fields.numbers("moe_layers")
    if listed is not None and any(number >= count for number in listed):
        fields.lacks.append(f"{fields.at}moe_layers within the {count} layers")
    sparse = [number in listed if listed is not None else (number + 1) % step == 0 for number in range(count)]
    width = fields.sized("intermediate_size")
    mixed = Mlp(width, True, *experts.routed(fields), shared=width)
    plain = Mlp(fields.sized("intermediate_size_mlp"), gated=True) if not all(sparse) else None
    local = fields.numbers("no_rope_layers")
    if local and len(local) != count:
        fields.lacks.append(f"{fields.at}no_rope_layers with one entry for each of the {count} layers")
    if not local and fields.whole("no_rope_layer_interval", default=4) != 4:
        fields.lacks.append(f"{fields.at}no_rope_layers (an interval other than 4 is not read)")
    layers = fields.words("layer_types", count) or tuple(
        CHUNKED if (local[number] if local and len(local) == count else (number + 1) % 4) else FULL
        for number in range(count)
    )
    mixers = attending(fields, layers, attention(fields), None)
    return built(fields, mixers, experts.blocks(sparse, mixed, plain), tied=False)


def grouped_queries(fields: Fields) -> Decoder:
    """Falcon: one key and value head, or as many as `num_kv_heads` in the newer form."""
    if fields.flag("new_decoder_architecture"):
        kv_heads = fields.sized("num_kv_heads")
    else:
        kv_heads = 1 if fields.flag("multi_query", default=True) else fields.sized("num_attention_heads")
    return _uniform(fields, attention(fields, kv_heads=kv_heads), tied=True)


def one_key(fields: Fields) -> Decoder:
    """GPT BigCode: one key and value head, unless `multi_query` is off."""
    heads = fields.sized("n_head")
    kv_heads = 1 if fields.flag("multi_query", default=True) else heads
    return _uniform(fields, attention(fields, kv_heads=kv_heads), tied=True)


def _uniform(fields: Fields, layer: Attention, *, tied: bool) -> Decoder:
    count = fields.layers()
    return built(fields, [layer] * count, [experts.dense(fields, gated=False, multiple=4)] * count, tied=tied)


def expansion(fields: Fields) -> Decoder:
    """MPT: the block is `expansion_ratio` times as wide as the layer."""
    count, hidden = fields.layers(), fields.sized(*HIDDEN)
    width = int(hidden * fields.ratio("expansion_ratio", 4))
    nested = fields.inner("attn_config") if fields.has("attn_config") else fields
    layer = attention(fields, kv_heads=nested.maybe("kv_n_heads"))
    return built(fields, [layer] * count, [Mlp(width, gated=False)] * count, tied=True)


def nested_mixture(fields: Fields) -> Decoder:
    """DBRX: attention and experts in tables of their own."""
    heads, inner, ffn = fields.sized("n_heads"), fields.inner("attn_config"), fields.inner("ffn_config")
    layer = attention(fields, kv_heads=inner.sized("kv_n_heads", default=heads))
    block = Mlp(ffn.sized("ffn_hidden_size"), True, *experts.routed(ffn))
    count = fields.layers()
    return built(fields, [layer] * count, [block] * count, tied=False)


def alternating_local(fields: Fields) -> Decoder:
    """GPT-Neo: layers listed as global or local in `attention_types`, a local one with a window."""
    count, full = fields.layers(), attention(fields)
    local = replace(full, window=fields.sized("window_size", default=256))
    listed = fields.words("attention_layers", count) or _spelt_out(fields, count)
    layers = [local if word == "local" else full for word in listed]
    return built(fields, layers, [experts.dense(fields, gated=False, multiple=4)] * count, tied=True)


def _spelt_out(fields: Fields, count: int) -> tuple[str, ...]:
    """The kinds that `attention_types` tells: lists of kinds, each with how often it is repeated."""
    stated = fields.table.get("attention_types")
    words: list[str] = []
    for entry in stated if isinstance(stated, list) else ():
        if isinstance(entry, list) and len(entry) == 2 and isinstance(entry[0], list) and isinstance(entry[1], int):
            words.extend([str(word) for word in entry[0]] * min(entry[1], count))
    if len(words) != count or not set(words) <= {"global", "local"}:
        fields.lacks.append(f"{fields.at}attention_layers or attention_types that tell of each of the {count} layers")
    return tuple(words[:count])


def projected_tables(fields: Fields) -> Decoder:
    """OPT: tables as wide as the layers; narrower ones are told, since they add products of their own."""
    if fields.has("word_embed_proj_dim") and fields.whole("word_embed_proj_dim") != fields.sized("hidden_size"):
        fields.lacks.append(f"{fields.at}word_embed_proj_dim equal to hidden_size (other widths are not counted)")
    return Family(gated=False, tied=True)(fields)


def xglm(fields: Fields) -> Decoder:
    """XGLM's own names of the fields."""
    heads, hidden, count = fields.sized("attention_heads"), fields.sized("d_model"), fields.layers()
    layer = Attention(heads, heads, fields.divided("attention_heads", hidden, heads))
    return built(fields, [layer] * count, [Mlp(fields.sized("ffn_dim"), gated=False)] * count, tied=True)
