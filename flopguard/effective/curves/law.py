"""What every form of a curve can be asked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from decimal import Decimal

from flopguard.effective.curves.answer import EXACT, Answer, exp

LN = "ln "


class Law(ABC):
    """A baseline's best score as a function of training compute (FLOP), and the other way round.

    Arithmetic is decimal, 40 digits. Parameters are positive unless a law says otherwise; `impossible` tells.
    """

    lower_is_better: bool

    @property
    def limit(self) -> Decimal | None:
        """The score that no compute quite reaches, on the good side; None where there is none, or none is known."""
        return None

    @property
    def worst(self) -> Decimal | None:
        """The score of no compute at all, on the bad side; None where there is none, or none is known."""
        return None

    @abstractmethod
    def impossible(self) -> str | None:
        """Why these parameters make no curve, as a resampled set of them may; None if they do."""

    @abstractmethod
    def score(self, compute: Decimal) -> Decimal | None:
        """The score reached with a compute above 0; None where the curve says nothing of that compute (points)."""

    @abstractmethod
    def compute(self, score: Decimal) -> Answer:
        """The least compute that reaches a score: effective compute by inversion.

        `unbounded` past the limit of the curve on the good side, `at_least` and `at_most` outside measured points and
        beyond 1e60 FLOP, `undefined` past the limit on the bad side (worse than no compute at all), `multivalued`
        where several do.
        """

    @abstractmethod
    def sensitivity(self, score: Decimal) -> dict[str, Decimal] | None:
        """The derivatives of ln C at a score, by `score` and by each parameter; None where C is no single value."""

    @abstractmethod
    def parameters(self) -> dict[str, Decimal]:
        """The parameters by name, as a covariance and a draw name them."""

    @abstractmethod
    def with_parameters(self, parameters: Mapping[str, Decimal]) -> Law:
        """The same law with some parameters replaced; `ln NAME` sets the logarithm of NAME."""

    def derivative(self, name: str, score: Decimal) -> Decimal | None:
        """The derivative of ln C by one parameter or its logarithm (`ln NAME`); None where C is no single value."""
        found = self.sensitivity(score)
        if found is None:
            return None
        plain = name.removeprefix(LN)
        return EXACT.multiply(found[plain], self.parameters()[plain]) if plain != name else found[plain]

    def better(self, one: Decimal, other: Decimal) -> bool:
        """Whether a score is strictly better than another."""
        return one < other if self.lower_is_better else one > other

    def gradient(self, score: Decimal) -> Decimal | None:
        """The derivative of the score by ln C where the score is reached; None where that is no single place."""
        found = self.sensitivity(score)
        return None if found is None or not found["score"] else EXACT.divide(Decimal(1), found["score"])


def plainly(parameters: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Parameters with each logarithm undone: `ln coefficient` becomes `coefficient`."""
    return {
        name.removeprefix(LN): exp(number) if name.startswith(LN) else number for name, number in parameters.items()
    }
