"""`check --fix`, `--diff` and `--unsafe-fixes`: what is written, shown and told, and what is left alone."""

import io
import os
import stat
import sys
from pathlib import Path

import pytest

from flopguard.cli import main

BAD = """manifest = 1
[model]
name = "x"
[[training]]
component = "Pretrain"  # x
flop = "3e24 FLOPs"
tokns = "15e12"
"""
SAFE = BAD.replace("Pretrain", "pretrain").replace("FLOPs", "FLOP")
GOOD = SAFE.replace("tokns", "tokens")
MARK = b"\xef\xbb\xbf"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "m.flopguard.toml"
    path.write_text(BAD)
    return path


def run(*args: str) -> int:
    return main(["check", "--isolated", "--as-of", "2026-11-22", *args])


def test_safe_fixes_are_written_and_told(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--fix", "m.flopguard.toml") == 1
    assert file.read_text() == SAFE
    said = capsys.readouterr()
    assert said.err.splitlines() == [
        "m.flopguard.toml: fixed FG005 wrong-value: write 'pretrain'",
        'm.flopguard.toml: fixed FG102 unknown-unit: write "3e24 FLOP"',
    ]
    assert "1 fixable with --fix --unsafe-fixes" in " ".join(said.out.replace("\u00a0", " ").split())


def test_guesses_are_written_where_they_are_asked_for_and_a_second_run_changes_nothing(file: Path) -> None:
    run("--fix", "--unsafe-fixes", "m.flopguard.toml")
    assert file.read_text() == GOOD
    before = file.stat()
    run("--fix", "--unsafe-fixes", "m.flopguard.toml")
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_diff_writes_nothing_and_its_status_says_whether_there_is_one(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--diff", "m.flopguard.toml") == 1
    assert capsys.readouterr().out == (
        "--- m.flopguard.toml\n+++ m.flopguard.toml\n@@ -2,6 +2,6 @@\n"
        ' [model]\n name = "x"\n [[training]]\n'
        '-component = "Pretrain"  # x\n-flop = "3e24 FLOPs"\n+component = "pretrain"  # x\n+flop = "3e24 FLOP"\n'
        ' tokns = "15e12"\n'
    )
    assert file.read_text() == BAD
    run("--fix", "--unsafe-fixes", "m.flopguard.toml")
    capsys.readouterr()
    assert run("--diff", "m.flopguard.toml") == 0
    assert capsys.readouterr().out == ""
    assert run("--fix", "--diff", "m.flopguard.toml") == 0


def test_without_a_manifest_the_status_says_so(file: Path) -> None:
    file.unlink()
    assert run("--diff", ".") == run("--fix", ".") == 4


def test_guesses_alone_are_no_command(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--unsafe-fixes", "m.flopguard.toml") == 2
    assert "add --fix or --diff" in capsys.readouterr().err


def test_standard_input_becomes_standard_output_and_the_report_goes_beside(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
    assert run("--fix", "-", "--stdin-name", "a.toml") == 1
    said = capsys.readouterr()
    assert said.out == SAFE
    assert "a.toml: fixed FG005" in said.err
    assert "unknown-key" in said.err
    assert run("--fix", "-", "m.flopguard.toml") == 2
    assert "is the only path" in capsys.readouterr().err


def test_mode_mark_line_ends_and_links_stay(file: Path, tmp_path: Path) -> None:
    file.write_bytes(MARK + BAD.replace("\n", "\r\n").encode())
    file.chmod(0o640)
    link = tmp_path / "link.flopguard.toml"
    link.symlink_to(file.name)
    run("--fix", "--unsafe-fixes", "link.flopguard.toml")
    assert link.is_symlink()
    assert file.read_bytes() == MARK + GOOD.replace("\n", "\r\n").encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(os.listdir(tmp_path)) == ["link.flopguard.toml", "m.flopguard.toml"]


def test_a_read_only_file_is_left_and_told_and_the_others_are_mended(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "n.flopguard.toml"
    other.write_text(BAD)
    file.chmod(0o444)
    assert run("--fix", ".") == 2
    assert "m.flopguard.toml is read-only and was left as it is" in capsys.readouterr().err
    assert (file.read_text(), other.read_text()) == (BAD, SAFE)


def test_a_file_that_cannot_be_replaced_is_whole(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def refused(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refused)
    assert run("--fix", "m.flopguard.toml") == 2
    assert "cannot be written and was left as it is: No space left" in capsys.readouterr().err
    assert (file.read_text(), os.listdir(tmp_path)) == (BAD, [file.name])


def test_a_file_that_changed_meanwhile_is_left(file: Path) -> None:
    from flopguard.fixing.files import write
    from flopguard.fixing.passes import Mended
    from flopguard.fixing.write import WriteError

    with pytest.raises(WriteError, match="has changed since it was read"):
        write(str(file), Mended("other", "new"))
    assert file.read_text() == BAD


SECRET = """manifest = 1
[model]
name = "x"
Developer = "y"
[[training]]
component = "pretrain"
flop = "7.1234e24 FLOPs"  # 7.1234e24, they say
confidential = true
"""


def test_a_diff_repeats_nothing_of_a_confidential_table(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(SECRET)
    assert run("--diff", "--unsafe-fixes", "m.flopguard.toml") == 1
    said = capsys.readouterr()
    assert "7.1234" not in said.out + said.err
    assert "kept back" in said.out
    file.write_text(SECRET.replace("FLOPs", "FLOP"))
    run("--diff", "m.flopguard.toml")
    said = capsys.readouterr()
    assert "7.1234" not in said.out + said.err
    assert '+developer = "y"' in said.out


def test_nothing_in_a_confidential_table_is_fixed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(SECRET)
    run("--fix", "m.flopguard.toml")
    assert file.read_text() == SECRET.replace("Developer", "developer")
    said = capsys.readouterr()
    assert "7.1234" not in said.out + said.err


def test_a_line_of_the_diff_does_not_speak_to_the_terminal(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(BAD.replace("# x", "# \u202e"))
    run("--diff", "m.flopguard.toml")
    assert "\u202e" not in capsys.readouterr().out


CARD = "---\nlicense: mit\n---\n# X\n\nTrained with 3e25 FLOPs.\n"


def test_a_card_is_linted_and_left_as_it_is(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    card = file.with_name("x.card.md")
    card.write_text(CARD)
    file.unlink()
    assert run("--diff", ".") == run("--diff", "x.card.md") == 0
    assert capsys.readouterr().out == ""
    assert run("--fix", "x.card.md") in (0, 1)
    assert card.read_text() == CARD
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CARD.encode())))
    capsys.readouterr()
    assert run("--fix", "-", "--stdin-name", "x.md") in (0, 1)
    assert "1 model card" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name, text", [("x.md", CARD.encode()), ("x.toml", b"\xff\xfe\x00"), ("x.toml", b"x" * 1_000_009)]
)
def test_standard_input_that_is_not_mended_goes_through_as_it_came(
    name: str, text: bytes, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(open(1, "wb", closefd=False)))  # noqa: SIM115
    run("--fix", "-", "--stdin-name", name)
    assert capfdbinary.readouterr().out == text


def test_standard_input_keeps_its_byte_order_mark(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MARK + BAD.encode())))
    run("--fix", "-", "--stdin-name", "a.toml")
    assert capfdbinary.readouterr().out == MARK + SAFE.encode()


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_diff_of_what_cannot_be_read_is_no_clean_one(
    content: bytes | None, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content:
        Path("bad.toml").write_bytes(content)
    assert run("--diff", "m.flopguard.toml", "bad.toml") == 2
    said = capsys.readouterr()
    assert said.err.startswith("error: bad.toml: the file ")
    assert said.out.startswith("--- m.flopguard.toml")
