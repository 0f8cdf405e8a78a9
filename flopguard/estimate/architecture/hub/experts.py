"""The feed-forward blocks of a decoder's layers: dense, or of experts."""

from __future__ import annotations

from collections.abc import Sequence

from flopguard.estimate.architecture.hub.fields import WIDTH, Fields
from flopguard.estimate.architecture.mlp import Mlp

EXPERTS = ("num_experts", "num_local_experts", "n_routed_experts", "moe_num_experts")
PER_TOKEN = ("num_experts_per_tok", "moe_k", "moe_topk", "moe_top_k", "num_experts_per_token")
EXPERT_WIDTH = ("moe_intermediate_size", "expert_intermediate_size")
SHARED = ("n_shared_experts", "moe_num_shared_experts", "num_shared_experts")
SHARED_WIDTH = ("shared_expert_intermediate_size", "shared_intermediate_size", "moe_shared_expert_intermediate_size")


def mixture(fields: Fields, *, gated: bool = True, shared_gate: bool = False) -> Mlp:
    """A block of experts; their width is that of the dense blocks where no other is stated."""
    width = fields.sized(*EXPERT_WIDTH, *WIDTH)
    experts, visited = routed(fields)
    shared = fields.maybe(*SHARED_WIDTH)
    if shared is None:
        shared = width * fields.whole(*SHARED, default=0)
    return Mlp(width, gated, experts, visited, shared, shared_gate=shared_gate and shared > 0)


def routed(fields: Fields) -> tuple[int, int]:
    """How many experts there are, and how many of them a token visits."""
    experts, visited = fields.sized(*EXPERTS), fields.sized(*PER_TOKEN)
    if visited > experts:
        fields.lacks.append(f"{fields.at}{PER_TOKEN[0]} within the {experts} experts (it is {visited})")
    return experts, visited


def dense(fields: Fields, *, gated: bool = True, multiple: int | None = None) -> Mlp:
    """A dense block; `multiple` is how many times the width of the layer its own is where none is stated."""
    from_hidden = None if multiple is None else multiple * fields.sized("hidden_size", "n_embd", "d_model")
    return Mlp(fields.sized(*WIDTH, default=from_hidden), gated)


def mostly_experts(fields: Fields) -> list[bool]:
    """Whether each layer has experts, as listed; else the first few do not, nor the named, nor those between steps."""
    count = fields.layers()
    listed = fields.words("mlp_layer_types", count)
    if listed is not None:
        return [word != "dense" for word in listed]
    first = fields.whole("first_k_dense_replace", "moe_layer_start_index", "num_dense_layers", default=0)
    last = fields.maybe("moe_layer_end_index") if fields.table.get("moe_layer_end_index") != -1 else None
    from_one = fields.has("decoder_sparse_step") or fields.has("moe_layer_interval")
    step = fields.sized("decoder_sparse_step", "moe_layer_interval", "moe_layer_freq", default=1)
    plain = set(fields.numbers("mlp_only_layers") or ())
    return [
        first <= number <= (count if last is None else last)
        and number not in plain
        and (number + 1 if from_one else number) % step == 0
        for number in range(count)
    ]


def blocks(sparse: Sequence[bool], mixed: Mlp | None, plain: Mlp | None) -> list[Mlp]:
    """The block of each layer."""
    return [block for block in (mixed if has else plain for has in sparse) if block is not None]
