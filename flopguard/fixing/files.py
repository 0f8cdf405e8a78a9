"""A manifest file replaced by what it became; its byte order mark stays."""

from __future__ import annotations

from pathlib import Path

from flopguard.fixing.passes import Mended
from flopguard.fixing.write import WriteError, replace_file

_MARK = b"\xef\xbb\xbf"


def mark_of(data: bytes) -> bytes:
    """The byte order mark that a file begins with, if it has one."""
    return _MARK if data.startswith(_MARK) else b""


def write(path: str, found: Mended) -> None:
    """Replace the file with what it became. Raises WriteError; the file is then as it was."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise WriteError(f"{path} cannot be read again: {error.strerror or error}") from None
    mark = mark_of(data)
    replace_file(path, mark + found.before.encode(), mark + found.text.encode())
