"""The slots that a claim may leave open, with the candidates that can be evaluated, and those that cannot.

A candidate changes the gain, or the count of FLOP that it multiplies, by a factor that is stated or follows exactly
from what is stated. None is made up: each names its reason, and a slot without such candidates is a gap with its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from flopguard.evaluate.readings.types import Scope, Unknown
from flopguard.fields import Figure
from flopguard.manifest.types import Claim, Manifest
from flopguard.quantity import Estimate, point
from flopguard.units import Dimension

Change = Callable[[Estimate], Estimate]

DEFAULT = "a default of the readings of an underspecified claim"
"""The reason for a candidate that is not stated anywhere but belongs to every claim that leaves its slot open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One answer to a slot: the word for it, what it changes in words (nothing where it changes nothing), and why."""

    answer: str
    says: str = ""
    because: str
    gain: Change | None = None
    """What becomes of the gain."""
    count: Fraction = Fraction(1)
    """What actual compute is multiplied by, whatever the gain."""
    scope: Scope | None = None
    needs: tuple[str, str] | None = None
    """The slot and its answer without which this one is impossible."""

    @property
    def voids(self) -> bool:
        """Whether the gain counts for nothing, so that nothing else about it matters."""
        return self.gain is nothing


@dataclass(frozen=True, slots=True)
class Slot:
    """What a claim leaves open, with the answers that can be evaluated; the first is the claim as it stands."""

    name: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """What a claim leaves open and nothing that is stated allows to evaluate."""

    slot: str
    why: str
    most: Fraction | None = None
    """The most by which it may change the amount, where that is known; it is above nothing."""
    of_gain: bool = False
    """Whether it is about the gain alone, so that it does not matter where the gain counts for nothing."""

    @property
    def unknown(self) -> Unknown:
        """The factor that it stands for."""
        return Unknown(f"{self.slot} not evaluated, because {self.why}", self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A claim on a gain, with what else its slots depend on."""

    claim: Claim
    at: str
    gain: Figure
    manifest: Manifest
    scope: Scope
    compute: Estimate | None
    """The actual compute that it multiplies, None where that is not known."""
    on_loss: bool = True
    """Whether the line may be on a loss."""


def nothing(gain: Estimate) -> Estimate:
    """A gain that does not count: 1."""
    return point(1, Dimension.RATIO)


def times(factor: Fraction) -> Change:
    """A gain of which a part is taken out or put in."""
    return lambda gain: gain.scaled(factor)


def down_to_one(factor: Fraction) -> Change:
    """A gain made smaller by a factor, but not below 1; one that is below 1 already stays."""
    return lambda gain: _down_to_one(gain, factor)


def _down_to_one(gain: Estimate, factor: Fraction) -> Estimate:
    def end(value: Fraction) -> Fraction:
        return max(value * factor, min(value, Fraction(1)))

    central, high = (None if value is None else end(value) for value in (gain.central, gain.high))
    return replace(gain, low=end(gain.low), central=central, high=high, text="")
