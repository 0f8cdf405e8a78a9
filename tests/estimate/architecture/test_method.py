"""The architecture method on one phase: the amount, the steps, and what it lacks where it cannot be used."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.estimate.types import Estimated
from tests.estimate.support import phase_of

SHAPE = {
    "kind": '"decoder-transformer"',
    "layers": "2",
    "hidden_size": "8",
    "heads": "4",
    "kv_heads": "2",
    "intermediate_size": "16",
    "vocabulary": "10",
    "tied_embeddings": "false",
    "gated_mlp": "true",
}
PHASE = {"component": '"pretrain"', "tokens": '"1e6"', "sequence_length": "4"}
# Weights of a layer: 2 x 8 x 2 x (4 + 2) = 192 and 3 x 8 x 16 = 384; two layers and a head of 80: 1232.
# A sequence of 4: 2 x 4 x 1232 + 2 layers x 10 pairs x 4 x 4 heads x 2 = 9856 + 640 = 10496, 2624 a token.
FORWARD = 2624
MIXTURE = {
    "kind": '"moe decoder"',
    "experts": "4",
    "experts_per_token": "2",
    "shared_experts": "1",
    "expert_intermediate_size": "4",
    "dense_layers": "1",
}
# One layer's 384 become 3 blocks x 3 x 8 x 4 = 288 and a router of 8 x 4 = 32: 64 weights less, 128 FLOP a token.


def text(shape: dict[str, str], phase: dict[str, str]) -> str:
    lines = [f"{name} = {value}" for name, value in shape.items()]
    return "\n".join(
        ["[architecture]", *lines, "[[training]]", *(f"{name} = {value}" for name, value in phase.items())]
    )


def without(table: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in table.items() if key != name}


AMOUNTS = [
    ({}, {}, 3 * FORWARD * 10**6),
    ({}, {"component": '"rl_rollout"'}, FORWARD * 10**6),
    ({}, {"component": '"rl_update"'}, 3 * FORWARD * 10**6),
    ({"tied_embeddings": "true"}, {}, 3 * FORWARD * 10**6),
    ({"gated_mlp": "false"}, {}, 3 * (FORWARD - 2 * 2 * 128) * 10**6),
    ({"head_size": "4"}, {}, 3 * (FORWARD + 2 * 2 * 192 + 160) * 10**6),
    ({"attention_window": "2", "windowed_layers": "1"}, {}, 3 * (FORWARD - 24) * 10**6),  # 7 pairs for 10: 96 of 4
    ({"parameters": '"1312"'}, {}, 3 * FORWARD * 10**6),
    (MIXTURE, {}, 3 * (FORWARD - 128) * 10**6),
]


@pytest.mark.parametrize("shape, phase, expected", AMOUNTS)
def test_operations_of_the_shape(shape: dict[str, str], phase: dict[str, str], expected: int) -> None:
    found = phase_of(text(SHAPE | shape, PHASE | phase))
    assert found.chosen is not None, found.gaps
    assert (found.chosen.method, found.chosen.evidence) == ("architecture", "derived")
    assert found.chosen.amount.bounds().low == found.chosen.amount.bounds().high == Fraction(expected)


NOTHING = "/architecture (the shape: kind, layers, hidden_size, heads and so on)"
OTHER = "/training/0 to train or run the model of /architecture, all of it"
UNFIT = "/architecture/kind of a decoder transformer ({}; state flop, or hardware and hours)"
GAPS = [
    (without(SHAPE, "layers"), PHASE, (NOTHING,)),
    *((without(SHAPE, name), PHASE, (f"/architecture/{name}",)) for name in ("hidden_size", "heads", "kv_heads")),
    *((without(SHAPE, name), PHASE, (f"/architecture/{name}",)) for name in ("intermediate_size", "vocabulary")),
    *((without(SHAPE, name), PHASE, (f"/architecture/{name}",)) for name in ("gated_mlp", "tied_embeddings")),
    (SHAPE, without(PHASE, "tokens"), ("/training/0/tokens",)),
    (SHAPE, without(PHASE, "sequence_length"), ("/training/0/sequence_length",)),
    (SHAPE | {"attention_window": "2"}, PHASE, ("/architecture/windowed_layers",)),
    *((without(SHAPE | MIXTURE, name), PHASE, (f"/architecture/{name}",)) for name in MIXTURE if name != "kind"),
    (SHAPE | {"heads": "6"}, PHASE, ("/architecture/head_size (heads do not divide hidden_size)",)),
    (SHAPE | {"heads": "3"}, PHASE, ("/architecture/kv_heads that divide the heads (2 do not divide 3)",)),
    (
        SHAPE | MIXTURE | {"experts_per_token": "9"},
        PHASE,
        ("/architecture/experts_per_token within the 4 experts (it is 9)",),
    ),
    (without(SHAPE, "kind"), PHASE, (UNFIT.format("the kind is not stated"),)),
    (SHAPE | {"kind": '"encoder-decoder"'}, PHASE, (UNFIT.format("kind 'encoder-decoder' is not supported"),)),
    (
        SHAPE | {"kind": '"Mamba hybrid decoder"'},
        PHASE,
        (UNFIT.format("kind 'Mamba hybrid decoder' is not supported"),),
    ),
    (SHAPE, PHASE | {"component": '"teacher_infer"'}, (OTHER,)),
    (SHAPE, PHASE | {"parameters": '"100"'}, (OTHER,)),
    (
        SHAPE | {"parameters": '"2e3"'},
        PHASE,
        ("/architecture whose shape makes up its parameters (it makes 1310, 2000 are stated)",),
    ),
    (
        SHAPE | MIXTURE | {"active_parameters": '"2e3"'},
        PHASE,
        ("/architecture whose shape makes up its active_parameters (it makes 1170, 2000 are stated)",),
    ),
]


@pytest.mark.parametrize("shape, phase, needs", GAPS)
def test_what_is_missing_is_named_and_never_guessed(
    shape: dict[str, str], phase: dict[str, str], needs: tuple[str, ...]
) -> None:
    found = phase_of(text(shape, phase))
    assert {gap.method: gap.needs for gap in found.gaps}["architecture"] == needs


def answers(shape: dict[str, str], phase: dict[str, str]) -> list[tuple[str, bool]]:
    found = phase_of(text(shape, phase))
    listed = [found.chosen, *found.others]
    return [(answer.method, answer.independent) for answer in listed if isinstance(answer, Estimated)]


SECOND_OPINIONS = [
    ({}, [("architecture", True), ("parameters-tokens", False)]),
    ({"flop": '"7e9"'}, [("reported", True), ("architecture", True), ("parameters-tokens", False)]),
]


@pytest.mark.parametrize("phase, expected", SECOND_OPINIONS)
def test_two_counts_of_the_same_tokens_are_one_opinion(phase: dict[str, str], expected: list[tuple[str, bool]]) -> None:
    assert answers(SHAPE | {"parameters": '"1312"'}, PHASE | phase) == expected


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**5), st.integers(1, 10**5))
def test_more_tokens_or_longer_sequences_are_never_less_compute(
    tokens: int, more: int, length: int, longer: int
) -> None:
    def low(tokens: int, length: int) -> Fraction:
        found = phase_of(text(SHAPE, PHASE | {"tokens": f'"{tokens}"', "sequence_length": str(length)}))
        assert found.chosen is not None
        return found.chosen.amount.bounds().low

    assert low(tokens + more, length + longer) > low(tokens, length)
