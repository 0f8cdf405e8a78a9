"""Feed-forward blocks, dense or of experts."""

from __future__ import annotations

from dataclasses import dataclass

from flopguard.estimate.architecture.attention import projected
from flopguard.estimate.architecture.work import MULTIPLY_ADD, Work


@dataclass(frozen=True, slots=True)
class Mlp:
    """A feed-forward block: dense, or of experts of which each token visits some."""

    width: int
    gated: bool
    experts: int = 0
    per_token: int = 0
    shared: int = 0
    """Width of all experts together that see every token."""
    shared_gate: bool = False
    """Whether one further weight a dimension weighs what the shared experts give."""
    receptance: bool = False
    """Whether a further product of the layer's width weighs the output."""

    def weights(self, hidden: int) -> int:
        """All weights, the router's among them."""
        return self._of(hidden, self.experts or 1)

    def active_weights(self, hidden: int) -> int:
        """The weights that one token meets; the router scores every expert."""
        return self._of(hidden, self.per_token if self.experts else 1)

    def work(self, hidden: int, length: int) -> Work:
        """The operations over a sequence."""
        active = self.active_weights(hidden)
        idle = MULTIPLY_ADD * length * (self.weights(hidden) - active)
        return projected(active, length) + Work(idle=idle)

    def _of(self, hidden: int, blocks: int) -> int:
        matrices = 3 if self.gated else 2
        gate = hidden if self.shared_gate else 0
        weighed = hidden * hidden if self.receptance else 0
        return (blocks * self.width + self.shared) * matrices * hidden + hidden * self.experts + gate + weighed
