"""What a route to effective compute answers under one definition: a tagged amount, never a bare number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flopguard.definition.types import Definition
from flopguard.estimate.types import as_range
from flopguard.formula import Amount
from flopguard.result import Effective, EffectiveValue, Step

Kind = Literal["value", "at_least", "at_most", "unbounded", "multivalued", "undefined"]


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


def as_result(found: EffectiveAmount) -> Effective:
    """The answer as the report shows it: decimal text, ends rounded outward."""
    return Effective(definition=found.definition.id, route=found.route, result=_value(found), steps=found.steps)


def _value(found: EffectiveAmount) -> EffectiveValue:
    if found.amount is None:
        return EffectiveValue(kind=found.kind, reason=found.reason)
    ends = as_range(found.amount.bounds())
    return EffectiveValue(
        kind=found.kind,
        low=None if found.kind == "at_most" else ends.low,
        central=ends.central,
        high=ends.high,
        reason=found.reason,
    )
