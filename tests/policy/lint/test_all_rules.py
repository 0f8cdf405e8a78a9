"""What holds of every rule about policies: its name, its page, and that the examples on the page are true."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from flopguard.lint.run import all_rules as all_manifest_rules
from flopguard.policy.lint.rule import PolicyRule
from flopguard.policy.lint.run import all_rules, lint_policy
from flopguard.policy.load import bundled_policies, load_policy
from flopguard.policy.types import Policy
from tests.policy.lint.support import found_in, policy_with

RULES = all_rules()
FOLDER = Path(__file__).parents[3] / "flopguard" / "policy" / "lint" / "rules"
PROJECT = Path(__file__).parents[3]
HEADINGS = ("Why", "Flagged", "Instead")
SEEN = "Seen"  # where it is found in the texts that come with flopguard
# Rules that look at other policies, with those that stand beside their examples.
BESIDE: dict[str, tuple[Policy, ...]] = {"FG713": (replace(policy_with(""), id="y"),)}


def sections(rule: PolicyRule) -> dict[str, str]:
    """The text under each heading of a rule's page."""
    parts = re.split(r"^## (.+)$", rule.doc, flags=re.MULTILINE)
    return dict(zip(parts[1::2], map(str.strip, parts[2::2]), strict=True))


def examples(rule: PolicyRule, heading: str) -> list[str]:
    return re.findall(r"^```toml\n(.*?)^```$", sections(rule)[heading], re.MULTILINE | re.DOTALL)


CASES = [
    pytest.param(rule, heading, example, id=f"{rule.code}-{heading}")
    for rule in RULES
    for heading in ("Flagged", "Instead")
    for example in examples(rule, heading)
]


@pytest.mark.parametrize("rule, heading, example", CASES)
def test_each_example_is_judged_as_its_heading_says(rule: PolicyRule, heading: str, example: str) -> None:
    found = [finding for finding in found_in(example, *BESIDE.get(rule.code, ())) if finding.code == rule.code]
    assert len(found) == (heading == "Flagged")
    assert all(finding.help and finding.line and finding.column and finding.line_text for finding in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_has_a_summary_a_reason_and_both_examples(rule: PolicyRule) -> None:
    assert re.fullmatch(r"[A-Z].*\.", rule.doc.partition("\n")[0])
    assert tuple(heading for heading in sections(rule) if heading != SEEN) == HEADINGS
    assert list(sections(rule)).index(SEEN) == 1 if SEEN in sections(rule) else True
    assert all(sections(rule).values())
    assert examples(rule, "Flagged")
    assert examples(rule, "Instead")


FOUND = [
    pytest.param(rule, path, id=f"{rule.code}-{Path(path).stem}")
    for rule in RULES
    for path in re.findall(r"policies/\S+?\.toml", sections(rule).get(SEEN, ""))
]


@pytest.mark.parametrize("rule, path", FOUND)
def test_a_text_in_which_a_rule_was_seen_is_found_by_it(rule: PolicyRule, path: str) -> None:
    found = lint_policy(load_policy(PROJECT / path), bundled_policies())
    assert rule.code in {finding.code for finding in found}


@pytest.mark.parametrize("rule", [rule for rule in RULES if SEEN in sections(rule)], ids=lambda rule: rule.code)
def test_a_real_instance_names_the_text(rule: PolicyRule) -> None:
    assert any(case.values[0] is rule for case in FOUND)


def test_codes_and_names_are_unique_beside_those_of_the_rules_about_manifests() -> None:
    for taken in (
        [rule.code for rule in (*RULES, *all_manifest_rules())],
        [rule.name for rule in (*RULES, *all_manifest_rules())],
    ):
        assert sorted(taken) == sorted(set(taken))


def test_every_rule_has_a_file_of_its_name_and_every_file_is_a_rule() -> None:
    files = sorted(file.stem for file in FOLDER.glob("*.py") if file.stem != "__init__")
    assert files == [f"{rule.code.lower()}_{rule.name.replace('-', '_')}" for rule in RULES]
    assert all(re.fullmatch(r"FG7\d\d", rule.code) for rule in RULES)
