"""Encoders, encoder-decoders, vision, speech, diffusion and recurrent networks, held against an operation counter."""

from __future__ import annotations

from fractions import Fraction

import pytest

from flopguard.estimate.architecture.attention import Attention, LatentAttention
from flopguard.estimate.architecture.convention import Convention, Scores
from flopguard.estimate.architecture.decoder import Decoder
from flopguard.estimate.architecture.lstm import Lstm
from flopguard.estimate.architecture.mlp import Mlp
from flopguard.estimate.architecture.recurrent import Mamba, Mamba2
from flopguard.estimate.architecture.speech import Convolution, SpeechEncoder, SpeechTranscriber
from flopguard.estimate.architecture.stack import Stack
from flopguard.estimate.architecture.texts import Encoder, EncoderDecoder
from flopguard.estimate.architecture.vision import DiffusionTransformer, DualEncoder, VisionTransformer
from flopguard.estimate.architecture.work import Network, Sample

ALL = Convention(scores=Scores.ALL)
"""An operation counter never leaves out what a mask hides."""


def stack(layers: int, hidden: int, heads: int, width: int, *, causal: bool = False, cross: bool = False) -> Stack:
    attention = Attention(heads, heads, hidden // heads, causal=causal)
    return Stack(hidden, ((layers, attention),), Mlp(width, gated=False), attention if cross else None)


def vision(layers: int, hidden: int, heads: int, patch: int, image: int = 224, head: int | None = None) -> Network:
    outputs = hidden * 1000 if head is None else head
    return VisionTransformer(stack(layers, hidden, heads, 4 * hidden), image, patch, head=outputs)


def t5(layers: int, hidden: int, heads: int, size: int, width: int, vocabulary: int) -> Network:
    attention = Attention(heads, heads, size, causal=False)
    encoder = Stack(hidden, ((layers, attention),), Mlp(width, gated=False))
    decoder = Stack(hidden, ((layers, Attention(heads, heads, size)),), Mlp(width, gated=False), attention)
    return EncoderDecoder(encoder, decoder, vocabulary, tied=True)


BERT_LARGE = Encoder(stack(24, 1024, 16, 4096), 30522, True, 1024, head=1024**2, further=1024**2 + 2 * 1024)
CLIP = DualEncoder(
    VisionTransformer(stack(24, 1024, 16, 4096), 336, 14, head=1024 * 768),
    stack(12, 768, 12, 3072, causal=True),
    text_length=77,
    vocabulary=49408,
    text_head=768**2,
    compared=768,
)
WHISPER = SpeechTranscriber(
    SpeechEncoder(
        (Convolution(80, 1280, 3, padding=1), Convolution(1280, 1280, 3, step=2, padding=1)),
        stack(32, 1280, 20, 5120),
    ),
    3000,
    stack(32, 1280, 20, 5120, causal=True, cross=True),
    51865,
)
DIT = DiffusionTransformer(stack(28, 1152, 16, 4608), 32, 2, 4, 8, labels=1001, apart=True)
MAMBA = Decoder(2560, 50280, True, ((64, Mamba(5120, 16, 160, 4)),), ())

COUNTED: list[tuple[str, Network, Sample, int]] = [
    ("BERT-large", BERT_LARGE, Sample(512), 368_087_928_832),
    ("T5-11B", t5(24, 1024, 128, 128, 65536, 32128), Sample(512, 114), 7_589_768_724_480),
    ("CLIP ViT-L/14@336", CLIP, Sample(), 395_219_473_920),
    ("Whisper large", WHISPER, Sample(target=128), 2_826_279_976_960),
    ("DiT-XL/2", DIT, Sample(), 237_333_676_032),
    ("LSTM 8 x 1024", Lstm(8, 1024, 1024), Sample(50), 6_710_886_400),
    # The library's convolution also works out the 3 outputs past the end, which it then cuts off.
    ("Mamba-1 2.8B", MAMBA, Sample(512), 2_833_616_732_160 - 64 * 3 * 2 * 4 * 5120),
]
"""FLOP of one sample, as torch's operation counter gives it on built models (PyTorch 2.13.0, eager attention)."""


@pytest.mark.parametrize("network, sample, counted", [row[1:] for row in COUNTED], ids=[row[0] for row in COUNTED])
def test_the_forward_count_is_the_operation_counters_to_the_last_flop(
    network: Network, sample: Sample, counted: int
) -> None:
    assert network.work(sample).forward_flop(ALL) == counted


VISION = [
    ("ViT-B/16", vision(12, 768, 12, 16), "3.51277e10", "2.9934"),
    ("ViT-L/16", vision(24, 1024, 16, 16), "1.23109e11", "2.9975"),
    ("ViT-H/14", vision(32, 1280, 16, 14), "3.34590e11", "2.9988"),
]


@pytest.mark.parametrize("network, forward, ratio", [row[1:] for row in VISION], ids=[row[0] for row in VISION])
def test_the_patches_need_no_gradient_to_the_image(network: Network, forward: str, ratio: str) -> None:
    work = network.work(Sample())
    assert f"{work.forward_flop():.5e}".replace("e+", "e") == forward
    assert round(Fraction(work.training_flop(), work.forward_flop()), 4) == Fraction(ratio)


def test_mamba_2_shares_the_scores_of_a_group() -> None:
    """The reference code works the scores of its one group out for each of its 80 heads."""
    layer = Mamba2(inner=5120, states=128, heads=80, groups=1, kernel=4, chunk=256)
    network = Decoder(2560, 50288, True, ((64, layer),), ())
    shared = network.work(Sample(512)).forward_flop()
    for_each_head = shared + 64 * 512 * 2 * 256 * 128 * 79
    assert abs(Fraction(for_each_head, 3_110_948_700_160) - 1) < Fraction(1, 1000)


MODELS: list[tuple[str, Network, str]] = [
    ("BERT-large", BERT_LARGE, "336226108"),
    ("T5-11B", t5(24, 1024, 128, 128, 65536, 32128), "11307321344"),
    ("CLIP ViT-L/14@336", CLIP, "427944193"),
    ("Whisper large", WHISPER, "1543304960"),
    ("DiT-XL/2", DIT, "749826464"),
    ("Mamba-1 2.8B", MAMBA, "2768345600"),
    ("ViT-H/14", vision(32, 1280, 16, 14), "632e6"),
]


@pytest.mark.parametrize("network, built", [row[1:] for row in MODELS], ids=[row[0] for row in MODELS])
def test_weights_are_those_of_the_built_model_but_for_norms_biases_and_positions(network: Network, built: str) -> None:
    assert Fraction(99, 100) < Fraction(network.parameters()) / Fraction(built) <= 1


def test_latent_attention_of_deepseek_v3() -> None:
    """128 heads of 128 + 64 and 128, compressed to 1536 and 512: 187,105,280 weights, by hand."""
    layer = LatentAttention(128, 1536, 512, 128, 64, 128)
    weights = 7168 * 1536 + 1536 * 128 * 192 + 7168 * 576 + 512 * 128 * 256 + 128 * 128 * 7168
    assert (layer.weights(7168), layer.pair_flop()) == (weights, 2 * 128 * 320)
