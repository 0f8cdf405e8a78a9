"""Where a comparison of the two routes stands in its manifest."""

from __future__ import annotations

from flopguard.manifest.types import Manifest


def at_definition(manifest: Manifest, name: str) -> str:
    """The place of a definition by its id."""
    numbers = (number for number, definition in enumerate(manifest.definition) if definition.id == name)
    return f"/definition/{next(numbers, 0)}"
