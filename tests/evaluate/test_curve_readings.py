"""Several published curves of one baseline: each is a reading, and the verdict stands only if all agree."""

from __future__ import annotations

import pytest

from flopguard.policy.types import Policy
from flopguard.result import Cause, Outcome
from tests.evaluate.effective_support import gain, index, line, model, score
from tests.evaluate.support import judged, policy, question

YES, NO, OPEN = Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED
TWO = index(more='other_curves = ["later"]') + line("c") + line("later", at="1e25 FLOP")
LEAF = 'quantity = "effective_compute", measure = "benchmark", at_least = "{}"'


def law(at_least: str) -> Policy:
    return policy(LEAF.format(at_least))


LINES = [
    # 60 % is 1e25 FLOP by one curve and 1e26 by the other
    ("5e24 FLOP", YES, (YES, YES)),
    ("5e25 FLOP", OPEN, (NO, YES)),
    ("5e26 FLOP", NO, (NO, NO)),
]


@pytest.mark.parametrize("at_least, outcome, each", LINES)
def test_each_curve_is_a_reading(at_least: str, outcome: Outcome, each: tuple[Outcome, ...]) -> None:
    found = judged(model(TWO, score("60%"), flop="1e24"), law(at_least))
    assert found.outcome is outcome
    assert [(r.choices, r.outcome, r.says) for r in found.readings] == [
        ({"curve": "c"}, each[0], "by the curve 'c'"),
        ({"curve": "later"}, each[1], "by the curve 'later'"),
    ]


def test_curves_that_disagree_name_the_curve_and_the_extremes() -> None:
    found = judged(model(TWO, score("60%"), flop="1e24"), law("5e25 FLOP"))
    assert (found.because, found.deciding) == ((Cause.READINGS,), (("curve",),))
    assert found.comparison == "1 of 2 readings triggered, 1 not; 1.0e25 .. 1.0e26 against >= 5e25 FLOP"
    assert found.extremes == (
        "highest reading, 1.0e26 FLOP, triggered: by the curve 'later'",
        "lowest reading, 1.0e25 FLOP, not triggered: by the curve 'c'",
    )
    assert found.break_even is None


def test_curves_that_agree_are_harmless() -> None:
    found = judged(model(TWO, score("60%"), flop="1e24"), law("5e24 FLOP"))
    assert "the ambiguity is harmless, triggered under every one of 2 readings" in found.comparison


def test_one_curve_is_no_question() -> None:
    found = judged(model(index(), line("c"), score("60%"), flop="1e24"), law("5e24 FLOP"))
    assert (found.outcome, found.readings, found.extremes) == (YES, (), ())


def test_a_curve_that_is_not_there_is_no_reading() -> None:
    only = index(more='other_curves = ["missing"]') + line("c")
    assert "missing" not in str(judged(model(only, score("60%"), flop="1e24"), law("5e24 FLOP")).readings)


def test_the_gains_stand_beside_each_curve() -> None:
    """Gains of 10x put it at 1e25 as the first curve does; by the other the two routes are in conflict."""
    both = TWO + gain("10", metric="reasoning")
    found = judged(model(both, score("60%"), flop="1e24"), law("5e25 FLOP"))
    assert [(r.outcome, r.because) for r in found.readings] == [(NO, ()), (OPEN, (Cause.CONFLICT,))]


def test_a_measure_that_is_a_question_keeps_the_curves_together() -> None:
    more = question("measure", '"parameters.measure" = "benchmark"', '"parameters.measure" = "loss"')
    when = LEAF.format("5e25 FLOP").replace('"benchmark"', '"$measure"')
    found = judged(model(TWO, score("60%"), flop="1e24"), policy(when, top='[parameters]\nmeasure = "loss"', more=more))
    assert [set(reading.choices) for reading in found.readings] == [{"measure"}, {"measure"}]
    assert found.outcome is OPEN
