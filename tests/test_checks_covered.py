"""Every known check of compute claims is carried out by a rule, or a page says why not; never both."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
import tomli

from flopguard.lint.run import all_rules
from flopguard.pages.checks import SOURCES, Check, NotRule, checks_page
from flopguard.policy.lint.run import all_rules as all_policy_rules

ROOT = Path(__file__).resolve().parents[1]
COUNTS = {"effective-compute": 68, "lab-policies": 22, "accounting-traps": 22, "eu-annex": 10}


def checks() -> list[Check]:
    with (ROOT / "tests" / "data" / "checks.csv").open(encoding="utf-8", newline="") as file:
        return [Check(row["source"], row["slug"], row["asks"]) for row in csv.DictReader(file)]


def not_rules() -> list[dict[str, str]]:
    found: list[dict[str, str]] = tomli.loads((ROOT / "docs" / "checks-not-rules.toml").read_text(encoding="utf-8"))[
        "check"
    ]
    return found


CHECKS, NOT_RULES = checks(), not_rules()
SLUGS = {check.slug for check in CHECKS}
COVERS = {rule.code: rule.covers for rule in (*all_rules(), *all_policy_rules())}
COVERED = {slug for slugs in COVERS.values() for slug in slugs}
EXPLAINED = {entry["slug"] for entry in NOT_RULES}


def test_the_list_is_whole_and_has_each_check_once() -> None:
    assert Counter(check.source for check in CHECKS) == COUNTS
    assert set(COUNTS) == set(SOURCES)
    assert len(SLUGS) == len(CHECKS)


def test_every_check_is_carried_out_or_explained() -> None:
    assert sorted(SLUGS - COVERED - EXPLAINED) == []


def test_no_check_is_both_carried_out_and_explained_away() -> None:
    assert sorted(COVERED & EXPLAINED) == []


@pytest.mark.parametrize("code", sorted(code for code, slugs in COVERS.items() if slugs))
def test_a_rule_covers_only_checks_that_are_known(code: str) -> None:
    assert sorted(set(COVERS[code]) - SLUGS) == []
    assert len(COVERS[code]) == len(set(COVERS[code]))


def test_what_is_explained_is_known_sorted_and_whole() -> None:
    slugs = [entry["slug"] for entry in NOT_RULES]
    assert sorted(EXPLAINED - SLUGS) == []
    assert slugs == sorted(set(slugs))
    assert all(set(entry) == {"slug", "why", "done_in"} and all(entry.values()) for entry in NOT_RULES)


def test_the_page_has_a_row_for_every_check() -> None:
    reasons = {entry["slug"]: NotRule(entry["why"], entry["done_in"]) for entry in NOT_RULES}
    page = checks_page(CHECKS, COVERS, reasons)
    rows = [line.split(" | ")[0].removeprefix("| `").removesuffix("`") for line in page.splitlines() if "| `" in line]
    assert rows == [check.slug for check in CHECKS]
    assert "not yet" not in page


PAGE = [Check("eu-annex", "a", "What?"), Check("eu-annex", "b", "Where | when?"), Check("eu-annex", "c", "Who?")]


def test_a_row_names_the_rules_or_the_reason() -> None:
    page = checks_page(PAGE, {"FG702": ("a",), "FG301": ("a",)}, {"b": NotRule("It is no fault.", "docs/x.md")})
    assert page.splitlines()[-3:] == [
        "| `a` | What? | [FG301](rules/FG301.md), [FG702](rules/FG702.md) |",
        "| `b` | Where \\| when? | no rule: It is no fault. Done in: docs/x.md |",
        "| `c` | Who? | not yet |",
    ]
