"""Every policy has a case file; every case comes out as it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import tomli

from flopguard.bundled import policies_dir
from flopguard.document import validate
from flopguard.evaluate.compute_view import view
from flopguard.evaluate.facts import Settings
from flopguard.evaluate.run import gather, verdicts
from flopguard.manifest.load import Loaded, related_of
from flopguard.manifest.types import Manifest
from flopguard.policy.conditions import leaves
from flopguard.policy.load import bundled_policies, load_policy
from flopguard.policy.types import JudgementLeaf, Policy, QuantityLeaf, QuantityName
from flopguard.result import Verdict

HERE = Path(__file__).parent
SETTINGS = {"name", "as_of", "as_if_in_force", "unstated", "manifest"}
KEYS = SETTINGS | {"expect", "because", "fragile", "due", "lean", "margin", "totals", "open", "missing"}
SHARED: dict[str, Any] = tomli.loads((HERE / "manifests.toml").read_text(encoding="utf-8"))
"""Manifests that any case file may name."""


@dataclass(frozen=True)
class Case:
    """One case of a policy's file."""

    policy: Policy
    tree: dict[str, Any]

    def settings(self) -> Settings:
        share = str(self.tree.get("unstated", "1x"))
        unstated = None if share == "unbounded" else Fraction(share.removesuffix("x"))
        as_of: date = self.tree["as_of"]
        return Settings(as_of, unstated, as_if_in_force=self.tree.get("as_if_in_force", False))

    def loaded(self) -> Loaded:
        tree = {"manifest": 1, **self.tree.get("manifest", {})}
        tree["model"] = {"name": "a model", **tree.get("model", {})}
        manifest = validate(tree, Manifest)
        assert isinstance(manifest, Manifest), manifest
        return related_of(manifest, Loaded(path="case", text="", digest=None, manifest=manifest))


def case_file(policy_file: Path) -> Path:
    return HERE / policy_file.relative_to(policies_dir())


def all_cases() -> list[Any]:
    return list(_cases())


def _cases() -> Iterator[Any]:
    for file in sorted(policies_dir().rglob("*.toml")):
        policy = load_policy(file)
        tree = tomli.loads(case_file(file).read_text(encoding="utf-8"), parse_float=Decimal)
        for case in _spelt_out(tree, policy):
            yield pytest.param(Case(policy, case), id=f"{policy.id}: {case['name']}")


def _spelt_out(tree: dict[str, Any], policy: Policy) -> Iterator[dict[str, Any]]:
    """The cases of a file: one a day of `on`, manifests by their names, `*` for every trigger."""
    for case in tree["case"]:
        days = case.pop("on", None)
        manifest = case.get("manifest", {})
        case["manifest"] = {**SHARED, **tree.get("manifest", {})}[manifest] if isinstance(manifest, str) else manifest
        on = {case.get("as_of"): case.get("expect", {})} if days is None else days
        for day, expected in on.items():
            everywhere = {trigger.id: expected["*"] for trigger in policy.trigger} if "*" in expected else {}
            named = {name: outcome for name, outcome in expected.items() if name != "*"}
            as_of = date.fromisoformat(day) if isinstance(day, str) else day
            name = f"{case['name']}, {day}" if days is not None else case["name"]
            yield {**case, "name": name, "as_of": as_of, "expect": everywhere | named}


@pytest.mark.parametrize("case", all_cases())
def test_case(case: Case) -> None:
    assert set(case.tree) <= KEYS
    facts = gather(case.loaded(), case.settings())
    found = {
        answer.trigger: answer for answer in verdicts(bundled_policies(), facts) if answer.policy == case.policy.id
    }
    expected = case.tree["expect"]
    assert {name: found[name].outcome.value for name in expected} == expected
    because = case.tree.get("because", {})
    assert {name: [cause.value for cause in found[name].because] for name in because} == because
    fragile = case.tree.get("fragile", {})
    assert {name: found[name].fragile for name in fragile} == fragile
    lean = case.tree.get("lean", {})
    assert {name: str(found[name].lean or "none") for name in lean} == lean
    margin = case.tree.get("margin", {})
    assert {name: Decimal(str(found[name].margin)) for name in margin} == margin
    missing = case.tree.get("missing", {})
    assert {name: list(found[name].missing) for name in missing} == missing
    due = case.tree.get("due", {})
    assert {name: _due(found[name], by_duty=isinstance(due[name][0], list)) for name in due} == due
    totals = {total.counting: total for total in view(facts.compute, [case.policy], facts.settings.unstated).totals}
    for name, expected_total in case.tree.get("totals", {}).items():
        ends = (totals[name].lower, totals[name].likely, totals[name].upper)
        assert [Decimal(end.central or "NaN") for end in ends] == list(map(Decimal, expected_total)), name
    for name, marks in case.tree.get("open", {}).items():
        assert {entry.component: entry.mark for entry in totals[name].open if entry.stated} == marks, name


def _due(verdict: Verdict, *, by_duty: bool) -> list[Any]:
    """The dates of the first duty, or of every duty."""
    each = [[entry.date for entry in duty.due] for duty in verdict.duties]
    return each if by_duty else each[0]


def test_every_policy_has_a_case_file_and_every_case_file_a_policy() -> None:
    policies = {file.relative_to(policies_dir()) for file in policies_dir().rglob("*.toml")}
    assert {file.relative_to(HERE) for file in HERE.rglob("*/**/*.toml")} == policies


def cases_of(policy: Policy) -> list[Case]:
    return [case for param in all_cases() if (case := param.values[0]).policy.id == policy.id]


@pytest.mark.parametrize("policy", bundled_policies(), ids=lambda policy: policy.id)
def test_every_date_has_a_case_on_it_and_one_on_the_day_before(policy: Policy) -> None:
    dates = {entry.from_ for entry in policy.status}
    dates |= {entry.from_ for trigger in policy.trigger for entry in trigger.threshold}
    days = {case.tree["as_of"] for case in cases_of(policy)}
    assert sorted({day for date in dates for day in (date, date - timedelta(days=1))} - days) == []


@pytest.mark.parametrize("policy", bundled_policies(), ids=lambda policy: policy.id)
def test_every_threshold_and_duty_names_its_place(policy: Policy) -> None:
    assert [f"{t.id}: {entry.from_}" for t in policy.trigger for entry in t.threshold if not entry.cite] == []
    assert [f"{t.id}: {duty.action}" for t in policy.trigger for duty in t.duty if not duty.cite] == []


@pytest.mark.parametrize("policy", bundled_policies(), ids=lambda policy: policy.id)
def test_every_judgement_and_reading_is_answered_in_some_case(policy: Policy) -> None:
    given = {
        (entry["question"], entry["value"])
        for case in cases_of(policy)
        for entry in case.tree.get("manifest", {}).get("answer", [])
    }
    judged = {
        (f"{policy.id}/{leaf.judgement}", value)
        for trigger in policy.trigger
        for threshold in trigger.threshold
        for leaf in leaves(threshold.when)
        if isinstance(leaf, JudgementLeaf)
        for value in (True, False)
    }
    read = {(f"{policy.id}/{q.id}", reading.id) for q in policy.open_question for reading in q.readings}
    assert sorted(map(str, (judged | read) - given)) == []


@pytest.mark.parametrize("policy", bundled_policies(), ids=lambda policy: policy.id)
def test_every_line_is_met_exactly_in_some_case(policy: Policy) -> None:
    """Exactly on it, as the outcome differs there between "more than" and "at least"; time is tested by its days."""
    asked = {
        text
        for trigger in policy.trigger
        for threshold in trigger.threshold
        for leaf in leaves(threshold.when)
        if isinstance(leaf, QuantityLeaf) and leaf.relative_to is None and leaf.quantity is not QuantityName.ELAPSED
        for text in (*leaf.comparisons().values(), *filter(None, [leaf.value, leaf.network_more_than]))
        if not text.startswith("$") and text != "unstated"
    }
    written = str([case.tree.get("manifest") for case in cases_of(policy)]).replace("Decimal('", "'")
    assert sorted(text for text in asked if f"'{text.split(' ')[0]}" not in written) == []


@pytest.mark.parametrize("policy", bundled_policies(), ids=lambda policy: policy.id)
def test_every_trigger_has_cases_of_several_outcomes(policy: Policy) -> None:
    outcomes: dict[str, set[str]] = {trigger.id: set() for trigger in policy.trigger}
    for param in all_cases():
        case: Case = param.values[0]
        if case.policy.id == policy.id:
            for name, outcome in case.tree["expect"].items():
                outcomes[name].add(outcome)
    assert {
        name for name, seen in outcomes.items() if not {"triggered", "not_triggered", "undetermined"} <= seen
    } == set()
