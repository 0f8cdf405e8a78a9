"""A key that is not known, in the name that it means; and the version of the format, where it is missing."""

from __future__ import annotations

from collections.abc import Mapping

from flopguard.finding import Edit, Finding, Fix
from flopguard.lint.fixes.asked import above, keys_at, location_of
from flopguard.lint.fixes.spelled import Meant, meant, plain
from flopguard.source import Source

OTHER_NAMES: Mapping[str, str] = {
    plain(other): name
    for name, others in {
        "active_parameters": ("active_params", "activated_parameters", "activated_params"),
        "chip": ("gpu", "gpu_type", "accelerator", "accelerator_type", "chip_type"),
        "chip_hours": ("gpu_hours", "tpu_hours", "accelerator_hours", "device_hours"),
        "context": ("context_length", "context_window", "max_position_embeddings"),
        "count": ("gpu_count", "num_gpus", "n_gpus", "chip_count", "num_chips"),
        "cutoff": ("knowledge_cutoff", "data_cutoff"),
        "ended": ("end_date", "end"),
        "expert_intermediate_size": ("moe_intermediate_size",),
        "experts": ("num_experts", "n_experts", "num_local_experts", "n_routed_experts"),
        "experts_per_token": ("num_experts_per_tok", "num_experts_per_token"),
        "head_size": ("head_dim",),
        "heads": ("num_attention_heads", "num_heads", "n_heads", "attention_heads"),
        "hidden_size": ("d_model", "hidden_dim", "model_dim"),
        "intermediate_size": ("d_ff", "ffn_dim"),
        "kv_heads": ("num_key_value_heads", "num_kv_heads", "n_kv_heads", "key_value_heads"),
        "layers": ("num_layers", "n_layers", "num_hidden_layers"),
        "manifest": ("manifest_version",),
        "parameters": ("params", "num_parameters", "num_params", "n_params", "parameter_count"),
        "released": ("release_date", "released_on"),
        "sequence_length": ("seq_len", "seq_length"),
        "source": ("url", "link", "source_url"),
        "started": ("start_date", "start"),
        "tied_embeddings": ("tie_word_embeddings",),
        "tokens": ("token_count", "num_tokens", "n_tokens", "training_tokens"),
        "utilisation": ("utilization",),
        "utilisation_kind": ("utilization_kind",),
        "vocabulary": ("vocab_size", "vocabulary_size"),
    }.items()
    for other in others
}
"""Other names of keys, out of model configurations and the habits of model cards, each of which means one key."""

_VERSION = "manifest"


def fix_of_key(finding: Finding, source: Source) -> Fix | None:
    """The key under its right name; nothing where the table has that key, or two that mean it."""
    table = above(finding.at)
    there = source.names_in(table)
    known = [name for name in keys_at(table) if name not in there]
    word = str(location_of(finding.at)[-1])
    found = meant(word, known, OTHER_NAMES)
    if found is None or any(_is_rival(other, found, known) for other in there if other != word):
        return None
    edits = (Edit(at=finding.at, text=found.name, points_at="key"),)
    return Fix(says=f"call the key '{found.name}'", edits=edits, safe=found.sure)


def _is_rival(word: str, found: Meant, known: list[str]) -> bool:
    other = meant(word, known, OTHER_NAMES)
    return other is not None and other.name == found.name


def fix_of_missing(finding: Finding, source: Source) -> Fix | None:
    """`manifest = 1` at the top of a document that is a manifest by all else."""
    there = source.names_in("")
    is_version = finding.at == "" and finding.help == f"add {_VERSION} = 1"
    if not is_version or "model" not in there or any(plain(name).startswith(_VERSION) for name in there):
        return None
    edits = (Edit(at="", text=f"{_VERSION} = 1", points_at="line"),)
    return Fix(says=f"add {_VERSION} = 1", edits=edits)
