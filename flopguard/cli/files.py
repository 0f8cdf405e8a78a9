"""Files that a command writes: whole, or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from flopguard.errors import UsageError


def write_whole(name: str, data: bytes) -> None:
    """Write a file beside its place first and move it there, so that no half of it is ever seen.

    A link stays a link, and a file keeps its mode. Raises UsageError, also for a file that is read-only.
    """
    if not Path(name).name or os.path.isdir(name):
        raise UsageError(f"'{name}' is a folder; name a file in it")
    try:
        target = Path(os.path.realpath(name))
        beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    except ValueError as error:  # a name that no file can have
        raise UsageError(f"{name}: the file cannot be written: {error}") from None
    mode = _mode(target)
    if mode is not None and not mode & 0o222:
        raise UsageError(f"{name} is read-only and was left as it is")
    try:
        beside.write_bytes(data)
        if mode is not None:
            os.chmod(beside, mode)
        os.replace(beside, target)
    except (OSError, ValueError) as error:
        with suppress(OSError, ValueError):
            beside.unlink(missing_ok=True)
        raise UsageError(f"{name}: the file cannot be written: {getattr(error, 'strerror', None) or error}") from None


def _mode(target: Path) -> int | None:
    """The permissions of a file that is there."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except (OSError, ValueError):
        return None
