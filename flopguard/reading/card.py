"""A model card in Markdown: its text, its front matter, and the model's name where that is plainly there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from flopguard.places.markdown import front_end
from flopguard.problems import Problem
from flopguard.reading.file import decode, read_text
from flopguard.reading.trees import read_tree
from flopguard.syntax import Syntax

ENDINGS = (".md", ".markdown")
"""How the name of a Markdown file ends."""

_LONGEST_NAME = 60
_MOST_WORDS = 6
_TITLE = re.compile(
    r"""(?:\s | <!--.*?--> | <(?!!--)[^>]*> | !\[[^\]]*\]\([^)]*\) | \[!\[[^\]]*\]\([^)]*\)\]\([^)]*\))*+
    \#[ \t]+([^\r\n]+)""",
    re.DOTALL | re.VERBOSE,
)
_MARKS = re.compile(r"!\[[^\]]*\]\([^)]*\)|\[([^\]]*)\]\([^)]*\)|<[^>]*>|[*_`#]{2,}|[*`#]")
_AROUND = re.compile(r"^(?:model\s+card\s+(?:for|of)\s+(?:the\s+)?)|\s*(?:-\s*)?model\s+card$", re.IGNORECASE)
_NO_NAME = re.compile(
    r"""[{}()<>[\]?!]|\b(?:about|benchmark|card|changelog|contents|description|details|documentation|evaluation|getting
    |guide|how|introduction|information|intended|license|limitations|metadata|model|models|notes|overview|readme|results
    |run|summary|training|update|usage|use|uses|welcome)s?\b""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Card:
    """One card as read; `digest` is None where it could not be, and `problems` then says why."""

    path: str
    text: str
    digest: str | None
    name: str | None = None
    front: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def is_card_name(path: str) -> bool:
    """Whether a file of this name is read as a card where somebody names it."""
    return path.lower().endswith(ENDINGS)


def load_card(path: str) -> Card:
    """Read a card. Nothing is raised for a bad file."""
    return _of(read_text(path), path)


def load_card_bytes(data: bytes, path: str) -> Card:
    """Read a card from bytes, such as standard input, as if they stood in a file of that name."""
    return _of(decode(data), path)


def _of(text: str | Problem, path: str) -> Card:
    if isinstance(text, Problem):
        return Card(path=path, text="", digest=None, problems=(text,))
    tree = read_tree(text, Syntax.MARKDOWN)
    front, problems = (tree, ()) if isinstance(tree, dict) else ({}, tree)
    digest = "sha256:" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Card(path, text, digest, next(_names(front, text), None), front, problems)


def _names(front: Mapping[str, Any], text: str) -> Iterator[str]:
    """What may be the model's name: the front matter says it, or else the title does."""
    index = front.get("model-index")
    only = index[0] if isinstance(index, list) and len(index) == 1 else None
    for said in (front.get("model_name"), only.get("name") if isinstance(only, dict) else None, _title(text)):
        name = said.strip() if isinstance(said, str) else ""
        if name and len(name) <= _LONGEST_NAME and not re.search(r"[{}<>\n]", name):
            yield name


def _title(text: str) -> str | None:
    """The heading that begins the text, where it reads like a name and not like the title of a section."""
    found = _TITLE.match(text, front_end(text))
    if found is None:
        return None
    plain = _MARKS.sub(lambda mark: mark[1] or "", found[1]).strip()
    name = _AROUND.sub("", plain.partition(": ")[0].strip()).strip()
    return None if not name or len(name.split()) > _MOST_WORDS or _NO_NAME.search(name) else name
