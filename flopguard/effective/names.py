"""Words of documents: whether a text says something, and whether two names mean one metric."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flopguard.definition.types import Definition
from flopguard.manifest.types import Manifest

_SAYS_NOTHING = frozenset(
    {"", "?", "-", "...", "n/a", "na", "none", "tbd", "todo", "unknown", "unstated", "unspecified"}
)


def stated(text: str | None) -> bool:
    """Whether a text says something: not empty, and not a word for having nothing to say."""
    return text is not None and text.strip().casefold() not in _SAYS_NOTHING


def same_metric(left: str, right: str) -> bool:
    """Whether two names mean one metric: case, spaces, hyphens and underscores do not tell them apart."""
    return _plain(left) == _plain(right)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name.casefold())


def more_than_one(manifest: Manifest, definition: Definition, curve: str = "") -> Iterator[str]:
    """Why an id says nothing: more than one definition, or more than one curve, has it, and none is the meant one."""
    for kind, id, entries in (("definition", definition.id, manifest.definition), ("curve", curve, manifest.curve)):
        if sum(entry.id == id for entry in entries) > 1:
            yield f"more than one {kind} has the id '{id}': give each an id of its own"
