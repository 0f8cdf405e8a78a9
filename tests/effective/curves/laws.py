"""Random curves whose parameters lie where published ones do."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from flopguard.effective.curves.allocation import Allocated, Rule
from flopguard.effective.curves.answer import LN10
from flopguard.effective.curves.frontier import Frontier
from flopguard.effective.curves.law import Law
from flopguard.effective.curves.log_linear import LogLinear
from flopguard.effective.curves.logistic import Logistic
from flopguard.effective.curves.points import Point, Points
from flopguard.effective.curves.power import Power

D = Decimal


def between(low: str, high: str) -> st.SearchStrategy[Decimal]:
    return st.decimals(D(low), D(high), places=4)


computes = st.decimals(D(15), D(28), places=3).map(lambda power: Decimal(10) ** power)
floors, exponents = between("0", "2.5"), between("0.03", "0.4")
units = st.sampled_from([LN10, D(1)])
powers = st.builds(Power, floors, between("1", "5000"), exponents)
frontiers = st.builds(Frontier, floors, between("50", "3000"), exponents, between("50", "3000"), exponents)
allocated = st.builds(Allocated, frontiers, st.builds(Rule, between("0.01", "2"), between("0.3", "0.7")))
logistics = st.builds(
    Logistic,
    floor=between("0", "0.4"),
    ceiling=between("0.5", "1"),
    slope=between("0.2", "3"),
    midpoint=computes,
    unit=st.just(LN10),
    lower_is_better=st.booleans(),
)
log_linears = st.builds(
    LogLinear,
    slope=between("0.01", "5"),
    unit=units,
    anchor=st.tuples(computes, between("0", "100")),
    lower_is_better=st.booleans(),
)


@st.composite
def rising_points(draw: st.DrawFn) -> Points:
    """Points whose score always gets better."""
    lower = draw(st.booleans())
    orders = sorted(draw(st.sets(st.integers(18, 26), min_size=2, max_size=5)))
    shares = sorted(draw(st.sets(st.integers(5, 95), min_size=len(orders), max_size=len(orders))), reverse=lower)
    form = draw(st.sampled_from(["linear", "logit", "log_excess"]))
    found = tuple(Point(D(10) ** order, D(share) / 100) for order, share in zip(orders, shares, strict=True))
    return Points(found, lower, form)


smooth: st.SearchStrategy[Law] = st.one_of(powers, frontiers, allocated, logistics, log_linears)
closed: st.SearchStrategy[Law] = st.one_of(powers, frontiers, logistics, log_linears)


def near(one: Decimal, other: Decimal, rel: str = "1e-20") -> bool:
    return abs(one - other) <= D(rel) * max(abs(one), abs(other))
