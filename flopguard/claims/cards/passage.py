"""A run of words of a card, with what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flopguard.claims.cards.mapped import Mapped
from flopguard.claims.grammar.hints import ANY


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words; `under` are the headings above it, `label` and `header` the first cells of a table's row and
    column, `row` the whole row with its header, and `group` the list or table that it is part of (0 for none).
    """

    text: Mapped
    under: tuple[str, ...] = ()
    label: str = ""
    header: str = ""
    row: str = ""
    group: int = 0
    is_cell: bool = False

    @property
    def at(self) -> str:
        """The headings as a pointer."""
        return "".join(f"/{slug(heading)}" for heading in self.under)


def slug(heading: str) -> str:
    """A heading as a segment of a pointer."""
    return re.sub(r"[^\w]+", "-", heading.lower()).strip("-") or "-"


_AMOUNT = re.compile(
    r"\d|[\uff10-\uff19]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|third|quarter|fifth"
    r"|twice|double"
    r"|doubled|tenth|few|several|million|billion|trillion|tens|hundreds|thousands|same|equal)\b|[〇一二三四五六七八九十百千]",
    re.IGNORECASE,
)


def may_state(text: str, around: str = "") -> bool:
    """Whether there is a number in the text, and in it or in what is around it a word of compute."""
    return has_amount(text) and (ANY.search(text) or ANY.search(around)) is not None


def has_amount(text: str) -> bool:
    """Whether there is anything in the text that could be a number."""
    return _AMOUNT.search(text) is not None
