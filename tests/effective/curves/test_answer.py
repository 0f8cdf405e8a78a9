from __future__ import annotations

from decimal import Decimal

import pytest

from flopguard.effective.curves.answer import (
    Answer,
    at_least,
    at_most,
    multivalued,
    told,
    unbounded,
    undefined,
    value,
)

D = Decimal
SIX, TWO = value(D(6)), value(D(2))
MANY = multivalued((D(8), D(4)), "it falls")
NOTHING = undefined("no anchor")
BEYOND = unbounded("past the floor")


@pytest.mark.parametrize(
    "one, other, expected",
    [
        (SIX, TWO, value(D(3))),
        (at_least(D(6), "a"), TWO, at_least(D(3), "a")),
        (at_most(D(6), "a"), TWO, at_most(D(3), "a")),
        (SIX, at_least(D(2), "b"), at_most(D(3), "b")),
        (SIX, at_most(D(2), "b"), at_least(D(3), "b")),
        (at_least(D(6), "a"), at_most(D(2), "b"), at_least(D(3), "a; b")),
        (at_most(D(6), "a"), at_least(D(2), "a"), at_most(D(3), "a")),
        (MANY, TWO, multivalued((D(2), D(4)), "it falls")),
        (value(D(8)), MANY, multivalued((D(1), D(2)), "it falls")),
        (MANY, at_most(D(2), "b"), at_least(D(2), "it falls; b")),
        (MANY, at_least(D(2), "b"), at_most(D(4), "it falls; b")),
        (BEYOND, TWO, BEYOND),
        (BEYOND, BEYOND, undefined("past the floor")),
        (SIX, BEYOND, undefined("past the floor")),
        (NOTHING, TWO, NOTHING),
        (SIX, NOTHING, NOTHING),
    ],
)
def test_one_answer_over_another(one: Answer, other: Answer, expected: Answer) -> None:
    assert one.over(other) == expected


@pytest.mark.parametrize(
    "one, other", [(at_least(D(6), "a"), at_least(D(2), "b")), (at_most(D(6), "a"), at_most(D(2), "b"))]
)
def test_two_bounds_on_one_side_bound_no_ratio(one: Answer, other: Answer) -> None:
    found = one.over(other)
    assert (found.kind, found.values) == ("undefined", ())
    assert found.reason.endswith("the ratio may be anything: a; b")


@pytest.mark.parametrize(
    "found, expected",
    [
        (TWO, value(D(6))),
        (at_least(D(2), "a"), at_most(D(6), "a")),
        (at_most(D(2), "a"), at_least(D(6), "a")),
        (MANY, multivalued((D("1.5"), D(3)), "it falls")),
        (BEYOND, undefined("past the floor")),
        (NOTHING, NOTHING),
    ],
)
def test_a_number_over_an_answer(found: Answer, expected: Answer) -> None:
    assert found.inverted(D(12)) == expected


def test_there_is_one_value_or_an_error() -> None:
    assert TWO.value == 2
    for found in (MANY, NOTHING, BEYOND):
        with pytest.raises(ValueError, match="unpack"):
            found.value  # noqa: B018


@pytest.mark.parametrize("number, text", [("0.96", "0.96"), ("8.40e23", "8.4e23"), ("2.0", "2"), ("-1", "-1")])
def test_numbers_for_people(number: str, text: str) -> None:
    assert told(D(number)) == text
