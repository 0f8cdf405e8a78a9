"""Choosing lint rules on the command line and in the configuration, and what that does to the exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flopguard.cli import main
from flopguard.cli.exit_status import ExitStatus

MANIFEST = """manifest = 1
[model]
name = "Vague-1"
[[claim]]
quantity = "effective_compute"
value = "4x"
relative_to = "Example-30B"
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.flopguard.toml").write_text(MANIFEST)
    return tmp_path


def run(*options: str, command: str = "check", path: str = "m.flopguard.toml") -> int:
    return main([command, path, "--policy", "us-ca-sb53", "--as-of", "2026-11-22", *options])


def found(capsys: pytest.CaptureFixture[str], *options: str, **how: str) -> dict[str, str]:
    """The severity of each code that was found."""
    run(*options, "--format", "json", **how)
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return {finding["code"]: finding["severity"] for finding in report["manifests"][0]["findings"]}


def test_words_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(found(capsys, "--select", "FG301, FG303")) == {"FG301", "FG303"}
    assert "FG301" not in found(capsys, "--ignore", "FG3")
    assert found(capsys, "--select", "FG301", "--severity", "FG3=info") == {"FG301": "info"}
    assert "FG301" not in found(capsys, "--per-file-ignore", "*.toml:FG3")
    assert "FG301" in found(capsys, "--per-file-ignore", "other/*.toml:FG3")


def test_words_in_a_file_and_the_command_line_over_them(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "flopguard.toml").write_text('ignore = ["FG3"]\nseverity = { FG202 = "warning" }\nstrict = true\n')
    assert found(capsys) == {"FG202": "warning"}
    assert found(capsys, "--ignore", "FG2", "--select", "FG301,FG202") == {"FG301": "error", "FG202": "warning"}
    assert "FG301" in found(capsys, "--select", "FG301")


def test_files_are_matched_from_the_folder_of_the_configuration(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "flopguard.toml").write_text('per_file_ignore = { "drafts/" = ["FG3"] }\n')
    (here / ".git").mkdir()
    (here / "drafts").mkdir()
    (here / "drafts" / "m.flopguard.toml").write_text(MANIFEST)
    monkeypatch.chdir(here / "drafts")
    assert "FG301" not in found(capsys)
    assert "FG301" in found(capsys, path="../m.flopguard.toml")
    assert "FG301" in found(capsys, "--per-file-ignore", "drafts/:FG3")


@pytest.mark.parametrize("command", ["check", "effective"])
def test_every_command_that_shows_findings_takes_them(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "FG301" in found(capsys, command=command)
    assert "FG301" not in found(capsys, "--ignore", "FG301", command=command)
    assert "FG202" in found(capsys, command="compute")
    assert "FG202" not in found(capsys, "--ignore", "FG202", command="compute")


@pytest.mark.parametrize(
    "options, said",
    [
        (("--ignore", "FG399"), "error: --ignore: there is no rule 'FG399'; did you mean"),
        (("--select", "FG3,"), "error: --select: there is no rule ''"),
        (("--severity", "FG301"), "error: --severity: 'FG301' is no RULE=LEVEL; write FG313=info"),
        (("--severity", "FG301=low"), "error: --severity: 'low' for FG301 is none of error, warning and info"),
        (("--per-file-ignore", "FG3"), "error: --per-file-ignore: 'FG3' is no PATTERN:RULES"),
        (("--per-file-ignore", "x:FG39"), "error: --per-file-ignore: there is no rule 'FG39'"),
        (("--config", "c.toml"), "error: c.toml:1: ignore: there is no rule 'FG9X'"),
    ],
)
def test_what_means_nothing_is_a_usage_error(
    here: Path, options: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "c.toml").write_text('ignore = ["FG9X"]\n')
    assert run(*options) == ExitStatus.USAGE
    assert capsys.readouterr().err.startswith(said)


@pytest.mark.parametrize(
    "severity, gate, status",
    [
        ("error", "error", ExitStatus.FOUND),
        ("error", "warning", ExitStatus.FOUND),
        ("error", "info", ExitStatus.FOUND),
        ("warning", "error", ExitStatus.CLEAN),
        ("warning", "warning", ExitStatus.FOUND),
        ("info", "warning", ExitStatus.CLEAN),
        ("info", "info", ExitStatus.FOUND),
        ("error", "nothing", ExitStatus.CLEAN),
    ],
)
def test_a_gate_closes_for_its_severity_and_worse(severity: str, gate: str, status: ExitStatus) -> None:
    assert run("--select", "FG301", "--severity", f"FG301={severity}", "--fail-on", gate) == status


def test_no_choice_makes_an_unreadable_manifest_pass(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "m.flopguard.toml").write_text("manifest = 1\n[model\n")
    options = ("--ignore", "all", "--severity", "all=info", "--per-file-ignore", "*:all")
    assert run(*options) == ExitStatus.FOUND
    assert "FG002" in capsys.readouterr().out


def test_what_is_suppressed_does_not_come_back_when_the_file_is_mended(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    covered = '[[suppression]]\nrule = "FG301"\nreason = "known" # and kept\n'
    file = here / "m.flopguard.toml"
    file.write_text(f'{MANIFEST}[[training]]\ncomponent = "pretrain"\nflop = "1e24 FLOPs"\n{covered}')
    run("--fix")
    assert file.read_text().endswith(f'flop = "1e24 FLOP"\n{covered}')
    mended = file.read_bytes()
    capsys.readouterr()
    assert {"FG102", "FG301"}.isdisjoint(found(capsys, "--fix", "--unsafe-fixes"))
    assert file.read_bytes() == mended
