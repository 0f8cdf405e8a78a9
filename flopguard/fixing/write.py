"""A file replaced in one step: whoever reads it sees the old one or the new one, never a part."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from flopguard.errors import FlopguardError


class WriteError(FlopguardError):
    """Why a file was not replaced; it is as it was."""


def replace_file(path: str, expected: bytes, data: bytes) -> None:
    """Put data in the place of what was read, with its mode; a link stays a link. Raises WriteError."""
    target = Path(os.path.realpath(path))
    try:
        known = target.stat()
        if not known.st_mode & 0o222 or not os.access(target, os.W_OK):
            raise WriteError(f"{path} is read-only and was left as it is")
        if target.read_bytes() != expected:
            raise WriteError(f"{path} has changed since it was read and was left as it is; run this again")
        _replaced(target, known, data)
    except OSError as error:
        raise WriteError(f"{path} cannot be written and was left as it is: {error.strerror or error}") from None


def _replaced(target: Path, known: os.stat_result, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(OSError):  # only its owner may give a file away
            os.chown(name, known.st_uid, known.st_gid)
        os.chmod(name, stat.S_IMODE(known.st_mode))
        os.replace(name, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
