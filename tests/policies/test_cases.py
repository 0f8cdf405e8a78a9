"""Every policy has a case file; every case comes out as it says, written or generated; nothing is left untried."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from flopguard.bundled import cases_dir, policies_dir
from flopguard.cases.coverage import gaps, has_date
from flopguard.cases.files import bundled_suites
from flopguard.cases.generated import Cases, generated
from flopguard.cases.load import Case, Suite
from flopguard.cases.run import Found, differences, facts_of_case
from flopguard.policy.conditions import leaves
from flopguard.policy.load import bundled_policies
from flopguard.policy.types import Policy, QuantityLeaf, QuantityName

HERE = Path(__file__).parent
SUITES: Mapping[str, Suite] = {suite.policy.id: suite for suite in bundled_suites()}
LIBRARY = {policy.id: policy for policy in bundled_policies()}
ALL_CASES = [
    pytest.param(suite.policy, case, id=f"{suite.policy.id}: {case.name}")
    for suite in SUITES.values()
    for case in suite.cases
]


def found_for(policy: Policy, case: Case) -> Found:
    return Found(policy, facts_of_case(case), LIBRARY)


@cache
def made_for(name: str) -> Cases:
    return generated(LIBRARY[name])


@pytest.mark.parametrize("policy, case", ALL_CASES)
def test_case(policy: Policy, case: Case) -> None:
    assert list(differences(case, found_for(policy, case))) == [], f"{case.source.path}:{case.line}"


def test_every_policy_has_a_case_file_and_every_case_file_a_policy() -> None:
    policies = {file.relative_to(policies_dir()) for file in policies_dir().rglob("*.toml")}
    assert cases_dir() == HERE
    assert {file.relative_to(HERE) for file in HERE.rglob("*/**/*.toml")} == policies


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.policy.id)
def test_every_generated_case_comes_out_as_its_operator_demands(suite: Suite) -> None:
    policy = suite.policy
    wrong = [case for case in made_for(policy.id).cases if case.found(policy) is not case.expected]
    assert [(case.name(policy), case.expected, case.found(policy)) for case in wrong] == []


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.policy.id)
def test_nothing_is_left_untried(suite: Suite) -> None:
    """Dates, outcomes, judgements, readings, leaves, due dates and totals; each gap is named."""
    found = {id(case): found_for(suite.policy, case) for case in suite.cases}
    assert gaps(suite, made_for(suite.policy.id), lambda case: found[id(case)]) == ()


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.policy.id)
def test_every_threshold_and_duty_names_its_place(suite: Suite) -> None:
    triggers = suite.policy.trigger
    assert [f"{t.id}: {entry.from_}" for t in triggers for entry in t.threshold if not entry.cite] == []
    assert [f"{t.id}: {duty.action}" for t in triggers for duty in t.duty if not duty.cite] == []


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.policy.id)
def test_the_standing_is_compared_on_the_first_day_of_each_and_on_the_day_before(suite: Suite) -> None:
    told = {day for case in suite.cases for day in case.entry.standing}
    days = [entry.from_ - back for entry in suite.policy.status for back in (timedelta(days=1), timedelta(0))]
    assert [str(day) for day in days if str(day) not in told] == []


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.policy.id)
def test_the_terms_are_compared_of_every_duty_that_has_some_and_no_date(suite: Suite) -> None:
    told = {name for case in suite.cases for name in case.entry.terms}
    timed = {t.id for t in suite.policy.trigger for d in t.duty if d.every or (d.within and not has_date(t, d))}
    assert sorted(timed - told) == []


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.policy.id)
def test_every_line_is_met_exactly_in_some_written_case(suite: Suite) -> None:
    """Exactly on it, as the outcome differs there between "more than" and "at least"; time is tested by its days."""
    asked = {
        text
        for trigger in suite.policy.trigger
        for threshold in trigger.threshold
        for leaf in leaves(threshold.when)
        if isinstance(leaf, QuantityLeaf) and leaf.relative_to is None and leaf.quantity is not QuantityName.ELAPSED
        for text in (*leaf.comparisons().values(), *filter(None, [leaf.value, leaf.network_more_than]))
        if not text.startswith("$") and text != "unstated"
    }
    written = suite.cases[0].source.text
    assert sorted(text for text in asked if not _states(written, text.split(" ")[0])) == []


def _states(written: str, number: str) -> bool:
    return f'"{number}' in written or f" {number}" in written
