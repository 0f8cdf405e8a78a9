"""Files that a command writes: whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from flopguard.errors import UsageError


def write_whole(name: str, data: bytes) -> None:
    """Write a file beside its place first and move it there, so that no half of it is ever seen. Raises UsageError."""
    target = Path(name)
    try:
        with NamedTemporaryFile(dir=target.absolute().parent, prefix=f".{target.name}.", delete=False) as made:
            made.write(data)
        os.chmod(made.name, 0o644 & ~_umask())
        os.replace(made.name, target)
    except OSError as error:
        raise UsageError(f"{name} cannot be written: {error.strerror or error}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
