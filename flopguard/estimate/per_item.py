"""FLOP per item x items: what one image, sample or step takes, as the source states or traced it."""

from __future__ import annotations

from flopguard.estimate.product import product
from flopguard.estimate.types import Estimated, Missing, Phase

METHOD = "per-item"


def estimate(phase: Phase) -> Estimated | Missing:
    """The product of what one item takes and how many were gone through."""
    return product(phase, METHOD, ("flop_per_item", "items"))
