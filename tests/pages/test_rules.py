"""The list of rules: its text, its JSON against the schema, its pages, and that released codes keep their meaning."""

import csv
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from flopguard.cli import main
from flopguard.errors import UsageError
from flopguard.finding import Confidence, Severity
from flopguard.lint.rule import Rule
from flopguard.lint.run import all_rules
from flopguard.pages import rules as pages
from flopguard.pages.rule_table import entry_of, rule_index, table_text
from flopguard.policy.lint.rule import PolicyRule
from flopguard.policy.lint.run import all_rules as all_policy_rules

ROOT = Path(__file__).resolve().parents[2]
CODES = ROOT / "tests" / "data" / "rule-codes.csv"
RULES: tuple[Rule | PolicyRule, ...] = (*all_rules(), *all_policy_rules())
BY_CODE = {rule.code: rule for rule in RULES}


def made(**changes: object) -> Rule:
    known = {
        "code": "FG999",
        "name": "new-name",
        "severity": Severity.WARNING,
        "confidence": Confidence.POSSIBLE,
        "strict": True,
        "since": "0.3",
        "formerly": ("old-name",),
        "fixes": ("safe", "unsafe"),
        "covers": ("trap-01",),
        "needs": all_rules()[0].needs,
        "check": lambda subject: (),
        "doc": "A rule.\n\n## Why\nSo.\n## Flagged\n```toml\na = 1\n```\n## Instead\n```toml\na = 2\n```",
    }
    return Rule(**{**known, **changes})  # type: ignore[arg-type]


@pytest.fixture
def of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / pages.NAME).write_text(table_text([made()]))
    monkeypatch.setattr(pages, "data_dir", lambda: tmp_path)


def test_an_entry_says_all_that_is_known_of_a_rule() -> None:
    assert entry_of(made()) == {
        "code": "FG999",
        "name": "new-name",
        "formerly": ["old-name"],
        "family": "FG9",
        "about": "manifest",
        "severity": "warning",
        "confidence": "possible",
        "strict": True,
        "since": "0.3",
        "covers": ["trap-01"],
        "fixable": ["safe", "unsafe"],
        "summary": "A rule",
        "examples": {"flagged": ["a = 1\n"], "instead": ["a = 2\n"]},
        "page": "# FG999 new-name\n\nSeverity: warning, confidence: possible. Since 0.3. Formerly old-name. Part of "
        "the strict set, which runs only where it is asked for. Fixed by `--fix` and `--fix --unsafe-fixes` where it "
        "can be.\n\n"
        f"{made().doc}\n",
    }


def test_a_former_name_still_leads_to_the_page(of_one: None) -> None:
    assert pages.find_rule("Old_Name")["code"] == pages.find_rule("fg999")["code"] == "FG999"


def test_every_rule_is_listed_in_text_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--all"]) == 0
    text = capsys.readouterr().out
    assert [line.split()[0] for line in text.splitlines() if line.startswith("  FG")] == sorted(BY_CODE)
    assert main(["explain", "--all", "--format", "json"]) == 0
    body = json.loads(capsys.readouterr().out)
    schema = json.loads((ROOT / "schemas" / "rules.schema.json").read_text())
    Draft202012Validator(schema).validate(body)
    assert body["rules"] == [entry_of(BY_CODE[code]) for code in sorted(BY_CODE)]
    assert all(entry["examples"]["flagged"] and entry["examples"]["instead"] for entry in body["rules"])


def test_one_rule_comes_in_the_same_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "rate-as-amount", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["rules"] == [entry_of(BY_CODE["FG101"])]


@pytest.mark.parametrize(
    "args", [["explain"], ["explain", "FG101", "--all"], ["explain", "eu-aiact/51-2", "--format", "json"]]
)
def test_what_cannot_be_answered_is_refused(args: list[str]) -> None:
    assert main(args) == 2


def test_the_index_has_a_link_to_every_page() -> None:
    text = rule_index(map(entry_of, RULES))
    assert all(f"| [{code}]({code}.md) {rule.name} |" in text for code, rule in BY_CODE.items())


def test_every_family_has_its_words() -> None:
    assert {code[:3] for code in BY_CODE} <= set(pages.FAMILIES)


# --- released codes ----------------------------------------------------------------------------------------------

ROWS = list(csv.DictReader(CODES.read_text(encoding="utf-8").splitlines()))


def test_every_rule_is_in_the_list_of_codes() -> None:
    missing = sorted(set(BY_CODE) - {row["code"] for row in ROWS})
    assert missing == [], "add new codes with scripts/make_snapshots.py"
    assert [row["code"] for row in ROWS] == sorted({row["code"] for row in ROWS})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_a_released_code_keeps_its_meaning(row: dict[str, str]) -> None:
    rule = BY_CODE.get(row["code"])
    if row["retired"]:
        assert rule is None, "a retired code is not used again"
        with pytest.raises(UsageError, match=f"retired.*{row['retired']}"):  # the answer says what became of it
            pages.find_rule(row["code"])
        return
    assert rule is not None, "a rule that is gone is retired in the list: the version since which there is none"
    names = (rule.name, *(rule.formerly if isinstance(rule, Rule) else ()))
    assert row["name"] in names, "a rule that is renamed says its former name (formerly)"
    assert row["since"] == rule.since
