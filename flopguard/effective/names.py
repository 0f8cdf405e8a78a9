"""Words of documents: whether a text says something, and whether two names mean one metric."""

from __future__ import annotations

import re

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
