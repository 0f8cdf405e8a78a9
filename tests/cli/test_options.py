"""The options about time and subject, and the commands about the library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flopguard.cli import main
from flopguard.cli.exit_status import ExitStatus
from flopguard.cli.options import SETTINGS

MANIFEST = """
manifest = 1
scope = { complete = true }
model = { name = "M", developer = "Somebody", outputs = ["text"] }
training = [{ component = "pretrain", flop = "2e25 FLOP" }]
"""
POLICY = """
policy = 1
id = "own-1"
series = "own"
version = "1"
title = "A rule"
publisher = "Nobody"
kind = "KIND"
status = [{ from = 2026-01-01, is = "enacted_not_applicable" }, { from = 2027-01-01, is = "in_force" }]
source = "https://example.com"
verified = "primary"
[counting.all]
basis = "Section 2"
in = ["pretrain", "midtrain_sft", "rl_update", "rl_rollout", "aux_train", "aux_infer", "syn_private_kept",
  "syn_private_discarded", "syn_public", "teacher_train", "teacher_infer", "base_inherited", "ancestor_merge",
  "run_abandoned", "run_rolled_back", "explore", "recompute", "data_prep", "eval", "post_deploy", "serve"]
[[trigger]]
id = "line"
title = "a line"
cite = "Section 3"
watches = "continuous"
condition = "over the line"
applies_when = { developer_any = ["Nobody"] }
[[trigger.threshold]]
from = 2026-01-01
when = { quantity = "training_compute", counting = "all", more_than = "1e25 FLOP" }
cite = "1"
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.flopguard.toml").write_text(MANIFEST)
    (tmp_path / "own.toml").write_text(POLICY.replace("KIND", "lab-policy"))
    (tmp_path / "law.toml").write_text(POLICY.replace("KIND", "law"))
    return tmp_path


def check(*options: str, as_of: str = "2026-11-22") -> int:
    asked = () if "--policy" in options else ("--policy", "own.toml")
    return main(["check", "m.flopguard.toml", *asked, "--as-of", as_of, "--fail-on", "triggered", *options])


def answer(capsys: pytest.CaptureFixture[str], *options: str, as_of: str = "2026-11-22") -> dict[str, Any]:
    assert check(*options, "--format", "json", as_of=as_of) == ExitStatus.CLEAN
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def test_one_trigger_of_several_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = ("--trigger", "kr-aibasic/32", "--trigger", "eu-gl/modifier")
    report = answer(capsys, "--policy", "*", *chosen)["manifests"][0]
    found = [f"{verdict['policy']}/{verdict['trigger']}" for verdict in report["verdicts"]]
    assert found == ["eu-gl/modifier", "kr-aibasic/32"]


def test_a_horizon_tells_what_begins_and_never_fails(capsys: pytest.CaptureFixture[str]) -> None:
    report = answer(capsys, "--horizon", "12 months", "--as-if-own", "own")
    (found,) = report["manifests"][0]["upcoming"]
    assert report["horizon"] == "12 months"
    assert (found["begins"], found["outcome"], found["hypothetical"]) == ("2027-01-01", "triggered", True)
    assert found["reason"] == "as if the model were Nobody's"
    assert report["summary"]["triggered"] == 0


def test_without_a_horizon_nothing_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    report = answer(capsys)
    assert (report["horizon"], report["manifests"][0]["upcoming"]) == (None, [])


@pytest.mark.parametrize("name", ["own", "own-1"])
def test_as_if_own_goes_with_as_if_in_force(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = answer(capsys, "--as-if-own", name, "--as-if-in-force")["manifests"][0]["verdicts"]
    assert (found["outcome"], found["hypothetical"]) == ("triggered", True)
    assert found["reason"] == "enacted, applies from 2027-01-01; as if the model were Nobody's"


def test_the_settings_of_a_project_name_both(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "flopguard.toml").write_text('horizon = "12 months"\nas_if_own = ["own"]\n')
    report = answer(capsys)
    assert [found["reason"] for found in report["manifests"][0]["upcoming"]] == ["as if the model were Nobody's"]


@pytest.mark.parametrize(
    "options, message",
    [
        (("--horizon", "soon"), "--horizon: 'soon' is not a period; write for example"),
        (("--horizon", "9000 years"), "--horizon: 2026-11-22 and 9000 years lie beyond the calendar"),
        (("--trigger", "own/no"), "--trigger: no trigger 'own/no'; "),
        (("--trigger", "own-1/lin"), "--trigger: no trigger 'own-1/lin'; did you mean 'own-1/line'?"),
        (("--as-if-own", "own-2"), "--as-if-own: no lab policy 'own-2'; did you mean 'own-1'?"),
        (("--as-if-own", "anthropic-rps"), "--as-if-own: no lab policy 'anthropic-rps'; did you mean 'anthropic-rsp'?"),
        (("--as-if-own", "eu-aiact"), "--as-if-own: 'eu-aiact' is no lab's own policy; it asks for no developer"),
        (("--policy", "law.toml", "--as-if-own", "own"), "--as-if-own: 'own' is no lab's own policy"),
    ],
)
def test_what_cannot_be_is_a_usage_error(
    options: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(*options) == ExitStatus.USAGE
    assert message in capsys.readouterr().err


def test_a_horizon_needs_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--horizon", "12 months", as_of="event") == ExitStatus.USAGE
    assert "--horizon: it runs from the day of --as-of, which 'event' does not name" in capsys.readouterr().err


@pytest.mark.parametrize(
    "args, said",
    [
        (("list", "own.toml", "--as-of", "2026-11-22"), "own-1  enacted 2026-01-01; applies from 2027-01-01\n"),
        (("list", "own.toml", "--as-of", "2026-11-22", "--in-force"), "0 policies with 0 triggers"),
        (("list", "own.toml", "--as-of", "2027-01-01", "--in-force"), "1 policy with 1 trigger"),
        (("list", "own.toml", "--as-of", "2027-01-01", "--kind", "law"), "0 policies"),
        (("list", "own.toml", "--as-of", "2027-01-01", "--kind", "law", "--kind", "lab-policy"), "1 policy"),
        (("list", "own.toml", "--publisher", "nob", "--as-of", "2027-01-01", "-v"), "  line  a line (Section 3)\n"),
        (("timeline", "own.toml"), "2026-01-01  own-1  enacted\n2027-01-01  own-1  in force\n"),
        (("timeline", "own.toml", "--from", "2026-01-02", "--to", "2026-12-31"), "0 events\n"),
    ],
)
def test_the_library_is_listed(args: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", *args]) == ExitStatus.CLEAN
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    "args, message",
    [
        (("list", "own.toml", "--publisher", "Someone"), "nobody called 'Someone' has published any; known are Nobody"),
        (("timeline", "--from", "2026-13-01"), "--from: '2026-13-01' is not a day of the calendar\n"),
        (("timeline", "--from", "2027-01-01", "--to", "2026-01-01"), "--to 2026-01-01 lies before --from 2027-01-01"),
    ],
)
def test_a_question_about_the_library_that_cannot_be_is_refused(
    args: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["policy", *args]) == ExitStatus.USAGE
    assert message in capsys.readouterr().err


def test_every_setting_is_shown_with_its_default(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "--show"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(SETTINGS)
