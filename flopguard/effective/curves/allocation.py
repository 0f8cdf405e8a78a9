"""Compute that is split by a rule of its own, whatever split would be best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from flopguard.effective.curves.answer import EXACT, Answer, exp, told, unbounded
from flopguard.effective.curves.bracket import inverse
from flopguard.effective.curves.frontier import Frontier, Split
from flopguard.effective.curves.law import Law, plainly

COEFFICIENT, EXPONENT = "rule.coefficient", "rule.exponent"


@dataclass(frozen=True, slots=True)
class Rule:
    """An amount, of parameters or of tokens, that grows as a power of compute: coefficient x C^exponent."""

    coefficient: Decimal
    exponent: Decimal

    def at(self, compute: Decimal) -> Decimal:
        """The amount at a compute above 0."""
        return EXACT.multiply(self.coefficient, exp(EXACT.multiply(self.exponent, EXACT.ln(compute))))

    def exponent_for(self, amount: Decimal, compute: Decimal) -> Decimal:
        """The exponent that gives an amount at a compute with this coefficient: what rounding it may have cost."""
        return EXACT.divide(EXACT.ln(EXACT.divide(amount, self.coefficient)), EXACT.ln(compute))


@dataclass(frozen=True, slots=True)
class Allocated(Law):
    """The loss where the number of parameters follows a rule in compute, and the tokens get the rest.

    The rule's exponent lies between 0 and 1, so that both grow. It has no inverse in closed form.
    """

    fit: Frontier
    rule: Rule
    lower_is_better = True

    @property
    def limit(self) -> Decimal:
        """The floor."""
        return self.fit.floor

    def impossible(self) -> str | None:
        """As for the frontier, or a rule by which one of the two shrinks."""
        if self.rule.coefficient <= 0 or not 0 < self.rule.exponent < 1:
            return "the rule needs a coefficient above 0 and an exponent between 0 and 1"
        return self.fit.impossible()

    def split(self, compute: Decimal) -> Split:
        """The parameters by the rule, and the tokens that the rest pays for."""
        parameters = self.rule.at(compute)
        pairs = EXACT.divide(compute, self.fit.flop_per_parameter_token)
        return Split(parameters, EXACT.divide(pairs, parameters))

    def score(self, compute: Decimal) -> Decimal:
        """The loss of that split."""
        found = self.split(compute)
        return self.fit.loss(found.parameters, found.tokens)

    def compute(self, score: Decimal) -> Answer:
        """By halving, from 1e6 to 1e40 FLOP; unbounded at the floor and below it."""
        if score <= self.fit.floor:
            return unbounded(f"no compute reaches {told(score)}: the curve's floor is {told(self.fit.floor)}")
        return inverse(self, score)

    def sensitivity(self, score: Decimal) -> dict[str, Decimal] | None:
        """By the score and the parameters of the fit and of the rule: -dL/dx over dL/d(ln C)."""
        found = self.compute(score)
        if found.kind != "value":
            return None
        split, ln_compute = self.split(found.value), EXACT.ln(found.value)
        by_size, by_data = (_change(self.fit, name, split) for name in ("parameter", "data"))
        rest = EXACT.subtract(Decimal(1), self.rule.exponent)
        falls = EXACT.add(EXACT.multiply(by_size, self.rule.exponent), EXACT.multiply(by_data, rest))
        by_loss = EXACT.divide(Decimal(1), falls)
        by_rule = EXACT.multiply(by_loss, EXACT.subtract(by_data, by_size))
        return {
            "score": by_loss.copy_negate(),
            **_by_fit(self.fit, split, by_loss),
            "flop_per_parameter_token": EXACT.divide(
                EXACT.multiply(by_loss, by_data), self.fit.flop_per_parameter_token
            ),
            COEFFICIENT: EXACT.divide(by_rule, self.rule.coefficient),
            EXPONENT: EXACT.multiply(by_rule, ln_compute),
        }

    def parameters(self) -> dict[str, Decimal]:
        """Those of the fit, and `rule.coefficient` and `rule.exponent`."""
        return {**self.fit.parameters(), COEFFICIENT: self.rule.coefficient, EXPONENT: self.rule.exponent}

    def with_parameters(self, parameters: Mapping[str, Decimal]) -> Allocated:
        """With some of the fit's or the rule's replaced."""
        named = {**self.parameters(), **plainly(parameters)}
        rule = Rule(named.pop(COEFFICIENT), named.pop(EXPONENT))
        return replace(self, fit=self.fit.with_parameters(named), rule=rule)


def _change(fit: Frontier, name: str, split: Split) -> Decimal:
    """By how much one term falls as its own amount grows by an e-fold: exponent x term."""
    exponent: Decimal = fit.parameters()[f"{name}_exponent"]
    return EXACT.multiply(exponent, _term(fit, name, split))


def _term(fit: Frontier, name: str, split: Split) -> Decimal:
    known, amount = fit.parameters(), split.parameters if name == "parameter" else split.tokens
    power = EXACT.multiply(known[f"{name}_exponent"].copy_negate(), EXACT.ln(amount))
    return EXACT.multiply(known[f"{name}_coefficient"], exp(power))


def _by_fit(fit: Frontier, split: Split, by_loss: Decimal) -> dict[str, Decimal]:
    found = {"floor": by_loss}
    for name, amount in (("parameter", split.parameters), ("data", split.tokens)):
        term = EXACT.multiply(by_loss, _term(fit, name, split))
        found[f"{name}_coefficient"] = EXACT.divide(term, fit.parameters()[f"{name}_coefficient"])
        found[f"{name}_exponent"] = EXACT.multiply(term.copy_negate(), EXACT.ln(amount))
    return found
