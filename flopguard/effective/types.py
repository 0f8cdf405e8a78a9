"""What a route to effective compute answers under one definition: a tagged amount, never a bare number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from flopguard.definition.types import Curve, Definition, LawKind
from flopguard.effective.curves.law import Law
from flopguard.estimate.types import as_range
from flopguard.formula import Amount
from flopguard.manifest.types import Benchmark
from flopguard.quantity import outward
from flopguard.result import Effective, EffectiveValue, Step

Kind = Literal["value", "at_least", "at_most", "unbounded", "multivalued", "undefined"]
Bound = Literal["", "better", "worse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inverted:
    """What an inversion rests on, kept so that two of them can be set against each other."""

    variable: str
    """The name of its amount: two inversions of one name are one measurement."""
    curve: Curve
    law: Law
    row: Benchmark
    score: Decimal
    error: Decimal | None
    """The standard error of the score; None where nothing is stated that it follows from."""
    bound: Bound = ""
    """Whether the model is better or worse than the score, which is then only a bound."""
    penalty: Decimal | None = None
    """Actual compute over what the baseline's best split needs for the same loss, for a law that has parts for both."""

    @property
    def holds_anywhere(self) -> bool:
        """Whether it is not stated to which compute or scores the curve was fitted; points are their own bounds."""
        stated = self.curve.domain is not None or self.curve.score_domain is not None
        return not stated and self.curve.law is not LawKind.POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveAmount:
    """Effective compute under one definition by one route, with its inputs, or the reasons why there is none.

    `amount` is None exactly when `kind` is undefined. `used` holds the places of the gains in the amount (none where
    it is undefined), `left_out` the places of those that are not in it, each with the reason.
    """

    definition: Definition
    route: str
    kind: Kind
    amount: Amount | None
    reason: str = ""
    steps: tuple[Step, ...] = ()
    used: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    """For each gain in the amount, the name of its input and that of the gain."""
    outside: tuple[tuple[str, str], ...] = ()
    """The places of the gains that are used outside the scale of their measurement, each with the side."""
    doubted: tuple[str, ...] = ()
    """The places of the gains of which it cannot be told whether they count for this model."""
    curve: str = ""
    """The curve that was inverted."""
    values: tuple[Fraction, ...] = ()
    """Every compute with the score, where there are several."""
    inverted: Inverted | None = None
    """What the inversion rests on; there also where only a ratio of two can be had."""
    is_open: bool = False
    """Whether it is undefined only because what is stated, bounds or noise, leaves any amount possible."""

    @property
    def is_main(self) -> bool:
        """Whether it is the definition's own answer by this route, and not that of another fit of its baseline."""
        return self.curve in ("", self.definition.curve)


def as_result(found: EffectiveAmount) -> Effective:
    """The answer as the report shows it: decimal text, ends rounded outward."""
    metric = found.definition.metric
    return Effective(
        definition=found.definition.id,
        route=found.route,
        result=_value(found),
        metric=metric.name if metric else "",
        curve=found.curve,
        steps=found.steps,
    )


def _value(found: EffectiveAmount) -> EffectiveValue:
    if found.amount is None:
        return EffectiveValue(kind=found.kind, reason=found.reason)
    ends = as_range(found.amount.bounds())
    return EffectiveValue(
        kind=found.kind,
        low=None if found.kind == "at_most" else ends.low,
        central=ends.central,
        high=ends.high,
        values=tuple(outward(number, up=False) for number in found.values),
        reason=found.reason,
    )
