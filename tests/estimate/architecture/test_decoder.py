"""Counts from shapes, held against an operation counter's and against the totals of the reference table."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.estimate.architecture.attention import Attention, pairs
from flopguard.estimate.architecture.decoder import Decoder
from flopguard.estimate.architecture.mlp import Mlp
from flopguard.estimate.architecture.work import TRAINING_PASSES
from flopguard.reference_models import ReferenceModel, find_reference, known_references

WINDOWED = {
    "gemma-2-27b": (4096, 23),
    "gemma-3-27b": (1024, 52),
    "olmo-3-7b": (4096, 24),
    "olmo-3-32b": (4096, 48),
}
"""Window and how many layers have it, where the table's total counts windows; from the published configurations."""
OTHER_SHAPES = {"deepseek", "kimi", "llama-4", "t5", "bert", "vit", "clip", "whisper", "esm2"}
"""Models of the table with operations that a plain decoder does not have."""


def decoder(row: ReferenceModel) -> Decoder:
    """The decoder that a row of the reference table describes."""
    layers, hidden, heads, kv_heads, size, width, vocabulary = (
        int(Fraction(text or ""))
        for text in (row.layers, row.d_model, row.heads, row.kv_heads, row.head_dim, row.d_ff, row.vocab)
    )
    window, windowed = WINDOWED.get(row.id, (None, 0))
    gated = bool(row.gated_mlp)
    dense = layers if row.experts is None else int(row.dense_layers or 0)
    blocks = [(dense, Mlp(width, gated))] if dense else []
    if row.experts is not None:
        counts = (row.expert_d_ff, row.experts, row.experts_per_token, row.shared_experts)
        expert_width, experts, per_token, shared = (int(text or 0) for text in counts)
        blocks.append((layers - dense, Mlp(expert_width, gated, experts, per_token, shared * expert_width)))
    groups = (
        (layers - windowed, Attention(heads, kv_heads, size)),
        (windowed, Attention(heads, kv_heads, size, window)),
    )
    return Decoder(
        hidden, vocabulary, bool(row.tied_embeddings), tuple(group for group in groups if group[0]), tuple(blocks)
    )


def plain_rows() -> list[ReferenceModel]:
    """The rows that state a whole shape of a plain decoder."""
    return [
        row
        for row in known_references()
        if row.gated_mlp is not None
        and all((row.layers, row.d_model, row.heads, row.kv_heads, row.head_dim, row.d_ff, row.vocab))
        and not any(row.id.startswith(prefix) for prefix in OTHER_SHAPES)
    ]


COUNTED = [
    ("gpt-2-xl-1.5b", 1_672_821_145_600),
    ("gpt-3-175b", 179_990_213_689_344),
    ("llama-2-7b", 6_903_086_186_496),
    ("llama-2-13b", 13_374_796_595_200),
    ("llama-2-70b", 71_049_496_494_080),
    ("llama-65b", 67_269_925_273_600),
    ("llama-3.1-8b", 7_822_209_187_840),
    ("llama-3.1-70b", 71_856_950_345_728),
    ("llama-3.1-405b", 415_602_510_397_440),
    ("llama-3.2-1b", 1_299_764_477_952),
    ("llama-3.2-3b", 3_379_870_826_496),
    ("mixtral-8x7b", 13_191_992_049_664),
    ("mixtral-8x22b", 40_255_252_070_400),
    ("qwen2.5-72b", 73_860_552_589_312),
    ("qwen3-0.6b", 670_417_551_360),
    ("qwen3-32b", 33_300_894_711_808),
    ("qwen3-30b-a3b", 3_320_815_026_176),
    ("qwen3-235b-a22b", 22_892_712_558_592),
    ("gemma-7b", 8_862_665_015_296),
    ("gemma-2-27b", 28_077_274_955_776),
    ("gemma-3-27b", 27_922_471_583_744),
    ("gpt-oss-120b", 5_408_865_386_496),
    ("glm-4.5", 34_827_923_357_696),
    ("phi-4-14b", 14_699_525_570_560),
    ("pythia-12b", 12_055_436_328_960),
    ("gpt-neox-20b", 21_010_443_141_120),
    ("opt-175b", 179_990_402_433_024),
    ("bloom-176b", 181_516_055_347_200),
    ("falcon-40b", 42_807_939_039_232),
    ("falcon-180b", 184_083_103_612_928),
    ("nemotron-4-340b", 346_230_198_632_448),
]
"""FLOP of a forward pass over 512 tokens with full scores, as torch's operation counter gives it on built models
(PyTorch 2.13.0, transformers 5.23.0, eager attention). The counter never halves for a causal mask."""


@pytest.mark.parametrize("name, counted", COUNTED)
def test_the_forward_count_is_the_operation_counters_to_the_last_flop(name: str, counted: int) -> None:
    row = find_reference(name)
    assert row is not None
    assert decoder(row).forward_flop(512, causal=False) == counted


@pytest.mark.parametrize("row", plain_rows(), ids=lambda row: row.id)
def test_parameters_in_products_are_those_of_the_table(row: ReferenceModel) -> None:
    assert row.n_matmul is not None
    assert decoder(row).active_parameters() == int(row.n_matmul)


@pytest.mark.parametrize("row", [row for row in plain_rows() if row.exact_flop], ids=lambda row: row.id)
def test_training_totals_are_those_of_the_table(row: ReferenceModel) -> None:
    """The table gives five digits, of tokens that it rounds as well."""
    assert row.exact_flop
    assert row.exact_full_attention_flop
    assert row.samples
    assert row.seq_len
    shape, length, samples = decoder(row), int(row.seq_len), Fraction(row.samples)
    causal = TRAINING_PASSES * shape.forward_flop_per_token(length) * samples
    full = TRAINING_PASSES * Fraction(shape.forward_flop(length, causal=False), length) * samples
    assert abs(causal / Fraction(row.exact_flop) - 1) < Fraction(1, 10_000)
    assert abs(full / Fraction(row.exact_full_attention_flop) - 1) < Fraction(1, 10_000)


def test_enough_of_the_table_is_counted() -> None:
    assert len(plain_rows()) >= 40


PAIRS = [
    (1, None, True, 1),
    (4, None, True, 10),
    (4, None, False, 16),
    (4, 2, True, 7),  # 1 + 2 + 2 + 2
    (4, 1, True, 4),
    (4, 4, True, 10),
    (4, 9, True, 10),
    (4, 2, False, 16),  # the counter's convention: what is masked is worked out
]


@pytest.mark.parametrize("length, window, causal, expected", PAIRS)
def test_pairs_of_query_and_key(length: int, window: int | None, causal: bool, expected: int) -> None:
    assert pairs(length, window, causal=causal) == expected


@given(st.integers(1, 300), st.integers(1, 300))
def test_pairs_in_a_window_are_those_counted_one_by_one(length: int, window: int) -> None:
    assert pairs(length, window) == sum(min(position, window) for position in range(1, length + 1))


ATTENTION_SHARES = [("llama-3.1-8b", 2048, "3.5"), ("llama-3.1-8b", 8192, "12.5"), ("llama-3.1-405b", 8192, "4.0")]


@pytest.mark.parametrize("name, length, percent", ATTENTION_SHARES)
def test_the_share_of_attention(name: str, length: int, percent: str) -> None:
    row = find_reference(name)
    assert row is not None
    assert abs(decoder(row).attention_share(length) * 100 - Fraction(percent)) < Fraction(1, 20)
