"""Amounts as sums of products of named inputs, so that an input used twice is varied once.

An `Amount` keeps the inputs it was made from. Its bounds are exact: every coefficient is positive, so each input sits
at its own end. A ratio of two amounts is bounded at the corners of the inputs that both sides share, which is where a
quotient of such sums has its extremes; `x / x` is 1 whatever the interval of x.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import product

from flopguard.kept import kept
from flopguard.quantity import DEFAULT_LEVEL, Estimate
from flopguard.units import Dimension, UnitError, product_dimension

MAX_SHARED_CORNERS = 12

_NOTHING = Fraction(0)
_ONE = Fraction(1)


def exact_product(first: Fraction, others: Sequence[Fraction]) -> Fraction:
    """The product; brought to lowest terms once, which is what costs."""
    if not others:
        return first
    above, below = first.as_integer_ratio()
    for factor in others:
        numerator, denominator = factor.as_integer_ratio()
        above *= numerator
        below *= denominator
    return Fraction(above, below) if below != 1 else Fraction(above)


def exact_sum(terms: Sequence[Fraction]) -> Fraction:
    """The sum; brought to lowest terms once."""
    if len(terms) == 1:
        return terms[0]
    above, below = 0, 1
    for term in terms:
        numerator, denominator = term.as_integer_ratio()
        if denominator == below:
            above += numerator
        else:
            above = above * denominator + numerator * below
            below *= denominator
    return Fraction(above, below) if below != 1 else Fraction(above)


class Role(StrEnum):
    """Why an input is not exact; an undetermined comparison names the roles that decide it."""

    FACT = "fact"
    """A stated figure with its interval."""
    ASSUMPTION = "assumption"
    """A range assumed because a figure is not stated."""
    OPEN = "open"
    """A component that the text neither clearly counts nor clearly leaves out: 0 or 1."""
    UNSTATED = "unstated"
    """What the source leaves out, as a share of what it states."""
    TOLERANCE = "tolerance"
    """The margin that an instrument allows a reported figure."""


@dataclass(frozen=True, slots=True)
class Input:
    """A named figure; two uses of one name are the same variable."""

    name: str
    estimate: Estimate
    role: Role = Role.FACT
    widest: Estimate | None = None
    """For an assumption: what no assumption is needed for, used where nothing may be assumed."""
    moves_with: str = ""
    """The source or the assumption that it shares with other figures: they are high or low together."""
    level: Fraction = DEFAULT_LEVEL
    """The share of chances that its interval holds."""

    @property
    def ends(self) -> tuple[Fraction, Fraction | None]:
        """The low and the high end."""
        return self.estimate.low, self.estimate.high


@dataclass(frozen=True)
class Term:
    """A positive coefficient times inputs, each as often as it occurs.

    Terms and amounts never change and are shared by many totals, so each keeps its ends once they are worked out.
    """

    coefficient: Fraction
    inputs: tuple[Input, ...] = ()

    @kept
    def low(self) -> tuple[Fraction | None, bool]:
        """The low end, and whether no choice inside the intervals reaches it."""
        return self._end([(item.estimate.low, item.estimate.low_open) for item in self.inputs])

    @kept
    def high(self) -> tuple[Fraction | None, bool]:
        """The high end, None where there is none, and whether no choice inside the intervals reaches it."""
        return self._end([(item.estimate.high, item.estimate.high_open) for item in self.inputs])

    @kept
    def central(self) -> Fraction | None:
        """The product at the central estimates, or None where one of them is only a bound."""
        centrals = [item.estimate.central for item in self.inputs]
        known = [central for central in centrals if central is not None]
        return exact_product(self.coefficient, known) if len(known) == len(centrals) else None

    def _end(self, ends: list[tuple[Fraction | None, bool]]) -> tuple[Fraction | None, bool]:
        """One end of a product of non-negative inputs, from theirs."""
        if not self.coefficient:
            return _NOTHING, False
        zeros = [is_open for end, is_open in ends if end is not None and not end]
        if zeros:
            return _NOTHING, all(zeros)
        known = [end for end, _ in ends if end is not None]
        if len(known) < len(ends):
            return None, False
        return exact_product(self.coefficient, known), any(is_open for _, is_open in ends)

    def value(self, choice: Mapping[str, Fraction]) -> Fraction:
        """The product with every input at the chosen value."""
        return exact_product(self.coefficient, [choice[item.name] for item in self.inputs])


@dataclass(frozen=True)
class Amount:
    """A sum of terms in one dimension."""

    dimension: Dimension
    terms: tuple[Term, ...] = ()

    @classmethod
    def of(cls, item: Input) -> Amount:
        """The amount that one input states."""
        return cls(item.estimate.dimension, (Term(_ONE, (item,)),))

    @classmethod
    def exactly(cls, value: Fraction | int, dimension: Dimension) -> Amount:
        """A known constant."""
        return cls(dimension, (Term(Fraction(value)),) if value else ())

    def __add__(self, other: Amount) -> Amount:
        """The sum. Raises UnitError when the two are not of one dimension."""
        if self.dimension != other.dimension:
            raise UnitError(f"{self.dimension} and {other.dimension} do not add")
        return Amount(self.dimension, self.terms + other.terms)

    def __mul__(self, other: Amount) -> Amount:
        """The product, term by term. Raises UnitError when it has no meaning (FLOP times FLOP)."""
        dimension = product_dimension(self.dimension, other.dimension)
        terms = (
            Term(a.coefficient * b.coefficient, tuple(sorted(a.inputs + b.inputs, key=lambda item: item.name)))
            for a, b in product(self.terms, other.terms)
        )
        return Amount(dimension, tuple(terms))

    @kept
    def inputs(self) -> tuple[Input, ...]:
        """The inputs it rests on, each once, by name."""
        found = {item.name: item for term in self.terms for item in term.inputs}
        return tuple(found[name] for name in sorted(found))

    def bounds(self) -> Estimate:
        """Low, central and high; each end is open where it is reached only at an open end of an input."""
        return self._bounds

    @kept
    def _bounds(self) -> Estimate:
        low, low_open = _sum_of_ends([term.low for term in self.terms])
        high, high_open = _sum_of_ends([term.high for term in self.terms])
        assert low is not None
        return Estimate(low, self.central(), high, self.dimension, low_open, high_open)

    def central(self) -> Fraction | None:
        """The value at the central estimates, or None where one of them is only a bound."""
        return self._central

    @kept
    def _central(self) -> Fraction | None:
        centrals = [term.central for term in self.terms]
        known = [central for central in centrals if central is not None]
        return exact_sum(known) if len(known) == len(centrals) else None

    def value(self, choice: Mapping[str, Fraction]) -> Fraction:
        """The value with every input at the chosen one."""
        return exact_sum([term.value(choice) for term in self.terms])

    def along(self, name: str) -> tuple[Fraction, Fraction] | None:
        """Its value without one input and by how much it grows with it, the others at their central estimates.

        None where an input has no central estimate, or where this one enters a term more than once.
        """
        if name not in self._along:
            self._along[name] = None if self.central() is None else self._line_along(name)
        return self._along[name]

    @kept
    def _along(self) -> dict[str, tuple[Fraction, Fraction] | None]:
        return {}

    def _line_along(self, name: str) -> tuple[Fraction, Fraction] | None:
        still, growing = [_NOTHING], [_NOTHING]
        for term in self.terms:
            others = [item.estimate.central for item in term.inputs if item.name != name]
            if len(term.inputs) - len(others) > 1:
                return None
            part = exact_product(term.coefficient, [central for central in others if central is not None])
            (still if len(others) == len(term.inputs) else growing).append(part)
        return exact_sum(still), exact_sum(growing)

    def fixed(self, choice: Mapping[str, Fraction]) -> Amount:
        """The amount with some inputs put in as constants."""
        if not any(item.name in choice for item in self.inputs):
            return self
        return Amount(self.dimension, tuple(_fix(term, choice) for term in self.terms))


def _sum_of_ends(ends: list[tuple[Fraction | None, bool]]) -> tuple[Fraction | None, bool]:
    known = [value for value, _ in ends if value is not None]
    if len(known) < len(ends):
        return None, False
    return exact_sum(known), any(is_open for _, is_open in ends)


def without_assumptions(amount: Amount) -> Amount:
    """The amount with every assumed range as wide as it can be."""
    return Amount(
        amount.dimension,
        tuple(Term(term.coefficient, tuple(_widest(item) for item in term.inputs)) for term in amount.terms),
    )


def _widest(item: Input) -> Input:
    return item if item.widest is None else replace(item, estimate=item.widest)


def total(amounts: Iterable[Amount], dimension: Dimension) -> Amount:
    """The sum of amounts; of none of them, nothing."""
    terms = tuple(term for amount in amounts for term in _same(amount, dimension).terms)
    return Amount(dimension, terms)


def _same(amount: Amount, dimension: Dimension) -> Amount:
    if amount.dimension != dimension:
        raise UnitError(f"{amount.dimension} and {dimension} do not add")
    return amount


def _fix(term: Term, choice: Mapping[str, Fraction]) -> Term:
    values = [choice[item.name] for item in term.inputs if item.name in choice]
    if not values:
        return term
    rest = tuple(item for item in term.inputs if item.name not in choice)
    return Term(exact_product(term.coefficient, values), rest)


def renamed(amount: Amount, rename: Callable[[str], str]) -> Amount:
    """The amount with its inputs under other names, so that they are other variables."""
    return Amount(
        amount.dimension,
        tuple(
            Term(term.coefficient, tuple(replace(item, name=rename(item.name)) for item in term.inputs))
            for term in amount.terms
        ),
    )


# --- comparing ---------------------------------------------------------------------------------------------------


class Comparison(StrEnum):
    """How a text draws its line; the word states whether the line itself is over it."""

    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"

    @property
    def sign(self) -> str:
        """The usual symbol."""
        return {"more_than": ">", "at_least": ">=", "less_than": "<", "at_most": "<="}[self.value]

    def holds(self, value: Fraction, line: Fraction) -> bool:
        """Whether one exact value satisfies it."""
        match self:
            case Comparison.MORE_THAN:
                return value > line
            case Comparison.AT_LEAST:
                return value >= line
            case Comparison.LESS_THAN:
                return value < line
            case Comparison.AT_MOST:
                return value <= line


def compare(estimate: Estimate, comparison: Comparison, line: Fraction) -> bool | None:
    """True where the whole interval satisfies it, False where none of it does, else None."""
    over = _over(estimate, line, or_equal=comparison in (Comparison.AT_LEAST, Comparison.LESS_THAN))
    if over is None or comparison in (Comparison.MORE_THAN, Comparison.AT_LEAST):
        return over
    return not over


def _over(estimate: Estimate, line: Fraction, *, or_equal: bool) -> bool | None:
    """Whether the whole interval lies over the line (`or_equal`: the line itself counts as over)."""
    low, high = estimate.low, estimate.high
    if low > line or (low == line and (or_equal or estimate.low_open)):
        return True
    if high is not None and (high < line or (high == line and (not or_equal or estimate.high_open))):
        return False
    return None


def ratio_bounds(numerator: Amount, denominator: Amount) -> Estimate | None:
    """The interval of numerator over denominator; None where the denominator may be zero.

    Inputs of both sides are varied once, at their corners. Above 12 shared inputs (or an unbounded one that does not
    cancel) the enclosing interval is given instead: the numerator's low over the denominator's high, and the reverse.
    """
    numerator, denominator = _cancelled(numerator, denominator)
    if denominator.bounds().low <= 0:
        return None
    corners = [_quotient(numerator.fixed(c), denominator.fixed(c)) for c in _corners(numerator, denominator)]
    low = min(corners, key=lambda e: (e.low, e.low_open))
    unbounded = any(e.high is None for e in corners)
    high = None if unbounded else max(corners, key=lambda e: (e.high or 0, not e.high_open))
    return Estimate(
        low.low,
        central_ratio(numerator, denominator),
        high.high if high else None,
        Dimension.RATIO,
        low.low_open,
        bool(high and high.high_open),
    )


def central_ratio(numerator: Amount, denominator: Amount) -> Fraction | None:
    """The ratio of the central values, or None where one is missing or the denominator is zero."""
    above, below = numerator.central(), denominator.central()
    return above / below if above is not None and below else None


def _quotient(numerator: Amount, denominator: Amount) -> Estimate:
    above, below = numerator.bounds(), denominator.bounds()
    low = above.low / below.high if below.high is not None else Fraction(0)
    high = above.high / below.low if above.high is not None and below.low else None
    # Nothing over something is zero, whatever the something: then the denominator's ends do not matter.
    low_open = above.low_open or (above.low > 0 and (below.high_open or below.high is None))
    high_open = above.high_open or (above.high != 0 and below.low_open)
    return Estimate(low, None, high, Dimension.RATIO, low_open, high_open)


def _cancelled(numerator: Amount, denominator: Amount) -> tuple[Amount, Amount]:
    """Both sides without the inputs that every term of both has once."""
    terms = (*numerator.terms, *denominator.terms)
    if not numerator.terms or not denominator.terms:
        return numerator, denominator
    common = set.intersection(*({item.name for item in term.inputs} for term in terms))
    once = {name: Fraction(1) for name in common if all(_degree(term, name) == 1 for term in terms)}
    positive = {name: one for name, one in once.items() if _low_of(terms, name) > 0}
    return numerator.fixed(positive), denominator.fixed(positive)


def _degree(term: Term, name: str) -> int:
    return sum(item.name == name for item in term.inputs)


def _low_of(terms: Iterable[Term], name: str) -> Fraction:
    return next(item.estimate.low for term in terms for item in term.inputs if item.name == name)


def _corners(numerator: Amount, denominator: Amount) -> Iterator[dict[str, Fraction]]:
    """Every choice of ends for the inputs that both sides share."""
    below = {item.name for item in denominator.inputs}
    terms = (*numerator.terms, *denominator.terms)
    shared = [
        item
        for item in numerator.inputs
        if item.name in below and item.estimate.high is not None and all(_degree(t, item.name) < 2 for t in terms)
    ]
    if len(shared) > MAX_SHARED_CORNERS:
        shared = []
    names = [item.name for item in shared]
    for ends in product(*({item.estimate.low, item.estimate.high or Fraction(0)} for item in shared)):
        yield dict(zip(names, ends, strict=True))


def constant(value: Fraction | int) -> Amount:
    """A pure number."""
    return Amount.exactly(value, Dimension.RATIO)
