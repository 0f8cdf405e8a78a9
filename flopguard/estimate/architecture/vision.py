"""Networks that take images: vision transformers, pairs of image and text, diffusion transformers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flopguard.estimate.architecture.attention import Attention, projected
from flopguard.estimate.architecture.stack import Stack
from flopguard.estimate.architecture.work import MULTIPLY_ADD, Sample, Work


@dataclass(frozen=True, slots=True)
class VisionTransformer:
    """A transformer over the patches of an image; `extra` are positions that are no patch, such as the class token."""

    stack: Stack
    image: int
    patch: int
    channels: int = 3
    extra: int = 1
    head: int = 0
    """Weights of what follows the last layer, once an image: classes, or a projection."""
    pool: Attention | None = None
    """One query that gathers the positions by attention, with a feed-forward block like those of the layers."""

    NEEDS: ClassVar[tuple[str, ...]] = ()
    BY_TOKENS: ClassVar[bool] = False

    def parameters(self) -> int:
        """All weight matrices; norms, biases and learned positions are left out."""
        pool = self.pool.weights(self.stack.hidden) + self.stack.mlp.weights(self.stack.hidden) if self.pool else 0
        return self.channels * self.patch**2 * self.stack.hidden + self.stack.parameters() + self.head + pool

    def active_parameters(self) -> int:
        """The same: all of them act on an image."""
        return self.parameters()

    def patches(self) -> int:
        """How many patches an image has; a patch that does not fit at the edge is cut off."""
        return (self.image // self.patch) ** 2

    def work(self, sample: Sample) -> Work:
        """One forward pass over an image."""
        entry = MULTIPLY_ADD * self.patches() * self.channels * self.patch**2 * self.stack.hidden
        positions = self.patches() + self.extra
        return self.stack.work(positions) + Work(entry=entry, head=MULTIPLY_ADD * self.head) + self._pooled(positions)

    def _pooled(self, positions: int) -> Work:
        if self.pool is None:
            return Work()
        width = self.pool.heads * self.pool.head_size * self.stack.hidden
        scores = Work(scores=self.pool.pair_flop() * positions)
        return (
            projected(2 * width, 1)
            + projected(2 * width, positions)
            + scores
            + self.stack.mlp.work(self.stack.hidden, 1)
        )

    def training_work(self, sample: Sample) -> Work:
        """The same."""
        return self.work(sample)


@dataclass(frozen=True, slots=True)
class DualEncoder:
    """A vision transformer and an encoder of text whose outputs are compared."""

    vision: VisionTransformer
    text: Stack
    text_length: int
    vocabulary: int
    text_head: int
    """Weights of the projection of the text, once a text."""
    compared: int
    """Width of the two vectors that are compared."""

    NEEDS: ClassVar[tuple[str, ...]] = ()
    BY_TOKENS: ClassVar[bool] = False

    def parameters(self) -> int:
        """All weight matrices; norms, biases and learned positions are left out."""
        text = self.vocabulary * self.text.hidden + self.text.parameters() + self.text_head
        return self.vision.parameters() + text

    def active_parameters(self) -> int:
        """The same but for the embedding."""
        return self.parameters() - self.vocabulary * self.text.hidden

    def work(self, sample: Sample) -> Work:
        """One forward pass over an image and its text, and their comparison with each other."""
        lookup = MULTIPLY_ADD * self.text_length * self.vocabulary * self.text.hidden
        head = MULTIPLY_ADD * (self.text_head + self.compared)
        return self.vision.work(sample) + self.text.work(self.text_length) + Work(head=head, lookup=lookup)

    def training_work(self, sample: Sample) -> Work:
        """The same."""
        return self.work(sample)


@dataclass(frozen=True, slots=True)
class DiffusionTransformer:
    """A transformer over the patches of a noisy latent image, whose layers are steered by the time and the label.

    `time_width` is the width of the sinusoidal code of the time. Where the layers are steered `apart`, each has its own
    network for the time and its own table of labels, and the exit works the first layer's out again.
    """

    stack: Stack
    latent: int
    patch: int
    channels: int
    out_channels: int
    labels: int
    time_width: int = 256
    apart: bool = False
    modulations: int = 6
    """Vectors of the model's width that steer a layer."""

    NEEDS: ClassVar[tuple[str, ...]] = ()
    BY_TOKENS: ClassVar[bool] = False

    def _time(self) -> int:
        """Weights of one network for the time."""
        return (self.time_width + self.stack.hidden) * self.stack.hidden

    def _steering(self) -> int:
        """Weights that make the steering vectors of the layers, and two of the exit."""
        return (self.stack.layers() * self.modulations + 2) * self.stack.hidden**2

    def parameters(self) -> int:
        """All weight matrices; norms, biases and learned positions are left out."""
        edges = (self.channels + self.out_channels) * self.patch**2 * self.stack.hidden
        steered = self._time() + self.labels * self.stack.hidden
        networks = self.stack.layers() if self.apart else 1
        return edges + self.stack.parameters() + self._steering() + networks * steered

    def active_parameters(self) -> int:
        """The same: all of them act on an image."""
        return self.parameters()

    def work(self, sample: Sample) -> Work:
        """One forward pass over an image at one step of the noise."""
        patches = (self.latent // self.patch) ** 2
        edge = MULTIPLY_ADD * patches * self.patch**2 * self.stack.hidden
        networks = self.stack.layers() + 1 if self.apart else 1
        once = self._steering() + networks * self._time()
        edges = Work(entry=edge * self.channels, head=edge * self.out_channels)
        return self.stack.work(patches) + projected(once, 1) + edges

    def training_work(self, sample: Sample) -> Work:
        """The same."""
        return self.work(sample)
