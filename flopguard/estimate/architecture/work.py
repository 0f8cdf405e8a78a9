"""The operations of a network on one sample by what they are for, of which a convention says which count.

A sample is what one forward pass takes: a sequence, an image, a pair of both, some seconds of speech. A multiply-add
is 2 FLOP everywhere. The standard is what the model needs: the pairs that its mask leaves, the experts that a token
visits, the output head as a product, the embedding as a lookup that costs nothing, no recomputation.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar, Protocol

from flopguard.estimate.architecture.convention import STANDARD, Convention, Scores, Tables

MULTIPLY_ADD = 2
TRAINING_PASSES = 3
"""A forward pass, and a backward pass that costs two of it."""


@dataclass(frozen=True, slots=True)
class Work:
    """FLOP of one forward pass."""

    layers: int = 0
    """Products with weights that every position of the layer meets, the visited experts' in it."""
    states: int = 0
    """Products of recurrent layers with what they carry on, in which no weights are."""
    idle: int = 0
    """What the experts would cost that are not visited."""
    scores: int = 0
    """Scores, and values weighed by them, of the pairs that are needed."""
    masked: int = 0
    """The same of the pairs that are not."""
    head: int = 0
    lookup: int = 0
    """What the embedding would cost as a product."""
    entry: int = 0
    """Products with the input itself, to which no gradient is needed."""
    unlearned: int = 0
    """Products that select and pass no gradient on."""
    unlearned_masked: int = 0
    """The same of the pairs that are not needed."""

    def __add__(self, other: Work) -> Work:
        return Work(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    def times(self, count: int) -> Work:
        """The work of so many of it."""
        return Work(*(count * getattr(self, field.name) for field in fields(self)))

    def forward_flop(self, convention: Convention = STANDARD) -> int:
        """FLOP of one forward pass as the convention counts."""
        return self._layers(convention) + self._tables(convention) + self.entry

    def training_flop(self, convention: Convention = STANDARD) -> int:
        """FLOP of a forward and a backward pass; the input needs no gradient, what selects passes none on."""
        backward = 2 * (self.forward_flop(convention) - self._selecting(convention)) - self.entry
        again = self._layers(convention) if convention.recompute else 0
        return self.forward_flop(convention) + backward + again

    def frozen_flop(self, convention: Convention = STANDARD) -> int:
        """FLOP of a forward pass and of the gradient passed on through weights that have none of their own.

        Scores and states are products of two activations, both of which need a gradient.
        """
        weights = self.layers + (self.idle if convention.all_experts else 0) + self._tables(convention)
        again = self._layers(convention) if convention.recompute else 0
        activations = self._scores(convention) + self.states
        return self.forward_flop(convention) + weights + 2 * activations + again

    def _layers(self, convention: Convention) -> int:
        idle = self.idle if convention.all_experts else 0
        return self.layers + self.states + idle + self._scores(convention) + self._selecting(convention)

    def _scores(self, convention: Convention) -> int:
        return {Scores.NEEDED: self.scores, Scores.ALL: self.scores + self.masked, Scores.NONE: 0}[convention.scores]

    def _selecting(self, convention: Convention) -> int:
        return self.unlearned + (self.unlearned_masked if convention.scores is Scores.ALL else 0)

    def _tables(self, convention: Convention) -> int:
        return {Tables.HEAD: self.head, Tables.BOTH: self.head + self.lookup, Tables.NEITHER: 0}[convention.tables]


@dataclass(frozen=True, slots=True)
class Sample:
    """How large a sample is: positions of the input, and of the output where that is a side of its own."""

    length: int = 0
    target: int = 0


class Mixer(Protocol):
    """What lets the positions of a sequence see each other: attention, or a recurrent layer."""

    def weights(self, hidden: int) -> int:
        """Its weights, each of which acts on every position."""
        ...

    def work(self, hidden: int, length: int) -> Work:
        """The operations over a sequence."""
        ...


class Network(Protocol):
    """A model that can be counted."""

    NEEDS: ClassVar[tuple[str, ...]]
    """The fields of a phase that say how large a sample is."""
    BY_TOKENS: ClassVar[bool]
    """Whether a sample is `length` tokens, so that tokens say how many samples there are."""

    def parameters(self) -> int:
        """All weight matrices; norms, biases and learned positions are left out."""
        ...

    def active_parameters(self) -> int:
        """Weights that act on one token: visited experts, the output head, no embedding."""
        ...

    def work(self, sample: Sample) -> Work:
        """The operations of one forward pass."""
        ...

    def training_work(self, sample: Sample) -> Work:
        """The same with what is there for training only."""
        ...
