"""Rates of progress: a factor a year against a line, or against an earlier rate.

What twice a rate means is the text's to say. As `growth` one year holds two earlier years, so that the yearly factor is
squared; as `factor` it is doubled. Points on an index are the logarithm of a factor: twice the points a year are twice
the growth, and what factor they are nobody says.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from operator import mul

from flopguard.evaluate.compared import Direct, Rows, Sides, line_of, line_value, loosened
from flopguard.evaluate.facts import is_later
from flopguard.evaluate.world import World
from flopguard.formula import Amount, Input
from flopguard.manifest.types import Progress
from flopguard.policy.types import QuantityLeaf
from flopguard.result import Cause
from flopguard.units import Dimension

_WHOSE = {"publisher": "of the publisher", "best_model": "of the most capable model"}
_EARLIER = {"expected": "expected", "fastest_observed": "fastest observed", "historical": "historical"}
_ONE = Fraction(1)


def progress_rate(leaf: QuantityLeaf, world: World) -> Rows | Direct:
    """Every rate that the leaf may be about; they count as far as they agree."""
    says = _words(leaf)
    rows = [(at, row) for at, row in _rows(leaf, world) if _can_tell(leaf, row)]
    meant = [(at, _compared(leaf, world, at, row, says)) for at, row in rows if _is_meant(leaf, row) is True]
    perhaps = [(at, row) for at, row in rows if _is_meant(leaf, row) is None]
    if meant:
        pairs = [(at, _compared(leaf, world, at, row, says)) for at, row in perhaps]
        unknown = [(at, _untold(at, says)) for at, pair in pairs if isinstance(pair, Direct)]
        open_ones = tuple((pair, _untold(at, says)) for at, pair in pairs if isinstance(pair, Sides))
        return Rows((*meant, *unknown), says, open_ones)
    if perhaps:
        return Rows(tuple((at, _untold(at, says)) for at, _ in perhaps), says)
    return Direct(None, says, Cause.MISSING, _wanted(leaf, world, says))


def _words(leaf: QuantityLeaf) -> str:
    says = f"yearly rate of progress {_WHOSE[leaf.of or 'publisher']}"
    return says if leaf.relative_to is None else f"{says} against the {_EARLIER[leaf.relative_to]} rate"


def _rows(leaf: QuantityLeaf, world: World) -> Iterator[tuple[str, Progress]]:
    """The rows of whom the leaf is about, by place; what goes on beyond the day of the check is left out."""
    as_of = world.facts.settings.as_of
    for number, row in enumerate(world.facts.manifest.progress):
        if row.of == (leaf.of or "publisher") and not (is_later(row.started, as_of) or is_later(row.ended, as_of)):
            yield f"/progress/{number}", row


def _can_tell(leaf: QuantityLeaf, row: Progress) -> bool:
    """Whether a row answers the leaf at all: a rate alone is no comparison, and points tell no factor."""
    if leaf.relative_to is not None and row.earlier is None and row.compared_with is None:
        return False
    return row.unit == "factor" or (leaf.relative_to is not None and leaf.rate_as == "growth")


def _is_meant(leaf: QuantityLeaf, row: Progress) -> bool | None:
    if leaf.relative_to is None:
        return True
    return None if row.compared_with is None else row.compared_with == leaf.relative_to


def _untold(at: str, says: str) -> Direct:
    return Direct(None, says, Cause.MISSING, f"which rate the earlier one is ({at}/compared_with)")


def _wanted(leaf: QuantityLeaf, world: World, says: str) -> str:
    needed = [f'of = "{leaf.of or "publisher"}"', "now"]
    if leaf.relative_to is not None:
        needed += ["earlier", f'compared_with = "{leaf.relative_to}"']
    rows = [(at, row) for at, row in _rows(leaf, world) if row.unit == "points" and not _can_tell(leaf, row)]
    points = [at for at, row in rows if _is_meant(leaf, row) is not False]
    why = f"; points a year on an index ({', '.join(points)}) are a log measure and tell no factor" if points else ""
    unit = "" if leaf.rate_as == "growth" else ' in unit = "factor"'
    return f"the {says}: [[progress]] with {', '.join(needed)}{unit}{why}"


# --- one row -----------------------------------------------------------------------------------------------------


def _compared(leaf: QuantityLeaf, world: World, at: str, row: Progress, says: str) -> Sides | Direct:
    said = f"{says}{_cut(row)}"
    if row.now is None:
        return Direct(None, said, Cause.MISSING, f"{at}/now")
    now = loosened(Amount.of(Input(f"{at}/now", row.now.estimate)), world)
    comparison, text = line_of(leaf)
    line = line_value(text, Dimension.RATIO)
    if leaf.relative_to is None:
        return Sides(now, None, line, text, comparison, said)
    if row.earlier is None:
        return Direct(None, said, Cause.MISSING, f"{at}/earlier")
    earlier = loosened(Amount.of(Input(f"{at}/earlier", row.earlier.estimate)), world)
    if leaf.rate_as == "growth" and row.unit == "factor":
        return _growth(leaf, at, (now, earlier), line, said)
    if earlier.bounds().low <= 0:
        return Direct(None, said, Cause.MISSING, f"an earlier rate above zero ({at}/earlier)")
    if row.unit == "points":
        said = f"{said}; points on an index are a log measure, so that {text} the growth is {text} the points"
    return Sides(now, earlier, line, text, comparison, said)


def _growth(leaf: QuantityLeaf, at: str, rates: tuple[Amount, Amount], line: Fraction, said: str) -> Sides | Direct:
    """The rate now against the earlier one to the power of the line p/q, exactly: both to the power of q."""
    now, earlier = rates
    if earlier.bounds().low <= 1:
        what = f"an earlier yearly factor above 1x ({at}/earlier): without growth there is none to be a multiple of"
        return Direct(None, said, Cause.MISSING, what)
    comparison, text = line_of(leaf)
    above, below = _power(now, line.denominator), _power(earlier, line.numerator)
    raised = "" if line.denominator == 1 else f" (both to the power of {line.denominator})"
    power = f"the earlier yearly factor to the power of {line}"
    return Sides(above, below, _ONE, f"1x {power}{raised}", comparison, f"{said}; {text} the growth is {power}")


def _power(amount: Amount, exponent: int) -> Amount:
    return reduce(mul, [amount] * exponent, Amount.exactly(1, Dimension.RATIO))


def _cut(row: Progress) -> str:
    """Of which index, and from where on it is called now."""
    parts = [f"on {row.index}"] if row.index else []
    parts += [f"from {row.breakpoint} on"] if row.breakpoint else []
    return f" ({', '.join(parts)})" if parts else ""
