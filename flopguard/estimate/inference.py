"""FLOP of one token at inference, in the three senses in which it is quoted, and how cost grows with the size.

A token that is generated with a cache, a token of a prompt that is read at once, and a token for which the whole
context is read again cost three different amounts. They are counted from the shape; without one the weights alone are
counted, and the answer says that attention is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from flopguard.estimate.architecture.attention import LatentAttention
from flopguard.estimate.architecture.decoder import Decoder
from flopguard.estimate.architecture.shape import shape_of
from flopguard.estimate.mixtures import is_mixture
from flopguard.estimate.passes import FORWARD_FLOP, TRAINING_FLOP
from flopguard.estimate.types import as_range
from flopguard.fields import Figure
from flopguard.manifest.training import Architecture
from flopguard.manifest.types import Manifest
from flopguard.quantity import Estimate, exact_text, point, show
from flopguard.reference_models import find_reference
from flopguard.result import Inference, MethodGap, SizeCost, TokenCost
from flopguard.units import Dimension

SHAPE, WEIGHTS = "architecture", "parameters"
DECODE, PREFILL, NO_CACHE = "decode with a cache", "prefill", "forward without a cache"
_OTHER_WORK = ("encoder", "vision", "diffusion", "vit", "unet", "conv", "cnn", "protein")
"""Words in a kind of models for which 2 FLOP a parameter and token, or a token at all, has no meaning."""
_NO_DECODER = "/architecture of a decoder, which alone generates one token after another"
GROWTH = (1, 2, 10, 100)
OPTIMUM = "chinchilla-70b"
"""The run whose tokens a parameter stand for a compute-optimal one."""


def inference(manifest: Manifest, context: int, config: Mapping[str, object] | None = None) -> Inference:
    """What a token costs at a context of so many tokens, the token itself among them; or what is missing for that.

    `config` are the fields of the configuration that the manifest names or holds.
    """
    shape = manifest.architecture
    network = shape_of(shape, config)
    if isinstance(network, Decoder):
        return _by_shape(shape, network, context)
    needs = network if isinstance(network, tuple) else (_NO_DECODER,)
    gap = MethodGap(method=SHAPE, needs=needs)
    if not isinstance(network, tuple):
        return Inference(context=context, method=None, gaps=(gap,))
    mixture = is_mixture(shape, config)
    found = _parameters(shape, mixture=mixture)
    if isinstance(found, str):
        return Inference(context=context, method=None, gaps=(gap, MethodGap(method=WEIGHTS, needs=(found,))))
    known = _by_weights(*found, context, gap)
    return known if mixture else _with_growth(known, found[1].estimate)


def _by_shape(shape: Architecture | None, decoder: Decoder, context: int) -> Inference:
    weights = point(decoder.active_parameters(), Dimension.PARAMETERS)
    found = Inference(
        context=context,
        method=SHAPE,
        source=shape.source if shape else None,
        tokens=tuple(_told(decode_flop(decoder, context), prefill_flop(decoder, context), context)),
        notes=tuple(_compressed(decoder, context)),
    )
    mixture = any(block.experts for _, block in decoder.mlp)
    return found if mixture else _with_growth(found, weights)


def _compressed(decoder: Decoder, context: int) -> Iterator[str]:
    """What a cache of compressed keys and values costs instead, where they are latent."""
    latent = [(count, mixer) for count, mixer in decoder.attention if isinstance(mixer, LatentAttention)]
    if latent and all(mixer.indexer is None for _, mixer in latent):
        expanded = sum(count * mixer.pair_flop() for count, mixer in latent)
        scored = sum(count * mixer.compressed_pair_flop() for count, mixer in latent)
        flop = decode_flop(decoder, context) + (scored - expanded) * context
        yield (
            f"{show(Fraction(flop), 4)} FLOP instead for decode with a cache of the compressed keys and values, "
            "which is how latent attention is mostly run; the figure above expands them"
        )


def decode_flop(decoder: Decoder, context: int) -> int:
    """FLOP of the token at the end of a context whose other tokens are cached: what it adds to a causal forward."""
    return decoder.forward_flop(context) - (decoder.forward_flop(context - 1) if context > 1 else 0)


def prefill_flop(decoder: Decoder, context: int) -> int:
    """FLOP of reading a prompt at once, with the logits of its last position only."""
    logits = FORWARD_FLOP * decoder.vocabulary * decoder.hidden
    return decoder.forward_flop(context) - (context - 1) * logits


def _told(decode: int, prompt: int, context: int) -> Iterator[TokenCost]:
    whole, each = _exactly(prompt), _exactly(Fraction(prompt, context))
    yield _cost(DECODE, _exactly(decode), None, "one new token meets its weights once, and the keys of the context")
    yield _cost(
        PREFILL, each, whole, "a token of a prompt that is read at once, on average; logits of the last one only"
    )
    yield _cost(NO_CACHE, whole, None, "one new token for which the whole context is read again")


def _parameters(shape: Architecture | None, *, mixture: bool) -> tuple[str, Figure] | str:
    """The parameters that take part in one token and where they stand, or what is missing."""
    if any(word in _kind(shape) for word in _OTHER_WORK):
        return f"a model that generates text token by token; {_kind(shape)} does not"
    active, every = "/architecture/active_parameters", "/architecture/parameters"
    if shape is not None and shape.active_parameters is not None:
        return active, shape.active_parameters
    if shape is None or shape.parameters is None or mixture:
        return active if mixture else every
    return every, shape.parameters


def _kind(shape: Architecture | None) -> str:
    return ((shape.kind if shape else None) or "").lower()


def _by_weights(where: str, parameters: Figure, context: int, gap: MethodGap) -> Inference:
    once = parameters.estimate.scaled(Fraction(FORWARD_FLOP))
    whole = once.scaled(Fraction(context))
    return Inference(
        context=context,
        method=WEIGHTS,
        source=parameters.citation,
        tokens=(
            _cost(DECODE, once, None, f"{FORWARD_FLOP} FLOP a parameter for one new token"),
            _cost(PREFILL, once, whole, "the same for each token of a prompt that is read at once"),
            _cost(NO_CACHE, whole, None, "one new token for which the whole context is read again"),
        ),
        gaps=(gap,),
        notes=(f"weights only, from {where}: attention is left out, which grows with the context",),
    )


def _cost(kind: str, flop: Estimate, in_all: Estimate | None, because: str) -> TokenCost:
    whole = None if in_all is None else as_range(in_all)
    return TokenCost(kind=kind, flop=as_range(flop), in_all=whole, because=because)


def _exactly(value: Fraction | int) -> Estimate:
    return point(value, Dimension.FLOP)


def _with_growth(found: Inference, parameters: Estimate) -> Inference:
    """With the cost of the same model made larger; for dense models, on which the optimum was measured."""
    sizes = tuple(_size(parameters.scaled(Fraction(times)), times) for times in GROWTH)
    return replace(found, growth=sizes, growth_because=_optimum())


def _size(parameters: Estimate, times: int) -> SizeCost:
    return SizeCost(
        times=times,
        parameters=as_range(parameters),
        forward=as_range(parameters.scaled(Fraction(FORWARD_FLOP))),
        training=as_range(_squared(parameters).scaled(TRAINING_FLOP * tokens_a_parameter())),
    )


def _squared(estimate: Estimate) -> Estimate:
    low, central, high = (None if end is None else end * end for end in (estimate.low, estimate.central, estimate.high))
    assert low is not None
    return Estimate(low, central, high, estimate.dimension, estimate.low_open, estimate.high_open)


def tokens_a_parameter() -> Fraction:
    """Tokens seen over parameters of the run that stands for a compute-optimal one."""
    run = find_reference(OPTIMUM)
    assert run is not None
    assert run.samples is not None
    assert run.n_active is not None
    return Fraction(run.samples) / Fraction(run.n_active)


def _optimum() -> str:
    run = find_reference(OPTIMUM)
    assert run is not None
    tokens = exact_text(tokens_a_parameter())
    return (
        f"{TRAINING_FLOP} x parameters x tokens, and {tokens} tokens a parameter are assumed, as {run.name} was trained"
    )
