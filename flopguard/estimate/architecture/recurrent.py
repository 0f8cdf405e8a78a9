"""Layers whose cost does not grow with the square of the sequence: state-space, linear attention, convolution.

Those that are worked through in chunks are counted so, since training runs them so: within a chunk every token meets
every other, between chunks a state is carried on.
"""

from __future__ import annotations

from dataclasses import dataclass

from flopguard.estimate.architecture.attention import projected
from flopguard.estimate.architecture.work import MULTIPLY_ADD, Mixer, Work


@dataclass(frozen=True, slots=True)
class Mamba:
    """A selective state space of the first kind: `rank` is that of the step size, `kernel` that of the convolution."""

    inner: int
    states: int
    rank: int
    kernel: int

    def weights(self, hidden: int) -> int:
        """Weights of the projections, the convolution and the step size."""
        inputs = 2 * hidden * self.inner + self.inner * (self.rank + 2 * self.states)
        return inputs + self.inner * (self.rank + hidden + self.kernel)

    def work(self, hidden: int, length: int) -> Work:
        """The operations over a sequence; of the scan the product with the output matrix."""
        return projected(self.weights(hidden), length) + _carried(self.states * self.inner, length)


@dataclass(frozen=True, slots=True)
class Mamba2:
    """A state space of the second kind: heads share the states of their group."""

    inner: int
    states: int
    heads: int
    groups: int
    kernel: int
    chunk: int

    def weights(self, hidden: int) -> int:
        """Weights of the projections and the convolution."""
        shared = 2 * self.groups * self.states
        return (
            hidden * (2 * self.inner + shared + self.heads) + self.inner * hidden + self.kernel * (self.inner + shared)
        )

    def work(self, hidden: int, length: int) -> Work:
        """The operations over a sequence: scores of a group, values weighed by them, the state written and read."""
        mixing = self.chunk * (self.states * self.groups + self.inner) + 2 * self.states * self.inner
        return projected(self.weights(hidden), length) + _carried(mixing, length)


@dataclass(frozen=True, slots=True)
class GatedDelta:
    """Linear attention by the gated delta rule: what a key retrieves is replaced by its value."""

    key_heads: int
    value_heads: int
    key_size: int
    value_size: int
    kernel: int
    chunk: int = 64

    def weights(self, hidden: int) -> int:
        """Weights of queries, keys, values, the output gate, two gates a head, the convolution and the output."""
        keys, values = self.key_heads * self.key_size, self.value_heads * self.value_size
        return hidden * (2 * keys + 3 * values + 2 * self.value_heads) + self.kernel * (2 * keys + values)

    def work(self, hidden: int, length: int) -> Work:
        """The operations over a sequence: retrieve, write and read of the state, and the products within a chunk."""
        state = 3 * self.key_size * self.value_size
        within = self.chunk * (2 * self.key_size + self.value_size)
        return projected(self.weights(hidden), length) + _carried(self.value_heads * (state + within), length)


@dataclass(frozen=True, slots=True)
class LinearAttention:
    """Attention without a softmax, with decay, and a gate on its output."""

    heads: int
    head_size: int
    chunk: int

    def weights(self, hidden: int) -> int:
        """Weights of queries, keys, values, the gate and the output."""
        return 5 * hidden * self.heads * self.head_size

    def work(self, hidden: int, length: int) -> Work:
        """The operations over a sequence: the state written and read, and the scores and values within a chunk."""
        mixing = 2 * self.head_size * self.head_size + 2 * min(self.chunk, length) * self.head_size
        return projected(self.weights(hidden), length) + _carried(self.heads * mixing, length)


@dataclass(frozen=True, slots=True)
class ShortConvolution:
    """A gated convolution over the last few tokens."""

    kernel: int

    def weights(self, hidden: int) -> int:
        """Weights of the two gates and the value, the convolution and the output."""
        return 4 * hidden * hidden + self.kernel * hidden

    def work(self, hidden: int, length: int) -> Work:
        """The operations over a sequence."""
        return projected(self.weights(hidden), length)


@dataclass(frozen=True, slots=True)
class Rwkv:
    """Time mixing of the fourth RWKV: four products, and a running average that has none. `inner` is its width."""

    inner: int

    def weights(self, hidden: int) -> int:
        """Weights of keys, values, receptance and output."""
        return 4 * hidden * self.inner

    def work(self, hidden: int, length: int) -> Work:
        """The operations over a sequence."""
        return projected(self.weights(hidden), length)


@dataclass(frozen=True, slots=True)
class Parallel:
    """Two mixers on one input, whose outputs are added."""

    first: Mixer
    second: Mixer

    def weights(self, hidden: int) -> int:
        """Weights of both."""
        return self.first.weights(hidden) + self.second.weights(hidden)

    def work(self, hidden: int, length: int) -> Work:
        """The operations of both over a sequence."""
        return self.first.work(hidden, length) + self.second.work(hidden, length)


def _carried(products: int, length: int) -> Work:
    """So many products a token in which no weights are."""
    return Work(states=MULTIPLY_ADD * products * length)
