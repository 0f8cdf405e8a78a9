"""The baseline file: what it keeps from being told, what it never does, and how it is written anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flopguard.cli import main
from flopguard.cli.exit_status import ExitStatus

HEAD = 'manifest = 1\n[model]\nname = "Vague-1"\n'
GAIN = '[[enhancement]]\nname = "{}"\nkind = "architecture"\ngain = "3.1"\n'
TEXT = HEAD + GAIN.format("a") + GAIN.format("b")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.flopguard.toml").write_text(TEXT)
    return tmp_path


def run(*options: str, path: str = "m.flopguard.toml", day: str = "2026-11-22") -> int:
    known = () if "--config" in options else ("--baseline", "b.json")
    return main(["check", path, "--policy", "us-ca-sb53", "--as-of", day, *known, *options])


def report(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    capsys.readouterr()
    run("--format", "json", *options)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def kept(here: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((here / "b.json").read_text())["findings"]
    return found


def test_what_was_accepted_is_counted_and_decides_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--write-baseline") == ExitStatus.CLEAN
    assert run() == ExitStatus.CLEAN
    told = report(capsys)
    (entry,) = told["manifests"]
    assert entry["findings"] == []
    assert {finding["accepted"]["by"] for finding in entry["accepted"]} == {"baseline"}
    assert told["summary"]["in_baseline"] == len(entry["accepted"]) == len(kept(here))
    assert told["summary"]["errors"] == 0
    assert set(kept(here)[0]) == {"path", "code", "at", "message", "fingerprint", "accepted"}


@pytest.mark.parametrize(
    "moved",
    [
        "\n" * 50 + TEXT,
        HEAD + "\n" * 50 + GAIN.format("b") + GAIN.format("a"),
        TEXT.replace("\n", "\r\n"),
        "\ufeff" + TEXT,
        TEXT.replace('gain = "3.1"', "gain  =  '3.1'  # measured"),
    ],
)
def test_nothing_comes_back_when_lines_move(here: Path, moved: str, capsys: pytest.CaptureFixture[str]) -> None:
    run("--write-baseline")
    (here / "m.flopguard.toml").write_bytes(moved.encode())
    assert run() == ExitStatus.CLEAN
    assert report(capsys)["manifests"][0]["findings"] == []


def test_a_second_equal_fault_and_a_changed_value_are_new(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("--write-baseline")
    (here / "m.flopguard.toml").write_text(TEXT + GAIN.format("b"))
    assert {finding["at"] for finding in report(capsys)["manifests"][0]["findings"]} >= {"/enhancement/2/gain"}
    assert run() == ExitStatus.FOUND
    (here / "m.flopguard.toml").write_text(TEXT.replace('"3.1"', '"3.2"', 1))
    assert run() == ExitStatus.FOUND


def test_the_same_fault_in_another_file_is_new(here: Path) -> None:
    run("--write-baseline")
    (here / "n.flopguard.toml").write_text(TEXT)
    assert run(path="n.flopguard.toml") == ExitStatus.FOUND


def test_what_keeps_a_file_from_being_read_is_never_accepted(here: Path) -> None:
    (here / "m.flopguard.toml").write_text(HEAD + "nme = 1\n")
    assert run("--write-baseline") == ExitStatus.FOUND
    assert kept(here) == []


def test_an_entry_that_is_found_no_more_is_told_and_dropped(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("--write-baseline")
    before = len(kept(here))
    (here / "m.flopguard.toml").write_text(HEAD + GAIN.format("a"))
    capsys.readouterr()
    run()
    assert "found no more" in capsys.readouterr().out
    assert len(kept(here)) == before
    run("--write-baseline")
    assert "0 new" in capsys.readouterr().err
    assert 0 < len(kept(here)) < before
    run()
    assert "found no more" not in capsys.readouterr().out


@pytest.mark.parametrize("options", [("--ignore", "FG3"), ("--confidence", "certain"), ("--select", "FG202")])
def test_a_rule_that_had_no_say_takes_nothing_out(
    here: Path, options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    run("--write-baseline")
    before = kept(here)
    run(*options)
    assert "found no more" not in capsys.readouterr().out
    run("--write-baseline", *options)
    assert kept(here) == before


def test_other_files_stay_while_they_are_there(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "n.flopguard.toml").write_text(TEXT)
    run("--write-baseline", path=".")
    run("--write-baseline")
    assert {known["path"] for known in kept(here)} == {"m.flopguard.toml", "n.flopguard.toml"}
    (here / "n.flopguard.toml").unlink()
    capsys.readouterr()
    run()
    assert "speaks of n.flopguard.toml, which is gone" in capsys.readouterr().err
    run("--write-baseline")
    assert {known["path"] for known in kept(here)} == {"m.flopguard.toml"}


def test_day_and_reason_stay_when_it_is_written_anew(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("--write-baseline")
    tree = json.loads((here / "b.json").read_text())
    tree["findings"][0]["reason"] = "in review"
    (here / "b.json").write_text(json.dumps(tree))
    run("--write-baseline", day="2026-12-01")
    assert kept(here)[0] == tree["findings"][0]
    assert "in review" in [finding["accepted"]["reason"] for finding in report(capsys)["manifests"][0]["accepted"]]


def test_writing_twice_changes_nothing_and_the_file_is_sorted(here: Path) -> None:
    (here / "a").mkdir()
    (here / "a" / "m.flopguard.toml").write_text(TEXT)
    run("--write-baseline", path=".")
    first = (here / "b.json").read_bytes()
    assert kept(here) == sorted(kept(here), key=lambda one: (one["path"], one["code"], one["at"]))
    run("--write-baseline", path=".")
    assert (here / "b.json").read_bytes() == first


def test_paths_are_relative_to_the_file_and_a_setting_to_the_configuration(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "set").mkdir()
    (here / "set" / "c.toml").write_text('baseline = "known.json"\n')
    assert run("--config", "set/c.toml", "--write-baseline") == ExitStatus.CLEAN
    (known, *_) = json.loads((here / "set" / "known.json").read_text())["findings"]
    assert known["path"] == "../m.flopguard.toml"
    monkeypatch.chdir(here / "set")
    assert run("--config", "c.toml", path="../m.flopguard.toml") == ExitStatus.CLEAN


def test_what_is_suppressed_is_not_written(here: Path) -> None:
    covered = '[[suppression]]\nrule = "FG301"\nreason = "known"\n'
    (here / "m.flopguard.toml").write_text(TEXT + covered)
    run("--write-baseline")
    assert "FG301" not in {known["code"] for known in kept(here)}


@pytest.mark.parametrize(
    "text, said",
    [
        ("{", "error: b.json:1: "),
        ('{"format": "flopguard-baseline/2"}', "error: b.json:1: "),
        ('{\n"format": "flopguard-baseline/1",\n"finding": []}', "error: b.json:3: unknown key 'finding'"),
        (None, "error: b.json: the file does not exist; --write-baseline makes one"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_usage_error(
    here: Path, text: str | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if text is not None:
        (here / "b.json").write_text(text)
    assert run() == ExitStatus.USAGE
    assert capsys.readouterr().err.startswith(said)
    if text is not None:
        assert run("--write-baseline") == ExitStatus.USAGE
        assert (here / "b.json").read_text() == text


def test_a_file_has_to_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "m.flopguard.toml", "--write-baseline"]) == ExitStatus.USAGE
    assert capsys.readouterr().err == "error: --write-baseline: no file is named; give --baseline FILE\n"
