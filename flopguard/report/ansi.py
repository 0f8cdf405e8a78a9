"""Colour for terminals. Meaning is never in the colour alone: every ink stands beside a word that says the same."""

from __future__ import annotations

from enum import StrEnum


class Ink(StrEnum):
    """The eight basic colours and two weights, which every terminal theme makes readable on its own background."""

    PLAIN = ""
    BOLD = "1"
    DIM = "2"
    RED = "1;31"
    YELLOW = "1;33"
    GREEN = "32"
    CYAN = "36"


def paint(text: str, ink: Ink) -> str:
    """The text in that ink."""
    return f"\x1b[{ink.value}m{text}\x1b[0m" if ink and text.strip() else text
