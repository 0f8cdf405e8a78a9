"""Networks that are not decoders: encoders, encoder-decoders, vision, pairs of image and text, speech, diffusion, LSTM.

Exact integers; the forms equal an operation counter's on built models.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flopguard.estimate.architecture.attention import Attention, projected
from flopguard.estimate.architecture.mlp import Mlp
from flopguard.estimate.architecture.work import MULTIPLY_ADD, Sample, Work


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


@dataclass(frozen=True, slots=True)
class Convolution:
    """A convolution along one line: so many inputs and outputs a position, a kernel, a step, groups."""

    inputs: int
    outputs: int
    kernel: int
    step: int = 1
    padding: int = 0
    groups: int = 1

    def weights(self) -> int:
        """Its weights."""
        return self.inputs // self.groups * self.outputs * self.kernel

    def positions(self, length: int) -> int:
        """How many outputs there are for so many inputs; none where they are fewer than the kernel."""
        return max((length + 2 * self.padding - self.kernel) // self.step + 1, 0)

    def flop(self, length: int) -> int:
        """FLOP over so many inputs; what is padded is worked out too."""
        return MULTIPLY_ADD * self.weights() * self.positions(length)


@dataclass(frozen=True, slots=True)
class SpeechEncoder:
    """Convolutions over sound, then an encoder. The first convolution works on the input itself."""

    convolutions: tuple[Convolution, ...]
    encoder: Stack
    further: int = 0
    """Weights that act at every position between the convolutions and the encoder."""
    positional: Convolution | None = None
    """A convolution over the encoder's positions that tells it where they are."""

    NEEDS: ClassVar[tuple[str, ...]] = ("sequence_length",)
    BY_TOKENS: ClassVar[bool] = False

    def parameters(self) -> int:
        """All weight matrices and kernels; norms, biases and learned positions are left out."""
        own = sum(layer.weights() for layer in self.convolutions) + self.encoder.parameters() + self.further
        return own + (self.positional.weights() if self.positional else 0)

    def active_parameters(self) -> int:
        """The same: all of them act on a sample."""
        return self.parameters()

    def positions(self, length: int) -> int:
        """How many positions the encoder has for so many readings of sound."""
        for layer in self.convolutions:
            length = layer.positions(length)
        return length

    def work(self, sample: Sample) -> Work:
        """One forward pass over a stretch of sound; its length is in readings, or in frames of a spectrum."""
        length, made = sample.length, Work()
        for number, layer in enumerate(self.convolutions):
            flop = layer.flop(length)
            made += Work(layers=flop) if number else Work(entry=flop)
            length = layer.positions(length)
        if self.positional:
            made += Work(layers=self.positional.flop(length))
        return made + self.encoder.work(length) + projected(self.further, length)

    def training_work(self, sample: Sample) -> Work:
        """The same."""
        return self.work(sample)


@dataclass(frozen=True, slots=True)
class SpeechTranscriber:
    """An encoder of windows of sound, all of one length, and a decoder that writes tokens for each."""

    speech: SpeechEncoder
    frames: int
    decoder: Stack
    vocabulary: int

    NEEDS: ClassVar[tuple[str, ...]] = ("target_length",)
    BY_TOKENS: ClassVar[bool] = False

    def parameters(self) -> int:
        """All weight matrices and kernels; norms, biases and learned positions are left out. One table serves twice."""
        return self.speech.parameters() + self.decoder.parameters() + self.vocabulary * self.decoder.hidden

    def active_parameters(self) -> int:
        """The same: all of them act on a sample."""
        return self.parameters()

    def work(self, sample: Sample) -> Work:
        """One forward pass over a window and the tokens that are written for it."""
        table = MULTIPLY_ADD * sample.target * self.decoder.hidden * self.vocabulary
        written = self.decoder.work(sample.target, self.speech.positions(self.frames))
        return self.speech.work(Sample(self.frames)) + written + Work(head=table, lookup=table)

    def training_work(self, sample: Sample) -> Work:
        """The same."""
        return self.work(sample)


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
