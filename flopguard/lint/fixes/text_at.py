"""The text of a value in quotes, or without, as it stands in a file."""

from __future__ import annotations

import json

from flopguard.source import Source


def text_at(at: str, source: Source) -> str | None:
    """What a value says without its quotes; None for what is no text on one line, or has escapes that nobody reads."""
    place = source.value_at(at)
    if place is None:
        return None
    written = source.body[slice(*place)]
    if written.startswith("'"):
        return None if written.startswith("'''") else written[1:-1].replace("''", "'")
    if not written.startswith('"'):
        return written
    try:
        said = json.loads(written)
    except ValueError:
        return None
    return said if isinstance(said, str) else None
