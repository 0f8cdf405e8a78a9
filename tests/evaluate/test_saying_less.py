"""A card that says less never fares better: every card of the tables for money, progress, other models and a grid."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from flopguard.policy.types import Policy
from flopguard.result import Cause, Outcome
from tests.evaluate import test_money, test_multiples, test_outside, test_progress, test_spend
from tests.evaluate.strategies import loaded
from tests.evaluate.support import DAY, card, judged, policy, pretrain, question, settings

Tree = dict[str, Any]
Case = tuple[str, Policy, str, date]
KEPT = {
    "progress": {"unit", "of", "started", "ended", "index", "breakpoint"},
    "outside_model": {"name", "released", "benchmark"},
    "benchmark": {"name", "date"},
    "assessment": {"series", "kind", "date"},
    "training": {"component"},
}
"""What is no fact by itself: names, words whose absence means another thing, and the days that leave a fact out.

The outside models and their benchmarks are taken for all that there are, as the manifest says.
"""


def cases() -> Iterator[Case]:
    for name, when, stated, *_ in test_money.REVENUE:
        yield name, policy(when), test_money.facts(stated), DAY
    for name, rows, *_ in test_spend.SPENT:
        yield name, policy(test_spend.YEARS), test_spend.spent(*rows), test_spend.AS_OF
    for name, when, rows, *_ in test_progress.RATES:
        yield name, policy(when), test_progress.rates(*rows), DAY
    for name, when, rows, *_ in test_outside.SCORES:
        yield name, policy(when), card(more="".join(rows)), DAY
    for name, when, text, *_ in test_multiples.CASES:
        yield name, policy(when), text, DAY


def less(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """The card without one key of one table, or without one row of money or score."""
    developer = tree.get("developer_facts", {})
    lists = [(name, tree[name]) for name in KEPT if name in tree]
    lists += [(name, rows) for name, rows in developer.items() if isinstance(rows, list)]
    for name, rows in lists:
        for number, row in enumerate(rows):
            for key in sorted(row.keys() - KEPT.get(name, {"year", "value"}) - _whole(name, row)):
                yield f"{key} of {name} {number}", _without(tree, name, number, key)
            if name not in ("outside_model", "assessment", "progress", "training"):
                yield f"{name} {number}", _without(tree, name, number)


def _whole(name: str, row: Tree) -> set[str]:
    """Of a rate of progress, the last word that says it is a comparison: without that it is a rate alone."""
    there = row.keys() & {"earlier", "compared_with"}
    return there if name == "progress" and len(there) == 1 else set()


def _without(tree: Tree, name: str, number: int, key: str | None = None) -> Tree:
    found = deepcopy(tree)
    rows = found[name] if name in found else found["developer_facts"][name]
    if key is None:
        del rows[number]
    else:
        del rows[number][key]
    return found


ALL = list(cases())


@pytest.mark.parametrize("law, text, as_of", [pytest.param(*case[1:], id=case[0]) for case in ALL])
def test_saying_less_never_helps(law: Policy, text: str, as_of: date) -> None:
    """It never leads to another answer, except out of a contradiction: without one figure of two the other decides."""
    how = settings(as_of, unstated=None)
    tree = tomllib.loads(text)
    before = judged(loaded(tree), law, how)
    if before.because == (Cause.CONFLICT,):
        return
    for what, fewer in less(tree):
        after = judged(loaded(fewer), law, how).outcome
        assert after in (before.outcome, Outcome.UNDETERMINED), what


CLOCK = 'quantity = "elapsed", since = "$clock", at_least = "6 months"'
WHICH_DAY = question(
    "which-day",
    '"parameters.clock" = "last_assessment"',
    '"parameters.clock" = "last_assessment_started"',
    facts='"/assessment/*/started"',
)
STARTED = '[[assessment]]\nseries = "s"\nkind = "k"\ndate = 2026-02-01\nstarted = 2025-08-01\n'


@pytest.mark.parametrize("unstated, silent", [(None, Outcome.UNDETERMINED), (1, Outcome.NOT_TRIGGERED)])
def test_a_question_turns_on_what_may_be_stated_where_nothing_is_taken_for_granted(
    unstated: int | None, silent: Outcome
) -> None:
    """Half a year from the start of the assessment, and not from its end: a card that leaves out the start is open."""
    law = policy(CLOCK, top='[parameters]\nclock = "last_assessment"', more=WHICH_DAY)
    how = settings(DAY, unstated=unstated)
    assert judged(loaded(tomllib.loads(card(more=STARTED))), law, how).outcome is Outcome.UNDETERMINED
    without = STARTED.replace("started = 2025-08-01\n", "")
    assert judged(loaded(tomllib.loads(card(more=without))), law, how).outcome is silent


def test_a_question_does_not_turn_on_what_is_stated_otherwise() -> None:
    """It is about one word of a fact; a card that states another word is not silent."""
    law = policy(
        'quantity = "training_compute", counting = "all", more_than = "$line"',
        top='[parameters]\nline = "1e25 FLOP"',
        more=question(
            "line", '"parameters.line" = "1e25"', '"parameters.line" = "1e24"', facts='"/model/outputs/*=image"'
        ),
    )
    how = settings(DAY, unstated=None)
    for outputs, outcome in (('["text"]', Outcome.NOT_TRIGGERED), ('["image"]', Outcome.UNDETERMINED)):
        text = card(pretrain("5e24"), model=f'base = "none"\noutputs = {outputs}', complete=True)
        assert judged(loaded(tomllib.loads(text)), law, how).outcome is outcome
    silent = card(pretrain("5e24"), model='base = "none"', complete=True)
    assert judged(loaded(tomllib.loads(silent)), law, how).outcome is Outcome.UNDETERMINED
