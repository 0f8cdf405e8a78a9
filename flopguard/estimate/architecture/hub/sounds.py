"""Configurations of networks that take sound."""

from __future__ import annotations

from flopguard.estimate.architecture.hub.fields import VOCABULARY, Fields
from flopguard.estimate.architecture.hub.layers import side, uniform
from flopguard.estimate.architecture.speech import Convolution, SpeechEncoder, SpeechTranscriber


def whisper(fields: Fields) -> SpeechTranscriber:
    """Two convolutions over a spectrum, the second halving its length."""
    width, frames = fields.sized("d_model"), 2 * fields.sized("max_source_positions")
    first = Convolution(fields.sized("num_mel_bins"), width, 3, padding=1)
    second = Convolution(width, width, 3, step=2, padding=1)
    speech = SpeechEncoder((first, second), side(fields, "encoder"))
    positions = frames // 2 + fields.whole("max_target_positions", default=0)
    decoder = side(fields, "decoder", cross=True)
    return SpeechTranscriber(speech, frames, decoder, fields.sized(*VOCABULARY), positions)


def wav2vec(fields: Fields) -> SpeechEncoder:
    """Convolutions over the wave itself, and one over positions."""
    names = ("conv_dim", "conv_kernel", "conv_stride")
    outputs, kernels, steps = (fields.numbers(name) or () for name in names)
    if not outputs or not len(outputs) == len(kernels) == len(steps) or 0 in (*outputs, *kernels, *steps):
        fields.lacks.append(f"{fields.at}conv_dim, conv_kernel and conv_stride of one length, without a 0")
        outputs = kernels = steps = (1,)
    shapes = zip((1, *outputs), outputs, kernels, steps, strict=False)
    layers = tuple(Convolution(*shape) for shape in shapes)
    stack = uniform(fields)
    groups = fields.sized("num_conv_pos_embedding_groups")
    fields.divided("num_conv_pos_embedding_groups", stack.hidden, groups)
    kernel = fields.sized("num_conv_pos_embeddings")
    positional = Convolution(stack.hidden, stack.hidden, kernel, padding=kernel // 2, groups=groups)
    return SpeechEncoder(layers, stack, further=outputs[-1] * stack.hidden, positional=positional)
