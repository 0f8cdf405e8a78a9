"""`flopguard effective`: what it shows, what it draws, and what it refuses."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from flopguard.cli import main

CURVES = Path(__file__).resolve().parent.parent / "data" / "effective" / "lstm.definitions.toml"
ASKED = ["effective", "--isolated", "--definitions", str(CURVES), "--curve", "lstm:modern"]


def test_a_gain_against_scale_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(ASKED) == 0
    out = capsys.readouterr().out
    assert "gain of modern over lstm, on reducible loss" in out
    assert "  1e25     1.7e5x      7.3 / 12.5 none     4200x       7.3 / 3.6 none\n" in out
    assert "the curves cross at 1.82e13 FLOP" in out
    assert "manifest" not in out
    assert max(map(len, out.splitlines())) <= 80


def test_the_same_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASKED, "--format", "json", "--at", "1.34e22 FLOP"]) == 0
    report = json.loads(capsys.readouterr().out)
    (curve,) = report["gain_curves"]
    assert report["manifests"] == []
    assert {point["compute"] for point in curve["points"]} >= {"1e25", "1.34e22"}


def test_it_is_drawn_where_that_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib")
    files = [tmp_path / "gain.svg", tmp_path / "gain.PNG"]
    assert main([*ASKED, *(part for file in files for part in ("--draw", str(file)))]) == 0
    assert [file.read_bytes()[:5] for file in files] == [b"<?xml", b"\x89PNG\r"]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["gain.PNG", "gain.svg"]


def test_a_check_imports_no_library_for_drawing(capsys: pytest.CaptureFixture[str]) -> None:
    import subprocess

    code = "import sys; from flopguard.cli import main; main(sys.argv[1:]); print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, *ASKED], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize(
    "args, said",
    [
        (["effective"], "nothing is named: give a manifest, or two curves as --curve OLD:NEW"),
        (["effective", "--curve", "lstm"], "--curve: 'lstm' is not two ids; write OLD:NEW"),
        (["effective", "--curve", "a:b"], "there is no curve 'a'"),
        (["effective", "--curve", "hoffman-2022:x"], "did you mean 'hoffmann-2022'?"),
        ([*ASKED, "--draw", "x.pdf"], "--draw: 'x.pdf' ends neither in .svg nor in .png"),
        ([*ASKED, "--at", "1e25 FLOP/s"], "--at: "),
        ([*ASKED, "--at", ">1e25"], "--at: '>1e25' is not one compute above 0"),
        (["effective", "--at", "1e25", str(CURVES)], "--draw and --at are about a gain against scale"),
        ([*ASKED, "--curve", "modern:lstm", "--draw", "x.svg"], "--draw draws one gain; give one --curve"),
        (["effective", "--definitions", "none.toml", "--curve", "a:b"], "--definitions: none.toml: "),
        ([*ASKED, "--draw", "/nowhere/x.svg"], "/nowhere/x.svg: the file cannot be written: "),
    ],
)
def test_wrong_usage(args: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(args) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""
