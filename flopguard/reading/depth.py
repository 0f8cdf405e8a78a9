"""How deep brackets go, counted before a parser that recurses sees them."""

from __future__ import annotations

import re

from flopguard.places.field import MAX_DEPTH
from flopguard.problems import Problem


def too_deep(text: str, tokens: re.Pattern[str]) -> Problem | None:
    """The problem of brackets that open deeper than any document needs.

    `tokens` matches brackets, and texts and comments whole, so that a bracket inside those does not count.
    """
    depth = 0
    for token in tokens.finditer(text):
        if token[0] in ("[", "{"):
            depth += 1
        elif token[0] in ("]", "}"):
            depth = max(depth - 1, 0)
        if depth > MAX_DEPTH:
            line = text.count("\n", 0, token.start()) + 1
            message = f"brackets are nested deeper than {MAX_DEPTH}"
            help = "no document here needs brackets as deep as this"
            return Problem(kind="invalid-syntax", at="", message=message, help=help, line=line)
    return None
