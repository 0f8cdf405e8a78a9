"""The mutation script: what strong cases notice, and what weak ones leave."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from flopguard.cases.load import suite_of_text
from flopguard.policy.types import Policy
from tests.cases.support import CASES, policy_with

ROOT = Path(__file__).resolve().parents[2]
WEAK = """
[[case]]
name = "far above the line"
as_of = 2026-03-01
expect = { line = "triggered" }
[case.manifest]
scope = { complete = true }
model = { base = "none" }
training = [{ component = "pretrain", flop = "9e24" }]
"""


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


sys.path.append(str(ROOT / "scripts"))
mutants = load("policy_mutants")
script = load("mutate_policies")
TWO_READINGS = """
[[open_question]]
id = "teachers"
triggers = ["line"]
asks = "Does a teacher count?"
text = "It does not say."
readings = [
    { id = "yes", set = { "counting.all.teacher_train" = "in" } },
    { id = "no", set = { "counting.all.teacher_train" = "out" } },
]
"""


def said(policy: Policy) -> list[str]:
    return [mutant.says for mutant in mutants.mutants(policy)]


def test_what_is_made_of_a_small_policy() -> None:
    found = [entry for entry in said(policy_with(more=TWO_READINGS)) if not entry.startswith("counting")]
    assert found == [
        "status in_force from 2025-12-31 instead of 2026-01-01",
        "status in_force from 2026-01-02 instead of 2026-01-01",
        "status not_enforced instead of in_force",
        "line: threshold from 2025-12-31 instead of 2026-01-01",
        "line: threshold from 2026-01-02 instead of 2026-01-01",
        "line: aggregate max_run instead of sum",
        "line: plans begun instead of planned",
        "line: own_only true instead of false",
        "line: more_than 3e24 FLOP instead of at_least",
        "line: at_most 3e24 FLOP instead of at_least",
        "line: at_least 2e24 FLOP instead of 3e24 FLOP",
        "line: at_least 4e24 FLOP instead of 3e24 FLOP",
        "line: at_least 3e23 FLOP instead of 3e24 FLOP",
        "line: at_least 3e25 FLOP instead of 3e24 FLOP",
        "line: duty 1: within 2 month instead of 1 month",
        "line: duty 1: without within 1 month",
        "line: duty 1: not counted from released",
        "line: duty 1: calendar eu-1182-71 instead of calendar",
        "question teachers: counting.all.teacher_train of yes and no swapped",
    ]


@pytest.mark.parametrize(
    "condition, expected",
    [
        ('{ not = { fact = "open_weights" } }', ["a negation removed"]),
        (
            '{ all = [{ fact = "open_weights" }, { outputs_any = ["text"] }] }',
            ["any instead of all", "without part 1 of all", "without part 2 of all"],
        ),
        (
            '{ any = [{ fact = "open_weights" }, { not = { outputs_any = ["text"] } }] }',
            ["all instead of any", "without part 1 of any", "without part 2 of any", "a negation removed"],
        ),
        (
            '{ quantity = "elapsed", since = "last_assessment", at_least = "12 months" }',
            [
                "more_than 12 months instead of at_least",
                "at_most 12 months instead of at_least",
                "at_least 02 months instead of 12 months",
                "at_least 22 months instead of 12 months",
                "at_least 11 months instead of 12 months",
                "at_least 13 months instead of 12 months",
            ],
        ),
    ],
)
def test_what_is_made_of_a_condition(condition: str, expected: list[str]) -> None:
    found = [entry.removeprefix("line: ") for entry in said(policy_with(condition)) if entry.startswith("line: ")]
    assert [entry for entry in found if not entry.startswith(("threshold", "duty"))] == expected


def test_each_component_moves_to_the_marks_beside_its_own() -> None:
    found = [entry for entry in said(policy_with()) if entry.startswith("counting")]
    assert len(found) == 21
    assert found[0] == "counting all: pretrain is leaning_in instead of in"
    assert found[-1] == "counting all: serve is leaning_out instead of out"


def test_no_mutant_is_the_policy_itself() -> None:
    policy = policy_with(more=TWO_READINGS)
    assert [mutant.says for mutant in mutants.mutants(policy) if mutant.policy == policy] == []


def test_good_cases_notice_all_but_what_they_do_not_count() -> None:
    """Every component but two lies in no manifest here, so that its mark may be another one."""
    result = script.tried(suite_of_text(policy_with(), CASES, "rule.cases.toml"), {})
    assert [says for says, _ in result.survivors if not says.startswith("counting")] == [
        "line: threshold from 2025-12-31 instead of 2026-01-01",
    ]
    assert [says.split()[2] for says, _ in result.survivors if says.startswith("counting")].count("pretrain") == 0


def test_weak_cases_leave_survivors_with_what_to_add() -> None:
    policy = policy_with()
    result = script.tried(suite_of_text(policy, WEAK, "rule.cases.toml"), {})
    survivors = dict(result.survivors)
    assert survivors["status in_force from 2026-01-02 instead of 2026-01-01"] == "the standing on 2026-01-01"
    assert survivors["line: duty 1: within 2 month instead of 1 month"] == "its due date or its terms"
    # The line and its operator are noticed by the generated cases, however weak the written ones are.
    assert [says for says in survivors if "FLOP" in says] == []
    assert 0 < result.caught < result.made


def test_a_mistake_of_our_own_is_noticed() -> None:
    """One that the script does not make: another trigger is tested by the cases of this one."""
    policy = policy_with()
    cases = script.Cases(suite_of_text(policy, CASES, "rule.cases.toml"), {})
    (trigger,) = policy.trigger
    later = replace(trigger.threshold[0], from_=trigger.threshold[0].from_ + timedelta(days=400))
    wrong = replace(policy, trigger=(replace(trigger, threshold=(later,)),))
    assert cases.notice(mutants.Mutant("a year late", wrong, "")) is True
    assert cases.notice(mutants.Mutant("nothing", replace(policy, note="x"), "")) is False


def test_the_same_again_gives_the_same() -> None:
    suite = suite_of_text(policy_with(), WEAK, "rule.cases.toml")
    first, again = (list(script.shown(script.tried(suite, {}, 2))) for _ in range(2))
    assert first == again
    assert first[0] == "rule: 6 of 20 noticed, 30.0 %"
