"""The product of the gains that count: what its interval is, and what stands beside it.

Verdicts rest on the widest of the readings: all gains moving together (comonotone), and what stacking may do to a
product that nobody measured. The narrower ones are shown beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import mul

from flopguard.definition.types import Definition
from flopguard.effective.gains.chain import Placed
from flopguard.effective.gains.interaction import Stacking, in_words, stacking
from flopguard.effective.gains.measured import groups, is_one, overlaps, unmeasured_together
from flopguard.effective.intervals import LogNormal, Spread, correlated, independent, log_normal, spread_of, together
from flopguard.effective.intervals import product as log_product
from flopguard.estimate.types import span
from flopguard.formula import Amount, Input, constant
from flopguard.quantity import DEFAULT_LEVEL, Estimate, show
from flopguard.result import Step
from flopguard.units import Dimension


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """The product of placed gains as an amount, with the steps that show how it was formed."""

    amount: Amount
    steps: tuple[Step, ...]


def multiplied(placed: Sequence[Placed], definition: Definition) -> Product:
    """The product of the gains; every one must have its factor."""
    if not placed:
        nothing = Step(what="product of the gains that count: there are none", result="factor 1")
        return Product(amount=constant(1), steps=(nothing,))
    gains = tuple(entry.gain for entry in placed)
    parts = groups(overlaps(gains), [gain.number for gain in gains])
    by_number = {entry.gain.number: entry for entry in placed}
    factors = [_factor([by_number[number] for number in part]) for part in parts]
    amount = reduce(mul, factors, constant(1))
    words = (*_three(placed, definition), *_overlap_words(by_number, parts))
    steps = (Step(what="; ".join(words), result=f"factor {span(amount.bounds())}"),)
    ones = [entry.gain.number for entry in placed if entry.factor is not None and is_one(entry.factor)]
    prior = stacking(unmeasured_together(gains, ones), definition)
    if prior is None:
        return Product(amount=amount, steps=steps)
    amount = amount * prior.amount(definition)
    stacked = Step(what=_prior_words(placed, prior), result=f"factor {span(amount.bounds())}, with it and without it")
    return Product(amount=amount, steps=(*steps, stacked))


# --- gains that overlap --------------------------------------------------------------------------------------------


def _factor(part: Sequence[Placed]) -> Amount:
    """One gain, or a group of gains that overlap: from the largest of them alone to their product."""
    if len(part) == 1:
        amount = part[0].amount
        assert amount is not None
        return amount
    name = " with ".join(f"{entry.gain.at}/gain" for entry in part)
    return Amount.of(Input(name, overlapping([entry.factor for entry in part if entry.factor is not None])))


def overlapping(factors: Sequence[Estimate]) -> Estimate:
    """Gains that partly are the same one: at least the largest of them alone, at most their product.

    Where a gain lies below 1 the product can be the lower end. The central value is that of the product, as for
    gains of which nothing is said.
    """
    product = together(factors)
    low = min(product.low, max(factor.low for factor in factors))
    highs = [factor.high for factor in factors if factor.high is not None]
    high = None if product.high is None else max(product.high, max(highs))
    return Estimate(low, product.central, high, Dimension.RATIO)


# --- words ---------------------------------------------------------------------------------------------------------


def _levelled(placed: Sequence[Placed]) -> list[tuple[Estimate, Fraction]] | None:
    """The factors with the levels of their intervals; None where one has none."""
    found = [(entry.factor, entry.level) for entry in placed]
    known = [(factor, level) for factor, level in found if factor is not None and level is not None]
    return known if len(known) == len(found) else None


def _three(placed: Sequence[Placed], definition: Definition) -> Iterator[str]:
    """The product with the gains together, apart, and correlated where the definition says how much."""
    gains = " x ".join(f"'{entry.gain.name}'" for entry in placed)
    ends = span(together(entry.factor for entry in placed if entry.factor is not None))
    yield f"product of {gains}: at the ends of the intervals, as if all moved together (comonotone), {ends}"
    factors = _levelled(placed)
    apart = independent(factors) if factors is not None else None
    if apart is None or factors is None:
        yield "no independent log-normal interval: a gain lacks a level or an end above 0"
        return
    mean = f", mean {show(apart.mean)}" if apart.mean is not None else ""
    yield f"as independent log-normals, {float(DEFAULT_LEVEL):.0%}: {_ends(apart)} (median {show(apart.median)}{mean})"
    correlation = definition.correlation
    if correlation is not None:
        yield _correlated(factors, correlation.estimate)


def _correlated(factors: Sequence[tuple[Estimate, Fraction]], correlation: Estimate) -> str:
    most = correlation.high
    if most is None or most > 1:
        return "no correlated interval: a correlation lies between 0 and 1"
    found = correlated(factors, most)
    shown = f"no number for a correlation of {show(most)}" if found is None else _ends(found)
    return f"with a correlation of {show(most)} between their logarithms: {shown}"


def _ends(spread: Spread) -> str:
    return f"{show(spread.low)} .. {show(spread.high)}"


def _overlap_words(by_number: Mapping[int, Placed], parts: Sequence[tuple[int, ...]]) -> Iterator[str]:
    for part in parts:
        if len(part) > 1:
            names = " and ".join(f"'{by_number[number].gain.name}'" for number in part)
            yield f"{names} overlap and were not measured together: from the largest alone to their product"


def _prior_words(placed: Sequence[Placed], prior: Stacking) -> str:
    factors = _levelled(placed)
    parts = [log_normal(*pair) for pair in factors] if factors is not None else [None]
    known: list[LogNormal] = [part for part in parts if part is not None]
    return in_words(prior, spread_of(log_product([*known, prior.factor])) if len(known) == len(parts) else None)
