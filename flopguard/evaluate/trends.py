"""The nominal ratio of training compute times published rates of progress over the time between the two models.

A rate is an average over many models and years, so it stands for no gain of a named technique, and is never multiplied
with one: the techniques are in it already. Outside the years of its data it says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from flopguard.definition.types import Trend
from flopguard.evaluate.ages import Aged, our_day, their_day
from flopguard.evaluate.compared import Compared, Direct, Part, Rule, Several, Sides
from flopguard.evaluate.rates import Months, figure_of, growth, months_between
from flopguard.evaluate.ratios import compute_ratio, reference_of
from flopguard.evaluate.world import World
from flopguard.fields import Figure
from flopguard.formula import Amount, Input, Role
from flopguard.manifest.types import Assessment
from flopguard.policy.trends import STATED, alternatives, bundled_rates
from flopguard.policy.types import QuantityLeaf
from flopguard.quantity import Estimate, show
from flopguard.result import Cause
from flopguard.units import Dimension

ALGORITHMIC = ("algorithms", "both")
_SAYS = "nominal ratio of training compute times a rate of progress"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate by the place where it stands, which is the name of its variable."""

    trend: Trend
    at: str


@dataclass(frozen=True, slots=True)
class Between:
    """The two models' days and the time between them."""

    ours: Aged
    theirs: Aged
    time: Months
    is_at_least: bool = False
    """Whether it may be longer without an end, since nothing says how much older the assessed model is."""

    def __str__(self) -> str:
        low, high = show(self.time.low, 3), show(self.time.high, 3)
        months = low if low == high else f"{low} .. {high}"
        return f"over {months} months, from {self.theirs} to {self.ours}"


def by_trend(leaf: QuantityLeaf, world: World) -> Compared:
    """The ratio by each set of rates that the leaf may mean; several of them are readings of one thing."""
    if leaf.relative_to != "last_assessment" or leaf.counting is None:
        what = "a counting rule and the last assessment to count the time from, which this condition does not name"
        return Direct(None, _SAYS, Cause.MISSING, what)
    nominal = compute_ratio(leaf, world, f"nominal ratio of training compute counted by '{leaf.counting}'")
    found = reference_of(leaf, world)
    if isinstance(found, Direct) or not isinstance(nominal, Sides):
        return nominal if isinstance(nominal, Direct) else Direct(None, _SAYS, Cause.MISSING, _WANTED)
    options = meant(leaf.trend or STATED, world)
    if not options:
        return Direct(None, _SAYS, Cause.MISSING, _WANTED)
    between = _between(world, *found)
    parts = tuple(Part(_named(rates), times(nominal, rates, between)) for rates in options)
    return parts[0].found if len(parts) == 1 else Several(parts, Rule.ALIKE, "rate of progress")


_BEFORE = "progress between the release of the assessed model, which is not stated, and its assessment"
_WANTED = "a cited yearly multiplier of algorithmic progress with its interval and window ([[trend]])"


def _between(world: World, number: int, assessment: Assessment) -> Between:
    ours, theirs = our_day(world), their_day(world, number, assessment)
    is_open = theirs.may_be_earlier and world.facts.settings.unstated is None
    return Between(ours, theirs, months_between(theirs.day, ours.day), is_open)


# --- which rates -------------------------------------------------------------------------------------------------


def meant(text: str, world: World) -> tuple[tuple[Rate, ...], ...]:
    """The sets of rates that a text names: the first of its alternatives that there is, in each way it may be meant."""
    for names in alternatives(text):
        each = [_by_name(name, world) for name in names]
        if all(each):
            return tuple(product(*each))
    return ()


def _by_name(name: str, world: World) -> tuple[Rate, ...]:
    own = [Rate(trend, f"/trend/{number}") for number, trend in enumerate(world.facts.manifest.trend)]
    if name == STATED:
        return tuple(rate for rate in own if rate.trend.of in ALGORITHMIC)
    of_policy = [Rate(trend, f"{world.policy.id}/{trend.id}") for trend in world.policy.trend]
    named = [rate for rate in (*of_policy, *own) if rate.trend.id == name]
    bundled = None if named else bundled_rates().get(name)
    return tuple(named[:1]) if bundled is None else (Rate(bundled, f"bundled/{name}"),)


def _named(rates: Sequence[Rate]) -> str:
    return " x ".join(rate.trend.id for rate in rates)


# --- what they make of the ratio ---------------------------------------------------------------------------------


def times(nominal: Sides, rates: Sequence[Rate], between: Between) -> Sides | Direct:
    """The ratio times the growth by each of the rates, or why a rate cannot be used here."""
    says = f"{nominal.says}, times {' x '.join(map(_in_words, rates))} {between}"
    problems = [problem for rate in rates for problem in _problems(rate, between)]
    if problems:
        return Direct(None, says, Cause.MISSING, "; ".join(problems))
    above = nominal.above
    for rate in rates:
        above = above * Amount.of(_growth(rate, between))
    if between.is_at_least:
        above = above * Amount.of(Input(_BEFORE, Estimate(Fraction(1), None, None, Dimension.RATIO), Role.UNSTATED))
    return Sides(above, nominal.below, nominal.line, nominal.line_text, nominal.comparison, says, nominal.tallies)


def _growth(rate: Rate, between: Between) -> Input:
    """The growth over the time as a variable: two uses of one rate are one."""
    estimate, figure = growth(rate.trend, between.time), figure_of(rate.trend)
    assert estimate is not None
    assert figure is not None
    return Input(f"{rate.at}: growth over the time between", estimate, level=figure.level)


def _in_words(rate: Rate) -> str:
    trend, figure = rate.trend, figure_of(rate.trend)
    if figure is None:
        return f"'{trend.id}'"
    how = (
        f"{_figure_text(figure)} a year" if trend.per_year is not None else f"doubling in {_figure_text(figure)} months"
    )
    source = f", {trend.source}" if trend.source else ""
    window = "" if trend.first and trend.last else ", without the years of its data"
    return f"'{trend.id}' ({how}{source}{window})"


def _figure_text(figure: Figure) -> str:
    """A figure as written, with its ends where the text has them not."""
    estimate = figure.estimate
    if estimate.is_point or estimate.central is None or estimate.high is None:
        return estimate.text or f"{show(estimate.low)} .."
    ends = f"{show(estimate.low)} .. {show(estimate.high)}"
    return ends if ".." in estimate.text else f"{show(estimate.central)} ({ends})"


def _problems(rate: Rate, between: Between) -> Iterator[str]:
    trend = rate.trend
    if figure_of(trend) is None:
        yield f"the rate '{trend.id}' either by per_year or by doubling_months"
        return
    if between.time.high < 0:
        yield f"which of the days is right: the model, {between.ours}, is before the assessed one, {between.theirs}"
        return
    yield from _outside(trend, between)
    if growth(trend, between.time) is None:
        yield f"a rate that gives a number: '{trend.id}' over this time is beyond all of them"


def _outside(trend: Trend, between: Between) -> Iterator[str]:
    """That the time does not lie within the years of the data, in which alone the rate says something."""
    before = trend.first is not None and between.theirs.day.first < trend.first.first
    after = trend.last is not None and between.ours.day.last > trend.last.last
    if before or after:
        window = f"{trend.first or '...'} to {trend.last or '...'}"
        yield (
            f"a rate whose data cover {between.theirs.day} to {between.ours.day}: "
            f"those of '{trend.id}' cover {window}, and beyond them it is no evidence"
        )
