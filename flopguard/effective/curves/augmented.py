"""A law of parameters, tokens and years: progress makes both count for more, at rates that know no scale.

L = exp(k1 - a_y (y - since) - a ln N) + exp(k2 - b_y (y - since) - b ln D), without a floor. In each year it is a
frontier of its own, so that the gain between two years is the same at every compute: the form allows nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from flopguard.effective.curves.answer import EXACT, exp
from flopguard.effective.curves.frontier import Frontier
from flopguard.effective.rates import doubling_together

_LN2 = EXACT.ln(Decimal(2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Augmented:
    """The constants of the law: nats a token, years, parameters and tokens."""

    parameter_constant: Decimal
    parameter_exponent: Decimal
    parameter_rate: Decimal
    data_constant: Decimal
    data_exponent: Decimal
    data_rate: Decimal
    since: Decimal

    def frontier(self, year: Decimal) -> Frontier:
        """The law in one year, decimals allowed."""
        passed = EXACT.subtract(year, self.since)
        return Frontier(
            floor=Decimal(0),
            parameter_coefficient=_then(self.parameter_constant, self.parameter_rate, passed),
            parameter_exponent=self.parameter_exponent,
            data_coefficient=_then(self.data_constant, self.data_rate, passed),
            data_exponent=self.data_exponent,
        )

    def loss(self, parameters: Decimal, tokens: Decimal, year: Decimal) -> Decimal:
        """The loss of a model of a year."""
        return self.frontier(year).loss(parameters, tokens)

    @property
    def doubling_of_parameters(self) -> Decimal:
        """The years in which a parameter comes to count for two: (a / a_y) ln 2."""
        return EXACT.multiply(EXACT.divide(self.parameter_exponent, self.parameter_rate), _LN2)

    @property
    def doubling_of_data(self) -> Decimal:
        """The years in which a token comes to count for two: (b / b_y) ln 2."""
        return EXACT.multiply(EXACT.divide(self.data_exponent, self.data_rate), _LN2)

    @property
    def doubling_of_compute(self) -> Decimal:
        """The years in which a FLOP comes to count for two."""
        return doubling_together(self.doubling_of_parameters, self.doubling_of_data)


def _then(constant: Decimal, rate: Decimal, passed: Decimal) -> Decimal:
    return exp(EXACT.subtract(constant, EXACT.multiply(rate, passed)))
