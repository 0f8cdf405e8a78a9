"""What is compared with what: the shapes in which a leaf's two sides come, and how exact a reported figure is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache, partial

from flopguard.evaluate.counting import Tally
from flopguard.evaluate.memo import Memo, Same
from flopguard.evaluate.world import World
from flopguard.formula import Amount, Comparison, Input, Role, Term
from flopguard.kept import kept
from flopguard.policy.check import line_dimension
from flopguard.policy.types import QuantityLeaf
from flopguard.quantity import Estimate, last_digit_half, parse
from flopguard.result import Cause
from flopguard.units import Dimension

GAINS = "gains"
"""How the route by gains is called in what is compared."""
EXACT_SCORE = "; its score is taken as exact"
"""How it is said of a route that the score it inverts states no error."""
ANY_SCALE = "; its curve does not state where it holds"
"""How it is said of a route that nothing is stated of the compute or the scores that its curve was fitted to."""


@dataclass(frozen=True)
class Sides:
    """An amount, or a ratio of two, against a line."""

    above: Amount
    below: Amount | None
    line: Fraction
    line_text: str
    comparison: Comparison
    says: str
    """What is compared, in words."""
    tallies: tuple[Tally, ...] = ()
    label: str = ""
    """What tells it from other amounts that the same condition compares."""
    fixed: frozenset[str] = frozenset()
    """Variables that the choice of this line rests on: at other values than those stated it would be another line."""
    memo: Memo = field(default_factory=Memo, init=False, compare=False, repr=False)
    """What was worked out of these sides already: most leaves are asked the same in many worlds."""

    @kept
    def variables(self) -> tuple[Input, ...]:
        """Every variable of both sides, once, by name."""
        if self.below is None:
            return self.above.inputs
        both = {item.name: item for amount in (self.above, self.below) for item in amount.inputs}
        return tuple(both[name] for name in sorted(both))


@dataclass(frozen=True, slots=True)
class Runs:
    """The sides of each run, of which the largest is compared."""

    each: tuple[Sides, ...]

    @property
    def any_decides(self) -> bool:
        """Whether one run over the line is enough; a line from above must hold for all of them."""
        return self.each[0].comparison in (Comparison.MORE_THAN, Comparison.AT_LEAST)


@dataclass(frozen=True, slots=True)
class Direct:
    """An answer that needs no amounts: true, false, or unknown with the cause and what is missing."""

    truth: bool | None
    says: str
    cause: Cause | None = None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """Entries of a list, of which one is enough if every part of it holds."""

    each: tuple[tuple[Sides | Direct, ...], ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Several figures for one and the same thing, by their places; they count only as far as they agree."""

    each: tuple[tuple[str, Sides | Direct], ...]
    says: str
    perhaps: tuple[tuple[Sides, Direct], ...] = ()
    """Figures that may be for the same thing, with what is then missing; one on the same side changes nothing."""


class Rule(StrEnum):
    """What is made of several answers to one leaf."""

    ANY = "any"
    ALL = "all"
    MEDIAN = "median"
    ALIKE = "alike"
    """They are readings of one thing: their common answer, or none."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of several answers to a leaf: what it is called, and the metric and the definition that it is on."""

    name: str
    found: Compared
    metric: str = ""
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Several:
    """Several answers to one leaf, and what is made of them."""

    each: tuple[Part, ...]
    rule: Rule
    says: str
    """Of what there are several, in words."""


@dataclass(frozen=True, slots=True)
class Floored:
    """Actual compute, or what is missing of it, beside an adjusted amount.

    Where it counts, one of them over the line is enough, and an adjusted amount below the line is not.
    """

    raw: Sides | Direct
    adjusted: Compared
    counts: bool


Compared = Sides | Runs | Direct | Entries | Rows | Several | Floored


def pairs_of(found: Compared) -> Iterator[Sides]:
    """Every pair of sides in what a leaf compares."""
    match found:
        case Sides():
            yield found
        case Runs(each=runs):
            yield from runs
        case Entries(each=entries):
            yield from (part for entry in entries for part in entry if isinstance(part, Sides))
        case Rows(each=rows):
            yield from (row for _, row in rows if isinstance(row, Sides))
        case Several(each=each):
            yield from (pair for entry in each for pair in pairs_of(entry.found))
        case Floored(raw=raw, adjusted=adjusted, counts=counts):
            yield from pairs_of(raw) if counts else ()
            yield from pairs_of(adjusted)
        case Direct():
            pass


def line_of(leaf: QuantityLeaf) -> tuple[Comparison, str]:
    """The comparison of a leaf and its line as written."""
    given = leaf.comparisons()
    if given:
        return next(iter(given.items()))
    return Comparison(leaf.operator or ""), leaf.value or ""


def against_line(leaf: QuantityLeaf, above: Amount, below: Amount | None, says: str, *tallies: Tally) -> Sides:
    """An amount, or a ratio of two, against the line of a leaf."""
    comparison, text = line_of(leaf)
    return Sides(above, below, line_value(text, line_dimension(leaf, text)), text, comparison, says, tallies)


@lru_cache(maxsize=1024)  # policies have few lines, and every manifest is compared with all of them
def line_value(text: str, dimension: Dimension) -> Fraction:
    """The value of a line as a policy writes it."""
    return parse(text, dimension).low


# --- how exact a reported figure is ------------------------------------------------------------------------------


def loosened(amount: Amount, world: World, whose: str = "model") -> Amount:
    """The amount with reported points widened by their last digit, and a total by the instrument's tolerance."""
    share = world.tolerance
    if share is None:
        return amount
    memo = world.facts.memo
    return memo.once(("loosened", Same(amount), share, whose), lambda: _loosened(amount, share, whose, memo))


def _loosened(amount: Amount, share: Fraction, whose: str, memo: Memo) -> Amount:
    terms = (memo.once(("last digits", Same(term)), partial(_last_digits, term)) for term in amount.terms)
    widened = Amount(amount.dimension, tuple(terms))
    if not share or amount.dimension != Dimension.FLOP:
        return widened
    margin = Estimate(1 - share, Fraction(1), 1 + share, Dimension.RATIO)
    return widened * Amount.of(Input(f"tolerance of the {whose}", margin, Role.TOLERANCE))


def _last_digits(term: Term) -> Term:
    return Term(term.coefficient, tuple(map(_last_digit, term.inputs)))


def _last_digit(item: Input) -> Input:
    estimate = item.estimate
    half = last_digit_half(estimate.text) if estimate.is_point and estimate.text else None
    if half is None or item.role is not Role.FACT:
        return item
    low, high = estimate.low * (1 - half), estimate.low * (1 + half)
    return replace(item, estimate=Estimate(low, estimate.central, high, estimate.dimension))
