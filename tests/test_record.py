"""A record behaves as a frozen dataclass made by keyword: values, equality, hash, errors."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, field, fields, is_dataclass, replace

import pytest

from flopguard.record import record


@record
class Point:
    """Two numbers and what is said of them."""

    x: int
    y: int = 0
    said: dict[str, int] = field(default_factory=dict, compare=True)


@record
class Pair:
    """Hashable values alone."""

    a: int
    b: str = ""


@record
class Other:
    """The same fields as a pair, and not a pair."""

    a: int
    b: str = ""


def test_equal_values_are_equal_and_have_one_hash() -> None:
    assert Pair(a=1, b="x") == Pair(b="x", a=1)
    assert hash(Pair(a=1, b="x")) == hash(Pair(a=1, b="x"))
    assert {Pair(a=1): "kept"}[Pair(a=1)] == "kept"
    assert Pair(a=1) != Pair(a=2)
    assert Pair(a=1) != Other(a=1)


def test_it_is_taken_for_a_dataclass() -> None:
    assert is_dataclass(Point)
    assert [entry.name for entry in fields(Point)] == ["x", "y", "said"]
    assert replace(Point(x=1), y=2) == Point(x=1, y=2)
    assert repr(Pair(a=1, b="x")) == "Pair(a=1, b='x')"


def test_a_default_that_is_made_is_made_anew() -> None:
    assert Point(x=1).said is not Point(x=1).said


def test_it_cannot_be_changed() -> None:
    point = Pair(a=1)
    with pytest.raises(FrozenInstanceError):
        point.a = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del point.a


@pytest.mark.parametrize(
    "given, said",
    [
        ({}, "Pair is made without a"),
        ({"a": 1, "c": 2}, "Pair has no field c"),
        ({"c": 2}, "Pair is made without a and has no field c"),
    ],
)
def test_what_is_missing_or_unknown_is_named(given: dict[str, int], said: str) -> None:
    with pytest.raises(TypeError, match=f"^{said}$"):
        Pair(**given)  # type: ignore[arg-type]
