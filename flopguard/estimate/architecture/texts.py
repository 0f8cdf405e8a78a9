"""Encoders of tokens, and encoders with a decoder that attends to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flopguard.estimate.architecture.attention import projected
from flopguard.estimate.architecture.stack import Stack
from flopguard.estimate.architecture.work import MULTIPLY_ADD, Sample, Work


@dataclass(frozen=True, slots=True)
class Encoder:
    """An encoder of tokens with a head at every position."""

    stack: Stack
    vocabulary: int
    tied: bool
    width: int
    """Width of the vocabulary's tables; where it is not that of the layers, a product leads from one to the other."""
    head: int = 0
    """Weights of the head at a position but for the vocabulary's table."""
    further: int = 0
    """Weights that act once a sequence."""

    NEEDS: ClassVar[tuple[str, ...]] = ("sequence_length",)
    BY_TOKENS: ClassVar[bool] = True

    def parameters(self) -> int:
        """All weight matrices; norms, biases, learned positions and the head once a sequence are left out."""
        tables = self.vocabulary * self.width * (1 if self.tied else 2)
        return tables + self._entry() + self.stack.parameters() + self.head

    def active_parameters(self) -> int:
        """Weights that act on one token."""
        return self.vocabulary * self.width + self._entry() + self.stack.parameters() + self.head

    def _entry(self) -> int:
        return 0 if self.width == self.stack.hidden else self.width * self.stack.hidden

    def work(self, sample: Sample) -> Work:
        """One forward pass over a sequence, the head at every position."""
        table = MULTIPLY_ADD * sample.length * self.vocabulary * self.width
        head = MULTIPLY_ADD * (sample.length * self.head + self.further)
        entry = projected(self._entry(), sample.length)
        return self.stack.work(sample.length) + entry + Work(head=table + head, lookup=table)

    def training_work(self, sample: Sample) -> Work:
        """The same."""
        return self.work(sample)


@dataclass(frozen=True, slots=True)
class EncoderDecoder:
    """An encoder of tokens, and a decoder of tokens that attends to it."""

    encoder: Stack
    decoder: Stack
    vocabulary: int
    tied: bool

    NEEDS: ClassVar[tuple[str, ...]] = ("sequence_length", "target_length")
    BY_TOKENS: ClassVar[bool] = False

    def parameters(self) -> int:
        """All weight matrices; norms, biases and positions are left out. Both sides share one embedding."""
        tables = self.vocabulary * self.decoder.hidden * (1 if self.tied else 2)
        return tables + self.encoder.parameters() + self.decoder.parameters()

    def active_parameters(self) -> int:
        """Weights that act on one sample; a token meets those of its own side."""
        return self.vocabulary * self.decoder.hidden + self.encoder.parameters() + self.decoder.parameters()

    def work(self, sample: Sample) -> Work:
        """One forward pass over a pair of sequences, logits at every position of the output."""
        table = MULTIPLY_ADD * sample.target * self.decoder.hidden * self.vocabulary
        lookup = MULTIPLY_ADD * (sample.length + sample.target) * self.decoder.hidden * self.vocabulary
        sides = self.encoder.work(sample.length) + self.decoder.work(sample.target, sample.length)
        return sides + Work(head=table, lookup=lookup)

    def training_work(self, sample: Sample) -> Work:
        """The same."""
        return self.work(sample)
