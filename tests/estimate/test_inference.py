"""FLOP of a token: three senses held against closed forms and published figures, and what is said where facts lack."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.check import check_loaded
from flopguard.estimate.architecture.attention import Attention
from flopguard.estimate.architecture.decoder import Decoder
from flopguard.estimate.architecture.mlp import Mlp
from flopguard.estimate.inference import decode_flop, inference, prefill_flop
from flopguard.result import Inference, MethodGap, Range, SizeCost, TokenCost
from tests.estimate.support import loaded
from tests.evaluate.support import settings

CONFIGS = Path(__file__).resolve().parents[1] / "data" / "architectures"
SHAPE = """[architecture]
kind = "decoder-transformer"
layers = 100
hidden_size = 4096
heads = 8
kv_heads = 8
intermediate_size = 16384
vocabulary = 200_000
gated_mlp = false
tied_embeddings = true
"""
MIXTURE = SHAPE.replace('"decoder-transformer"', '"moe-decoder"') + (
    "experts = 8\nexperts_per_token = 2\nshared_experts = 0\ndense_layers = 0\nexpert_intermediate_size = 16384\n"
)
OPTIMUM = "6 x parameters x tokens, and 20 tokens a parameter are assumed, as Chinchilla 70B was trained"
DECODE = "one new token meets its weights once, and the keys of the context"
PREFILL = "a token of a prompt that is read at once, on average; logits of the last one only"
NO_CACHE = "one new token for which the whole context is read again"


def asked(text: str, context: int = 128_000) -> Inference:
    manifest = loaded(text).manifest
    assert manifest is not None
    return inference(manifest, context)


def exactly(value: str) -> Range:
    return Range(low=value, central=value, high=value)


def size(times: int, parameters: str, forward: str, training: str) -> SizeCost:
    return SizeCost(times=times, parameters=exactly(parameters), forward=exactly(forward), training=exactly(training))


SIZES = (
    size(1, "2.09518592e10", "4.19037184e10", "5.26776484723949568e22"),
    size(2, "4.19037184e10", "8.38074368e10", "2.107105938895798272e23"),
    size(10, "2.09518592e11", "4.19037184e11", "5.26776484723949568e24"),
    size(100, "2.09518592e12", "4.19037184e12", "5.26776484723949568e26"),
)


def test_the_shape_gives_three_different_numbers() -> None:
    """2 x 20951859200 + 4 x 100 x 4096 x 128000; and the prompt with the scores of 128000 x 128001 / 2 pairs."""
    whole = exactly("1.85758400512e16")
    assert asked(f'{SHAPE}source = "the essay"\n') == Inference(
        context=128_000,
        method="architecture",
        source="the essay",
        tokens=(
            TokenCost(kind="decode with a cache", flop=exactly("2.516189184e11"), in_all=None, because=DECODE),
            TokenCost(kind="prefill", flop=exactly("1.451237504e11"), in_all=whole, because=PREFILL),
            TokenCost(kind="forward without a cache", flop=whole, in_all=None, because=NO_CACHE),
        ),
        growth=SIZES,
        growth_because=OPTIMUM,
    )


NO_SHAPE = MethodGap(
    method="architecture", needs=("/architecture (the shape: kind, layers, hidden_size, heads and so on)",)
)


def test_parameters_alone_give_the_weights_and_say_that_attention_is_left_out() -> None:
    once, whole = exactly("2e11"), exactly("2.56e16")
    found = asked('[architecture]\nparameters = { value = "1e11", source = "the essay" }\n')
    assert replace(found, growth=()) == Inference(
        context=128_000,
        method="parameters",
        source="the essay",
        tokens=(
            TokenCost(
                kind="decode with a cache",
                flop=once,
                in_all=None,
                because="2 FLOP a parameter for one new token",
            ),
            TokenCost(
                kind="prefill",
                flop=once,
                in_all=whole,
                because="the same for each token of a prompt that is read at once",
            ),
            TokenCost(kind="forward without a cache", flop=whole, in_all=None, because=NO_CACHE),
        ),
        growth_because=OPTIMUM,
        gaps=(NO_SHAPE,),
        notes=("weights only, from /architecture/parameters: attention is left out, which grows with the context",),
    )
    assert found.growth[0] == size(1, "1e11", "2e11", "1.2e24")
    assert found.growth[2] == size(10, "1e12", "2e12", "1.2e26")


def test_an_interval_and_a_bound_stay_what_they_are() -> None:
    found = asked('[architecture]\nparameters = "1e11 ±50%"\n', 10)
    assert found.tokens[2].flop == Range(low="1e12", central="2e12", high="3e12")
    assert found.growth[0].training == Range(low="3e23", central="1.2e24", high="2.7e24")
    bound = asked('[architecture]\nparameters = ">1e11"\n', 10)
    assert [cost.flop for cost in bound.tokens] == [
        Range(low="2e11", central=None, high=None),
        Range(low="2e11", central=None, high=None),
        Range(low="2e12", central=None, high=None),
    ]


@pytest.mark.parametrize(
    "text, method, needs",
    [
        ("", None, "/architecture/parameters"),
        ('[architecture]\nparameters = "1e11"\nexperts = 8\n', None, "/architecture/active_parameters"),
        ('[architecture]\nkind = "moe"\nparameters = "1e11"\n', None, "/architecture/active_parameters"),
        (
            '[architecture]\nkind = "Diffusion"\nparameters = "1e9"\n',
            None,
            "a model that generates text token by token; diffusion does not",
        ),
        ('[architecture]\nkind = "moe"\nactive_parameters = "1e9"\n', "parameters", None),
        ('[architecture]\nkind = "mamba"\nparameters = "1e9"\n', "parameters", None),
        (f'{SHAPE}parameters = "21e9"\n', "architecture", None),
        (f'{SHAPE}parameters = "1e11"\n', "parameters", None),  # the shape is of another model
    ],
)
def test_what_is_counted_and_what_lacks(text: str, method: str | None, needs: str | None) -> None:
    found = asked(text)
    assert found.method == method
    assert [gap.needs for gap in found.gaps if gap.method == "parameters"] == ([(needs,)] if needs else [])
    assert bool(found.tokens) is (method is not None)


def test_the_size_table_is_for_dense_models_only() -> None:
    assert (asked(MIXTURE).method, asked(MIXTURE).growth) == ("architecture", ())
    assert asked('[architecture]\nkind = "moe"\nactive_parameters = "1e9"\n').growth == ()


MIXTRAL = json.loads((CONFIGS / "mixtral-8x7b-v0.1" / "config.json").read_text(encoding="utf-8"))


def test_a_configuration_says_that_a_model_is_a_mixture() -> None:
    manifest = loaded('[architecture]\nparameters = "47e9"\n').manifest
    assert manifest is not None
    counted = inference(manifest, 1000, MIXTRAL)
    assert (counted.method, counted.growth) == ("architecture", ())
    unknown = inference(manifest, 1000, {"model_type": "unheard-of", "text_config": {"num_local_experts": 8}})
    assert (unknown.method, unknown.tokens) == (None, ())
    assert unknown.gaps[1].needs == ("/architecture/active_parameters",)
    dense = inference(manifest, 1000, {"model_type": "unheard-of", "num_experts_per_tok": 1, "num_local_experts": 0})
    assert dense.method == "parameters"
    assert len(dense.growth) == 4


ONE_LAYER = Attention(4, 2, 8)
LLAMA_8B = Decoder(4096, 128256, False, ((32, Attention(32, 8, 128)),), ((32, Mlp(14336, True)),))


@pytest.mark.parametrize(
    "decoder, context, decode",
    [
        (LLAMA_8B, 1, 2 * 7_504_658_432 + 4 * 32 * 4096),
        (LLAMA_8B, 8192, 2 * 7_504_658_432 + 4 * 32 * 4096 * 8192),
        (Decoder(32, 10, True, ((2, ONE_LAYER),), ()), 5, 2 * (320 + 6144) + 2 * 128 * 5),
        (Decoder(32, 10, True, ((2, replace(ONE_LAYER, window=3)),), ()), 5, 2 * (320 + 6144) + 2 * 128 * 3),
    ],
)
def test_a_token_with_a_cache_by_its_closed_form(decoder: Decoder, context: int, decode: int) -> None:
    """2 N_m + 4 H e times the keys that it meets, over all layers."""
    assert decode_flop(decoder, context) == decode


@st.composite
def decoders(draw: st.DrawFn) -> Decoder:
    heads = draw(st.integers(1, 8))
    full = Attention(heads, draw(st.integers(1, heads)), draw(st.integers(1, 16)))
    layers = ((draw(st.integers(1, 3)), full), (draw(st.integers(0, 2)), replace(full, window=draw(st.integers(1, 9)))))
    blocks = ((draw(st.integers(0, 3)), Mlp(draw(st.integers(1, 64)), draw(st.booleans()))),)
    return Decoder(draw(st.integers(1, 64)), draw(st.integers(1, 99)), True, layers, blocks)


@given(decoders(), st.integers(1, 40))
def test_the_tokens_one_by_one_make_up_the_prompt_with_all_its_logits(decoder: Decoder, context: int) -> None:
    one_by_one = sum(decode_flop(decoder, position) for position in range(1, context + 1))
    logits = 2 * decoder.vocabulary * decoder.hidden
    assert one_by_one == prefill_flop(decoder, context) + (context - 1) * logits


@given(decoders(), st.integers(10, 500), st.integers(1, 500))
def test_beyond_all_windows_decoding_is_linear_in_the_context(decoder: Decoder, context: int, more: int) -> None:
    (count, full), _ = decoder.attention
    assert isinstance(full, Attention)
    grown = decode_flop(decoder, context + more) - decode_flop(decoder, context)
    assert grown == more * count * full.pair_flop()


@given(decoders(), st.integers(2, 300))
def test_reading_all_again_costs_more_than_a_cache(decoder: Decoder, context: int) -> None:
    assert decode_flop(decoder, context) < prefill_flop(decoder, context) + 2 * decoder.vocabulary * decoder.hidden


@pytest.mark.parametrize("mark", ["confidential = true\n", ""])
@pytest.mark.parametrize("figures", ['parameters = "1e11"\n', SHAPE.partition("\n")[2]])
def test_nothing_confidential_is_in_it(mark: str, figures: str) -> None:
    asking = replace(settings(), context=1000)
    told = check_loaded(loaded(f"[architecture]\n{figures}{mark}"), (), asking).compute
    assert told is not None
    assert told.inference is not None
    assert bool(told.inference.tokens or told.inference.growth) is not bool(mark)


def test_it_is_told_only_where_it_is_asked_for() -> None:
    told = check_loaded(loaded(SHAPE), (), settings()).compute
    assert told is not None
    assert told.inference is None


LATENT: dict[str, object] = {
    "model_type": "deepseek_v3",
    "hidden_size": 7168,
    "num_hidden_layers": 61,
    "num_attention_heads": 128,
    "q_lora_rank": 1536,
    "kv_lora_rank": 512,
    "qk_nope_head_dim": 128,
    "qk_rope_head_dim": 64,
    "v_head_dim": 128,
    "intermediate_size": 18432,
    "first_k_dense_replace": 3,
    "num_nextn_predict_layers": 1,
    "moe_intermediate_size": 2048,
    "n_routed_experts": 256,
    "n_shared_experts": 1,
    "num_experts_per_tok": 8,
    "vocab_size": 129280,
}
"""DeepSeek-V3 by its published configuration."""
DECODED = [(4096, "9.4e10", "1.43e11"), (32768, "2.37e11", "6.30e11"), (131072, "7.28e11", "2.30e12")]


@pytest.mark.parametrize("context, expanded, compressed", DECODED)
def test_decode_with_latent_attention_has_two_costs(context: int, expanded: str, compressed: str) -> None:
    """The figures of the two ways to run it differ threefold at long contexts."""
    manifest = loaded("[architecture.config]\n").manifest
    assert manifest is not None
    found = inference(manifest, context, LATENT)
    central = Fraction(found.tokens[0].flop.central or 0)
    assert abs(central / Fraction(expanded) - 1) < Fraction(1, 100)
    (note,) = found.notes
    assert abs(Fraction(note.split()[0]) / Fraction(compressed) - 1) < Fraction(1, 100)
