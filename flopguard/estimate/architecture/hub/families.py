"""The families of configurations that can be counted, by the name that a configuration gives itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from flopguard.estimate.architecture.hub import decoders, hybrids, images, sounds, texts
from flopguard.estimate.architecture.hub.decoders import Family, mixture, switched_window
from flopguard.estimate.architecture.hub.fields import Fields
from flopguard.estimate.architecture.hub.stated import uncounted, unsaid
from flopguard.estimate.architecture.work import Network

_PLAIN = Family()
_TIED = Family(tied=True)
_WINDOWED = Family(window="sliding_window")
_UNGATED = Family(gated=False)
_UNGATED_TIED = Family(gated=False, tied=True)
_FOUR_TIMES = Family(gated=False, tied=True, multiple=4)

FAMILIES: Mapping[str, Callable[[Fields], Network]] = MappingProxyType(
    {
        **dict.fromkeys(("llama", "smollm3", "granite", "glm", "glm4", "helium", "seed_oss", "mimo", "exaone"), _PLAIN),
        **dict.fromkeys(("olmo", "olmo2", "stablelm", "ernie4_5", "hunyuan_v1_dense", "internlm3"), _PLAIN),
        **dict.fromkeys(("gemma", "cohere", "bitnet"), _TIED),
        **dict.fromkeys(("mistral", "phi3", "ministral3", "cwm"), _WINDOWED),
        **dict.fromkeys(
            ("nemotron", "arcee", "apertus", "persimmon", "phi", "gpt_neox", "nanochat", "jais2"), _UNGATED
        ),
        **dict.fromkeys(("gpt2", "codegen", "bloom", "gptj", "openai-gpt"), _FOUR_TIMES),
        "starcoder2": Family(gated=False, tied=True, window="sliding_window"),
        "xglm": decoders.xglm,
        "biogpt": _UNGATED_TIED,
        "opt": decoders.projected_tables,
        **dict.fromkeys(
            ("qwen2", "qwen3", "qwen2_vl_text", "qwen2_5_vl_text", "qwen3_vl_text"), switched_window(_PLAIN)
        ),
        "gemma2": Family(tied=True, window="sliding_window", every=2),
        "gemma3_text": Family(tied=True, window="sliding_window", every=6),
        "cohere2": Family(tied=True, window="sliding_window", every=4),
        **dict.fromkeys(("olmo3", "exaone4"), Family(window="sliding_window", every=4)),
        "falcon": decoders.grouped_queries,
        "gpt_bigcode": decoders.one_key,
        "mpt": decoders.expansion,
        "gpt_neo": decoders.alternating_local,
        **dict.fromkeys(("minicpm3", "youtu"), decoders.latent_dense),
        **dict.fromkeys(("mixtral", "phimoe"), mixture(_WINDOWED)),
        **dict.fromkeys(("olmoe", "granitemoe", "glm4_moe", "dots1", "minimax_m2"), mixture(_PLAIN)),
        **dict.fromkeys(("hy_v3", "sarvam_moe", "solar_open", "flex_olmo"), mixture(_PLAIN)),
        "exaone_moe": mixture(Family(window="sliding_window", every=4)),
        "ernie4_5_moe": mixture(_TIED),
        "gpt_oss": mixture(Family(window="sliding_window", every=2)),
        "qwen2_moe": mixture(_PLAIN, shared_gate=True, late=True),
        **dict.fromkeys(("qwen3_moe", "qwen3_vl_moe_text"), mixture(_PLAIN, late=True)),
        "dbrx": decoders.nested_mixture,
        "llama4_text": decoders.chunked_mixture,
        **dict.fromkeys(
            ("deepseek_v2", "deepseek_v3", "deepseek_v32", "kimi_k2", "glm_moe_dsa", "glm4_moe_lite"),
            decoders.latent_mixture,
        ),
        "mamba": hybrids.mamba,
        "falcon_mamba": hybrids.falcon_mamba,
        "mamba2": hybrids.mamba2,
        "jamba": hybrids.jamba,
        "bamba": hybrids.bamba,
        "falcon_h1": hybrids.falcon_h1,
        "granitemoehybrid": hybrids.granite_hybrid,
        "nemotron_h": hybrids.nemotron_h,
        **dict.fromkeys(("qwen3_next", "qwen3_5_text", "qwen3_5_moe_text"), hybrids.gated_delta),
        "olmo_hybrid": hybrids.delta_between,
        "minimax": hybrids.lightning,
        "lfm2": hybrids.short_convolutions,
        "rwkv": hybrids.rwkv,
        "bert": texts.encoder(once=True),
        **dict.fromkeys(("roberta", "xlm-roberta", "camembert", "megatron-bert", "esm"), texts.encoder()),
        "eurobert": texts.encoder(gated=True, transformed=False, tied=False),
        "distilbert": texts.distilbert,
        "albert": texts.albert,
        "modernbert": texts.modernbert,
        "t5": texts.t5(gated=False, tied=True),
        "mt5": texts.t5(gated=True, tied=False),
        "umt5": texts.t5(gated=True, tied=False),
        **dict.fromkeys(("bart", "mbart", "pegasus", "marian", "m2m_100", "blenderbot", "plbart"), texts.bart),
        "whisper": sounds.whisper,
        **dict.fromkeys(("wav2vec2", "hubert"), sounds.wav2vec),
        **dict.fromkeys(("vit", "beit", "dinov2", "dinov2_with_registers"), images.vision()),
        "deit": images.vision(extra=2),
        "dinov3_vit": images.vision(labels=False),
        "clip_vision_model": images.vision(labels=False),
        "siglip_vision_model": images.vision(extra=0, pooled=True, labels=False),
        "clip": images.clip,
        "siglip": images.siglip,
        "DiTTransformer2DModel": images.dit,
        "lstm": texts.lstm,
    }
)

_WRAPPED = ("text_config", "language_config", "llm_config")
"""Tables of a configuration in which a model of several kinds of input keeps its language model."""


def network_of(config: Mapping[str, object]) -> Network | tuple[str, ...]:
    """The network that a configuration describes, or all that keeps it from being counted."""
    name = config.get("model_type") or config.get("_class_name")
    if not isinstance(name, str):
        return ("model_type (the family whose fields these are)",)
    read = FAMILIES.get(name)
    if read is None:
        return (_unsupported(name, config),)
    fields = Fields(config)
    fields.lacks.extend((*unsaid(name, config), *uncounted(config)))
    network = read(fields)
    return tuple(dict.fromkeys(fields.lacks)) or network


def _unsupported(name: str, config: Mapping[str, object]) -> str:
    shown = " ".join(name.split())[:40]
    inner = next((table for table in _WRAPPED if isinstance(config.get(table), Mapping)), None)
    if inner:
        joined = f"'{shown}' joins several, and how much each sees is not in it; {_alone(config, inner)}"
        return f"model_type of one network ({joined})"
    same = next((family for family in FAMILIES if _plain(family) == _plain(name)), None)
    meant = f"; it is written '{same}'" if same else ""
    return (
        f"model_type that can be counted ('{shown}' is not supported{meant}; "
        "the inline fields of a decoder, flop, or hardware and hours would do)"
    )


def _alone(config: Mapping[str, object], inner: str) -> str:
    """Whether the language model among several networks can be counted."""
    table = config[inner]
    assert isinstance(table, Mapping)
    if isinstance(network_of(table), tuple):
        return f"{inner} alone is not counted either"
    return f"{inner} alone counts the language model"


def _plain(name: str) -> str:
    """A name without what is written now so, now otherwise; families whose names are only near are other families."""
    return name.lower().replace("-", "").replace("_", "")
