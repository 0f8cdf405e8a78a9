"""A file's bytes become text, or the reason why they cannot."""

from __future__ import annotations

from pathlib import Path

from flopguard.problems import Problem

MAX_BYTES = 1_000_000


def read_text(path: Path | str) -> str | Problem:
    """The text of a file as UTF-8, or why it cannot be had."""
    if path == "":
        return _unreadable("the path is empty", "name a file or a folder")
    path = Path(path)
    try:
        if not path.is_file():
            return _no_file(path)
        if path.stat().st_size > MAX_BYTES:
            return _too_large()
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)  # it may grow while it is read
    except OSError as error:
        return _unreadable(f"the file cannot be read: {error.strerror or error}", "check path and permissions")
    except ValueError:  # a NUL in the name
        return _unreadable("the path is not a possible file name", "check the path")
    return decode(data)


def _no_file(path: Path) -> Problem:
    if path.is_dir():
        return _unreadable("the path is a folder", "name a file in it")
    if path.exists():
        return _unreadable("the path is not a regular file", "pipe it in instead: flopguard check - < FILE")
    if path.is_symlink():
        return _unreadable("the file is a link that leads nowhere or to itself", "mend the link")
    return _unreadable("the file does not exist", "check the path")


def decode(data: bytes) -> str | Problem:
    """The bytes as UTF-8 text without a byte order mark, or where they are not."""
    if len(data) > MAX_BYTES:
        return _too_large()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _unreadable(f"the file is not UTF-8{_guess(data)}", "save it as UTF-8", line)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return _unreadable("the file has a NUL byte", "remove it", line)
    return text


def _guess(data: bytes) -> str:
    return " but UTF-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ""


def _too_large() -> Problem:
    return _unreadable(f"the file is larger than {MAX_BYTES // 10**6} MB", "split it; a manifest is one model")


def _unreadable(message: str, help: str, line: int | None = None) -> Problem:
    return Problem(kind="unreadable-file", at="", message=message, help=help, line=line)
