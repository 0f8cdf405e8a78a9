from __future__ import annotations

from decimal import Decimal

import pytest

from flopguard.effective.curves.answer import Answer, at_least, at_most, multivalued, value
from flopguard.effective.curves.points import Point, Points

D = Decimal
FALLS = "the score of the baseline does not always get better with compute"
BETTER_BEFORE = f"{FALLS}: at its smallest compute it is better than here"


def points(*scores: str, lower: bool = False) -> Points:
    return Points(tuple(Point(D(10) ** (20 + n), D(score)) for n, score in enumerate(scores)), lower)


@pytest.mark.parametrize(
    "law, score, expected",
    [
        (points("0.2", "0.4"), "0.2", value(D("1e20"))),
        (points("0.2", "0.4"), "0.4", value(D("1e21"))),
        (points("0.2", "0.4"), "0.41", at_least(D("1e21"), "0.41 is better than every measured point")),
        (points("0.2", "0.4"), "0.19", at_most(D("1e20"), "0.19 is worse than every measured point")),
        (points("3", "2", lower=True), "1.9", at_least(D("1e21"), "1.9 is better than every measured point")),
        (points("3", "2", lower=True), "3.1", at_most(D("1e20"), "3.1 is worse than every measured point")),
        (points("0.3"), "0.3", value(D("1e20"))),
        # The best point is not the largest: what was trained with more and is worse bounds nothing.
        (points("0.2", "0.5", "0.4"), "0.6", at_least(D("1e21"), "0.6 is better than every measured point")),
        (points("0.2", "0.5", "0.5"), "0.6", at_least(D("1e22"), "0.6 is better than every measured point")),
        (points("0.2", "0.5", "0.4"), "0.5", value(D("1e21"))),
        (points("0.2", "0.5", "0.5"), "0.5", multivalued((D("1e21"), D("1e22")), FALLS)),
        (points("0.3", "0.2", "0.4"), "0.2", multivalued((D("1e21"),), BETTER_BEFORE)),
        (points("0.3", "0.2", "0.4"), "0.3", None),
        (points("0.4", "0.2"), "0.2", multivalued((D("1e21"),), BETTER_BEFORE)),
    ],
)
def test_what_points_answer(law: Points, score: str, expected: Answer | None) -> None:
    found = law.compute(D(score))
    if expected is None:
        assert (found.kind, found.values[0], len(found.values)) == ("multivalued", D("1e20"), 2)
    else:
        assert found == expected


def test_no_slope_where_there_is_no_one_answer() -> None:
    assert points("0.3", "0.2", "0.4").sensitivity(D("0.25")) is None
    assert points("0.2", "0.4").sensitivity(D("0.5")) is None
    assert points("0.3").sensitivity(D("0.3")) is None


def test_nothing_is_said_outside() -> None:
    law = points("0.2", "0.4")
    assert [law.score(D(compute)) for compute in ("0.9e20", "1e20", "1e21", "1.1e21")] == [
        None,
        D("0.2"),
        D("0.4"),
        None,
    ]


@pytest.mark.parametrize(
    "law, reason",
    [
        (Points(()), "there are no points"),
        (Points((Point(D(0), D(1)),)), "a point must lie above 0 FLOP"),
        (Points((Point(D(1), D(1)), Point(D(1), D(2)))), "two points lie at one compute"),
        (Points((Point(D(1), D(1)),), interpolation="logit"), "the score 1 has no logit"),
        (Points((Point(D(1), D("1.8")),), True, "log_excess", D("1.8")), "the score 1.8 has no log excess"),
        (points("0.2", "0.4"), None),
    ],
)
def test_points_that_make_no_curve(law: Points, reason: str | None) -> None:
    assert law.impossible() == reason
