"""Decoders: layers that mix the positions of a sequence, feed-forward blocks, an output head. Exact integers.

Norms, biases, softmax and activations are left out: below 0.2 % of a forward pass from about 1e8 parameters on. The
forms equal an operation counter's on built models.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from flopguard.estimate.architecture.attention import projected
from flopguard.estimate.architecture.convention import STANDARD, Convention, Scores
from flopguard.estimate.architecture.mlp import Mlp
from flopguard.estimate.architecture.work import MULTIPLY_ADD, Mixer, Sample, Work


@dataclass(frozen=True, slots=True)
class Decoder:
    """A decoder: how many layers mix in which way, and how many have which feed-forward block."""

    hidden: int
    vocabulary: int
    tied: bool
    attention: tuple[tuple[int, Mixer], ...]
    mlp: tuple[tuple[int, Mlp], ...]
    predictors: int = 0
    """Modules that predict tokens further on, in training only: the last kind of layer each, and a head."""

    NEEDS: ClassVar[tuple[str, ...]] = ("sequence_length",)
    BY_TOKENS: ClassVar[bool] = True

    def parameters(self) -> int:
        """All weight matrices; norms, biases, learned positions and the modules for later tokens are left out."""
        tables = self.vocabulary * self.hidden * (1 if self.tied else 2)
        return tables + self._mixing() + sum(count * block.weights(self.hidden) for count, block in self.mlp)

    def active_parameters(self) -> int:
        """Parameters that take part in a product for one token: visited experts only, output head in, embedding out."""
        active = sum(count * block.active_weights(self.hidden) for count, block in self.mlp)
        return self.vocabulary * self.hidden + self._mixing() + active

    def predictor_parameters(self) -> int:
        """Weights of the modules that predict later tokens; they share the tables."""
        if not self.predictors:
            return 0
        layer = self.attention[-1][1].weights(self.hidden) + self.mlp[-1][1].weights(self.hidden)
        return self.predictors * (layer + 2 * self.hidden * self.hidden)

    def _mixing(self) -> int:
        return sum(count * mixer.weights(self.hidden) for count, mixer in self.attention)

    def work(self, sample: Sample) -> Work:
        """One forward pass over a sequence, logits at every position."""
        made = self._head(sample.length)
        for count, mixer in self.attention:
            made += mixer.work(self.hidden, sample.length).times(count)
        for count, block in self.mlp:
            made += block.work(self.hidden, sample.length).times(count)
        return made

    def training_work(self, sample: Sample) -> Work:
        """The same with the modules that predict later tokens; each also joins two vectors into one."""
        if not self.predictors:
            return self.work(sample)
        joined = projected(2 * self.hidden * self.hidden, sample.length)
        layer = self.attention[-1][1].work(self.hidden, sample.length) + self.mlp[-1][1].work(
            self.hidden, sample.length
        )
        return self.work(sample) + (joined + layer + self._head(sample.length)).times(self.predictors)

    def _head(self, length: int) -> Work:
        table = MULTIPLY_ADD * length * self.vocabulary * self.hidden
        return Work(head=table, lookup=table)

    def forward_flop(self, length: int, *, causal: bool = True) -> int:
        """FLOP of one forward pass over a sequence of `length` tokens, with logits at every position."""
        convention = STANDARD if causal else Convention(scores=Scores.ALL)
        return self.work(Sample(length)).forward_flop(convention)

    def forward_flop_per_token(self, length: int) -> Fraction:
        """The same with the causal mask, for each token of the sequence on average."""
        return Fraction(self.forward_flop(length), length)

    def attention_share(self, length: int) -> Fraction:
        """Share of the scores and weighed values in the forward pass with the causal mask."""
        work = self.work(Sample(length))
        return Fraction(work.scores, work.forward_flop())
