"""The three published texts with a multiple of effective compute: what each leaves open, point by point.

What is open comes from the table of each text in its file; the factors from the rates that it or its readings name.
"""

import json
from datetime import date
from pathlib import Path

import pytest
import tomli

from flopguard.cli import main
from flopguard.policy.lint.run import lint_policy
from flopguard.policy.load import bundled_policies

FOUND = tomli.loads((Path(__file__).parent / "three_texts.toml").read_text(encoding="utf-8"))
POINTS = {f"FG70{number}" for number in range(1, 9)}


@pytest.mark.parametrize("name", FOUND)
def test_what_each_text_leaves_open(name: str) -> None:
    policy = next(policy for policy in bundled_policies() if policy.id == name)
    about_it = (finding for finding in lint_policy(policy, (policy,)) if finding.at.startswith("/trigger/0/"))
    found = sorted(about_it, key=lambda finding: finding.code)
    told = [(f.code, {"severity": f.severity.value, "at": f.at, "says": f.message}) for f in found]
    assert told == list(FOUND[name].items())


def test_a_text_that_never_defines_the_term_leaves_every_point_open_in_some_degree() -> None:
    found = FOUND["openai-pf-beta"]
    assert found.keys() >= POINTS
    assert [code for code in sorted(POINTS) if found[code]["severity"] != "warning"] == ["FG704"]


def test_a_text_that_says_what_is_outside_and_what_it_is_relative_to_is_not_asked_again() -> None:
    assert POINTS - FOUND["anthropic-rsp-2.2"].keys() == {"FG705", "FG707"}


def test_the_command_shows_the_line_and_column_of_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["policy", "lint", "openai-pf-beta", "--as-of", "2024-06-01", "--trigger", "ec2", "--format", "json"]) == 0
    )
    body = json.loads(capsys.readouterr().out)
    (policy,) = body["policies"]
    assert policy["path"] == "policies/labs/openai/pf-beta.toml"
    assert {finding["code"] for finding in policy["findings"]} == FOUND["openai-pf-beta"].keys()
    assert all(finding["line"] and finding["column"] and finding["line_text"] for finding in policy["findings"])
    assert body["as_of"] == date(2024, 6, 1).isoformat()
