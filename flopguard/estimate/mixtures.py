"""Whether a model is a mixture of experts, of whose parameters only some take part in a token."""

from __future__ import annotations

from collections.abc import Mapping

from flopguard.manifest.training import Architecture

_WORDS = ("mixture", "moe")


def is_mixture(shape: Architecture | None, config: Mapping[str, object] | None) -> bool:
    """Whether the manifest says so, or the configuration that it names or holds, whatever family that is of."""
    kind = ((shape.kind if shape else None) or "").lower()
    stated = shape is not None and (shape.experts is not None or any(word in kind for word in _WORDS))
    return stated or has_experts(config or {})


def has_experts(config: Mapping[str, object]) -> bool:
    """Whether a field of a configuration, or of one inside it, counts experts."""
    inner = (value for value in config.values() if isinstance(value, Mapping))
    counted = ("expert" in key and isinstance(value, int) and value > 1 for key, value in config.items())
    return any(counted) or any(map(has_experts, inner))
