"""Files that a command writes: whole, or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from flopguard.errors import UsageError


def write_whole(name: str, data: bytes) -> None:
    """Write a file beside its place first and move it there, so that no half of it is ever seen. Raises UsageError."""
    target = Path(name)
    if not target.name or target.is_dir():
        raise UsageError(f"'{name}' is a folder; name a file in it")
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        os.replace(beside, target)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        with suppress(OSError, ValueError):
            beside.unlink(missing_ok=True)
        raise UsageError(f"{name}: the file cannot be written: {getattr(error, 'strerror', None) or error}") from None
