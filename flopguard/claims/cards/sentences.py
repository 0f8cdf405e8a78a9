"""A passage as its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flopguard.claims.cards.mapped import Mapped

_END = re.compile(r"(?<=[.!?])[\"')\]*_]{0,3}\s+(?=[\"'(\[*_]{0,3}[A-Z0-9])|[。\uff01\uff1f]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:approx|ca|e\.g|i\.e|vs|cf|al|Fig|Tab|Sec|Eq|No|resp|incl|est|avg|max|min|Dr|Inc|St|U\.S|c)|\b[A-Z])\.$"
)
LONGEST = 1_000
"""Characters of a sentence; where a text has no end of a sentence for longer, it is cut at a space."""


def sentences_of(text: Mapped) -> Iterator[Mapped]:
    """Every sentence, in order."""
    start = 0
    for match in _END.finditer(text.text):
        if not _ABBREVIATION.search(text.text[max(0, match.start() - 8) : match.start()]):
            yield from _cut(text.part(start, match.end()).stripped())
            start = match.end()
    yield from _cut(text.part(start, len(text.text)).stripped())


def _cut(text: Mapped) -> Iterator[Mapped]:
    start = 0
    while len(text.text) - start > LONGEST:
        space = text.text.rfind(" ", start, start + LONGEST)
        end = space if space > start else start + LONGEST
        yield text.part(start, end)
        start = end
    if start < len(text.text):
        yield text.part(start, len(text.text))
