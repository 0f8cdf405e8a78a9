"""The lower factor of a covariance."""

from __future__ import annotations

from decimal import Decimal

from flopguard.effective.curves.answer import EXACT

Matrix = tuple[tuple[Decimal, ...], ...]
_ZERO = Decimal(0)
_ROUNDING = Decimal("1e-9")
"""How far below 0, for its size, a remaining variance is taken for 0."""


def cholesky(matrix: Matrix) -> Matrix | None:
    """The lower triangle whose product with its own transpose is the matrix; None if it is no covariance.

    A direction without variance is allowed, since two parameters may move together exactly.
    """
    rows: list[tuple[Decimal, ...]] = []
    for given in matrix:
        row = _row(given, rows)
        if row is None:
            return None
        rows.append(row)
    return tuple(rows)


def _row(given: tuple[Decimal, ...], rows: list[tuple[Decimal, ...]]) -> tuple[Decimal, ...] | None:
    row: list[Decimal] = []
    size = given[len(rows)]
    for j, above in enumerate(rows):
        rest = EXACT.subtract(given[j], _product(row, above))
        if above[j]:
            row.append(EXACT.divide(rest, above[j]))
        elif rest:
            return None
        else:
            row.append(_ZERO)
    rest = EXACT.subtract(size, _product(row, row))
    if size < 0 or rest < EXACT.multiply(size, _ROUNDING).copy_negate():
        return None
    return (*row, EXACT.sqrt(max(rest, _ZERO)))


def _product(one: list[Decimal], other: list[Decimal] | tuple[Decimal, ...]) -> Decimal:
    total = _ZERO
    for left, right in zip(one, other, strict=False):
        total = EXACT.add(total, EXACT.multiply(left, right))
    return total
