"""The network that a manifest states, by its configuration or by its inline fields; or what is missing for that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from flopguard.estimate.architecture.convention import OTHERS, STANDARD
from flopguard.estimate.architecture.hub.fields import HEADS, HIDDEN, KV_HEADS, LAYERS
from flopguard.estimate.types import span
from flopguard.fields import Figure
from flopguard.manifest.training import Architecture
from flopguard.quantity import Estimate, show

if TYPE_CHECKING:
    from flopguard.estimate.architecture.decoder import Decoder
    from flopguard.estimate.architecture.work import Network

AT = "/architecture/config"
QUITE_ANOTHER = Fraction(3, 10)
"""From where on the two cannot be of one model, so that the stated number is not counted with either."""
MAKES_UP = "/architecture whose shape makes up"
_TRIED = (512, 100_000)
_SAME = {
    "layers": LAYERS,
    "hidden_size": HIDDEN,
    "heads": HEADS,
    "kv_heads": KV_HEADS,
    "head_size": ("head_dim",),
    "experts": ("num_experts", "num_local_experts", "n_routed_experts", "moe_num_experts"),
    "experts_per_token": ("num_experts_per_tok", "moe_k", "moe_topk", "moe_top_k", "num_experts_per_token"),
    "expert_intermediate_size": ("moe_intermediate_size",),
}
"""Inline fields under the names that configurations have for them."""
_NOTHING = "/architecture (the shape: kind, layers, hidden_size, heads and so on)"
TOLERATED = Fraction(3, 100)
"""What norms, biases, learned positions and rounding may make up of a stated number of parameters."""


def shape_of(shape: Architecture | None, config: Mapping[str, object] | None) -> Network | tuple[str, ...]:
    """The network, or all that is missing; one that contradicts what else is stated of the model is not counted.

    `config` are the fields of the configuration that the manifest names or holds.
    """
    if shape is not None and config is None and isinstance(shape.config, str):
        return (f"{AT} (confidential)" if shape.confidential else f"{AT} that can be read",)
    if shape is None or (config is None and shape.layers is None):
        return (_NOTHING,)
    network = _inline(shape) if config is None else _configured(config)
    if isinstance(network, tuple):
        return network
    return tuple(_contradicted(shape, network)) or _agreed(shape, network, config) or network


def contradicted(shape: Architecture | None, config: Mapping[str, object] | None) -> str | None:
    """What speaks strongly against the stated parameters of a shape that can be counted: quite another number."""
    if shape is None or (config is None and shape.layers is None):
        return None
    network = _inline(shape) if config is None else _configured(config)
    return None if isinstance(network, tuple) else next(iter(_contradicted(shape, network, QUITE_ANOTHER)), None)


def _inline(shape: Architecture) -> Decoder | tuple[str, ...]:
    from flopguard.estimate.architecture.inline import decoder_of  # not every run has a shape

    return decoder_of(shape)


def _configured(config: Mapping[str, object]) -> Network | tuple[str, ...]:
    from flopguard.estimate.architecture.hub.families import network_of  # few runs have a configuration

    network = network_of(config)
    return tuple(f"{AT}/{need}" for need in network) if isinstance(network, tuple) else network


def _agreed(shape: Architecture, network: Network, config: Mapping[str, object] | None) -> tuple[str, ...]:
    """What a configuration says otherwise than the inline fields beside it; nothing where it is alone."""
    if config is None:
        return ()
    apart = [f"{name} ({config[key]} there, {stated} here)" for name, key, stated in _stated_twice(shape, config)]
    if apart:
        return (f"{AT} that agrees with the fields beside it: {', '.join(apart)}",)
    inline = _inline(shape)
    if isinstance(inline, tuple) or _same_work(inline, network, windows=shape.attention_window is not None):
        return ()
    return (f"{AT} that agrees with the fields beside it (they make up another count)",)


def _stated_twice(shape: Architecture, config: Mapping[str, object]) -> Iterator[tuple[str, str, int]]:
    """The fields that both state, each with its name in the configuration, where the numbers differ."""
    for name, keys in _SAME.items():
        stated = getattr(shape, name)
        key = next((key for key in keys if isinstance(config.get(key), int)), None)
        if stated is not None and key is not None and config[key] != stated:
            yield name, key, stated


def _same_work(one: Network, other: Network, *, windows: bool) -> bool:
    """Whether two networks do the same on a short and on a long sequence; without windows by all pairs."""
    from flopguard.estimate.architecture.work import Sample

    convention = STANDARD if windows else OTHERS["all-pairs"][1]
    works = ((one.work(Sample(length)), other.work(Sample(length))) for length in _TRIED)
    return all(mine.forward_flop(convention) == theirs.forward_flop(convention) for mine, theirs in works)


def _contradicted(shape: Architecture, network: Network, tolerated: Fraction = TOLERATED) -> list[str]:
    """What speaks against the shape: stated parameters that it does not make up."""
    from flopguard.estimate.architecture.decoder import Decoder

    needs = []
    built = Fraction(network.parameters())
    further = network.predictor_parameters() if isinstance(network, Decoder) else 0
    if shape.parameters is not None and not _near(shape.parameters.estimate, built, built + further, tolerated):
        needs.append(_disagreement("parameters", shape.parameters, built))
    active, stated = Fraction(network.active_parameters()), shape.active_parameters
    if stated is None or not isinstance(network, Decoder):
        return needs
    vocabulary = network.vocabulary * network.hidden
    if not _near(stated.estimate, active - vocabulary, active + vocabulary + further, tolerated):
        needs.append(_disagreement("active_parameters", stated, active))
    return needs


def _near(stated: Estimate, low: Fraction, high: Fraction, tolerated: Fraction) -> bool:
    """Whether a stated figure meets the range; active parameters are quoted with either vocabulary table or none."""
    above = stated.high is None or stated.high >= low * (1 - tolerated)
    return above and stated.low <= high * (1 + tolerated)


def _disagreement(name: str, stated: Figure, built: Fraction) -> str:
    return f"{MAKES_UP} its {name} (it makes {show(built, 3)}, {span(stated.estimate)} are stated)"
