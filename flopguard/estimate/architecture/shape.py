"""The network that a manifest states, by its configuration or by its inline fields; or what is missing for that."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from flopguard.estimate.types import span
from flopguard.fields import Figure
from flopguard.manifest.training import Architecture
from flopguard.quantity import Estimate, show

if TYPE_CHECKING:
    from flopguard.estimate.architecture.decoder import Decoder
    from flopguard.estimate.architecture.work import Network

AT = "/architecture/config"
_NOTHING = "/architecture (the shape: kind, layers, hidden_size, heads and so on)"
TOLERATED = Fraction(3, 100)
"""What norms, biases, learned positions and rounding may make up of a stated number of parameters."""


def shape_of(shape: Architecture | None, config: Mapping[str, object] | None) -> Network | tuple[str, ...]:
    """The network, or all that is missing; one that contradicts what else is stated of the model is not counted.

    `config` are the fields of the configuration that the manifest names or holds.
    """
    if shape is not None and config is None and isinstance(shape.config, str):
        return (f"{AT} that can be read",)
    if shape is None or (config is None and shape.layers is None):
        return (_NOTHING,)
    network = _inline(shape) if config is None else _configured(config)
    if isinstance(network, tuple):
        return network
    return tuple(_contradicted(shape, network)) or _agreed(shape, network)


def _inline(shape: Architecture) -> Decoder | tuple[str, ...]:
    from flopguard.estimate.architecture.inline import decoder_of  # not every run has a shape

    return decoder_of(shape)


def _configured(config: Mapping[str, object]) -> Network | tuple[str, ...]:
    from flopguard.estimate.architecture.hub.families import network_of  # few runs have a configuration

    network = network_of(config)
    return tuple(f"{AT}/{need}" for need in network) if isinstance(network, tuple) else network


def _agreed(shape: Architecture, network: Network) -> Network | tuple[str, ...]:
    """The network, unless inline fields beside a configuration make up another one."""
    if shape.config is None:
        return network
    inline = _inline(shape)
    if isinstance(inline, tuple) or inline.parameters() == network.parameters():
        return network
    made = f"{show(Fraction(network.parameters()), 3)} parameters, they {show(Fraction(inline.parameters()), 3)}"
    return (f"{AT} that agrees with the fields beside it (it makes {made})",)


def _contradicted(shape: Architecture, network: Network) -> list[str]:
    """What speaks against the shape: stated parameters that it does not make up."""
    from flopguard.estimate.architecture.decoder import Decoder

    needs = []
    built = Fraction(network.parameters())
    further = network.predictor_parameters() if isinstance(network, Decoder) else 0
    if shape.parameters is not None and not _near(shape.parameters.estimate, built, built + further):
        needs.append(_disagreement("parameters", shape.parameters, built))
    active, stated = Fraction(network.active_parameters()), shape.active_parameters
    if stated is None or not isinstance(network, Decoder):
        return needs
    vocabulary = network.vocabulary * network.hidden
    if not _near(stated.estimate, active - vocabulary, active + vocabulary + further):
        needs.append(_disagreement("active_parameters", stated, active))
    return needs


def _near(stated: Estimate, low: Fraction, high: Fraction) -> bool:
    """Whether a stated figure meets the range; active parameters are quoted with either vocabulary table or none."""
    above = stated.high is None or stated.high >= low * (1 - TOLERATED)
    return above and stated.low <= high * (1 + TOLERATED)


def _disagreement(name: str, stated: Figure, built: Fraction) -> str:
    return (
        f"/architecture whose shape makes up its {name} (it makes {show(built, 3)}, {span(stated.estimate)} are stated)"
    )
