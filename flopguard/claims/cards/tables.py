"""Tables as passages: a cell is read with the names of its column and of its row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flopguard.claims.cards.mapped import Mapped, joined
from flopguard.claims.cards.passage import Passage, has_amount, may_state


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell."""

    text: Mapped

    @property
    def words(self) -> str:
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
    said = " | ".join(
        f"{name}: {cell.words}" if name else cell.words
        for name, cell in zip([*header, *[""] * len(row)], row, strict=False)
    )
    for column, cell in enumerate(row):
        name = header[column] if column < len(header) else ""
        label = row[0].words if column else ""
        if may_state(cell.words, f"{name} | {label}"):
            yield Passage(cell.text, under, label=label, header=name, head=header, row=said, group=group, is_cell=True)


def named(text: Mapped, name: str) -> Mapped:
    """The cell with a name before it, as one would write it in a list."""
    if not text.text:
        return text
    start = text.starts[0]
    return joined([Mapped.at(f"{name}: ", start, start), text])
