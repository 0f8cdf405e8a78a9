"""One reading of a claim: what its factor then is, of how much compute, and how its open slots are filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from flopguard.components import ComponentKey
from flopguard.fields import Figure
from flopguard.quantity import Estimate
from flopguard.result import Step

NOT_EVALUATED = "otherwise (not evaluated)"
"""The answer to a slot under which nothing that is stated allows an evaluation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The compute that the factor multiplies: the claim's own figure, or the training of the model."""

    stated: Figure | None = None
    """The claim's figure, which stands for itself."""
    at: str = ""
    phases: frozenset[ComponentKey] | None = None
    """The components that count; None for all training, what is not stated included."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A factor above nothing of which nothing is known but the most that it can be, if that is known."""

    name: str
    most: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A claim as it may be read. `factor` is the gain on actual compute that it comes to, None where unknown."""

    at: str
    """The place in the manifest that the reading comes from; it names the variable of the factor."""
    says: str
    factor: Estimate | None
    scope: Scope
    slots: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[Unknown, ...] = ()
    """What is not known and multiplies the factor, or stands in its place."""
    is_product: bool = False
    """Whether there is a reading for every combination of the answers to the slots."""
    amount: Estimate | None = None
    """Effective compute itself, where the claim states that and not a factor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What a claim is read as; `says` is the claim in short."""

    at: str
    says: str
    reads: tuple[Read, ...]
    steps: tuple[Step, ...] = ()
    """What the readings were made of, where they follow from what the claim leaves open."""
    is_listed: bool = False
    """Whether somebody has listed them, so that they are all there are only by that word."""
