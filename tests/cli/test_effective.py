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
        (["effective", "--definitions", "none.toml"], "--definitions: none.toml: "),
        (["effective", "x.flopguard.toml", "--definitions", "d.toml"], "--definitions adds curves for --curve; "),
        ([*ASKED, "--draw", "folder.svg"], "'folder.svg' is a folder; name a file in it"),
        ([*ASKED, "--draw", "/nowhere/x.svg"], "/nowhere/x.svg: the file cannot be written: "),
    ],
)
def test_wrong_usage(
    args: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.svg").mkdir()
    assert main(args) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


WITHOUT_EXPONENT = 'definitions = 1\n[[curve]]\nid = "c"\nlaw = "power"\nfloor = "1"\ncoefficient = "9"\n'


@pytest.mark.parametrize(
    "text, status, out, err",
    [
        (
            WITHOUT_EXPONENT + 'exponent = "0.1"\n', 0,
            "d.toml: 0 [[definition]], 1 [[curve]], 0 [[trend]]: nothing found\n", "",
        ),
        (WITHOUT_EXPONENT, 1, "d.toml:2: the curve 'c' cannot be used: exponent is missing\n", ""),
        (
            'definitions = 1\n[[definition]]\nid = "a\\u001b[31m"\ncurve = "b\\u001b[31m"\nother_curves = ["c"]\n',
            1,
            "d.toml:4: there is no curve 'b\\x1b[31m' in this file\nd.toml:5: there is no curve 'c' in this file\n",
            "",
        ),
        (
            'definitions = 1\n[[definition]]\nid = "a"\n[[definition]]\nid = "a"\nfrom = "bundled"\n',
            2,
            "",
            "error: d.toml:5: this and [[definition]] number 1 have one id, 'a' (rename or remove one)\n"
            "d.toml:6: 'a' stands in a file and is itself taken from elsewhere (state it in full)\n",
        ),
        ("definitions = 1\ntitel = 'x'\n", 2, "", "error: d.toml:2: unknown key 'titel' (did you mean 'title'?)\n"),
        ("manifest = 1\n", 2, "", "error: d.toml:1: the document has no 'definitions' (add definitions = ...)\n"
         "d.toml:1: unknown key 'manifest' (known here: curve, definition, definitions, source, title, trend)\n"),
    ],
)  # fmt: skip
def test_a_file_of_definitions_is_checked_without_a_manifest(
    text: str, status: int, out: str, err: str,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("d.toml").write_text(text, encoding="utf-8")
    assert main(["effective", "--isolated", "--definitions", "d.toml"]) == status
    told = capsys.readouterr()
    assert (told.out, told.err) == (out, err)


def test_points_have_the_direction_of_the_definition_that_names_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "d.toml"
    points = 'points = [{ compute = "1e20", score = "20%" }, { compute = "1e22", score = "60%" }]\n'
    file.write_text(
        'definitions = 1\n[[definition]]\nid = "d"\ncurve = "old"\nother_curves = ["new"]\n'
        'metric = { name = "exam", kind = "accuracy" }\n'
        f'[[curve]]\nid = "old"\nlaw = "points"\ndomain = "1e20..1e22"\n{points}'
        f'[[curve]]\nid = "new"\nlaw = "points"\ndomain = "1e20..1e22"\n{points.replace("20%", "40%")}'
    )
    args = ["effective", "--isolated", "--definitions", str(file), "--curve", "old:new"]
    assert main([*args, "--at", "1e20", "--format", "json"]) == 0
    (curve,) = json.loads(capsys.readouterr().out)["gain_curves"]
    assert curve["points"][0]["new"]["central"] == "1e1"  # 40 % takes the older recipe ten times as much


def test_a_file_of_definitions_given_to_check_is_named_as_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--isolated", "--format", "json", str(CURVES)]) == 1
    (entry,) = json.loads(capsys.readouterr().out)["manifests"]
    assert [finding["message"] for finding in entry["findings"]] == ["this is a file of definitions and no manifest"]


def test_a_curve_that_is_confidential_is_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card = tmp_path / "m.flopguard.toml"
    hidden = '[[curve]]\nid = "hidden"\nlaw = "power"\nfloor = "1.8"\ncoefficient = "7"\nexponent = "0.2"\n'
    card.write_text(f'manifest = 1\n[model]\nname = "x"\n{hidden}confidential = true\n')
    assert main(["effective", "--isolated", str(card), "--curve", "hidden:gundlach-2025-lstm"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "--curve: there is no curve 'hidden'" in told.err


def test_curves_without_a_measured_range_in_common_are_told_apart_from_those_without_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    law = 'law = "power"\nfloor = "1.7"\ncoefficient = "1000"\nexponent = "0.15"\n'
    curves = {"low": 'domain = "1e18..1e19"', "high": 'domain = "1e20..1e21"', "none": ""}
    file = tmp_path / "d.toml"
    file.write_text("definitions = 1\n" + "".join(f'[[curve]]\nid = "{id}"\n{law}{at}\n' for id, at in curves.items()))
    for pair, said in (("low:high", "measured over no compute in common"), ("low:none", "no figure here is")):
        assert main(["effective", "--isolated", "--definitions", str(file), "--curve", pair]) == 0
        assert said in capsys.readouterr().out
