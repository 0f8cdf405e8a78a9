"""The share of attention from a few facts of a shape, and the formula that is refused where it is too large."""

from __future__ import annotations

from fractions import Fraction

import pytest

from flopguard.estimate.attention import attention_over_weights
from flopguard.quantity import show
from tests.estimate.support import loaded, phase_of

LLAMA_8B = "layers = 32\nhidden_size = 4096\nheads = 32\nhead_size = 128"
LLAMA_70B = "layers = 80\nhidden_size = 8192\nheads = 64\nhead_size = 128"
LLAMA_405B = "layers = 126\nhidden_size = 16384"
QWEN = "layers = 94\nhidden_size = 4096\nheads = 64\nhead_size = 128"

# Share of attention in causal training FLOP; the parameters are those that take part in a product.
PUBLISHED = [
    (LLAMA_8B, "7504658432", 2048, "3.5"),
    (LLAMA_8B, "7504658432", 8192, "12.5"),
    (LLAMA_8B, "7504658432", 32768, "36"),
    (LLAMA_8B, "7504658432", 131072, "70"),
    (LLAMA_70B, "69503033344", 2048, "1.9"),
    (LLAMA_70B, "69503033344", 8192, "7.2"),
    (LLAMA_70B, "69503033344", 32768, "24"),
    (LLAMA_70B, "69503033344", 131072, "55"),
    (LLAMA_405B, "403752042496", 2048, "1.0"),
    (LLAMA_405B, "403752042496", 131072, "40"),
    (QWEN, "21569208320", 4096, "13"),
    (QWEN, "21569208320", 32768, "54"),
    (QWEN, "21569208320", 131072, "82"),
]


def over(shape: str, parameters: str, length: int | None) -> Fraction | None:
    manifest = loaded(f"[architecture]\n{shape}\n").manifest
    assert manifest is not None
    return attention_over_weights(manifest.architecture, Fraction(parameters), length)


@pytest.mark.parametrize("shape, parameters, length, percent", PUBLISHED)
def test_published_shares_of_attention(shape: str, parameters: str, length: int, percent: str) -> None:
    found = over(shape, parameters, length)
    assert found is not None
    assert show(found / (1 + found) * 100, len(percent.replace(".", ""))) == percent


@pytest.mark.parametrize(
    "shape, length, expected",
    [
        ("layers = 2\nhidden_size = 10", 3, 2 * 2 * 10 * 2),  # 4 FLOP x 10 x 2 layers x 2 keys over 2 x 1 parameter
        ("layers = 2\nhidden_size = 10\nattention_window = 1\nwindowed_layers = 1", 3, 2 * 10 * 3),
        ("layers = 2\nhidden_size = 10\nattention_window = 9\nwindowed_layers = 1", 3, 2 * 2 * 10 * 2),
        ("layers = 2\nhidden_size = 10\nheads = 3\nhead_size = 5", 3, 2 * 2 * 15 * 2),
        ("layers = 2\nhidden_size = 10\nhead_size = 5", 3, None),
        ("layers = 2\nhidden_size = 10\nattention_window = 1", 3, None),
        ("layers = 2\nhidden_size = 10", None, None),
        ("layers = 2", 3, None),
        ("hidden_size = 10", 3, None),
        ('kind = "Mamba hybrid"\nlayers = 2\nhidden_size = 10', 3, None),
    ],
)
def test_the_share_follows_from_the_shape_or_is_not_known(shape: str, length: int | None, expected: int | None) -> None:
    assert over(shape, "1", length) == expected


def phase(shape: str, *lines: str) -> str:
    return "\n".join((f"[architecture]\n{shape}", '[[training]]\ncomponent = "pretrain"', 'tokens = "1e12"', *lines))


EIGHT = LLAMA_8B + '\nparameters = "7504658432"'
LONG = "a sequence that 6 x parameters x tokens fits; at {} tokens attention, which it leaves out, is {}% of it on top"


@pytest.mark.parametrize(
    "text, need",
    [
        (phase(EIGHT, "sequence_length = 8192"), None),
        (phase(EIGHT, "sequence_length = 17000"), None),
        (phase(EIGHT, "sequence_length = 18000"), LONG.format(18000, 31)),
        (phase(EIGHT, "sequence_length = 131072"), LONG.format(131072, 230)),
        (phase(EIGHT), None),
        (phase(EIGHT, "sequence_length = 131072", "parameters = 1e9"), None),  # of another model
    ],
)
def test_long_sequences_are_not_priced_by_parameters_alone(text: str, need: str | None) -> None:
    gaps = {gap.method: gap.needs for gap in phase_of(text).gaps}
    assert gaps.get("parameters-tokens") == (None if need is None else (need,))


@pytest.mark.parametrize(
    "kind",
    [
        "encoder-decoder",
        "T5-like seq2seq",
        "vision transformer",
        "ViT-H/14",
        "latent diffusion, UNet",
        "CNN",
        "LSTM",
        "StripedHyena, long convolutions",
        "protein structure prediction",
        "AlphaFold-like, Evoformer",
        "Pairformer",
    ],
)
def test_kinds_whose_work_is_not_parameters_times_tokens(kind: str) -> None:
    found = phase_of(phase(f'kind = "{kind}"\nparameters = "1e9"'))
    assert found.chosen is None
    assert {gap.method: gap.needs for gap in found.gaps}["parameters-tokens"] == (
        f"an architecture that 6 x parameters x tokens fits; it does not fit {kind}",
    )


@pytest.mark.parametrize("kind", ["decoder-transformer", "mixture of experts decoder", "Mamba", "encoder (BERT)"])
def test_kinds_that_it_fits(kind: str) -> None:
    assert phase_of(phase(f'kind = "{kind}"\nparameters = "1e9"\nactive_parameters = "1e9"')).chosen is not None


PARTLY_KNOWN = 'parameters = "1e12"\nlayers = {layers}\nhidden_size = 20000\n'


@pytest.mark.parametrize(
    "layers, most",
    [
        # Scores of 4 x 20000 x layers x 32769 / 2 FLOP a token beside 2e12.
        (200, 6 * (10**12 + 2 * 20000 * 200 * Fraction(32769, 2))),
        (10, 6 * 10**12),  # 0.7 %: less than what rounding a size makes up
    ],
)
def test_attention_that_is_known_of_widens_the_short_formula(layers: int, most: Fraction) -> None:
    text = f"[architecture]\n{PARTLY_KNOWN.format(layers=layers)}"
    found = phase_of(f'{text}[[training]]\ncomponent = "pretrain"\ntokens = 1\nsequence_length = 32768\n').chosen
    assert found is not None
    bounds = found.amount.bounds()
    assert (bounds.low, bounds.central, bounds.high) == (6 * 10**12, 6 * 10**12, most)
