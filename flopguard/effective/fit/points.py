"""The points of a fit: a CSV file read row by row, with every bad row reported at once. Needs no numpy."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from flopguard.quantity import QuantityError, parse
from flopguard.units import Dimension

COMPUTE, SCORE, ERROR, PARAMETERS, TOKENS = "compute", "score", "standard_error", "parameters", "tokens"
DIMENSIONS = {
    COMPUTE: Dimension.FLOP,
    SCORE: Dimension.RATIO,
    ERROR: Dimension.RATIO,
    PARAMETERS: Dimension.PARAMETERS,
    TOKENS: Dimension.TOKENS,
}
FLOP_PER_PARAMETER_TOKEN = 6
"""C = 6 N D: 2 FLOP forward and 4 backward for each parameter and token."""
MAX_LISTED = 50


class PointsError(ValueError):
    """A table that cannot be fitted; the message has a line for each problem of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A measured model: FLOP, score (a fraction or a loss), its standard error, parameters, tokens."""

    line: int
    compute: Fraction
    score: Fraction
    standard_error: Fraction | None = None
    parameters: Fraction | None = None
    tokens: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """The rows of a table that are fitted, and how many were left out because a cell is empty."""

    shown: str
    rows: tuple[Point, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """How the columns of a table are called; one that is not named is taken where its own name is in the header."""

    named: Mapping[str, str]
    frontier: bool = False
    """Whether the law needs parameters and tokens."""
    skip_incomplete: bool = False


def read_points(text: str, shown: str, columns: Columns) -> Points:
    """The points of a CSV text with a header. Raises PointsError that lists every problem with its line."""
    rows = _rows(text, shown)
    if not rows:
        raise PointsError(f"{shown}:1: the table is empty (the first row names the columns)")
    line, header = rows[0]
    places = _places([cell.strip() for cell in header], columns, f"{shown}:{line}")
    points, problems, left_out = [], [], 0
    for line, cells in rows[1:]:
        if columns.skip_incomplete and _is_incomplete(cells, len(header), places):
            left_out += 1
            continue
        found = _point(line, cells, len(header), places)
        if isinstance(found, Point):
            points.append(found)
        else:
            problems += [f"{shown}:{line}: {message}" for message in found]
    if problems:
        raise PointsError("\n".join(_cut(problems)))
    if not points:
        raise PointsError(f"{shown}: the table has no points{_for_empty_cells(left_out)}")
    return Points(shown=shown, rows=tuple(points), left_out=left_out)


def _rows(text: str, shown: str) -> list[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line that it ends on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise PointsError(
            f"{shown}:{reader.line_num}: this is no CSV: {error} (commas between, quotes around)"
        ) from None


def _places(header: list[str], columns: Columns, at: str) -> dict[str, int]:
    """Which cell of a row holds what. Raises PointsError."""
    problems = [f"the header has the column '{name}' twice" for name in _twice(header)]
    places = {}
    for part in DIMENSIONS:
        name = columns.named.get(part, part)
        if name in header:
            places[part] = header.index(name)
        elif part in columns.named:
            problems.append(f"there is no column '{name}' for the {part}; the header has {', '.join(header)}")
    problems += _absent(places, columns, header)
    if problems:
        raise PointsError("\n".join(f"{at}: {problem}" for problem in problems))
    return places


def _twice(header: list[str]) -> list[str]:
    return sorted({name for name in header if name and header.count(name) > 1})


def _absent(places: Mapping[str, int], columns: Columns, header: list[str]) -> Iterator[str]:
    needed = [SCORE, PARAMETERS] if columns.frontier else [COMPUTE, SCORE]
    for part in needed:
        if part not in places and part not in columns.named:
            option = part.replace("_", "-")
            yield f"there is no column '{part}'; name it with --{option} (the header has {', '.join(header)})"
    if columns.frontier and COMPUTE not in places and TOKENS not in places:
        yield "a frontier needs tokens or compute beside the parameters; name one with --tokens or --compute"


def _is_incomplete(cells: list[str], width: int, places: Mapping[str, int]) -> bool:
    return len(cells) == width and any(not cells[place].strip() for place in places.values())


def _point(line: int, cells: list[str], width: int, places: Mapping[str, int]) -> Point | list[str]:
    if len(cells) != width:
        return [f"the row has {len(cells)} cells and the header {width}"]
    values: dict[str, Fraction] = {}
    problems = []
    for part, place in places.items():
        try:
            values[part] = _value(cells[place], part)
        except QuantityError as error:
            cure = f" ({error.help})" if error.help else ""
            problems.append(f"{part}: {error.message}{cure}")
    return problems or _completed(line, values)


def _value(cell: str, part: str) -> Fraction:
    """A cell as one number above 0, or a score of 0. Raises QuantityError."""
    if not cell.strip():
        raise QuantityError("malformed-quantity", "the cell is empty", "fill it in, or give --skip-incomplete")
    estimate = parse(cell, DIMENSIONS[part])
    if not estimate.is_point or estimate.central is None:
        raise QuantityError("malformed-quantity", f"'{cell.strip()}' is an interval; a fit takes one number")
    if estimate.central <= 0 and part != SCORE:
        raise QuantityError("malformed-quantity", f"'{cell.strip()}' is not above 0")
    return estimate.central


def _completed(line: int, values: Mapping[str, Fraction]) -> Point:
    """The point, with compute or tokens by C = 6 N D where one of the two is not there."""
    compute, parameters, tokens = values.get(COMPUTE), values.get(PARAMETERS), values.get(TOKENS)
    if compute is None:
        assert parameters is not None
        assert tokens is not None
        compute = FLOP_PER_PARAMETER_TOKEN * parameters * tokens
    elif tokens is None and parameters is not None:
        tokens = compute / (FLOP_PER_PARAMETER_TOKEN * parameters)
    error = values.get(ERROR)
    return Point(
        line=line,
        compute=compute,
        score=values[SCORE],
        standard_error=error,
        parameters=parameters,
        tokens=tokens,
    )


def _for_empty_cells(left_out: int) -> str:
    return f"; {left_out} rows were left out, each for an empty cell" if left_out else ""


def _cut(problems: list[str]) -> list[str]:
    more = len(problems) - MAX_LISTED
    return [*problems[:MAX_LISTED], f"and {more} more"] if more > 0 else problems
