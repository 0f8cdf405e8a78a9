"""Money of the developer: revenue of a year, in the currency of the line. No text here names a way of converting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from flopguard.evaluate.compared import Direct, Sides, against_line, line_of, loosened
from flopguard.evaluate.world import World
from flopguard.formula import Amount, Input, Role
from flopguard.manifest.types import YearlyFigure
from flopguard.policy.check import line_dimension
from flopguard.policy.types import QuantityLeaf
from flopguard.quantity import Estimate
from flopguard.result import Cause
from flopguard.units import Dimension

Row = tuple[int, YearlyFigure]


def currency_of(leaf: QuantityLeaf) -> Dimension:
    """The currency that the line is written in."""
    return line_dimension(leaf, line_of(leaf)[1])


def revenue(leaf: QuantityLeaf, world: World) -> Sides | Direct:
    """Revenue of the year before that of the day, of all or of AI services alone; one never stands in for the other."""
    year, currency = world.facts.settings.as_of.year - 1, currency_of(leaf)
    is_ai = leaf.of == "ai"
    says = f"{'revenue from AI services in' if is_ai else 'gross revenue of'} {year}"
    field = "annual_ai_revenue" if is_ai else "annual_revenue"
    developer = world.facts.manifest.developer_facts
    of_year = [(n, row) for n, row in enumerate(getattr(developer, field, ())) if row.year == year]
    rows = _with_or_without_affiliates(leaf, [e for e in of_year if e[1].value.estimate.dimension == currency])
    if len({(replace(row.value.estimate, text=""), row.with_affiliates) for _, row in rows}) > 1:
        return Direct(None, says, Cause.CONFLICT, f"which {says} is right (/developer_facts/{field})")
    if not rows:
        return Direct(None, says, Cause.MISSING, _wanted(leaf, says, f"/developer_facts/{field}", of_year, currency))
    number, row = rows[0]
    return _compared(leaf, world, says, f"/developer_facts/{field}/{number}/value", row)


def _with_or_without_affiliates(leaf: QuantityLeaf, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows of the kind that is asked for, else all: the two kinds are two figures and no contradiction."""
    wanted = [(n, row) for n, row in rows if (row.with_affiliates is True) is bool(leaf.with_affiliates)]
    return wanted or rows


def _wanted(leaf: QuantityLeaf, says: str, at: str, of_year: Sequence[Row], currency: Dimension) -> str:
    if of_year:
        number, row = of_year[0]
        stated = row.value.estimate.dimension
        return f"{at}/{number}/value in {currency}: the text names no way of converting {stated}"
    return f"{says}{', with affiliates' if leaf.with_affiliates else ''} ({at})"


def _compared(leaf: QuantityLeaf, world: World, says: str, at: str, row: YearlyFigure) -> Sides:
    estimate = row.value.estimate
    amount = Amount.of(Input(at, estimate))
    if leaf.with_affiliates and row.with_affiliates is not True:
        says += ", affiliates not counted"
        more = Estimate(Fraction(0), Fraction(0), None, estimate.dimension)
        amount = amount + Amount.of(Input("revenue of affiliates", more, Role.UNSTATED))
    return against_line(leaf, loosened(amount, world), None, says)
