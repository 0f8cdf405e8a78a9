"""Long short-term memories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flopguard.estimate.architecture.attention import projected
from flopguard.estimate.architecture.work import MULTIPLY_ADD, Sample, Work


@dataclass(frozen=True, slots=True)
class Lstm:
    """Layers of a long short-term memory; the first takes `inputs` numbers a step, the others the state below."""

    layers: int
    state: int
    inputs: int
    vocabulary: int = 0
    """Rows of a table in front, and outputs of a head, where it works on tokens."""

    NEEDS: ClassVar[tuple[str, ...]] = ("sequence_length",)
    BY_TOKENS: ClassVar[bool] = True

    def _gates(self) -> int:
        """Weights of the four gates of every layer, for the input and for the state."""
        return 4 * self.state * (self.inputs + (self.layers - 1) * self.state + self.layers * self.state)

    def parameters(self) -> int:
        """All weight matrices; biases are left out."""
        return self._gates() + self.vocabulary * (self.inputs + self.state)

    def active_parameters(self) -> int:
        """Weights that act on one step."""
        return self._gates() + self.vocabulary * self.state

    def work(self, sample: Sample) -> Work:
        """One forward pass over so many steps."""
        head = MULTIPLY_ADD * sample.length * self.vocabulary
        return projected(self._gates(), sample.length) + Work(head=head * self.state, lookup=head * self.inputs)

    def training_work(self, sample: Sample) -> Work:
        """The same."""
        return self.work(sample)
