"""What the model library computes only with values, replaced by the same work without values.

On the meta device tensors have a shape and no content, so a program that branches on content cannot run.
Each replacement does the operations of the original for any content, and `NOTES` says which it replaced.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from transformers import PreTrainedModel, masking_utils
from transformers.models.deberta import modeling_deberta as deberta
from transformers.models.jetmoe import modeling_jetmoe as jetmoe
from transformers.models.llama4 import modeling_llama4 as llama4
from transformers.models.nllb_moe import modeling_nllb_moe as nllb_moe
from transformers.models.switch_transformers import modeling_switch_transformers as switch

NOTES = {
    "llama4_text": "the library runs every expert on every token; replaced: the k chosen experts of each token run",
    "switch_transformers": "the loop over chosen experts needs values; replaced: each token runs one expert, "
    "no token is dropped for capacity",
    "nllb-moe": "the loop over chosen experts needs values; replaced: each token runs two experts, "
    "no token is dropped for capacity",
    "jetmoe": "the split by expert needs values; replaced: one product over all (token, expert) pairs",
}


def _llama4_moe(self: Any, hidden_states: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Route each token to its k experts, as the developer's own code does, and add the shared expert."""
    tokens = hidden_states.reshape(-1, self.hidden_dim)
    _, logits = self.router(tokens)
    weights, chosen = logits.topk(self.top_k, dim=-1)
    states = tokens.repeat_interleave(self.top_k, dim=0).unsqueeze(1)
    gate, up = torch.bmm(states, self.experts.gate_up_proj[chosen.reshape(-1)]).chunk(2, dim=-1)
    routed = torch.bmm(up * self.experts.act_fn(gate), self.experts.down_proj[chosen.reshape(-1)])
    routed = routed.view(-1, self.top_k, self.hidden_dim) * torch.sigmoid(weights).unsqueeze(-1)
    return self.shared_expert(tokens) + routed.sum(dim=1), logits


def _switch_experts(self: Any, hidden_states: torch.Tensor, selected: Any, weights: torch.Tensor) -> torch.Tensor:
    return self["expert_0"](hidden_states) * weights


def _nllb_experts(self: Any, hidden_states: torch.Tensor, mask: Any, probabilities: torch.Tensor) -> torch.Tensor:
    outputs = self["expert_0"](hidden_states.repeat_interleave(2, dim=0)).view(-1, 2, hidden_states.shape[-1])
    return (outputs * probabilities[:, :2].unsqueeze(-1)).sum(dim=1)


def _jetmoe_experts(self: Any, inputs: torch.Tensor, expert_size: Any) -> torch.Tensor:
    return torch.nn.functional.linear(inputs, self.weight[0])


def _jetmoe_gating(self: Any, hidden_states: torch.Tensor) -> tuple[Any, ...]:
    logits = self.layer(hidden_states).float()
    gates, chosen = logits.topk(self.top_k, dim=1)
    order = chosen.flatten().sort(0)[1]
    return order, order.div(self.top_k, rounding_mode="trunc"), gates.softmax(dim=1).flatten()[order], None, logits


def _deberta_span(query: torch.Tensor, key: torch.Tensor, longest: int) -> int:
    return min(max(query.size(-2), key.size(-2)), longest)


# (where, attribute, what stands there while tracing)
REPLACED: tuple[tuple[Any, str, Any], ...] = (
    (masking_utils, "find_packed_sequence_indices", lambda position_ids: None),
    (masking_utils, "_ignore_bidirectional_mask_sdpa", lambda *args, **kwargs: True),
    (PreTrainedModel, "warn_if_padding_and_no_attention_mask", lambda self, *args, **kwargs: None),
    (deberta, "compute_attention_span", _deberta_span),
    (llama4.Llama4TextMoe, "forward", _llama4_moe),
    (switch.SwitchTransformersExperts, "forward", _switch_experts),
    (nllb_moe.NllbMoeExperts, "forward", _nllb_experts),
    (jetmoe.JetMoeParallelExperts, "forward", _jetmoe_experts),
    (jetmoe.JetMoeTopKGating, "forward", _jetmoe_gating),
)


@contextmanager
def value_free() -> Iterator[None]:
    """Let the library's models run on tensors without content."""
    kept = [(place, name, getattr(place, name)) for place, name, _ in REPLACED]
    torch.distributions.Distribution.set_default_validate_args(False)
    try:
        for place, name, replacement in REPLACED:
            setattr(place, name, replacement)
        yield
    finally:
        for place, name, original in kept:
            setattr(place, name, original)
