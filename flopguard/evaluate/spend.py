"""Money over a stretch of time: what stated periods tell of the window that a text looks back over.

The window ends the day before the test day and begins the stated period earlier. Periods surely inside it that do not
overlap are a lower bound of what was spent in it; periods that together surely cover it are an upper bound. A day that
is given as a month or a year is taken at whichever of its ends tells less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from flopguard.dates import DateError, before, period
from flopguard.evaluate.compared import Direct, Sides, against_line, loosened
from flopguard.evaluate.facts import is_later
from flopguard.evaluate.money import currency_of
from flopguard.evaluate.world import World
from flopguard.formula import Amount, Input, Role, total
from flopguard.manifest.types import Spend
from flopguard.policy.types import QuantityLeaf
from flopguard.quantity import Estimate
from flopguard.result import Cause
from flopguard.units import Dimension

_DAY = timedelta(days=1)
_NOTHING = Fraction(0)
_SAID = {"ai": "spent on developing AI", "compute": "spent on computing for training"}


@dataclass(frozen=True, slots=True)
class Window:
    """The days that count, the first and the last of them included."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class Row:
    """An amount over a time: the days that it may touch, and those that it surely has, if any."""

    at: str
    amount: Amount
    first: date
    last: date
    since: date
    until: date
    rounded: Estimate
    """What it may be by its last digit."""

    @property
    def is_exact(self) -> bool:
        """Whether both its days are known."""
        return (self.first, self.last) == (self.since, self.until)

    @property
    def ends(self) -> tuple[Fraction, Fraction | None]:
        """The least and the most that it may be."""
        bounds = self.amount.bounds()
        return bounds.low, bounds.high


def spend(leaf: QuantityLeaf, world: World) -> Sides | Direct:
    """What was spent within the window against the line, or what is missing of it."""
    window, currency = window_of(leaf, world.facts.settings.as_of), currency_of(leaf)
    field, said = f"/developer_facts/{leaf.of}_spend", _SAID[leaf.of or ""]
    if window is None:
        return Direct(None, f"money {said}", Cause.MISSING, f"a window within the calendar: {leaf.window}")
    says = f"money {said} from {window}"
    stated = getattr(world.facts.manifest.developer_facts, f"{leaf.of}_spend", ())
    rows = list(_rows(stated, field, currency, world))
    wrong = _contradiction(rows)
    if wrong is not None:
        return Direct(None, says, Cause.CONFLICT, f"which of {' and '.join(wrong)} is right")
    amount = within(rows, window, currency, f"the rest of the {says} ({field}: rows with started and ended)")
    if amount is None:
        other = next((row.value.estimate.dimension for row in stated if row.value.estimate.dimension != currency), None)
        why = f": the text names no way of converting {other}" if other is not None and not rows else ""
        what = f"what was {said} from {window}, in {currency}, by days ({field}: value, started, ended){why}"
        return Direct(None, says, Cause.MISSING, what)
    return against_line(leaf, amount, None, says)


def window_of(leaf: QuantityLeaf, as_of: date) -> Window | None:
    """The period that ends the day before the test day; None where it lies before the calendar."""
    tested = as_of.replace(day=1) if leaf.tested == "month_start" else as_of
    try:
        return Window(before(tested, period(leaf.window or "")), tested - _DAY)
    except (DateError, OverflowError):
        return None


def _rows(stated: Sequence[Spend], field: str, currency: Dimension, world: World) -> Iterator[Row]:
    """The rows in the currency of the line with their days; what goes on beyond the day of the check is left out."""
    as_of = world.facts.settings.as_of
    for number, row in enumerate(stated):
        started, ended = row.started, row.ended
        if row.value.estimate.dimension != currency or started is None or ended is None:
            continue
        if started.first > ended.last or is_later(started, as_of) or is_later(ended, as_of):
            continue
        at = f"{field}/{number}"
        stated_amount = Amount.of(Input(f"{at}/value", row.value.estimate))
        rounded = loosened(stated_amount, replace(world, tolerance=_NOTHING)).bounds()
        amount = loosened(stated_amount, world)
        yield Row(at, amount, started.first, ended.last, started.last, ended.first, rounded)


def _contradiction(rows: Sequence[Row]) -> tuple[str, ...] | None:
    """A row and others that lie in it, where these are more than it, and not only by the last digits."""
    for whole in rows:
        most = whole.rounded.high
        parts = _most_inside([row for row in rows if row is not whole and _lies_in(row, whole)])
        if most is not None and sum(row.rounded.low for row in parts) > most:
            return tuple(sorted({whole.at, *(row.at for row in parts)}))
    return None


def _lies_in(row: Row, whole: Row) -> bool:
    """Whether every day of a row is surely one of another; two with the same words are of the same time."""
    alike = (row.first, row.last, row.since, row.until) == (whole.first, whole.last, whole.since, whole.until)
    return alike or (whole.since <= row.first and row.last <= whole.until)


# --- the amount within a window ----------------------------------------------------------------------------------


def within(rows: Sequence[Row], window: Window, currency: Dimension, rest: str) -> Amount | None:
    """What is known of the amount within the window; None where nothing is. `rest` names what is not stated."""
    inside = _most_inside([row for row in rows if window.first <= row.first and row.last <= window.last])
    low = sum((row.ends[0] for row in inside), _NOTHING)
    high = _least_cover(rows, window)
    known = total([row.amount for row in inside], currency)
    tiled = _tiles(inside, window)
    if tiled and (high is None or high == known.bounds().high):
        return known
    if high is not None:
        least, most = min(low, high), max(low, high)  # of figures that differ by their last digits, either may be right
        return Amount.of(Input(rest, Estimate(least, low if low == high else None, most, currency), Role.UNSTATED))
    more = Estimate(_NOTHING, None, None, currency)
    return known + Amount.of(Input(rest, more, Role.UNSTATED)) if inside else None


def _tiles(inside: Sequence[Row], window: Window) -> bool:
    """Whether rows that do not overlap make up the window, day by day."""
    day = window.first
    for row in inside:
        if not row.is_exact or row.first != day:
            return False
        day = row.last + _DAY
    return bool(inside) and day == window.last + _DAY


def _most_inside(rows: Sequence[Row]) -> list[Row]:
    """Rows that surely do not overlap and are surely at least as much as any others of that kind, by time."""
    ordered = sorted(rows, key=lambda row: (row.last, row.first, row.at))
    best: list[tuple[Fraction, list[Row]]] = [(_NOTHING, [])]
    for number, row in enumerate(ordered):
        fits = next(n for n in range(number, -1, -1) if n == 0 or ordered[n - 1].last < row.first)
        amount = best[fits][0] + row.ends[0]
        best.append((amount, [*best[fits][1], row]) if amount >= best[-1][0] else best[-1])
    return best[-1][1]


def _least_cover(rows: Sequence[Row], window: Window) -> Fraction | None:
    """The least sum of what rows may be at most that together surely have every day of the window; None without any."""
    costs: dict[date, Fraction] = {window.first: _NOTHING}  # by the first day that is not yet covered
    for row in sorted(rows, key=lambda row: row.until):
        most, end = row.ends[1], min(row.until, window.last) + _DAY
        reached = [cost for day, cost in costs.items() if row.since <= day < end]
        if most is not None and reached:
            costs[end] = min(min(reached) + most, costs.get(end, min(reached) + most))
    return costs.get(window.last + _DAY)
