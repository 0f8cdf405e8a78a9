"""The method on shapes that a configuration states, in a file or in the manifest, and what it says of others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from flopguard.estimate.actual import actual_compute
from flopguard.estimate.types import PhaseCompute
from flopguard.manifest.confidential import masked
from flopguard.manifest.load import load
from tests.estimate.support import HEAD, phase_of

LLAMA: dict[str, object] = {
    "model_type": "llama",
    "hidden_size": 8,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "intermediate_size": 16,
    "vocab_size": 10,
    "tie_word_embeddings": False,
}
# The shape of test_method: 2624 FLOP a token forward at a length of 4.
VIT: dict[str, object] = {
    "model_type": "vit",
    "hidden_size": 4,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 8,
    "image_size": 4,
    "patch_size": 2,
    "num_labels": 0,
}
# 4 patches of 12 numbers: 2 x 4 x 12 x 4 = 384; 5 positions of 128 weights 1280, 25 pairs of 16 FLOP 400.
T5: dict[str, object] = {"model_type": "t5", "d_model": 4, "d_kv": 2, "num_heads": 2, "d_ff": 8, "num_layers": 1}
T5 |= {"vocab_size": 10}
# Encoder 3 x 2 x 128 + 9 x 16 = 912. Decoder 2 x 2 x (64 + 64 + 32) + 3 x 2 x 32, 3 + 6 pairs of 16, head 2 x 2 x 40.
TRAINED = 'component = "pretrain"\ntokens = "1e6"\nsequence_length = 4\n'


def toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name} = {toml(inner)}" for name, inner in value.items()) + "}"
    return json.dumps(value)


def with_config(config: Mapping[str, object], phase: str = TRAINED, more: str = "") -> str:
    """A manifest that holds a configuration."""
    fields = "\n".join(f"{name} = {toml(value)}" for name, value in config.items())
    return f"[architecture]\n{more}[architecture.config]\n{fields}\n[[training]]\n{phase}"


AMOUNTS = [
    (LLAMA, TRAINED, 3 * 2624 * 10**6),
    (LLAMA, 'component = "pretrain"\nsamples = 10\nsequence_length = 4\n', 3 * 2624 * 4 * 10),
    (LLAMA, 'component = "rl_rollout"\nsamples = 10\nsequence_length = 4\n', 2624 * 4 * 10),
    (VIT, 'component = "pretrain"\nsamples = 10\n', (2 * 384 + 3 * 1680) * 10),
    (VIT, 'component = "rl_rollout"\nsamples = 10\n', (384 + 1680) * 10),
    (
        T5,
        'component = "pretrain"\nsamples = 10\nsequence_length = 3\ntarget_length = 2\n',
        3 * (912 + 640 + 192 + 144 + 160) * 10,
    ),
    # One more layer of 576 weights and 4 x 10 pairs x 16, its two vectors joined by 128 weights, one more head of 80.
    (LLAMA | {"num_nextn_predict_layers": 1}, TRAINED, 3 * (2624 + 2 * (576 + 128 + 80) + 80) * 10**6),
    (LLAMA | {"num_nextn_predict_layers": 1}, TRAINED.replace("pretrain", "rl_rollout"), 2624 * 10**6),
]


@pytest.mark.parametrize("config, phase, expected", AMOUNTS)
def test_operations_of_a_configuration(config: dict[str, object], phase: str, expected: int) -> None:
    found = phase_of(with_config(config, phase))
    assert found.chosen is not None, found.gaps
    assert (found.chosen.method, found.chosen.amount.central()) == ("architecture", expected)


def gaps(found: PhaseCompute) -> tuple[str, ...]:
    return {gap.method: gap.needs for gap in found.gaps}["architecture"]


UNSUPPORTED = (
    "/architecture/config/model_type that can be counted ('{}' is not supported{}; "
    "the inline fields of a decoder, flop, or hardware and hours would do)"
)
GAPS: list[tuple[dict[str, object], str, str, tuple[str, ...]]] = [
    ({}, TRAINED, "", ("/architecture/config/model_type (the family whose fields these are)",)),
    ({"model_type": "yolo"}, TRAINED, "", (UNSUPPORTED.format("yolo", ""),)),
    ({"model_type": "GPT-NeoX"}, TRAINED, "", (UNSUPPORTED.format("GPT-NeoX", "; it is written 'gpt_neox'"),)),
    ({"model_type": "gemma3n_text"}, TRAINED, "", (UNSUPPORTED.format("gemma3n_text", ""),)),
    (
        {"model_type": "llava", "text_config": LLAMA},
        TRAINED,
        "",
        (
            "/architecture/config/model_type of one network ('llava' joins several, and how much each sees is not in "
            "it; text_config alone counts the language model)",
        ),
    ),
    (
        {"model_type": "llava", "text_config": {"model_type": "unheard-of"}},
        TRAINED,
        "",
        (
            "/architecture/config/model_type of one network ('llava' joins several, and how much each sees is not in "
            "it; text_config alone is not counted either)",
        ),
    ),
    (
        {"model_type": "llama", "hidden_size": 8, "num_attention_heads": 4},
        'component = "pretrain"\n',
        "",
        (
            "/architecture/config/intermediate_size",
            "/architecture/config/num_hidden_layers",
            "/architecture/config/vocab_size",
            "/training/0/tokens",
            "/training/0/sequence_length",
        ),
    ),
    (
        LLAMA | {"num_hidden_layers": "two", "hidden_size": -8},
        TRAINED,
        "",
        (
            "/architecture/config/num_hidden_layers as a whole number (it is 'two')",
            "/architecture/config/hidden_size as a whole number (it is -8)",
        ),
    ),
    (
        LLAMA | {"num_attention_heads": 6},
        TRAINED,
        "",
        ("/architecture/config/head_dim (6 do not divide 8)",),
    ),
    (
        LLAMA | {"num_attention_heads": 2, "num_key_value_heads": 4},
        TRAINED,
        "",
        ("/architecture/config/num_key_value_heads (4 do not divide 2)",),
    ),
    (
        LLAMA | {"num_hidden_layers": 10**11},
        TRAINED,
        "",
        ("/architecture/config/num_hidden_layers of at most 10000",),
    ),
    (
        LLAMA | {"layer_types": ["full_attention"]},
        TRAINED,
        "",
        ("/architecture/config/layer_types with one entry for each of the 2 layers",),
    ),
    (
        LLAMA | {"layer_types": ["full_attention", "oracle"]},
        TRAINED,
        "",
        ("/architecture/config/layer_types of attention (oracle is not counted in this family)",),
    ),
    (
        LLAMA,
        TRAINED,
        'parameters = "2e3"\n',
        ("/architecture whose shape makes up its parameters (it makes 1310, 2000 are stated)",),
    ),
    (VIT, 'component = "pretrain"\ntokens = "1e6"\n', "", ("/training/0/samples",)),
    (
        LLAMA | {"model_type": "gemma2", "head_dim": 2},
        TRAINED,
        "",
        ("/architecture/config/sliding_window (left out, the code of gemma2 takes a number of its own)",),
    ),
    (
        {"model_type": "mixtral", **LLAMA, "num_local_experts": 4, "num_experts_per_tok": 5}
        | {"model_type": "mixtral"},
        TRAINED,
        "",
        ("/architecture/config/num_experts_per_tok within the 4 experts (it is 5)",),
    ),
]


@pytest.mark.parametrize("config, phase, more, needs", GAPS)
def test_what_is_missing_or_unsupported_is_named_and_never_guessed(
    config: dict[str, object], phase: str, more: str, needs: tuple[str, ...]
) -> None:
    assert gaps(phase_of(with_config(config, phase, more))) == needs


INLINE = (
    'kind = "decoder-transformer"\nlayers = {}\nhidden_size = 8\nheads = 4\nkv_heads = 2\nintermediate_size = 16\n'
    "vocabulary = 10\ntied_embeddings = false\ngated_mlp = true\n"
)


def test_fields_beside_a_configuration_must_agree_with_it() -> None:
    agreed = phase_of(with_config(LLAMA, more=INLINE.format(2))).chosen
    assert agreed is not None
    assert agreed.method == "architecture"
    said = "/architecture/config that agrees with the fields beside it"
    three = gaps(phase_of(with_config(LLAMA, more=INLINE.format(3))))
    assert three == (f"{said}: layers (2 there, 3 here)",)
    some = gaps(phase_of(with_config(LLAMA, more="hidden_size = 16\nheads = 2\n")))
    assert some == (f"{said}: hidden_size (8 there, 16 here), heads (4 there, 2 here)",)
    window = gaps(phase_of(with_config(LLAMA, more=INLINE.format(2) + "attention_window = 2\nwindowed_layers = 1\n")))
    assert window == (f"{said} (they make up another count)",)


def test_parameters_of_quite_another_model_are_counted_with_by_no_method() -> None:
    """The shape has 1312: 70 % more is told and refused by the shape, six times as many by the short formula too."""
    near = phase_of(with_config(LLAMA, more='parameters = "1600"\n'))
    assert near.chosen is not None
    assert near.chosen.method == "parameters-tokens"
    far = phase_of(with_config(LLAMA, more='parameters = "8e3"\n'))
    assert far.chosen is None
    needs = {gap.method: gap.needs for gap in far.gaps}
    said = ("/architecture whose shape makes up its parameters (it makes 1310, 8000 are stated)",)
    assert (needs["architecture"], needs["parameters-tokens"]) == (said, said)


@pytest.mark.parametrize("tokens, counted", [("1e6", False), ("41", True)])
def test_samples_and_tokens_have_to_agree(tokens: str, counted: bool) -> None:
    phase = TRAINED.replace("1e6", tokens) + "samples = 10\n"
    found = phase_of(with_config(LLAMA, phase))
    assert (found.chosen is not None) is counted
    assert counted or gaps(found) == ("/training/0/tokens on which all that is stated of them agrees",)


FILE = HEAD + '[architecture]\nconfig = "config.json"\n[[training]]\n' + TRAINED


def written(folder: Path, config: str | None) -> str:
    """A manifest beside a configuration file."""
    (folder / "own.toml").write_text(FILE, encoding="utf-8")
    if config is not None:
        (folder / "config.json").write_text(config, encoding="utf-8")
    return str(folder / "own.toml")


def test_a_configuration_in_a_file_counts_like_one_in_the_manifest(tmp_path: Path) -> None:
    read = load(written(tmp_path, json.dumps(LLAMA | {"time_step_limit": [0.0, float("inf")]})))
    (phase,) = actual_compute(read).phases
    assert phase == phase_of(with_config(LLAMA))


def test_a_base_is_counted_by_its_own_configuration(tmp_path: Path) -> None:
    written(tmp_path, json.dumps(LLAMA))
    child = HEAD.replace('"M"', '"C"') + '[[model.base]]\nmanifest = "own.toml"\n'
    (tmp_path / "child.toml").write_text(child, encoding="utf-8")
    (inherited,) = actual_compute(load(str(tmp_path / "child.toml"))).phases
    assert inherited.chosen is not None
    assert inherited.chosen.amount.central() == 3 * 2624 * 10**6


BAD_FILES = [
    (None, "'config.json' does not exist"),
    ("{", "'config.json' cannot be used: "),
    ("[1]", "'config.json' cannot be used: "),
]


@pytest.mark.parametrize("config, message", BAD_FILES)
def test_a_configuration_that_cannot_be_read_is_a_problem_at_its_field(
    tmp_path: Path, config: str | None, message: str
) -> None:
    read = load(written(tmp_path, config))
    (problem,) = read.problems
    assert problem.at == "/architecture/config"
    assert problem.message.startswith(message)
    (phase,) = actual_compute(read).phases
    assert gaps(phase) == ("/architecture/config that can be read",)


@pytest.mark.parametrize("inline", [True, False])
def test_a_confidential_shape_gives_nothing_of_its_configuration_away(tmp_path: Path, inline: bool) -> None:
    text = HEAD + with_config(LLAMA, more="confidential = true\n")
    if not inline:
        text = FILE.replace("[architecture]\n", "[architecture]\nconfidential = true\n")
        (tmp_path / "config.json").write_text(json.dumps(LLAMA), encoding="utf-8")
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    read = load(str(tmp_path / "own.toml"))
    (known,), (told,) = actual_compute(read).phases, actual_compute(masked(read)).phases
    assert known.chosen is not None
    assert told.chosen is None


def test_hostile_fields_give_messages_and_no_exception() -> None:
    from flopguard.estimate.architecture.hub.families import FAMILIES, network_of

    values = (None, 0, -1, 1, True, "x", [], [0], [[1]], {}, {"a": 1}, 10**30, 0.5, float("nan"), float("inf"))
    names = {name for fields in (LLAMA, VIT, T5) for name in fields} | {"layer_types", "attn_config", "expand"}
    names |= {"num_nextn_predict_layers", "hybrid_override_pattern", "layers_block_type", "conv_dim", "image_size"}
    for family in FAMILIES:
        for value in values:
            network_of(dict.fromkeys(names, value) | {"model_type": family})
            network_of(LLAMA | VIT | T5 | {name: value for name in names if name not in LLAMA} | {"model_type": family})


PART = 'component = "midtrain_sft"\ntokens = "1e6"\nsequence_length = 4\ntrained = "{}"\ntrainable_parameters = {}\n'
# Of the 10496 FLOP of a sequence 640 are scores: frozen 2 x 9856 + 3 x 640 = 21632, 5408 a token.
PARTS = [
    (PART.format("adapters", 10), (5408 + 60) * 10**6),
    (PART.format("scattered", 10), (5408 + 20) * 10**6),
    (PART.format("head", 80), (2624 + 160) * 10**6),
    (PART.format("adapters", '"10%"'), (5408 + 6 * 131) * 10**6),
    ('component = "midtrain_sft"\ntokens = "1e6"\nsequence_length = 4\npasses = "input_gradient"\n', 5408 * 10**6),
    ('component = "midtrain_sft"\ntokens = "1e6"\nsequence_length = 4\npasses = "forward"\n', 2624 * 10**6),
    ('component = "midtrain_sft"\ntokens = "1e6"\nsequence_length = 4\ntrained = "all"\n', 3 * 2624 * 10**6),
    (PART.format("adapters", 10).replace('tokens = "1e6"', "samples = 10"), (5408 + 60) * 40),
]


@pytest.mark.parametrize("phase, expected", PARTS)
def test_a_part_that_is_trained(phase: str, expected: int) -> None:
    # 1312 weights, of which a tenth is 131.2
    exactly = expected + (6 * 2 * 10**5 if "%" in phase else 0)
    found = phase_of(with_config(LLAMA | {"tie_word_embeddings": False}, phase)).chosen
    assert found is not None
    assert (found.method, found.amount.central()) == ("architecture", exactly)


NO_PARTS = [
    (
        PART.format("upper_layers", 10),
        "/training/0/trained as all, adapters, scattered or head (a shape does not say which layers are others)",
    ),
    (
        PART.format("adapters", 10).replace("trainable_parameters = 10\n", ""),
        "/training/0/trainable_parameters",
    ),
    (
        PART.format("adapters", 10) + 'passes = "forward"\n',
        "/training/0/passes that train (what has trainable parameters is run forward and backward)",
    ),
]


@pytest.mark.parametrize("phase, need", NO_PARTS)
def test_what_a_trained_part_lacks(phase: str, need: str) -> None:
    assert gaps(phase_of(with_config(LLAMA, phase))) == (need,)


def test_a_part_of_a_network_without_tokens_is_not_counted() -> None:
    phase = 'component = "pretrain"\nsamples = 10\ntrained = "adapters"\ntrainable_parameters = 10\n'
    assert gaps(phase_of(with_config(VIT, phase))) == (
        "/training/0 of a model whose weights all meet every token, if only a part is trained",
    )


LLAMA_8B: dict[str, object] = {
    "model_type": "llama",
    "hidden_size": 4096,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "intermediate_size": 14336,
    "vocab_size": 128256,
}


def test_training_over_forward_as_it_was_measured_on_a_built_model() -> None:
    """Llama 3.1 8B at 512 tokens: adapters 2.0149 to 2.0196, recomputed 3.9312 by this count, a head 1.06877."""
    from flopguard.estimate.architecture.convention import Convention, Scores
    from flopguard.estimate.architecture.hub.families import network_of
    from flopguard.estimate.architecture.work import Sample

    network = network_of(LLAMA_8B)
    assert not isinstance(network, tuple)
    work, every = network.work(Sample(512)), Convention(scores=Scores.ALL)
    forward = work.forward_flop(every)
    again = work.training_flop(Convention(scores=Scores.ALL, recompute=True))
    head = forward + 2 * 512 * 4096 * 128256
    ratios = [f"{value / forward:.4f}" for value in (work.frozen_flop(every), again, head)]
    assert ratios == ["2.0176", "3.9312", "1.0688"]


def test_a_convention_that_is_asked_for_is_shown_and_changes_nothing() -> None:
    from flopguard.estimate.architecture.convention import combined
    from tests.estimate.support import loaded

    text = with_config(LLAMA)
    (plain,) = actual_compute(loaded(text)).phases
    (asked,) = actual_compute(loaded(text), convention=combined(["all-pairs", "recompute"])).phases
    assert plain.chosen is not None
    assert asked.chosen is not None
    assert asked.chosen.amount == plain.chosen.amount
    (further,) = [step for step in asked.chosen.steps if step not in plain.chosen.steps]
    # 9216 + 640 + 4 x 160 in the layers, a head of 2 x 4 x 80: 3 x 10880 and the layers once more, over 3 x 10496.
    assert further.what == (
        "as was asked for, with all pairs of query and key, with full recomputation of activations, for comparison only"
    )
    assert further.result == "1.072e4 FLOP a token, 1.362x that"


@pytest.mark.parametrize(
    "names, message",
    [
        (
            ["half"],
            "'half' is no convention; there are all-pairs, no-scores, embedding, no-head, all-experts, recompute",
        ),
        (["all-pairs", "no-scores"], "'no-scores' contradicts another convention that is given"),
    ],
)
def test_conventions_that_do_not_exist_or_contradict_each_other(names: list[str], message: str) -> None:
    from flopguard.estimate.architecture.convention import ConventionError, combined

    with pytest.raises(ConventionError, match=message):
        combined(names)


MIXED = LLAMA | {"model_type": "mixtral", "num_local_experts": 4, "num_experts_per_tok": 2}
NO_LENGTH = 'component = "pretrain"\ntokens = "1e6"\n'
SHORT_FORMULA = [
    # All parameters of a mixture would be far too many, whatever says that it is one.
    (MIXED, 'parameters = "2e3"\n', ("/architecture/active_parameters",)),
    ({"model_type": "unheard-of", "text_config": MIXED}, 'parameters = "2e3"\n', ("/architecture/active_parameters",)),
    (T5, 'parameters = "2e3"\n', ("an architecture that 6 x parameters x tokens fits; it does not fit t5",)),
    (VIT, 'parameters = "2e3"\n', ("an architecture that 6 x parameters x tokens fits; it does not fit vit",)),
    (LLAMA, 'parameters = "1312"\n', None),
    ({"model_type": "unheard-of"}, 'parameters = "1312"\n', None),
]


@pytest.mark.parametrize("config, more, needs", SHORT_FORMULA)
def test_the_short_formula_knows_what_the_configuration_says(
    config: dict[str, object], more: str, needs: tuple[str, ...] | None
) -> None:
    found = phase_of(with_config(config, NO_LENGTH, more))
    assert {gap.method: gap.needs for gap in found.gaps}.get("parameters-tokens") == needs


def test_the_short_formula_is_refused_where_attention_by_the_configuration_is_too_much() -> None:
    """At 64 tokens 2 x 4 x 8 x 65 / 2 x 2 layers of scores stand beside 2 x 1232 FLOP: 169 % on top."""
    found = phase_of(with_config(LLAMA, TRAINED.replace("= 4", "= 64"), 'parameters = "1312"\n'))
    (need,) = {gap.method: gap.needs for gap in found.gaps}["parameters-tokens"]
    assert "at 64 tokens attention, which it leaves out, is 84% of it on top" in need
