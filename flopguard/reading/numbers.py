"""Numbers as written become exact values; floating point takes no part."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_FAR = 10_000_000
MAX_DIGITS = 4000  # the interpreter itself refuses to read or write much longer ones


class Written(Decimal):
    """A decimal that remembers how it was written, so that a report can show the figure as the card has it."""

    written: str

    def __new__(cls, text: str) -> Written:
        number = super().__new__(cls, text)
        number.written = text
        return number


def exact(text: str) -> Decimal:
    """The number; one that no decimal can hold keeps an exponent so far out that every field refuses it."""
    try:
        return Written(text)
    except InvalidOperation:
        return Decimal(f"1e{'-' if 'e-' in text.lower() else '+'}{_FAR}")
