"""Attention layers: their weights, and the pairs of query and key that they need."""

from __future__ import annotations

from dataclasses import dataclass

from flopguard.estimate.architecture.work import MULTIPLY_ADD, Work


def pairs(
    length: int, window: int | None = None, *, causal: bool = True, chunk: int | None = None, reach: int | None = None
) -> int:
    """How many pairs of query and key one layer needs for a sequence.

    A window holds the token itself. A chunk is a stretch of the sequence beyond which no token sees. `reach` is how far
    a token sees to each side where there is no causal mask.
    """
    if not causal:
        return length * length if reach is None else length + 2 * _before(length, reach)
    if chunk is not None and chunk < length:
        whole, rest = divmod(length, chunk)
        return whole * pairs(chunk, window) + pairs(rest, window)
    return length + _before(length, length if window is None else window - 1)


def _before(length: int, reach: int) -> int:
    """Keys before each token, at most `reach` of them, over the sequence."""
    if reach >= length:
        return length * (length - 1) // 2
    return reach * (reach + 1) // 2 + (length - reach - 1) * reach


@dataclass(frozen=True, slots=True)
class Attention:
    """Query heads, shared key and value heads, the size of a head; a window, chunk or reach where it has one."""

    heads: int
    kv_heads: int
    head_size: int
    window: int | None = None
    chunk: int | None = None
    reach: int | None = None
    causal: bool = True
    gated: bool = False
    """Whether a further projection of the input weighs the output."""

    def weights(self, hidden: int) -> int:
        """Weights of the query, key, value and output projections, and of the gate."""
        return hidden * self.head_size * (2 * self.heads + 2 * self.kv_heads + (self.heads if self.gated else 0))

    def pair_flop(self) -> int:
        """FLOP of one query with one key: the score, and the value weighed by it. Every query head meets every key."""
        return MULTIPLY_ADD * 2 * self.heads * self.head_size

    def pairs(self, length: int) -> int:
        """Pairs that the mask leaves."""
        return pairs(length, self.window, causal=self.causal, chunk=self.chunk, reach=self.reach)

    def work(self, hidden: int, length: int) -> Work:
        """The operations over a sequence."""
        return projected(self.weights(hidden), length) + scored(self.pair_flop(), self.pairs(length), length)


@dataclass(frozen=True, slots=True)
class Indexer:
    """A small attention that selects the `top` keys which the large one sees; its scores need every pair."""

    heads: int
    size: int
    top: int

    def weights(self, hidden: int, query_rank: int) -> int:
        """Weights of its queries from the compressed ones, its one key, and the weight of each head."""
        return query_rank * self.heads * self.size + hidden * (self.size + self.heads)

    def work(self, hidden: int, query_rank: int, length: int) -> Work:
        """All of it selects and learns by itself: a score of each head for each pair, and their weighed sum."""
        pair, needed = MULTIPLY_ADD * self.heads * (self.size + 1), pairs(length)
        projections = MULTIPLY_ADD * length * self.weights(hidden, query_rank)
        return Work(unlearned=projections + pair * needed, unlearned_masked=pair * (length * length - needed))


@dataclass(frozen=True, slots=True)
class LatentAttention:
    """Keys and values from a compressed vector that the heads share; `query_rank` is None where queries are not."""

    heads: int
    query_rank: int | None
    kv_rank: int
    plain_size: int
    rotary_size: int
    value_size: int
    indexer: Indexer | None = None

    def weights(self, hidden: int) -> int:
        """Weights in training, where the compressed vector is expanded."""
        size = self.heads * (self.plain_size + self.rotary_size)
        queries = hidden * size if self.query_rank is None else self.query_rank * (hidden + size)
        keys = hidden * (self.kv_rank + self.rotary_size)
        values = self.kv_rank * self.heads * (self.plain_size + self.value_size)
        selection = self.indexer.weights(hidden, self.query_rank or hidden) if self.indexer else 0
        return queries + keys + values + self.heads * self.value_size * hidden + selection

    def pair_flop(self) -> int:
        """FLOP of one query with one key."""
        return MULTIPLY_ADD * self.heads * (self.plain_size + self.rotary_size + self.value_size)

    def compressed_pair_flop(self) -> int:
        """The same on the compressed vectors themselves, as when a token is generated with a cache of them."""
        return MULTIPLY_ADD * self.heads * (2 * self.kv_rank + self.rotary_size)

    def work(self, hidden: int, length: int) -> Work:
        """The operations over a sequence; with an indexer at most its `top` keys a token."""
        if self.indexer is None:
            return projected(self.weights(hidden), length) + scored(self.pair_flop(), pairs(length), length)
        rank = self.query_rank or hidden
        weights = self.weights(hidden) - self.indexer.weights(hidden, rank)
        seen = pairs(length, self.indexer.top)
        return (
            projected(weights, length)
            + scored(self.pair_flop(), seen, length)
            + self.indexer.work(hidden, rank, length)
        )


def projected(weights: int, positions: int) -> Work:
    """Products of weights with so many positions."""
    return Work(layers=MULTIPLY_ADD * weights * positions)


def scored(pair_flop: int, needed: int, length: int) -> Work:
    """Scores over a sequence: of the pairs that are needed, and of the rest."""
    return Work(scores=pair_flop * needed, masked=pair_flop * (length * length - needed))
