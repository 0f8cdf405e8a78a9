"""Where the fields of a card's front matter stand; the text below it has none."""

from __future__ import annotations

import re

from flopguard.places.field import Field

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def front_matter(text: str) -> str:
    """The front matter with the line that opens it, so that its lines count as they do in the file."""
    found = _FRONT.match(text)
    return text[: found.end(1)] if found else ""


def front_end(text: str) -> int:
    """The offset at which the text below the front matter begins."""
    found = _FRONT.match(text)
    return found.end() if found else 0


def fields_of(text: str) -> Field:
    """The root of every field in the front matter; a root without any where there is none."""
    from flopguard.places.yaml import fields_of as fields_of_yaml

    front = front_matter(text)
    return fields_of_yaml(front) if front else Field()
