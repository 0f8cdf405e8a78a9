"""What is worked out once for several that ask: it changes no verdict, and goes with its manifest."""

from __future__ import annotations

import gc

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from flopguard.evaluate.compute_view import view
from flopguard.evaluate.counting import Tally
from flopguard.evaluate.memo import Memo, Same
from flopguard.evaluate.run import gather, verdicts
from flopguard.kept import kept
from flopguard.policy.load import bundled_policies
from flopguard.policy.types import Policy
from tests.evaluate.strategies import Law, Tree, any_way, cards, laws, loaded, some_readings
from tests.evaluate.support import card, counting, phase, policy, pretrain, question, read, settings


@examples(max_examples=25)
@given(cards(), st.lists(laws(any_way, some_readings), min_size=2, max_size=4), st.sampled_from([0, 1, 2, None]))
def test_together_policies_say_what_each_says_alone(tree: Tree, several: list[Law], unstated: int | None) -> None:
    policies = [law.policy(f"p{number}") for number, law in enumerate(several)]
    how, read_once = settings(unstated=unstated), loaded(tree)
    alone = tuple(answer for law in policies for answer in verdicts([law], gather(read_once, how)))
    together = gather(read_once, how)
    totals = view(together.compute, policies, how.unstated, together.memo)
    assert verdicts(policies, together) == alone
    assert verdicts(policies, together) == alone
    assert totals == view(together.compute, policies, how.unstated)


OPEN = counting(rl_update="silent")
TWO_WAYS = question("q", '"counting.all.rl_update" = "in"', '"counting.all.rl_update" = "out"')
LINES = question("q", '"parameters.line" = "1e24"', '"parameters.line" = "1e26"')
WITH_LINE = 'quantity = "training_compute", counting = "all", operator = "more_than", value = "$line"'


@pytest.mark.parametrize(
    "law, outcomes",
    [
        (policy(rule=OPEN), ["undetermined"]),
        (policy(rule=OPEN, more=TWO_WAYS), ["triggered", "not_triggered"]),
        (policy(WITH_LINE, top='[parameters]\nline = "1e25"', more=LINES), ["triggered", "not_triggered"]),
    ],
    ids=["no reading", "readings that mark a component", "readings that move the line"],
)
def test_readings_share_only_what_they_read_alike(law: Policy, outcomes: list[str]) -> None:
    text = card(pretrain("9e24"), phase("rl_update", "2e24"), model='base = "none"', complete=True)
    (answer,) = verdicts([law], gather(read(text), settings()))
    assert [reading.outcome.value for reading in answer.readings] or [answer.outcome.value] == outcomes
    assert [reading.outcome.value for reading in answer.readings] in ([], outcomes)


def test_a_policy_that_is_changed_is_evaluated_anew_on_the_same_facts() -> None:
    facts = gather(read(card(pretrain("2e25"), complete=True)), settings())
    lines = {line: policy(f'quantity = "training_compute", counting = "all", more_than = "{line}"') for line in LINE}
    found = {line: verdicts([law], facts)[0].outcome.value for line, law in lines.items()}
    assert found == {"1e25": "triggered", "1e26": "not_triggered"}


LINE = ("1e25", "1e26")


def test_nothing_is_kept_of_a_manifest_that_was_checked() -> None:
    def check() -> None:
        facts = gather(read(card(pretrain("2e25"), phase("rl_update", "1e24..9e24"))), settings())
        assert verdicts(bundled_policies(), facts)

    def tallies() -> int:
        gc.collect()
        return sum(isinstance(found, Tally) for found in gc.get_objects())

    check()
    before = tallies()
    check()
    assert tallies() == before


# --- the parts ---------------------------------------------------------------------------------------------------


def test_a_value_as_itself_is_no_other_that_is_alike() -> None:
    one, other = [1], [1]
    assert Same(one) == Same(one)
    assert hash(Same(one)) == hash(Same(one))
    assert Same(one) != Same(other)
    assert Same(one) != one


def test_a_memo_asks_once_a_question() -> None:
    asked: list[str] = []

    def answer(of: str) -> int:
        asked.append(of)
        return len(asked)

    memo = Memo()
    found = [memo.once(of, lambda of=of: answer(of)) for of in ("a", "b", "a")]  # type: ignore[misc]
    assert (found, asked) == ([1, 2, 1], ["a", "b"])


def test_a_kept_value_is_worked_out_once() -> None:
    class Thing:
        made = 0

        @kept
        def value(self) -> int:
            """What it is worth."""
            self.made += 1
            return self.made

    thing = Thing()
    assert [thing.value, thing.value, Thing().value] == [1, 1, 1]
    assert Thing.value.__doc__ == "What it is worth."
