"""A run of words of a card, with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flopguard.claims.cards.mapped import Mapped
from flopguard.claims.grammar.hints import ANY


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

    @property
    def at(self) -> str:
        """The headings as a pointer."""
        return "".join(f"/{slug(heading)}" for heading in self.under)

    def around(self, sentence: str) -> str:
        """The sentence as Markdown with what is around it: the headings, the head of the table, the paragraph."""
        headings = [f"{'#' * depth} {heading[:NEAR]}" for depth, heading in enumerate(self.under, 1)]
        head = [f"| {' | '.join(self.head)[: 2 * NEAR]} |"] if self.head else []
        return "\n".join((*headings, *head, self._near(sentence)))

    def _near(self, sentence: str) -> str:
        if self.is_cell:
            return sentence
        paragraph = " ".join(self.text.text.split())
        start = max(paragraph.find(sentence), 0)
        return paragraph[max(0, start - NEAR) : start + len(sentence) + NEAR]


NEAR = 500
"""Characters on either side of a sentence that still say something of its claims."""


def slug(heading: str) -> str:
    """A heading as a segment of a pointer."""
    return re.sub(r"[^\w]+", "-", heading.lower()).strip("-") or "-"


_AMOUNT = re.compile(
    r"\d|[\uff10-\uff19]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|third|quarter|fifth"
    r"|twice|double"
    r"|doubled|tenth|few|several|million|billion|trillion|tens|hundreds|thousands|same|equal|\w{3,9}fold)\b|[〇一二三四五六七八九十百千]",
    re.IGNORECASE,
)


def may_state(text: str, around: str = "") -> bool:
    """Whether there is a number in the text, and in it or in what is around it a word of compute."""
    return has_amount(text) and (ANY.search(text) or ANY.search(around)) is not None


def has_amount(text: str) -> bool:
    """Whether there is anything in the text that could be a number."""
    return _AMOUNT.search(text) is not None
