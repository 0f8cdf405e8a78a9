"""What every form of a curve can be asked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from decimal import Decimal

from flopguard.effective.curves.answer import Answer


class Law(ABC):
    """A baseline's best score as a function of training compute (FLOP), and the other way round.

    Arithmetic is decimal, 40 digits. Parameters are positive unless a law says otherwise.
    """

    lower_is_better: bool

    @abstractmethod
    def score(self, compute: Decimal) -> Decimal | None:
        """The score reached with a compute above 0; None where the curve says nothing of that compute (points)."""

    @abstractmethod
    def compute(self, score: Decimal) -> Answer:
        """The least compute that reaches a score: effective compute by inversion.

        `unbounded` past the limit of the curve on the good side, `at_least` and `at_most` outside measured points,
        `undefined` past the limit on the bad side (worse than no compute at all), `multivalued` where several do.
        """

    @abstractmethod
    def sensitivity(self, score: Decimal) -> dict[str, Decimal] | None:
        """The derivatives of ln C at a score, by `score` and by each parameter as a covariance names it.

        None where the inversion is no single value.
        """

    @abstractmethod
    def with_parameters(self, parameters: dict[str, Decimal]) -> Law:
        """The same law with some parameters replaced, named as a covariance or a draw names them."""
