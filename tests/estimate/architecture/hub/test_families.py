"""Which layers a configuration gives which attention and which block, where it is a rule of the family and no list."""

from __future__ import annotations

import pytest

from flopguard.estimate.architecture.attention import Attention, pairs
from flopguard.estimate.architecture.decoder import Decoder
from flopguard.estimate.architecture.hub.families import network_of
from flopguard.estimate.architecture.mlp import Mlp
from flopguard.estimate.architecture.vision import VisionTransformer

SHAPE: dict[str, object] = {
    "hidden_size": 8,
    "num_hidden_layers": 5,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 2,
    "intermediate_size": 16,
    "vocab_size": 10,
}
FULL, NEAR = Attention(4, 2, 2), Attention(4, 2, 2, window=3)
EXPERTS: dict[str, object] = {"num_local_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": 6}


def decoder(family: str, **more: object) -> Decoder:
    network = network_of(SHAPE | more | {"model_type": family})
    assert isinstance(network, Decoder), network
    return network


ATTENTION = [
    ("llama", {}, ((5, FULL),)),
    ("mistral", {"sliding_window": 3}, ((5, NEAR),)),
    ("mistral", {"sliding_window": None}, ((5, FULL),)),
    ("gemma2", {"sliding_window": 3}, ((2, FULL), (3, NEAR))),  # layers 2 and 4 of five see everything
    ("gemma2", {"sliding_window": 3, "num_hidden_layers": 4}, ((2, NEAR), (2, FULL))),
    ("gemma3_text", {"sliding_window": 3, "sliding_window_pattern": 2}, ((2, FULL), (3, NEAR))),
    ("cohere2", {"sliding_window": 3}, ((1, FULL), (4, NEAR))),
    ("qwen2", {"sliding_window": 3, "use_sliding_window": False}, ((5, FULL),)),
    ("qwen2", {"sliding_window": 3, "use_sliding_window": True, "max_window_layers": 4}, ((4, FULL), (1, NEAR))),
    ("dots1", {"layer_types": ["sliding_attention"] * 2 + ["full_attention"] * 3, "sliding_window": 3}, None),
    (
        "gpt_neo",
        {"num_layers": 5, "num_heads": 4, "attention_types": [[["global", "local"], 2], [["local"], 1]]},
        ((2, Attention(4, 4, 2)), (3, Attention(4, 4, 2, window=256))),
    ),
]


@pytest.mark.parametrize("family, more, expected", ATTENTION)
def test_the_attention_of_the_layers(
    family: str, more: dict[str, object], expected: tuple[tuple[int, Attention], ...] | None
) -> None:
    if family == "dots1":
        more |= {"n_routed_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": 6, "n_shared_experts": 1}
        expected = ((2, NEAR), (3, FULL))
    shape = SHAPE | ({"num_key_value_heads": None, "num_hidden_layers": None} if family == "gpt_neo" else {})
    network = network_of(shape | more | {"model_type": family})
    assert isinstance(network, Decoder), network
    assert network.attention == expected


CHUNKED = {"intermediate_size_mlp": 32, "attention_chunk_size": 3, "num_local_experts": 4, "num_experts_per_tok": 1}
DENSE, MIXED = Mlp(16, gated=True), Mlp(6, True, 4, 2)
BLOCKS = [
    ("llama", {}, ((5, DENSE),)),
    ("qwen3_moe", EXPERTS, ((5, MIXED),)),
    ("qwen3_moe", EXPERTS | {"decoder_sparse_step": 2}, ((2, MIXED), (3, DENSE))),
    ("qwen3_moe", EXPERTS | {"mlp_only_layers": [0, 4]}, ((3, MIXED), (2, DENSE))),
    (
        "ernie4_5_moe",
        {"moe_num_experts": 4, "moe_k": 2, "moe_intermediate_size": 6, "moe_num_shared_experts": 1}
        | {"moe_layer_start_index": 1, "moe_layer_end_index": 3, "moe_layer_interval": 2},
        ((2, Mlp(6, True, 4, 2, 6)), (3, DENSE)),  # layers 2 and 4 of five
    ),
    ("llama4_text", CHUNKED | {"interleave_moe_layer_step": 2}, ((2, Mlp(16, True, 4, 1, 16)), (3, Mlp(32, True)))),
    ("llama4_text", CHUNKED | {"moe_layers": [4]}, ((4, Mlp(32, True)), (1, Mlp(16, True, 4, 1, 16)))),
]


@pytest.mark.parametrize("family, more, expected", BLOCKS)
def test_the_blocks_of_the_layers(family: str, more: dict[str, object], expected: tuple[tuple[int, Mlp], ...]) -> None:
    assert decoder(family, **more).mlp == expected


def test_chunks_that_do_not_fill_the_sequence() -> None:
    """Four layers of five in chunks: of 7 tokens two chunks of 3 have 6 pairs each, and the last token one."""
    network = decoder("llama4_text", **CHUNKED)
    assert network.attention == ((1, FULL), (4, Attention(4, 2, 2, chunk=3)))
    assert [pairs(7, chunk=3), pairs(6, chunk=3), pairs(2, chunk=3), pairs(7, 2, chunk=3)] == [13, 12, 3, 11]


def test_a_module_for_later_tokens_is_a_layer_and_a_product_that_joins_two_vectors() -> None:
    network = decoder("llama", num_nextn_predict_layers=2)
    assert network.predictor_parameters() == 2 * (FULL.weights(8) + DENSE.weights(8) + 2 * 64)
    assert decoder("llama", num_nextn_predict_layers=2, use_mtp=False).predictor_parameters() == 0


def test_a_gated_block_of_an_image_model_is_two_thirds_as_wide_rounded_up_to_eights() -> None:
    config = {"hidden_size": 12, "num_hidden_layers": 1, "num_attention_heads": 2, "image_size": 8, "patch_size": 4}
    network = network_of(config | {"model_type": "dinov2", "mlp_ratio": 4, "use_swiglu_ffn": True})
    assert isinstance(network, VisionTransformer)
    assert network.stack.mlp == Mlp(32, gated=True)  # 48 x 2 / 3


UNCOUNTED = [
    ("llama", {"num_nextn_predict_layers": 10**9}, "num_nextn_predict_layers of at most 10000"),
    ("llama", {"use_sliding_window": True}, "use_sliding_window of false (windows are not counted in this family)"),
    (
        "gemma3_text",
        {"sliding_window": 3, "use_bidirectional_attention": True},
        "use_bidirectional_attention of false (another value makes a network that is not counted)",
    ),
    ("exaone4", {"sliding_window": 3, "sliding_window_pattern": "LLG"}, "layer_types (the pattern 'LLG' is not read)"),
    ("llama4_text", CHUNKED | {"num_experts_per_tok": 5}, "num_experts_per_tok within the 4 experts (it is 5)"),
    ("llama4_text", CHUNKED | {"moe_layers": [9]}, "moe_layers within the 5 layers"),
    (
        "llama4_text",
        CHUNKED | {"no_rope_layers": [1]},
        "no_rope_layers with one entry for each of the 5 layers",
    ),
    ("bert", {"is_decoder": True}, "is_decoder of false (a decoder of this family is not counted)"),
    (
        "albert",
        {"embedding_size": 4, "num_hidden_groups": 9},
        "num_hidden_groups within the 5 layers (it is 9)",
    ),
    ("vit", {"image_size": 8, "patch_size": 16}, "image_size of at least one patch of 16 (it is 8)"),
    ("mpt", {"expansion_ratio": float("nan")}, "expansion_ratio as a number (it is nan)"),
    (
        "wav2vec2",
        {"conv_dim": [8], "conv_kernel": [3], "conv_stride": [0], "num_conv_pos_embeddings": 2}
        | {"num_conv_pos_embedding_groups": 2},
        "conv_dim, conv_kernel and conv_stride of one length, without a 0",
    ),
    ("marian", {"decoder_vocab_size": 11}, "decoder_vocab_size equal to vocab_size (two tables are not counted)"),
]


@pytest.mark.parametrize("family, more, need", UNCOUNTED)
def test_what_makes_another_network_is_not_counted_as_the_usual_one(
    family: str, more: dict[str, object], need: str
) -> None:
    found = network_of(SHAPE | more | {"model_type": family})
    assert isinstance(found, tuple)
    assert need in found


def test_a_stretch_of_sound_that_is_too_short_is_no_work() -> None:
    from flopguard.estimate.architecture.speech import Convolution, SpeechEncoder
    from flopguard.estimate.architecture.stack import Stack
    from flopguard.estimate.architecture.work import Sample

    layer = Stack(8, ((1, Attention(2, 2, 4, causal=False)),), Mlp(16, gated=False))
    network = SpeechEncoder((Convolution(1, 8, 10, step=5),), layer)
    assert network.work(Sample(9)).forward_flop() == 0
    assert network.work(Sample(10)).forward_flop() > 0
