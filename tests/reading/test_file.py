"""Bytes to text: what a path may lead to, and what bytes may hold."""

import os
from pathlib import Path

import pytest

from flopguard.problems import Problem
from flopguard.reading.file import MAX_BYTES, decode, read_text


def unreadable(message: str, help: str, line: int | None = None) -> Problem:
    return Problem(kind="unreadable-file", at="", message=message, help=help, line=line)


@pytest.mark.parametrize(
    "data, expected",
    [
        (b"", ""),
        (b"a = 1\n", "a = 1\n"),
        (b"\xef\xbb\xbfa = 1", "a = 1"),
        (b"a = 1\r\nb = 2\r\n", "a = 1\r\nb = 2\r\n"),
        ("a = 'é…'".encode(), "a = 'é…'"),
        (b"a = 1\n\xff\n", unreadable("the file is not UTF-8", "save it as UTF-8", 2)),
        ("a = 1".encode("utf-16"), unreadable("the file is not UTF-8 but UTF-16", "save it as UTF-8", 1)),
        (b"\xed\xa0\x80", unreadable("the file is not UTF-8", "save it as UTF-8", 1)),
        (b"a\nb\nc\0", unreadable("the file has a NUL byte", "remove it", 3)),
    ],
)
def test_bytes_become_text(data: bytes, expected: str | Problem) -> None:
    assert decode(data) == expected


def test_a_file_becomes_text(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"\xef\xbb\xbfa = 1\r\n")
    (tmp_path / "large.toml").write_bytes(b"#" * (MAX_BYTES + 1))
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    asked = ["a.toml", "missing.toml", ".", "large.toml", "pipe", "a\0b", "x" * 5000]
    assert {name[:20]: read_text(tmp_path / name) for name in asked} == {
        "a.toml": "a = 1\r\n",
        "missing.toml": unreadable("the file does not exist", "check the path"),
        ".": unreadable("the path is a folder", "name a file in it"),
        "large.toml": unreadable("the file is larger than 1 MB", "split it; a manifest is one model"),
        "pipe": unreadable("the path is not a regular file", "pipe it in instead: flopguard check - < FILE"),
        "a\0b": unreadable("the file does not exist", "check the path"),
        "x" * 20: unreadable("the file cannot be read: File name too long", "check path and permissions"),
    }
    nowhere = unreadable("the file is a link that leads nowhere or to itself", "mend the link")
    assert read_text(tmp_path / "loop") == nowhere


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: str) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.toml").touch()
    monkeypatch.setattr(Path, "open", refuse)
    expected = unreadable("the file cannot be read: Permission denied", "check path and permissions")
    assert read_text(tmp_path / "a.toml") == expected
