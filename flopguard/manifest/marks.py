"""The mark of a confidential table, as far as the text of a file tells."""

from __future__ import annotations

import re

KEY = "confidential"
_LIKE_THE_KEY = re.compile(r"conf[a-z]*d[a-z]*", re.IGNORECASE)


def may_be_marked(text: str) -> bool:
    """Whether a file that cannot be used may have a confidential table: a word like the key, however it is spelt."""
    return _LIKE_THE_KEY.search(text) is not None


def may_be_misspelt(text: str) -> bool:
    """Whether a word of the text looks like the key and is not: any table may be the one that was meant."""
    return any(word != KEY for word in _LIKE_THE_KEY.findall(text))
