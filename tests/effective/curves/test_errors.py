from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flopguard.effective.curves.errors import Errors, Normals, errors_of, other_laws
from flopguard.effective.curves.matrix import Matrix, cholesky
from flopguard.effective.curves.power import Power
from tests.effective.curves.laws import between, near
from tests.effective.curves.test_read import ACCURACY, POWER, curve
from tests.effective.curves.test_spread import law

D = Decimal
rows = st.lists(st.lists(between("-3", "3"), min_size=3, max_size=3), min_size=3, max_size=3)


def squared(factor: list[list[Decimal]] | Matrix) -> list[list[Decimal]]:
    """A matrix times its own transpose."""
    padded = [[*row, *([D(0)] * (len(factor) - len(row)))] for row in factor]
    return [[sum((a * b for a, b in zip(one, other, strict=True)), D(0)) for other in padded] for one in padded]


@given(rows)
def test_the_factor_of_a_covariance(given_rows: list[list[Decimal]]) -> None:
    matrix = squared(given_rows)
    factor = cholesky(tuple(map(tuple, matrix)))
    if factor is not None:  # rounding may take a direction without variance for one below 0
        for row, expected in zip(squared(factor), matrix, strict=True):
            assert all(abs(a - b) < D("1e-7") for a, b in zip(row, expected, strict=True))


@pytest.mark.parametrize(
    "matrix, factor",
    [
        ([["4"]], [["2"]]),
        ([["0"]], [["0"]]),
        ([["-1"]], None),
        ([["1", "1"], ["1", "1"]], [["1"], ["1", "0"]]),
        ([["0", "1"], ["1", "1"]], None),
        ([["1", "2"], ["2", "1"]], None),
        ([["4", "2"], ["2", "2"]], [["2"], ["1", "1"]]),
    ],
)
def test_what_is_a_covariance(matrix: list[list[str]], factor: list[list[str]] | None) -> None:
    found = cholesky(tuple(tuple(map(D, row)) for row in matrix))
    assert found == (None if factor is None else tuple(tuple(map(D, row)) for row in factor))


def test_normal_numbers_are_the_same_everywhere() -> None:
    first = Normals(0)
    assert [first.next() for _ in range(3)] == [D("1.012798751996"), D("0.699737593980"), D("-0.200431454204")]
    many = Normals(5)
    drawn = [many.next() for _ in range(5000)]
    mean = sum(drawn, D(0)) / 5000
    variance = sum((each * each for each in drawn), D(0)) / 5000
    assert abs(mean) < D("0.05")
    assert abs(variance - 1) < D("0.06")


CORRELATED = POWER + 'uncertain = ["floor", "exponent"]\ncovariance = [["1e-4", "8e-6"], ["8e-6", "1e-6"]]\n'


def test_drawn_curves_have_the_covariance() -> None:
    stated = curve(CORRELATED)
    fit = law(stated)
    drawn = [each for each in other_laws(fit, errors_of(stated, fit), 4000, Normals(3)) if isinstance(each, Power)]
    floors = [each.floor - D("1.7") for each in drawn]
    exponents = [each.exponent - D("0.15") for each in drawn]
    found = sum((a * b for a, b in zip(floors, exponents, strict=True)), D(0)) / len(drawn)
    assert len(drawn) == 4000
    assert near(found, D("8e-6"), "0.1")


def test_a_curve_without_intervals_has_no_errors() -> None:
    stated = curve(POWER + "seed = 4\n")
    found = errors_of(stated, law(stated))
    assert found == Errors((), (), (), {})
    assert not found


def test_errors_of_their_own() -> None:
    text = (
        'law = "log_linear"\nslope = { value = "12", low = "10", high = "14" }\n'
        'anchor = { compute = "8e23..1.25e24 FLOP", score = "50", standard_error = "2" }\n'
    )
    stated = curve(text)
    found = errors_of(stated, law(stated, ACCURACY)).alone
    assert set(found) == {"slope", "ln anchor.compute", "anchor.score"}
    assert found["anchor.score"] == 2
    assert near(found["slope"], D(2) / D("1.6448536269514722"), "1e-10")
