"""The compute-optimal frontier of a loss in parameters and tokens: floor + A N^-a + B D^-b at C = k N D.

In logarithms, with G = (a A / (b B))^(1 / (a + b)): N* = G (C/k)^(b / (a + b)), D* = (C/k)^(a / (a + b)) / G, and the
loss on that path is a power law again, floor + K C^-gamma with gamma = a b / (a + b), K = k^gamma (A G^-a + B G^b).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from flopguard.effective.curves.answer import EXACT, Answer, exp, of_ln, told
from flopguard.effective.curves.law import Law, plainly
from flopguard.effective.curves.power import Power, not_above_zero

FEWEST_TOKENS_PER_PARAMETER = Decimal("0.5")
MOST_TOKENS_PER_PARAMETER = Decimal(100_000)
"""Trained models lie between these; a fit whose own optimum lies outside says nothing of allocation."""
_SIX = Decimal(6)


@dataclass(frozen=True, slots=True)
class Split:
    """How compute is spent: parameters and training tokens."""

    parameters: Decimal
    tokens: Decimal

    @property
    def tokens_per_parameter(self) -> Decimal:
        """Training tokens for each parameter."""
        return EXACT.divide(self.tokens, self.parameters)


@dataclass(frozen=True, slots=True)
class Frontier(Law):
    """The loss of the best split of compute between parameters and tokens."""

    floor: Decimal
    parameter_coefficient: Decimal
    parameter_exponent: Decimal
    data_coefficient: Decimal
    data_exponent: Decimal
    flop_per_parameter_token: Decimal = _SIX
    lower_is_better = True

    @property
    def limit(self) -> Decimal:
        """The floor."""
        return self.floor

    def impossible(self) -> str | None:
        """Any parameter but the floor that is not above 0."""
        return not_above_zero(self.parameters(), but=("floor",))

    @property
    def power(self) -> Power:
        """The frontier as the power law that it is, floor + K C^-gamma."""
        return Power(self.floor, exp(self._ln_k()), self._gamma())

    @property
    def balance(self) -> Decimal:
        """G: what the best number of parameters is at one FLOP for each parameter and token."""
        return exp(self._ln_g())

    @property
    def parameter_share(self) -> Decimal:
        """The exponent of compute in the best number of parameters; that of tokens is the rest to 1."""
        return EXACT.divide(self.data_exponent, self._sum())

    def _sum(self) -> Decimal:
        return EXACT.add(self.parameter_exponent, self.data_exponent)

    def _gamma(self) -> Decimal:
        return EXACT.divide(EXACT.multiply(self.parameter_exponent, self.data_exponent), self._sum())

    def _ln_g(self) -> Decimal:
        above = EXACT.multiply(self.parameter_exponent, self.parameter_coefficient)
        below = EXACT.multiply(self.data_exponent, self.data_coefficient)
        return EXACT.divide(EXACT.subtract(EXACT.ln(above), EXACT.ln(below)), self._sum())

    def _ln_k(self) -> Decimal:
        ln_g = self._ln_g()
        ln_size = EXACT.multiply(self.parameter_exponent.copy_negate(), ln_g)
        by_size = EXACT.multiply(self.parameter_coefficient, exp(ln_size))
        by_data = EXACT.multiply(self.data_coefficient, exp(EXACT.multiply(self.data_exponent, ln_g)))
        ln_unit = EXACT.multiply(self._gamma(), EXACT.ln(self.flop_per_parameter_token))
        return EXACT.add(ln_unit, EXACT.ln(EXACT.add(by_size, by_data)))

    def loss(self, parameters: Decimal, tokens: Decimal) -> Decimal:
        """The loss of any model with so many parameters and training tokens, on the frontier or off it."""
        by_size = _term(self.parameter_coefficient, self.parameter_exponent, parameters)
        by_data = _term(self.data_coefficient, self.data_exponent, tokens)
        return EXACT.add(self.floor, EXACT.add(by_size, by_data))

    def best_split(self, compute: Decimal) -> Split:
        """The parameters and tokens with the least loss for a compute above 0."""
        ln_pairs = EXACT.ln(EXACT.divide(compute, self.flop_per_parameter_token))
        ln_parameters = EXACT.add(self._ln_g(), EXACT.multiply(self.parameter_share, ln_pairs))
        return Split(exp(ln_parameters), exp(EXACT.subtract(ln_pairs, ln_parameters)))

    def spent(self, parameters: Decimal, tokens: Decimal) -> Decimal:
        """The training compute of a model: k N D."""
        return EXACT.multiply(self.flop_per_parameter_token, EXACT.multiply(parameters, tokens))

    def allocation_penalty(self, parameters: Decimal, tokens: Decimal) -> Answer:
        """The compute of a model over the least compute with the same loss, k N D / EC; never below 1."""
        spent = self.spent(parameters, tokens)
        return self.compute(self.loss(parameters, tokens)).inverted(spent)

    def absurd_optimum(self, compute: Decimal) -> str | None:
        """Why the frontier says nothing of allocation at a compute: its best split is like no model ever trained."""
        ratio = self.best_split(compute).tokens_per_parameter
        if FEWEST_TOKENS_PER_PARAMETER <= ratio <= MOST_TOKENS_PER_PARAMETER:
            return None
        few = ratio < FEWEST_TOKENS_PER_PARAMETER
        bound = f"under {FEWEST_TOKENS_PER_PARAMETER}" if few else f"over {MOST_TOKENS_PER_PARAMETER:,}"
        return (
            f"its best split at {told(compute)} FLOP is {ratio:.2g} tokens for each parameter, "
            f"{bound}: it says nothing of allocation"
        )

    def score(self, compute: Decimal) -> Decimal:
        """The loss of the best split."""
        return self.power.score(compute)

    def compute(self, score: Decimal) -> Answer:
        """The least compute with this loss; unbounded at the floor and below it."""
        excess = EXACT.subtract(score, self.floor)
        if excess <= 0:
            return self.power.compute(score)
        return of_ln(EXACT.divide(EXACT.subtract(self._ln_k(), EXACT.ln(excess)), self._gamma()))

    def sensitivity(self, score: Decimal) -> dict[str, Decimal] | None:
        """At the best split the loss does not change with the split, so each parameter acts through its own term."""
        found = self.power.sensitivity(score)
        if found is None:
            return None
        by_floor, ln_compute = found["floor"], EXACT.multiply(found["exponent"], self._gamma().copy_negate())
        best = self.best_split(exp(ln_compute))
        return {
            "score": found["score"],
            "floor": by_floor,
            **_scaled(by_floor, "parameter", self.parameter_coefficient, self.parameter_exponent, best.parameters),
            **_scaled(by_floor, "data", self.data_coefficient, self.data_exponent, best.tokens),
            "flop_per_parameter_token": EXACT.divide(Decimal(1), self.flop_per_parameter_token),
        }

    def parameters(self) -> dict[str, Decimal]:
        """All six, by the names of a curve's keys."""
        return {
            "floor": self.floor,
            "parameter_coefficient": self.parameter_coefficient,
            "parameter_exponent": self.parameter_exponent,
            "data_coefficient": self.data_coefficient,
            "data_exponent": self.data_exponent,
            "flop_per_parameter_token": self.flop_per_parameter_token,
        }

    def with_parameters(self, parameters: Mapping[str, Decimal]) -> Frontier:
        """With some of the six replaced."""
        return replace(self, **plainly(parameters))


def _term(coefficient: Decimal, exponent: Decimal, amount: Decimal) -> Decimal:
    return EXACT.multiply(coefficient, exp(EXACT.multiply(exponent.copy_negate(), EXACT.ln(amount))))


def _scaled(
    by_loss: Decimal, name: str, coefficient: Decimal, exponent: Decimal, amount: Decimal
) -> dict[str, Decimal]:
    """How ln C follows the coefficient and the exponent of one term."""
    term = _term(coefficient, exponent, amount)
    return {
        f"{name}_coefficient": EXACT.divide(EXACT.multiply(by_loss, term), coefficient),
        f"{name}_exponent": EXACT.multiply(by_loss.copy_negate(), EXACT.multiply(term, EXACT.ln(amount))),
    }
