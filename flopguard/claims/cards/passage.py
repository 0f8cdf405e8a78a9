"""A run of words of a card, with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from flopguard.claims.cards.mapped import Mapped
from flopguard.claims.grammar.hints import ANY
from flopguard.claims.grammar.scales import WORDS


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words.

    `under` are the headings above it, `label` and `header` the first cells of a table's row and column, `head` the
    first row of the table, `row` the whole row with its header, `group` the list or table it is in (0 for none).
    """

    text: Mapped
    under: tuple[str, ...] = ()
    label: str = ""
    header: str = ""
    head: Sequence[str] = ()
    row: str = ""
    group: int = 0
    is_cell: bool = False
    items: Sequence[str] = ()
    """All items of its list as they are written, when the card is read to its end."""
    item: int = 0
    """Which of them it is itself."""

    @property
    def at(self) -> str:
        """The headings as a pointer."""
        return "".join(f"/{slug(heading)}" for heading in self.under)

    def around(self, sentence: str) -> str:
        """The sentence as Markdown with what is around it.

        That are the headings, the head of the table, the paragraph, and the other items of the list.
        """
        headings = [f"{'#' * depth} {heading[:NEAR]}" for depth, heading in enumerate(self.under, 1)]
        head = [f"| {' | '.join(self.head)[: 2 * NEAR]} |"] if self.head else []
        return "\n".join((*headings, *head, self._near(sentence), *self._other_items()))

    def _other_items(self) -> list[str]:
        first = max(0, self.item - ITEMS)
        near = enumerate(self.items[first : self.item + ITEMS + 1], first)
        return [f"- {' '.join(words[:NEAR].split())}" for number, words in near if number != self.item]

    def _near(self, sentence: str) -> str:
        if self.is_cell:
            return sentence
        paragraph = " ".join(self.text.text.split())
        start = max(paragraph.find(sentence), 0)
        return paragraph[max(0, start - NEAR) : start + len(sentence) + NEAR]


ITEMS = 12
"""Items of a list on either side of one that still say something of its claims."""

NEAR = 500
"""Characters on either side of a sentence that still say something of its claims."""


@lru_cache(maxsize=256)
def slug(heading: str) -> str:
    """A heading as a segment of a pointer."""
    return re.sub(r"[^\w]+", "-", heading.lower()).strip("-") or "-"


_AMOUNT = re.compile(
    rf"\d|[\uff10-\uff19]|\b(?:{'|'.join(WORDS)}|single|half|halves|halved?|halving|third|quarter|fifth|twice|doubles?|doubled|tenth|few|several"
    r"|hundred|thousand|million|billion|trillion|tens|hundreds|thousands|same|equal|order of magnitude|\w{3,9}fold)\b"
    r"|[〇一二三四五六七八九十百千]",
    re.IGNORECASE,
)


def may_state(text: str, *names: str) -> bool:
    """Whether there is a number in the text, and in it or in one of its names a word of compute."""
    return has_amount(text) and (any(map(_speaks, names)) or ANY.search(text) is not None)


@lru_cache(maxsize=256)
def _speaks(name: str) -> bool:
    return ANY.search(name) is not None


def has_amount(text: str) -> bool:
    """Whether there is anything in the text that could be a number."""
    return _AMOUNT.search(text) is not None
