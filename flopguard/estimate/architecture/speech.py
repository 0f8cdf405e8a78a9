"""Networks that take sound: convolutions, an encoder, and a decoder that writes tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flopguard.estimate.architecture.attention import projected
from flopguard.estimate.architecture.stack import Stack
from flopguard.estimate.architecture.work import MULTIPLY_ADD, Sample, Work


@dataclass(frozen=True, slots=True)
class Convolution:
    """A convolution along one line: so many inputs and outputs a position, a kernel, a step, groups."""

    inputs: int
    outputs: int
    kernel: int
    step: int = 1
    padding: int = 0
    groups: int = 1

    def weights(self) -> int:
        """Its weights."""
        return self.inputs // self.groups * self.outputs * self.kernel

    def positions(self, length: int) -> int:
        """How many outputs there are for so many inputs; none where they are fewer than the kernel."""
        return max((length + 2 * self.padding - self.kernel) // self.step + 1, 0)

    def flop(self, length: int) -> int:
        """FLOP over so many inputs; what is padded is worked out too."""
        return MULTIPLY_ADD * self.weights() * self.positions(length)


@dataclass(frozen=True, slots=True)
class SpeechEncoder:
    """Convolutions over sound, then an encoder. The first convolution works on the input itself."""

    convolutions: tuple[Convolution, ...]
    encoder: Stack
    further: int = 0
    """Weights that act at every position between the convolutions and the encoder."""
    positional: Convolution | None = None
    """A convolution over the encoder's positions that tells it where they are."""

    NEEDS: ClassVar[tuple[str, ...]] = ("sequence_length",)
    BY_TOKENS: ClassVar[bool] = False

    def parameters(self) -> int:
        """All weight matrices and kernels; norms, biases and learned positions are left out."""
        own = sum(layer.weights() for layer in self.convolutions) + self.encoder.parameters() + self.further
        return own + (self.positional.weights() if self.positional else 0)

    def active_parameters(self) -> int:
        """The same: all of them act on a sample."""
        return self.parameters()

    def positions(self, length: int) -> int:
        """How many positions the encoder has for so many readings of sound."""
        for layer in self.convolutions:
            length = layer.positions(length)
        return length

    def work(self, sample: Sample) -> Work:
        """One forward pass over a stretch of sound, in readings or in frames of a spectrum; none of too short a one."""
        length, made = sample.length, Work()
        for number, layer in enumerate(self.convolutions):
            flop = layer.flop(length)
            made += Work(layers=flop) if number else Work(entry=flop)
            length = layer.positions(length)
        if length == 0:
            return Work()  # too short a stretch to be heard at all
        if self.positional:
            made += Work(layers=self.positional.flop(length))
        return made + self.encoder.work(length) + projected(self.further, length)

    def training_work(self, sample: Sample) -> Work:
        """The same."""
        return self.work(sample)


@dataclass(frozen=True, slots=True)
class SpeechTranscriber:
    """An encoder of windows of sound, all of one length, and a decoder that writes tokens for each."""

    speech: SpeechEncoder
    frames: int
    decoder: Stack
    vocabulary: int
    positions: int = 0
    """Positions of both sides together, each of which has a learned vector: much of a small model."""

    NEEDS: ClassVar[tuple[str, ...]] = ("target_length",)
    BY_TOKENS: ClassVar[bool] = False

    def parameters(self) -> int:
        """All weight matrices, kernels and positions; norms and biases are left out. One table serves twice."""
        tables = (self.vocabulary + self.positions) * self.decoder.hidden
        return self.speech.parameters() + self.decoder.parameters() + tables

    def active_parameters(self) -> int:
        """The same but for the positions."""
        return self.parameters() - self.positions * self.decoder.hidden

    def work(self, sample: Sample) -> Work:
        """One forward pass over a window and the tokens that are written for it."""
        table = MULTIPLY_ADD * sample.target * self.decoder.hidden * self.vocabulary
        written = self.decoder.work(sample.target, self.speech.positions(self.frames))
        return self.speech.work(Sample(self.frames)) + written + Work(head=table, lookup=table)

    def training_work(self, sample: Sample) -> Work:
        """The same."""
        return self.work(sample)
