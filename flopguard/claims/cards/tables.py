"""Tables as passages: a cell is read with the names of its column and of its row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from flopguard.claims.cards.inline import words_of
from flopguard.claims.cards.mapped import Mapped, joined
from flopguard.claims.cards.passage import Passage, has_amount, may_state
from flopguard.claims.cards.plain import plain


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; `written` is it with its marks, which are taken off only where somebody asks."""

    written: Mapped
    is_markdown: bool = True

    @cached_property
    def text(self) -> Mapped:
        """Its words."""
        if not self.written.text:
            return self.written
        return plain(words_of(self.written) if self.is_markdown else self.written).stripped()

    @cached_property
    def words(self) -> str:
        """Its words with single spaces."""
        return " ".join(self.text.text.split())


def table_passages(rows: Sequence[Sequence[Cell]], under: tuple[str, ...], group: int) -> Iterator[Passage]:
    """Every cell that holds a figure; the first row names the columns, the first cell of a row the row."""
    header = [cell.words for cell in rows[0]] if rows else []
    if _names_itself(rows):
        yield from _row(list(rows[0]), [""] * len(header), under, group)
    for row in rows[1:]:
        yield from _row(list(row), header, under, group)


def _names_itself(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row is one of the figures: two cells, the first a name and the second a figure."""
    return bool(rows) and len(rows[0]) == 2 and has_amount(rows[0][1].words) and not has_amount(rows[0][0].words)


def _row(row: list[Cell], header: list[str], under: tuple[str, ...], group: int) -> Iterator[Passage]:
    for column, cell in enumerate(row):
        name = header[column] if column < len(header) else ""
        label = row[0] if column else None
        if may_state(cell.written.text, f"{name} | {label.written.text if label else ''}"):
            yield Passage(
                cell.text,
                under,
                label=label.words if label else "",
                header=name,
                head=header,
                row=_said(row, header),
                group=group,
                is_cell=True,
            )


def _said(row: list[Cell], header: list[str]) -> str:
    """The row with the name of each column."""
    names = [*header, *[""] * len(row)]
    return " | ".join(f"{name}: {cell.words}" if name else cell.words for name, cell in zip(names, row, strict=False))


def named(text: Mapped, name: str) -> Mapped:
    """The cell with a name before it, as one would write it in a list."""
    if not text.text:
        return text
    start = text.starts[0]
    return joined([Mapped.at(f"{name}: ", start, start), text])
