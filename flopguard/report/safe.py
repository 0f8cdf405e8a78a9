"""Text from documents, made harmless: nothing in a name can move the cursor, recolour or reorder what is printed."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_JOINERS = "\u200c\u200d"  # they shape letters and emoji, take no room and reorder nothing
_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


@lru_cache(maxsize=4096)
def is_harmless(char: str) -> bool:
    """Whether a character may be printed as it is: not a control, a bidi mark, another format or half a pair."""
    return char.isprintable() or char in _JOINERS or unicodedata.category(char) == "Zs"


def safe(text: str) -> str:
    """The text with every other character as its escape (`\\x1b`, `\\u202e`); safe text stays as it is."""
    if text.isprintable():
        return text
    return "".join(char if is_harmless(char) else _escape(char) for char in text)


def safe_lines(text: str) -> str:
    """The same for a page of several lines."""
    return "\n".join(map(safe, text.split("\n")))


def _escape(char: str) -> str:
    code = ord(char)
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return _SHORT.get(char) or (f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}")


def no_command(line: str) -> str:
    """A line that no continuous-integration runner takes for a command: those begin with `::` or hold `##[`."""
    line = line.replace("##[", "#\\x23[")
    inside = line.lstrip()
    return line if not inside.startswith("::") else f"{line[: len(line) - len(inside)]}\\x3a{inside[1:]}"


def cells(text: str) -> int:
    """How many columns of a terminal safe text takes: wide characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def is_wide(char: str) -> bool:
    """Whether a character takes two columns; a line may end after it."""
    return _cells(char) == 2


@lru_cache(maxsize=4096)
def _cells(char: str) -> int:
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    is_mark = unicodedata.category(char) in ("Mn", "Me") or "\u1160" <= char <= "\u11ff"  # Hangul vowels and finals
    return 0 if is_mark or char in _JOINERS else 1
