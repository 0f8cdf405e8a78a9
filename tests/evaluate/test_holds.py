"""Whether a condition holds, asked alone: the truth of the whole answer, from the parts that decide."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from flopguard.evaluate.applies import applicability
from flopguard.evaluate.case import Case, case_of
from flopguard.evaluate.condition import amounts, evaluate, holds
from flopguard.evaluate.facts import Facts
from flopguard.evaluate.kleene import Answer, all_hold, any_holds, kleene_all, kleene_any
from flopguard.evaluate.run import gather
from flopguard.evaluate.truth import bounds_of, truth_of, variables
from flopguard.formula import compare
from tests.evaluate.strategies import Law, Tree, any_way, cards, laws, loaded, some_readings
from tests.evaluate.support import settings

truths = st.sampled_from([True, False, None])


def case_for(tree: Tree, law: Law) -> Case:
    policy, facts = law.policy(), gather(loaded(tree), settings())
    trigger = policy.trigger[0]
    found = case_of(policy, trigger, facts, {policy.id: policy}, applicability(None, facts, own=False), _nowhere)
    assert found is not None
    return found


def _nowhere(name: str, facts: Facts) -> Answer:
    raise AssertionError(f"no other policy has {name}")


@given(st.lists(truths, max_size=4))
def test_parts_hold_together_as_their_answers_do(parts: list[bool | None]) -> None:
    answers = [Answer(truth) for truth in parts]
    assert all_hold(parts) is kleene_all(answers).truth
    assert any_holds(parts) is kleene_any(answers).truth


def test_nothing_is_looked_at_after_the_part_that_decides() -> None:
    parts, others = iter([None, False, None]), iter([None, True, None])
    assert (all_hold(parts), any_holds(others)) == (False, True)
    assert (list(parts), list(others)) == ([None], [None])


@examples(max_examples=60)
@given(cards(), laws(any_way, some_readings), st.integers(0, 12))
def test_a_condition_holds_as_its_answer_says(tree: Tree, law: Law, value: int) -> None:
    for question in case_for(tree, law).questions:
        names = sorted({item.name for found in amounts(question) for item in variables(found)})
        for fixed in ({}, dict.fromkeys(names[:1], Fraction(value)), dict.fromkeys(names, Fraction(value))):
            assert holds(question, fixed) is evaluate(question, fixed).truth


@examples(max_examples=60)
@given(cards(), laws(any_way, some_readings), st.integers(0, 2))
def test_a_single_value_is_compared_as_its_interval_is(tree: Tree, law: Law, value: int) -> None:
    for found in amounts(case_for(tree, law).questions[0]):
        fixed = {item.name: Fraction(value) for item in variables(found)}
        estimate = bounds_of(found, fixed)
        assert truth_of(found, fixed) is (estimate and compare(estimate, found.comparison, found.line))


@examples(max_examples=60)
@given(cards(), laws(any_way, some_readings))
def test_an_amount_goes_along_an_input_as_its_values_say(tree: Tree, law: Law) -> None:
    for found in amounts(case_for(tree, law).questions[0]):
        amount = found.above
        centrals = {item.name: item.estimate.central for item in amount.inputs}
        for name in centrals:
            line = amount.along(name)
            if None in centrals.values():
                assert line is None
            elif line is not None:
                at_zero, at_one = (amount.value({**centrals, name: Fraction(end)}) for end in (0, 1))  # type: ignore[arg-type]
                assert line == (at_zero, at_one - at_zero)
