"""A decoder transformer's matrix products, counted from its shape: parameters and FLOP, exact integers.

Conventions: a multiply-add is 2 FLOP; the input embedding is a lookup and costs nothing; the output head is a product
at every position. A causal mask leaves S(S+1)/2 pairs of query and key of a sequence of S tokens, a window
w(w+1)/2 + (S-w)w. Norms, biases, softmax and activations are left out: below 0.2 % of a forward pass from about 1e8
parameters on. Recomputation is no operation of the model. The forms equal an operation counter's on built models.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

MULTIPLY_ADD = 2
TRAINING_PASSES = 3
"""A forward pass, and a backward pass that costs two of it."""


@dataclass(frozen=True, slots=True)
class Attention:
    """One attention layer: query heads, shared key and value heads, the size of a head, a window where it has one."""

    heads: int
    kv_heads: int
    head_size: int
    window: int | None = None

    def weights(self, hidden: int) -> int:
        """Weights of the query, key, value and output projections."""
        return 2 * hidden * self.head_size * (self.heads + self.kv_heads)

    def pair_flop(self) -> int:
        """FLOP of one query with one key: the score, and the value weighed by it. Every query head meets every key."""
        return MULTIPLY_ADD * 2 * self.heads * self.head_size


@dataclass(frozen=True, slots=True)
class Mlp:
    """A feed-forward block: dense, or of experts of which each token visits some; shared experts see every token."""

    width: int
    gated: bool
    experts: int = 0
    per_token: int = 0
    shared: int = 0

    def weights(self, hidden: int) -> int:
        """All weights, the router's among them."""
        return self._of(hidden, self.experts + self.shared if self.experts else 1)

    def active_weights(self, hidden: int) -> int:
        """The weights that one token meets; the router scores every expert."""
        return self._of(hidden, self.per_token + self.shared if self.experts else 1)

    def _of(self, hidden: int, blocks: int) -> int:
        matrices = 3 if self.gated else 2
        return blocks * matrices * hidden * self.width + hidden * self.experts


@dataclass(frozen=True, slots=True)
class Decoder:
    """A decoder transformer: how many layers have which attention, and how many have which feed-forward block."""

    hidden: int
    vocabulary: int
    tied: bool
    attention: tuple[tuple[int, Attention], ...]
    mlp: tuple[tuple[int, Mlp], ...]

    def parameters(self) -> int:
        """All weight matrices; norms, biases and learned positions are left out."""
        tables = self.vocabulary * self.hidden * (1 if self.tied else 2)
        return tables + self._projections() + sum(count * block.weights(self.hidden) for count, block in self.mlp)

    def matrix_parameters(self) -> int:
        """Parameters that take part in a product for one token: active experts only, output head in, embedding out."""
        active = sum(count * block.active_weights(self.hidden) for count, block in self.mlp)
        return self.vocabulary * self.hidden + self._projections() + active

    def _projections(self) -> int:
        return sum(count * layer.weights(self.hidden) for count, layer in self.attention)

    def forward_flop(self, length: int, *, causal: bool = True) -> int:
        """FLOP of one forward pass over a sequence of `length` tokens, with logits at every position."""
        return MULTIPLY_ADD * length * self.matrix_parameters() + self._scores(length, causal=causal)

    def _scores(self, length: int, *, causal: bool) -> int:
        return sum(
            count * layer.pair_flop() * pairs(length, layer.window, causal=causal) for count, layer in self.attention
        )

    def forward_flop_per_token(self, length: int) -> Fraction:
        """The same with the causal mask, for each token of the sequence on average."""
        return Fraction(self.forward_flop(length), length)

    def attention_share(self, length: int) -> Fraction:
        """Share of the scores and weighed values in the forward pass with the causal mask."""
        return Fraction(self._scores(length, causal=True), self.forward_flop(length))


def pairs(length: int, window: int | None = None, *, causal: bool = True) -> int:
    """How many pairs of query and key one layer needs for a sequence; a window holds the token itself."""
    if not causal:
        return length * length
    if window is None or window >= length:
        return length * (length + 1) // 2
    return window * (window + 1) // 2 + (length - window) * window
