"""Layers that attend to each other, and to another stack where they have one."""

from __future__ import annotations

from dataclasses import dataclass

from flopguard.estimate.architecture.attention import Attention, projected
from flopguard.estimate.architecture.mlp import Mlp
from flopguard.estimate.architecture.work import Work


@dataclass(frozen=True, slots=True)
class Stack:
    """Layers in groups that attend alike; with `cross`, each also attends to the output of another stack."""

    hidden: int
    attention: tuple[tuple[int, Attention], ...]
    mlp: Mlp
    cross: Attention | None = None
    distinct: int | None = None
    """How many layers have weights of their own, where some are used more than once; they are then all alike."""

    def layers(self) -> int:
        """How many there are."""
        return sum(count for count, _ in self.attention)

    def parameters(self) -> int:
        """Weights of all layers, those of one that is used again once."""
        own = sum(count * attention.weights(self.hidden) for count, attention in self.attention)
        cross = self.cross.weights(self.hidden) if self.cross else 0
        whole = own + self.layers() * (cross + self.mlp.weights(self.hidden))
        return whole if self.distinct is None else whole * self.distinct // self.layers()

    def work(self, length: int, source: int = 0) -> Work:
        """The operations over `length` positions; `source` is how many the other stack has."""
        made = (self.mlp.work(self.hidden, length) + self._across(length, source)).times(self.layers())
        for count, attention in self.attention:
            made += attention.work(self.hidden, length).times(count)
        return made

    def _across(self, length: int, source: int) -> Work:
        """Queries and outputs at the positions of this stack, keys and values at those of the other."""
        if self.cross is None:
            return Work()
        ours = 2 * self.hidden * self.cross.heads * self.cross.head_size
        theirs = 2 * self.hidden * self.cross.kv_heads * self.cross.head_size
        pairs = length * source
        return projected(ours, length) + projected(theirs, source) + Work(scores=self.cross.pair_flop() * pairs)
