"""Sums of products, ratios and comparisons, against every choice of their inputs."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.formula import (
    Amount,
    Comparison,
    Input,
    Role,
    Term,
    central_ratio,
    compare,
    constant,
    ratio_bounds,
    renamed,
    total,
)
from flopguard.quantity import Estimate, parse
from flopguard.units import Dimension as D
from flopguard.units import UnitError

F = Fraction


def named(name: str, text: str, dimension: D = D.FLOP, role: Role = Role.FACT) -> Amount:
    return Amount.of(Input(name, parse(text, dimension), role))


def flop(value: int) -> Amount:
    return Amount.exactly(value, D.FLOP)


def switch(name: str) -> Amount:
    """A component that a text neither counts nor leaves out."""
    return Amount.of(Input(name, Estimate(F(0), F(0), F(1), D.RATIO), Role.OPEN))


def bounds(
    low: object, central: object, high: object, dimension: D = D.FLOP, low_open: bool = False, high_open: bool = False
) -> Estimate:
    ends = [None if end is None else F(str(end)) for end in (low, central, high)]
    assert ends[0] is not None
    return Estimate(ends[0], ends[1], ends[2], dimension, low_open, high_open)


# --- sums and products -------------------------------------------------------------------------------------------

X = named("x", "1..4")
Y = named("y", ">=5")
R = named("r", "1..9 FLOP/s", D.FLOP_PER_SECOND)
T = named("t", "2..8", D.SECONDS)
SUMS = [
    ("nothing", total([], D.FLOP), bounds(0, 0, 0)),
    ("a constant of zero", flop(0), bounds(0, 0, 0)),
    ("a constant", flop(3), bounds(3, 3, 3)),
    ("one input", X, bounds(1, 2, 4)),
    ("an input twice", X + X, bounds(2, 4, 8)),
    ("an input and a constant", X + flop(3), bounds(4, 5, 7)),
    ("three times an input", constant(3) * X, bounds(3, 6, 12)),
    ("a rate times a time", R * Amount.exactly(3, D.SECONDS), bounds(3, 9, 27)),
    ("a square", named("n", "2..8", D.RATIO) * named("n", "2..8", D.RATIO), bounds(4, 16, 64, D.RATIO)),
    ("a sum times a sum", (constant(1) + constant(2)) * (X + flop(1)), bounds(6, 9, 15)),
    ("no upper bound", X + named("y", ">=5"), bounds(6, None, None)),
    ("no upper bound times nothing", switch("s") * named("y", ">=5"), bounds(0, None, None)),
    ("no upper bound times zero", named("y", ">=5") * constant(0), bounds(0, 0, 0)),
    ("no upper bound times an input that is zero", named("y", ">=5") * named("z", "0", D.RATIO), bounds(0, None, 0)),
    ("open above", X + named("y", "<5"), bounds(1, None, 9, high_open=True)),
    ("open below", X + named("y", ">5"), bounds(6, None, None, low_open=True)),
    ("open below at nothing", named("y", ">0"), bounds(0, None, None, low_open=True)),
    ("open below at nothing, times what may be nothing", switch("s") * named("y", ">0"), bounds(0, None, None)),
    ("open below, times what may be nothing", switch("s") * named("y", ">5"), bounds(0, None, None)),
    ("more than nothing, and more", named("y", ">0") + X, bounds(1, None, None, low_open=True)),
]  # fmt: skip


@pytest.mark.parametrize("amount, expected", [row[1:] for row in SUMS], ids=[row[0] for row in SUMS])
def test_the_bounds_of_an_amount(amount: Amount, expected: Estimate) -> None:
    assert amount.bounds() == expected


@pytest.mark.parametrize(
    "left, right, message",
    [
        (flop(1), Amount.exactly(1, D.FLOP_PER_SECOND), "FLOP and FLOP/s do not add"),
        (flop(1), constant(1), "FLOP and x do not add"),
        (Amount.exactly(1, D.USD), Amount.exactly(1, D.EUR), "USD and EUR do not add"),
    ],
)
def test_amounts_of_two_dimensions_do_not_add(left: Amount, right: Amount, message: str) -> None:
    with pytest.raises(UnitError) as raised:
        left + right
    assert str(raised.value) == message
    with pytest.raises(UnitError) as raised:
        total([left, right], left.dimension)
    assert (
        str(raised.value) == " and ".join(reversed(message.removesuffix(" do not add").split(" and "))) + " do not add"
    )


def test_a_product_without_meaning_is_refused() -> None:
    with pytest.raises(UnitError) as raised:
        flop(1) * flop(1)
    assert str(raised.value) == "FLOP times FLOP has no meaning here"


def test_the_inputs_of_an_amount_each_once_by_name() -> None:
    amount = named("b", "2") * constant(2) + named("a", "1") + named("b", "2")
    assert [item.name for item in amount.inputs] == ["a", "b"]
    assert amount.value({"a": F(10), "b": F(100)}) == 310
    assert amount.fixed({"b": F(100)}) == Amount(
        D.FLOP, (Term(F(200)), Term(F(1), amount.terms[1].inputs), Term(F(100)))
    )


def test_inputs_under_other_names_are_other_variables() -> None:
    other = renamed(X, "other {}".format)
    assert ratio_bounds(X, X) == bounds(1, 1, 1, D.RATIO)
    assert ratio_bounds(X, other) == bounds("1/4", 1, 4, D.RATIO)


# --- comparing ---------------------------------------------------------------------------------------------------

OVER = {Comparison.MORE_THAN: True, Comparison.AT_LEAST: True, Comparison.LESS_THAN: False, Comparison.AT_MOST: False}
UNDER = {comparison: not over for comparison, over in OVER.items()}
ON = {Comparison.MORE_THAN: False, Comparison.AT_LEAST: True, Comparison.LESS_THAN: False, Comparison.AT_MOST: True}
CANNOT_TELL = dict.fromkeys(Comparison)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("10", ON),
        ("11", OVER),
        ("9", UNDER),
        ("9..11", CANNOT_TELL),
        ("10..11", {**CANNOT_TELL, Comparison.AT_LEAST: True, Comparison.LESS_THAN: False}),
        ("9..10", {**CANNOT_TELL, Comparison.MORE_THAN: False, Comparison.AT_MOST: True}),
        (">10", OVER),
        (">=10", {**CANNOT_TELL, Comparison.AT_LEAST: True, Comparison.LESS_THAN: False}),
        ("<10", UNDER),
        ("<=10", {**CANNOT_TELL, Comparison.MORE_THAN: False, Comparison.AT_MOST: True}),
        (">9", CANNOT_TELL),
        ("<11", CANNOT_TELL),
    ],
)
def test_an_interval_beside_a_line(text: str, expected: dict[Comparison, bool | None]) -> None:
    read = parse(text, D.FLOP)
    assert {comparison: compare(read, comparison, F(10)) for comparison in Comparison} == expected


def test_the_sign_of_each_comparison() -> None:
    assert [comparison.sign for comparison in Comparison] == [">", ">=", "<", "<="]


small = st.integers(0, 4).map(Fraction)


@st.composite
def intervals(draw: st.DrawFn, unbounded: bool = True) -> Estimate:
    low, high = sorted((draw(small), draw(small)))
    is_open = low < high
    top = None if unbounded and draw(st.booleans()) else high
    central = low if top is None else draw(st.sampled_from([low, (low + high) / 2, high]))
    low_open, high_open = (draw(st.booleans()) and is_open for _ in range(2))
    return Estimate(low, central, top, D.FLOP, low_open, high_open and top is not None)


def possible(estimate: Estimate, value: Fraction) -> bool:
    above = value > estimate.low or (value == estimate.low and not estimate.low_open)
    if estimate.high is None:
        return above
    return above and (value < estimate.high or (value == estimate.high and not estimate.high_open))


@given(intervals(), st.sampled_from(Comparison), small)
def test_a_comparison_is_that_of_all_possible_values(
    estimate: Estimate, comparison: Comparison, line: Fraction
) -> None:
    values = [F(n, 4) for n in range(40) if possible(estimate, F(n, 4))]
    answers = {comparison.holds(value, line) for value in values}
    assert compare(estimate, comparison, line) is (answers.pop() if len(answers) == 1 else None)


# --- ratios ------------------------------------------------------------------------------------------------------


def test_the_ratio_example_of_the_issue() -> None:
    numerator = flop(10) + switch("a") * flop(10)
    denominator = flop(40) + switch("b") * flop(100)
    ratio = ratio_bounds(numerator, denominator)
    assert ratio == bounds("1/14", "1/4", "1/2", D.RATIO)
    assert compare(ratio, Comparison.MORE_THAN, F(1, 3)) is None


def test_a_switch_that_both_sides_share_is_set_once() -> None:
    # a off: 10/40; a on: 20/140. Set apart the two would give 10/140..20/40.
    ratio = ratio_bounds(flop(10) + switch("a") * flop(10), flop(40) + switch("a") * flop(100))
    assert ratio == bounds("1/7", "1/4", "1/4", D.RATIO)


N = named("n", "1/2..2", D.RATIO)
RATIOS = [
    ("x over x", X, X, bounds(1, 1, 1, D.RATIO)),
    ("x over x without an upper bound", Y, Y, bounds(1, 1, 1, D.RATIO)),
    ("3x over 2x without an upper bound", constant(3) * Y, Y + Y, bounds("3/2", "3/2", "3/2", D.RATIO)),
    ("x over x that may be nothing", named("z", "<=5"), named("z", "<=5"), None),
    ("over nothing", X, flop(0), None),
    ("over what may be nothing", X, named("z", "0..5"), None),
    ("nothing over something", flop(0), X, bounds(0, 0, 0, D.RATIO)),
    ("nothing over something without bound", flop(0), Y, bounds(0, None, 0, D.RATIO)),
    ("perhaps nothing over something without bound", named("z", "0..4"), Y, bounds(0, None, "4/5", D.RATIO)),
    ("something over something without bound", X, Y, bounds(0, None, "4/5", D.RATIO, low_open=True)),
    ("without bound over something", Y, X, bounds("5/4", None, None, D.RATIO)),
    ("open above over something", named("z", "<4"), X, bounds(0, None, 4, D.RATIO, high_open=True)),
    ("something over open below", X, named("z", ">2"), bounds(0, None, 2, D.RATIO, low_open=True, high_open=True)),
    ("nothing over open below", flop(0), named("z", ">2"), bounds(0, None, 0, D.RATIO)),
    ("a shared input on top and below", X + flop(1), X + flop(3), bounds("1/2", "3/5", "5/7", D.RATIO)),
    ("a shared time cancels", R * T, T * Amount.exactly(3, D.FLOP_PER_SECOND), bounds("1/3", 1, 3, D.RATIO)),
    # with a square a quotient may turn inside: here 5/4 at both ends and 1 between them, so no corner will do
    ("a square and a root", N * N + constant(1), N + N, bounds("5/16", 1, 5, D.RATIO)),
    ("a square over its root", N * N, N, bounds("1/8", 1, 8, D.RATIO)),
    ("without bound, one apart: enclosed only", Y + flop(1), Y, bounds(0, None, None, D.RATIO, low_open=True)),
]


@pytest.mark.parametrize("above, below, expected", [row[1:] for row in RATIOS], ids=[row[0] for row in RATIOS])
def test_the_bounds_of_a_ratio(above: Amount, below: Amount, expected: Estimate | None) -> None:
    assert ratio_bounds(above, below) == expected


@pytest.mark.parametrize(
    "above, below, ratio",
    [(X, X, 1), (X, flop(4), F(1, 2)), (X, flop(0), None), (Y, X, None), (X, Y, None), (flop(0), X, 0)],
)
def test_the_ratio_of_the_central_values(above: Amount, below: Amount, ratio: Fraction | None) -> None:
    assert central_ratio(above, below) == ratio


def test_more_than_twelve_shared_switches_are_enclosed() -> None:
    def sides(count: int) -> tuple[Amount, Amount]:
        shared = [switch(f"s{n}") for n in range(count)]
        above = total([flop(1), *(s * flop(n + 1) for n, s in enumerate(shared))], D.FLOP)
        below = total([flop(20), *(s * flop(2 * n + 1) for n, s in enumerate(shared))], D.FLOP)
        return above, below

    above, below = sides(12)
    tight = ratio_bounds(above, below)
    corners = [_at(above, corner) / _at(below, corner) for corner in _corners(above, below)]
    assert tight == bounds(min(corners), F(1, 20), max(corners), D.RATIO)

    above, below = sides(13)
    wide = ratio_bounds(above, below)
    assert wide == bounds(F(1, 20 + 13**2), F(1, 20), F(1 + 13 * 7, 20), D.RATIO)
    corners = [_at(above, corner) / _at(below, corner) for corner in _corners(above, below)]
    assert wide.low <= min(corners)
    assert wide.high is not None
    assert max(corners) <= wide.high


def _at(amount: Amount, corner: dict[str, Fraction]) -> Fraction:
    return sum((term.coefficient * _product(term, corner) for term in amount.terms), F(0))


def _product(term: Term, corner: dict[str, Fraction]) -> Fraction:
    value = F(1)
    for item in term.inputs:
        value *= corner[item.name]
    return value


def _corners(*amounts: Amount) -> Iterator[dict[str, Fraction]]:
    """Every choice of ends for all inputs of some amounts."""
    inputs = {item.name: item for amount in amounts for item in amount.inputs}
    for ends in product(*({item.estimate.low, item.estimate.high} for item in inputs.values())):
        yield {name: end for name, end in zip(inputs, ends, strict=True) if end is not None}


# --- properties, against every choice ----------------------------------------------------------------------------

NAMES = ("a", "b", "c", "d")
coefficients = st.integers(1, 5).map(Fraction)
shapes = st.lists(st.tuples(coefficients, st.lists(st.sampled_from(NAMES), max_size=2, unique=True)), max_size=4)
shapes_with_squares = st.lists(st.tuples(coefficients, st.lists(st.sampled_from(NAMES), max_size=3)), max_size=4)
Shape = Sequence[tuple[Fraction, Sequence[str]]]


def built(shape: Shape, estimates: dict[str, Estimate]) -> Amount:
    terms = (Term(factor, tuple(Input(name, estimates[name]) for name in sorted(names))) for factor, names in shape)
    return Amount(D.FLOP, tuple(terms))


closed = st.fixed_dictionaries({name: intervals(unbounded=False) for name in NAMES})
anything = st.fixed_dictionaries({name: intervals() for name in NAMES})


def choices(estimates: dict[str, Estimate]) -> Iterator[dict[str, Fraction]]:
    """The ends and the middle of every input, as far as they are possible values."""
    for values in product(*(_some_values(estimate) for estimate in estimates.values())):
        yield dict(zip(estimates, values, strict=True))


def _some_values(estimate: Estimate) -> list[Fraction]:
    high = estimate.low + 100 if estimate.high is None else estimate.high
    ends = (estimate.low, (estimate.low + high) / 2, high)
    return sorted({value for value in ends if possible(estimate, value)})


@given(shapes_with_squares, anything)
def test_the_bounds_enclose_every_choice(shape: Shape, estimates: dict[str, Estimate]) -> None:
    amount = built(shape, estimates)
    found = amount.bounds()
    assert all(possible(found, amount.value(choice)) for choice in choices(estimates))


@given(shapes_with_squares, closed)
def test_the_bounds_are_reached_unless_they_are_open(shape: Shape, estimates: dict[str, Estimate]) -> None:
    amount = built(shape, estimates)
    found = amount.bounds()
    values = {amount.value(choice) for choice in choices(estimates)}
    assert (found.low in values) is not found.low_open
    assert (found.high in values) is not found.high_open


def _as_closed(estimates: dict[str, Estimate]) -> dict[str, Estimate]:
    return {name: Estimate(e.low, e.central, e.high, e.dimension) for name, e in estimates.items()}


@given(shapes, shapes, closed)
def test_the_bounds_of_a_ratio_are_those_of_its_corners(
    above: Shape, below: Shape, estimates: dict[str, Estimate]
) -> None:
    numerator, denominator = (built(shape, _as_closed(estimates)) for shape in (above, below))
    corners = [(_at(numerator, c), _at(denominator, c)) for c in _corners(numerator, denominator)]
    found = ratio_bounds(numerator, denominator)
    if min(bottom for _, bottom in corners) == 0:
        assert found is None
        return
    quotients = [top / bottom for top, bottom in corners]
    assert found == Estimate(min(quotients), central_ratio(numerator, denominator), max(quotients), D.RATIO)


@given(shapes_with_squares, shapes_with_squares, anything)
def test_the_bounds_of_a_ratio_enclose_every_choice(above: Shape, below: Shape, estimates: dict[str, Estimate]) -> None:
    numerator, denominator = built(above, estimates), built(below, estimates)
    found = ratio_bounds(numerator, denominator)
    if found is None:
        return
    for choice in choices(estimates):
        quotient = numerator.value(choice) / denominator.value(choice)
        assert possible(found, quotient), choice


@given(shapes_with_squares, shapes_with_squares, st.randoms(use_true_random=False), anything)
def test_the_order_of_terms_changes_nothing(
    above: Shape, below: Shape, random: Random, estimates: dict[str, Estimate]
) -> None:
    numerator, denominator = built(above, estimates), built(below, estimates)
    shuffled = [built(random.sample(shape, len(shape)), estimates) for shape in (above, below)]
    assert shuffled[0].bounds() == numerator.bounds()
    assert ratio_bounds(*shuffled) == ratio_bounds(numerator, denominator)


@given(shapes_with_squares, shapes_with_squares, anything, anything)
def test_widening_an_input_never_narrows(
    above: Shape, below: Shape, estimates: dict[str, Estimate], others: dict[str, Estimate]
) -> None:
    wider = {name: _hull(estimate, others[name]) for name, estimate in estimates.items()}
    assert _encloses(built(above, wider).bounds(), built(above, estimates).bounds())
    narrow = ratio_bounds(built(above, estimates), built(below, estimates))
    wide = ratio_bounds(built(above, wider), built(below, wider))
    if wide is not None:
        assert narrow is not None
        assert _encloses(wide, narrow)


def _hull(a: Estimate, b: Estimate) -> Estimate:
    low = min(a, b, key=lambda e: (e.low, e.low_open))
    high = None if a.high is None or b.high is None else max(a.high, b.high)
    high_open = high is not None and all(e.high_open for e in (a, b) if e.high == high)
    return Estimate(low.low, a.central, high, a.dimension, low.low_open, high_open)


def _encloses(outer: Estimate, inner: Estimate) -> bool:
    low = outer.low < inner.low or (outer.low == inner.low and outer.low_open <= inner.low_open)
    if outer.high is None or inner.high is None:
        return low and outer.high is None
    return low and (outer.high > inner.high or (outer.high == inner.high and outer.high_open <= inner.high_open))
