"""The laws as functions of their parameters, with derivatives. Needs numpy.

Inside a fit every law is written around the middle of its points (compute as a distance from their mean logarithm):
the parameters are then nearly independent of each other, and the search is short. `named` turns them into those that a
definitions file names.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

import numpy as np
from numpy.typing import NDArray

from flopguard.effective.fit.points import Points

Array = NDArray[np.float64]
LN10 = float(np.log(10.0))
_STEEPEST = 300.0


def _exp(power: Array) -> Array:
    return np.exp(np.clip(power, -_STEEPEST, _STEEPEST))


@dataclass
class Form(ABC):
    """A law over certain points. `fixed` are the parameters that are given, by their place in the vector."""

    points: Points
    fixed: dict[int, float] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    """The parameters as a definitions file names them, in the order of the vector."""
    logarithmic = False
    """Whether residuals are of the score's logarithm, as they are for a loss."""

    def __post_init__(self) -> None:
        """Takes the columns out of the points."""
        self.score = np.array([float(row.score) for row in self.points.rows])
        self.compute = np.array([float(row.compute) for row in self.points.rows])

    @property
    def free(self) -> list[int]:
        """The places of the parameters that are fitted."""
        return [place for place in range(len(self.names)) if place not in self.fixed]

    @abstractmethod
    def predicted(self, vector: Array) -> tuple[Array, Array]:
        """The scores, and their derivatives by each parameter (a column each)."""

    @abstractmethod
    def starts(self) -> Iterator[list[float]]:
        """Where searches begin; the same ones for the same points."""

    @abstractmethod
    def to_named(self) -> Array:
        """The matrix that turns the vector into the parameters of a file, which are linear in it."""

    @abstractmethod
    def broken(self, vector: Array) -> str | None:
        """What makes the fitted parameters no curve at all, in words."""

    def named_offset(self) -> Array:
        """What `named` adds after the matrix."""
        return np.zeros(len(self.names))

    def named(self, vector: Array) -> Array:
        """The parameters as a definitions file has them."""
        return np.asarray(self.to_named() @ vector + self.named_offset())

    def bounds(self) -> dict[int, tuple[float, float]]:
        """The range of a parameter, for those that have one."""
        return {}


class PowerForm(Form):
    """Floor + coefficient x C^-exponent; the vector is floor, ln of the term in the middle, exponent."""

    logarithmic = True

    def __post_init__(self) -> None:
        """Centres the logarithm of compute."""
        super().__post_init__()
        self.names = ("floor", "ln coefficient", "exponent")
        self.middle = float(np.log(self.compute).mean())
        self.x = np.log(self.compute) - self.middle

    def predicted(self, vector: Array) -> tuple[Array, Array]:
        """The losses and their derivatives."""
        floor, height, exponent = vector
        term = _exp(height - exponent * self.x)
        return floor + term, np.column_stack([np.ones_like(term), term, -term * self.x])

    def starts(self) -> Iterator[list[float]]:
        """A straight line through the logarithm of the excess over each of several floors."""
        shares = (0.0, 0.3, 0.6, 0.8, 0.9, 0.97, 0.995)
        floors = [self.fixed[0]] if 0 in self.fixed else [share * float(self.score.min()) for share in shares]
        for floor in floors:
            excess = np.log(np.maximum(self.score - floor, 1e-3 * self.score))
            slope = float((self.x * excess).sum() / max(float((self.x**2).sum()), 1e-12))
            yield [floor, float(excess.mean()), max(-slope, 1e-3)]

    def to_named(self) -> Array:
        """Ln coefficient = ln of the term in the middle + exponent x middle."""
        return np.array([[1.0, 0.0, 0.0], [0.0, 1.0, self.middle], [0.0, 0.0, 1.0]])

    def broken(self, vector: Array) -> str | None:
        """A loss that does not fall."""
        return None if vector[2] > 0 else "the score does not fall with compute; a power law is for a loss"

    def bounds(self) -> dict[int, tuple[float, float]]:
        """No loss is below 0."""
        return {0: (0.0, np.inf)}


class FrontierForm(Form):
    """Floor + A N^-a + B D^-b; the vector is floor, ln of the first term in the middle, a, ln of the second, b."""

    logarithmic = True

    def __post_init__(self) -> None:
        """Centres the logarithms of parameters and tokens."""
        super().__post_init__()
        self.names = (
            "floor",
            "ln parameter_coefficient",
            "parameter_exponent",
            "ln data_coefficient",
            "data_exponent",
        )
        self.parameters = np.array([float(row.parameters or 0) for row in self.points.rows])
        self.tokens = np.array([float(row.tokens or 0) for row in self.points.rows])
        self.middles = float(np.log(self.parameters).mean()), float(np.log(self.tokens).mean())
        self.n, self.d = np.log(self.parameters) - self.middles[0], np.log(self.tokens) - self.middles[1]

    def predicted(self, vector: Array) -> tuple[Array, Array]:
        """The losses and their derivatives."""
        floor, a, alpha, b, beta = vector
        first, second = _exp(a - alpha * self.n), _exp(b - beta * self.d)
        ones = np.ones_like(first)
        return floor + first + second, np.column_stack([ones, first, -first * self.n, second, -second * self.d])

    def starts(self) -> Iterator[list[float]]:
        """Several floors and exponents; what is over the floor is shared alike between the two terms."""
        low, mean = float(self.score.min()), float(self.score.mean())
        floors = [self.fixed[0]] if 0 in self.fixed else [share * low for share in (0.5, 0.8, 0.95)]
        for floor, alpha, beta in product(floors, (0.2, 0.5), (0.2, 0.5)):
            half = float(np.log(max(mean - floor, 1e-3 * mean) / 2))
            yield [floor, half, alpha, half, beta]

    def to_named(self) -> Array:
        """As for the power law, twice."""
        matrix = np.eye(5)
        matrix[1, 2], matrix[3, 4] = self.middles
        return matrix

    def broken(self, vector: Array) -> str | None:
        """A loss that does not fall with one of the two."""
        names = [name for name, place in (("parameters", 2), ("tokens", 4)) if not vector[place] > 0]
        return f"the score does not fall with {' or '.join(names)}; a frontier is for a loss" if names else None

    def bounds(self) -> dict[int, tuple[float, float]]:
        """No loss is below 0."""
        return {0: (0.0, np.inf)}


class LogisticForm(Form):
    """From floor to ceiling around the midpoint; the vector is slope for each tenfold, midpoint, floor, ceiling."""

    def __post_init__(self) -> None:
        """Centres the decimal logarithm of compute."""
        super().__post_init__()
        self.names = ("slope", "ln midpoint", "floor", "ceiling")
        self.middle = float(np.log10(self.compute).mean())
        self.x = np.log10(self.compute) - self.middle

    def predicted(self, vector: Array) -> tuple[Array, Array]:
        """The scores and their derivatives."""
        slope, midpoint, floor, ceiling = vector
        share = 1.0 / (1.0 + _exp(-slope * (self.x - midpoint)))
        steep = (ceiling - floor) * share * (1.0 - share)
        columns = [steep * (self.x - midpoint), -steep * slope, 1.0 - share, share]
        return floor + (ceiling - floor) * share, np.column_stack(columns)

    def starts(self) -> Iterator[list[float]]:
        """A straight line through the logits between each of several floors and ceilings."""
        low, high = float(self.score.min()), float(self.score.max())
        floors = [self.fixed[2]] if 2 in self.fixed else [0.0, 0.5 * low, 0.95 * low]
        ceilings = [self.fixed[3]] if 3 in self.fixed else [high + share * (high - low) for share in (0.05, 0.3, 1.0)]
        for floor, ceiling in product(floors, ceilings):
            share = np.clip((self.score - floor) / max(ceiling - floor, 1e-9), 0.01, 0.99)
            logit = np.log(share / (1.0 - share))
            slope = float((self.x * logit).sum() / max(float((self.x**2).sum()), 1e-12))
            slope = slope if slope > 1e-3 else 0.5
            yield [slope, -float(logit.mean()) / slope, floor, ceiling]

    def to_named(self) -> Array:
        """The midpoint as a natural logarithm of FLOP."""
        return np.diag([1.0, LN10, 1.0, 1.0])

    def named_offset(self) -> Array:
        """Back from the middle of the points."""
        return np.array([0.0, LN10 * self.middle, 0.0, 0.0])

    def broken(self, vector: Array) -> str | None:
        """A score that does not rise."""
        if not vector[0] > 0:
            return "the score does not rise with compute; for a loss take --law power"
        return None if vector[3] > vector[2] else "the fitted ceiling is not above the floor"

    def bounds(self) -> dict[int, tuple[float, float]]:
        """A share of items lies between 0 and 1; other scores have no top that is known."""
        return {2: (0.0, np.inf), 3: (0.0, 1.0 if self.score.max() <= 1 else np.inf)}


class LogLinearForm(Form):
    """A line through the anchor in the middle of the points; the vector is slope for each tenfold, score there."""

    def __post_init__(self) -> None:
        """Puts the anchor where three digits can say exactly where it is."""
        super().__post_init__()
        self.names = ("slope", "anchor.score")
        self.anchor = Decimal(f"{10 ** float(np.log10(self.compute).mean()):.2e}")
        self.x = np.log10(self.compute) - float(self.anchor.log10())

    def predicted(self, vector: Array) -> tuple[Array, Array]:
        """The scores and their derivatives."""
        return vector[1] + vector[0] * self.x, np.column_stack([self.x, np.ones_like(self.x)])

    def starts(self) -> Iterator[list[float]]:
        """The straight line itself, and a flat one."""
        slope, middle = np.polyfit(self.x, self.score, 1) if np.ptp(self.x) else (0.0, self.score.mean())
        yield [float(slope), float(middle)]
        yield [0.0, float(self.score.mean())]

    def to_named(self) -> Array:
        """They are so named already."""
        return np.eye(2)

    def broken(self, vector: Array) -> str | None:
        """A score that does not rise."""
        return None if vector[0] > 0 else "the score does not rise with compute; for a loss take --law power"


FORMS: dict[str, type[Form]] = {
    "power": PowerForm,
    "frontier": FrontierForm,
    "logistic": LogisticForm,
    "log_linear": LogLinearForm,
}
"""The laws that can be fitted, by the name that a curve has for them."""
FLOOR = {"power": 0, "frontier": 0, "logistic": 2}
CEILING = {"logistic": 3}
"""The place of the floor and the ceiling in the vector of a law."""
