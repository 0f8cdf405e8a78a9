"""The one of several names that a word means: spelt otherwise, another name for it, or only near it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_NOT_TELLING = re.compile(r"[\s\-_]+")
NEAR = 0.8
"""How alike two words are at least, of 1, for a guess; at 0.6 `gpus` would be taken for `tpu`."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A known name; `sure` where the word can mean no other."""

    name: str
    sure: bool


def plain(word: str) -> str:
    """What is left of a word without case, spaces, hyphens and underscores."""
    return _NOT_TELLING.sub("", word.casefold())


def meant(word: str, known: Iterable[str], others: Mapping[str, str]) -> Meant | None:
    """The known name that a word means; `others` are further names by their plain form."""
    names = list(known)
    alike = [name for name in names if plain(name) == plain(word)]
    if len(alike) == 1:
        return Meant(alike[0], sure=True)
    other = others.get(plain(word))
    if other in names:
        return Meant(other, sure=True)
    near = difflib.get_close_matches(word, names, n=2, cutoff=NEAR)
    return Meant(near[0], sure=False) if near else None
