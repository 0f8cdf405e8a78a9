"""`flopguard policy test`: which files it takes for what, what it prints, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flopguard.cli import main
from tests.cases.support import CASES, LINE, policy_text

WRONG = CASES.replace('expect = { line = "triggered" }', 'expect = { line = "not_triggered" }', 1)


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = main(["policy", "test", *map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


def lay_out(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


GOOD = "rule  5 cases, 14 generated, 0 failed\n1 policy: 5 cases, 14 generated, 0 failed, 0 gaps\n"


@pytest.mark.parametrize(
    "policy, cases, named",
    [
        ("rule.toml", "rule.cases.toml", "rule.toml"),
        ("rule.toml", "rule.cases.toml", "rule.cases.toml"),
        ("rule.policy.toml", "rule.cases.toml", "rule.policy.toml"),
        ("rule.policy.toml", "rule.cases.toml", "rule.cases.toml"),
        ("rule.toml", "cases/rule.toml", "rule.toml"),
        ("rule.toml", "cases/rule.cases.toml", "."),
        ("house/rule.toml", "house/cases/rule.toml", "."),
        ("house/rule.toml", "cases/house/rule.toml", "."),
    ],
)
def test_where_the_cases_of_a_policy_are(
    policy: str, cases: str, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lay_out(tmp_path, {policy: policy_text(), cases: CASES, "model.flopguard.toml": "manifest = 1\n"})
    assert run(capsys, tmp_path / named) == (0, GOOD, "")


def test_a_shared_manifest_is_found_above_the_cases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases, _, below = CASES.partition("[manifest.below]")
    lay_out(tmp_path, {"a/rule.toml": policy_text(), "a/rule.cases.toml": cases, "manifests.toml": f"[below]{below}"})
    assert run(capsys, tmp_path) == (0, GOOD, "")


def test_a_failure_says_what_was_expected_and_what_was_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path, {"rule.toml": policy_text(), "rule.cases.toml": WRONG})
    monkeypatch.chdir(tmp_path)
    status, out, _ = run(capsys, "rule.toml")
    assert status == 1
    assert out == (
        "rule  5 cases, 14 generated, 1 failed, 1 gap\n"
        "  failed: exactly on the line is enough\n"
        "    rule.cases.toml:2, as of 2026-03-01\n"
        "    outcome of line\n"
        "      expected: not_triggered\n"
        "      found: triggered\n"
        "    line: 3.0e24 against >= 3e24 FLOP\n"
        "  gap: line: never triggered\n"
        "1 policy: 5 cases, 14 generated, 1 failed, 1 gap\n"
    )
    assert "1. " in run(capsys, "rule.toml", "-v")[1]
    assert max(map(len, run(capsys, "rule.toml", "-v")[1].split("\n"))) <= 80


def test_a_gap_fails_where_coverage_is_required(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay_out(tmp_path, {"rule.toml": policy_text()})
    assert run(capsys, tmp_path)[0] == 0
    status, out, _ = run(capsys, tmp_path, "--require-coverage")
    assert (status, "  gap: there is no file of cases\n" in out) == (1, True)


def test_json_says_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay_out(tmp_path, {"rule.toml": policy_text(), "rule.cases.toml": WRONG})
    found = json.loads(run(capsys, tmp_path, "--format", "json")[1])
    (policy,) = found["policies"]
    assert found["format"] == "flopguard-cases/1"
    assert policy == {
        "policy": "rule",
        "path": str(tmp_path / "rule.cases.toml"),
        "cases": 5,
        "generated": 14,
        "failed": 1,
        "failures": [
            {
                "case": "exactly on the line is enough",
                "line": 2,
                "as_of": "2026-03-01",
                "differences": [{"what": "outcome of line", "expected": "not_triggered", "found": "triggered"}],
            }
        ],
        "gaps": ["line: never triggered"],
    }


def test_the_problems_of_all_files_are_listed_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = policy_text().replace('"rule"', '"other"')
    lay_out(
        tmp_path,
        {
            "rule.toml": policy_text(),
            "rule.cases.toml": "case = 1\n",
            "other.toml": other,
            "other.cases.toml": CASES.replace("line =", "lnie =", 1),
        },
    )
    status, out, err = run(capsys, tmp_path)
    assert (status, out) == (2, "")
    assert [line.removeprefix("error: ").split(":")[0] for line in err.splitlines()] == [
        str(tmp_path / "other.cases.toml"),
        str(tmp_path / "rule.cases.toml"),
    ]


@pytest.mark.parametrize(
    "files, named, said",
    [
        ({"a.toml": "x = 1\n"}, ".", "holds no policy: a TOML file with policy = 1 at its top"),
        ({"a.cases.toml": CASES}, "a.cases.toml", "no policy a.toml or a.policy.toml lies beside it"),
        ({"a.toml": policy_text(LINE.replace("all", "al"))}, "a.toml", "counting = 'al' is not known"),
        ({}, "a.toml", "a.toml: "),
        ({"a.toml": policy_text(), "b.toml": policy_text()}, ".", "policy id 'rule' stands in "),
    ],
)
def test_what_cannot_be_tested(
    files: dict[str, str], named: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lay_out(tmp_path, files)
    status, out, err = run(capsys, tmp_path / named)
    assert (status, out) == (2, "")
    assert said in err


def test_bundled_policies_are_chosen_by_their_ids(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "--policy", "eu-aia*")
    assert (status, out.startswith("eu-aiact")) == (0, True)
    status, _, err = run(capsys, "--policy", "eu-aiakt")
    assert (status, err) == (2, "error: no policy is called eu-aiakt; see `flopguard policy list`\n")
