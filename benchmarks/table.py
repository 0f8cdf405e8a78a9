"""Tables of measured values: as plain text, as markdown, and written into a page."""

from collections.abc import Sequence
from dataclasses import dataclass

BEGIN, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"


@dataclass(frozen=True)
class Table:
    """A title, the heads of the columns, and rows of as many cells."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def as_text(table: Table) -> str:
    """Columns under each other; the first stands left, all others right."""
    lines = [table.head, *table.rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.head))]
    return "\n".join((table.title, *("  " + _aligned(line, widths) for line in lines)))


def _aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(line, widths, strict=True)
    return "  ".join((first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others))).rstrip()


def as_markdown(table: Table) -> str:
    """A heading and a table under it."""
    rule = ("---", *("---:" for _ in table.head[1:]))
    lines = (table.head, rule, *table.rows)
    return "\n".join((f"### {table.title}", "", *(f"| {' | '.join(line)} |" for line in lines)))


def between_markers(page: str, text: str) -> str:
    """The page with the text in place of what stands between its markers. Raises ValueError where it has none."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page lacks {BEGIN} with {END} after it")
    return f"{before}{BEGIN}\n\n{text.strip()}\n\n{END}{after}"


# --- how values are shown ----------------------------------------------------------------------------------------


def seconds(value: float) -> str:
    """Three digits, in the unit that suits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if value >= size:
            return f"{digits(value / size)} {unit}"
    return f"{digits(value / 1e-6)} us"


def digits(value: float) -> str:
    """Three digits, and never an exponent."""
    return f"{value:.2f}" if value < 9.995 else f"{value:.1f}" if value < 99.95 else f"{value:,.0f}"


def within(value: float, most: float) -> str:
    """How much of a budget is used."""
    return f"{digits(value / most)} ({'holds' if value <= most else 'over'})"


def reaches(value: float, least: float) -> str:
    """How much of a demanded rate is reached."""
    return f"{digits(value / least)} ({'holds' if value >= least else 'short'})"


def against(ours: float, theirs: float) -> str:
    """Our cost as a multiple of another's."""
    return f"{digits(ours / theirs)} ({'ahead' if ours < theirs else 'behind'})"
