"""By what factor an answer could differ, where the policy itself has the figures: its rates, its readings, its line."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from flopguard.definition.types import Trend
from flopguard.fields import Figure
from flopguard.policy.check.settings import values
from flopguard.policy.lint.placed import line_of
from flopguard.policy.trends import alternatives, bundled_rates
from flopguard.policy.types import Measure, OpenQuestion, Policy, QuantityLeaf, ReadingChoice, Scalar
from flopguard.quantity import QuantityError, parse
from flopguard.record import record
from flopguard.units import Dimension

MONTHS = 12


@record
class Rate:
    """By how much effective compute grows in a year at constant operations."""

    name: str
    low: float
    central: float
    high: float


def by_recipe(policy: Policy, leaf: QuantityLeaf) -> str:
    """What an older recipe for 1x makes of a model. In a multiple it cancels where both models have the same one."""
    rate = _named_rate(policy, leaf, "algorithms")
    if rate is None:
        return ""
    if leaf.relative_to is None:
        return f"a recipe that is a year older makes the number larger by {_figures(rate)}"
    return f"where two models are measured from recipes a year apart, the multiple is off by {_figures(rate)}"


def by_post_training(policy: Policy, leaf: QuantityLeaf) -> str:
    """What post-training makes of a year, by the rate that the policy has for it."""
    rate = _named_rate(policy, leaf, "post_training")
    return f"between models a year apart it is worth {_figures(rate)}" if rate else ""


def by_reading(policy: Policy, leaf: QuantityLeaf) -> str:
    """How far the readings are apart for two models a year apart, where their rates are known."""
    known = {entry.name: entry for entry in _readings(policy, leaf)}
    if len({entry.central for entry in known.values()}) < 2:
        return ""
    least, most = (pick(known.values(), key=lambda entry: entry.central) for pick in (min, max))
    between = Rate(name="", low=most.low / least.high, central=most.central / least.central, high=most.high / least.low)
    return (
        f"of the readings with a known rate '{least.name}' and '{most.name}' are furthest apart, by "
        f"{_figures(between)} for two models a year apart"
    )


def by_steps(policy: Policy, leaf: QuantityLeaf) -> str:
    """What two steps just under the line come to."""
    lines = line_of(policy, leaf)
    if leaf.relative_to is None or len(lines) != 1:
        return ""
    try:
        line = parse(lines[0], Dimension.RATIO)
    except QuantityError:
        return ""
    if not line.is_point or line.low <= 1:
        return ""
    return f"two steps just under {_number(float(line.low))}x come to almost {_number(float(line.low) ** 2)}x together"


# --- rates -------------------------------------------------------------------------------------------------------


def _named_rate(policy: Policy, leaf: QuantityLeaf, of: str) -> Rate | None:
    """The rate of one kind that the policy has, else the one that a reading names."""
    named = [name for text in values(policy, leaf.trend) for option in alternatives(text) for name in option]
    offered = [*policy.trend, *(bundled_rates()[name] for name in named if name in bundled_rates())]
    fitting = [trend for trend in offered if trend.of == of and trend.id in named]
    return next((rate for trend in fitting if (rate := _rate(trend)) is not None), None)


def _rate(trend: Trend) -> Rate | None:
    name = trend.id
    if trend.first is not None and trend.last is not None:
        name += f", of {trend.first.first.year} to {trend.last.last.year}"
    if trend.per_year is not None:
        low, central, high = _three(trend.per_year)
        return Rate(name=name, low=low, central=central, high=high)
    if trend.doubling_months is not None:
        low, central, high = (2 ** (MONTHS / months) for months in _three(trend.doubling_months))
        return Rate(name=name, low=high, central=central, high=low)
    return None


def _three(figure: Figure) -> tuple[float, float, float]:
    estimate = figure.estimate
    low, high = float(estimate.low), float(estimate.high if estimate.high is not None else estimate.low)
    return low, float(estimate.central) if estimate.central is not None else (low * high) ** 0.5, high


def _readings(policy: Policy, leaf: QuantityLeaf) -> Iterator[Rate]:
    """The readings that choose a measure of operations, or operations and rates, each with its yearly factor."""
    for _, reading in _choices(policy, leaf):
        measure = _set(policy, reading, leaf.measure)
        trend = _set(policy, reading, leaf.trend)
        if measure == Measure.NOMINAL.value:
            yield Rate(name=reading.id, low=1.0, central=1.0, high=1.0)
        elif measure == Measure.TREND.value and trend is not None:
            rates = _first_known(policy, str(trend))
            if rates:
                low, central, high = (prod(getattr(rate, end) for rate in rates) for end in ("low", "central", "high"))
                yield Rate(name=reading.id, low=low, central=central, high=high)


def _choices(policy: Policy, leaf: QuantityLeaf) -> Iterator[tuple[OpenQuestion, ReadingChoice]]:
    paths = {f"parameters.{text[1:]}" for text in (leaf.measure, leaf.trend) if text and text.startswith("$")}
    for question in policy.open_question:
        yield from ((question, reading) for reading in question.readings if paths & reading.set.keys())


def _set(policy: Policy, reading: ReadingChoice, text: str | None) -> Scalar | None:
    if text is None or not text.startswith("$"):
        return text
    return reading.set.get(f"parameters.{text[1:]}", policy.parameters.get(text[1:]))


def _first_known(policy: Policy, text: str) -> list[Rate]:
    known = {**bundled_rates(), **{trend.id: trend for trend in policy.trend}}
    for option in alternatives(text):
        rates = [rate for name in option if name in known and (rate := _rate(known[name])) is not None]
        if len(rates) == len(option):
            return rates
    return []


# --- in words ----------------------------------------------------------------------------------------------------


def _figures(rate: Rate) -> str:
    """The factor, with its interval and its name where it has them."""
    interval = "" if rate.low == rate.high else f"{_number(rate.low)}x to {_number(rate.high)}x"
    beside = "; ".join(part for part in (interval, rate.name) if part)
    return f"{_number(rate.central)}x ({beside})" if beside else f"{_number(rate.central)}x"


def _number(value: float) -> str:
    return f"{value:.2g}"
