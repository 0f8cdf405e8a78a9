"""Fields that a configuration has to state for its family, and values that change a network in a way not counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

_HEAD, _KV, _WINDOW = "head_dim", "num_key_value_heads", "sliding_window"
_FIRST, _SHARED, _RANK, _LATER = "first_k_dense_replace", "n_shared_experts", "q_lora_rank", "num_nextn_predict_layers"
_SHARED_WIDTH, _WIDTH = "shared_expert_intermediate_size", "moe_intermediate_size"
_ROUTED, _EXPERTS = "n_routed_experts", "num_experts"
_OF_LATENT_MIXTURES = (_ROUTED, _WIDTH, _FIRST, _SHARED, _RANK, _LATER)
_OF_INDEXERS = ("index_topk", "index_n_heads", "index_head_dim")

STATED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(("glm", "glm4", "helium", "seed_oss", "ernie4_5", "internlm3", "gemma"), (_HEAD, _KV)),
        **dict.fromkeys(("ministral3", "qwen3", "minimax_m2", "llama4_text", "qwen3_5_text"), (_HEAD, _KV)),
        **dict.fromkeys(("cwm", "gemma2", "gemma3_text", "gpt_oss"), (_HEAD, _KV, _WINDOW)),
        **dict.fromkeys(("mistral", "exaone4"), (_KV, _WINDOW)),
        **dict.fromkeys(("cohere2", "olmo3"), (_WINDOW,)),
        **dict.fromkeys(("smollm3", "exaone", "stablelm", "bitnet", "starcoder2", "qwen2", "mixtral"), (_KV,)),
        **dict.fromkeys(("phimoe", "jamba", "bamba", "lfm2", "qwen2_vl_text", "qwen2_5_vl_text"), (_KV,)),
        **dict.fromkeys(("qwen3_moe", "qwen3_vl_moe_text"), (_KV, _WIDTH)),
        "minimax": (_KV, "layer_types"),
        "qwen3_vl_text": (_HEAD, _KV),
        "glm4_moe": (_KV, _WIDTH, _FIRST, _SHARED),
        "dots1": (_KV, _WIDTH, _ROUTED, _SHARED),
        "sarvam_moe": (_HEAD, _KV, _WIDTH, _FIRST, _SHARED),
        "solar_open": (_HEAD, _KV, _WIDTH, _SHARED),
        "hy_v3": (_HEAD, _KV, _WIDTH, "num_shared_experts", "mlp_layer_types"),
        "exaone_moe": (_KV, _WIDTH, "num_shared_experts", _WINDOW),
        "ernie4_5_moe": (_KV, _WIDTH, "moe_layer_start_index", "moe_num_shared_experts"),
        "qwen2_moe": (_KV, _WIDTH, _SHARED_WIDTH),
        "deepseek_v2": (_ROUTED, _WIDTH, _FIRST, _SHARED, _RANK),
        **dict.fromkeys(("deepseek_v3", "kimi_k2"), _OF_LATENT_MIXTURES),
        **dict.fromkeys(("deepseek_v32", "glm_moe_dsa"), (*_OF_LATENT_MIXTURES, *_OF_INDEXERS)),
        "glm4_moe_lite": (_ROUTED, _WIDTH, _SHARED, _RANK),
        **dict.fromkeys(("minicpm3", "youtu"), (_RANK,)),
        "falcon_h1": (_KV, "mamba_d_ssm"),
        "nemotron_h": (_HEAD, _KV, "chunk_size", "mamba_head_dim"),
        "granitemoehybrid": ("num_local_experts",),
        "qwen3_next": (_HEAD, _KV, _EXPERTS, _WIDTH, _SHARED_WIDTH),
        "qwen3_5_moe_text": (_HEAD, _KV, _EXPERTS, _WIDTH, _SHARED_WIDTH),
    }
)
"""Fields that a family's code fills with a number of its own where a configuration leaves them out; that number is not
the model's. A null is a statement, but of an expert or an indexer."""
_NEVER_NULL = frozenset({_ROUTED, _EXPERTS, _WIDTH, *_OF_INDEXERS})

COUNTED_ONLY: Mapping[str, tuple[object, ...]] = MappingProxyType(
    {
        "use_bidirectional_attention": (False,),
        "bidirectional": (False,),
        "proj_size": (0,),
        "add_cross_attention": (False,),
        "is_folding_model": (False,),
        "add_adapter": (False,),
        "inner_group_num": (1,),
        "vision_use_head": (True,),
        "attn_output_gate": (True,),
        "mtp_transformer_layers": (1,),
    }
)
"""Fields that make another network of a family, and the values with which it is the one that is counted."""


def unsaid(family: str, config: Mapping[str, object]) -> Iterator[str]:
    """What the family has to state and the configuration leaves out."""
    for field in STATED.get(family, ()):
        if field not in config or (field in _NEVER_NULL and config[field] is None):
            yield f"{field} (left out, the code of {family} takes a number of its own)"


def uncounted(config: Mapping[str, object]) -> Iterator[str]:
    """The fields whose value makes a network that is not counted."""
    for field, values in COUNTED_ONLY.items():
        value = config.get(field)
        if value is not None and value not in values:
            yield f"{field} of {values[0]} (another value makes a network that is not counted)".lower()
    if config.get("decoder_vocab_size") not in (None, config.get("vocab_size")):
        yield "decoder_vocab_size equal to vocab_size (two tables are not counted)"
