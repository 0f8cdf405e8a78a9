"""The words around a claim, cleaned of markup, and patterns over them that heed neither case nor spacing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from flopguard.result import Claim

_LINK = re.compile(r"!?\[([^\]\[]*)\]\([^()\s]*\)")
_MARKUP = re.compile(r"\*\*|__|`|<[^<>]{1,80}>")
_TIMES = re.compile(r"(?<=\d)\s?x\s?(?=[A-Za-z]+\d|GPU|TPU|NVIDIA)", re.I)
_SHAPES = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u00a0\u202f", " "),
        **dict.fromkeys("\u2018\u2019", "'"),
        "\u00d7": "x",
    }
)
_SPACE = re.compile(r" \??")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?!\d{1,2}\b\s*%)")


@dataclass(frozen=True)
class Words:
    """What the slots are read from, in three rings."""

    own: str
    """The claim's sentence or table row."""
    above: str
    """The headings and the head of the table, one a line."""
    beside: str
    """The other sentences of the paragraph."""

    @cached_property
    def close(self) -> str:
        """What surely speaks of the claim: its sentence and the headings above it."""
        return f"{self.own}\n{self.above}"

    @cached_property
    def all(self) -> str:
        """All of the words."""
        return f"{self.own}\n{self.above}\n{self.beside}"


def words_of(claim: Claim, passage: str) -> Words:
    """A passage as the claim's own sentence, what stands above it and what stands beside it."""
    return _rings(claim.text, passage)


@lru_cache(maxsize=64)
def _rings(text: str, passage: str) -> Words:
    """All claims of a sentence or of a row have the same."""
    own = clean(text) or clean(passage)
    lines = [line for line in map(clean, passage.splitlines()) if line and line != own]
    above = [line.lstrip("# ") for line in lines if _is_above(line)]
    return Words(own, "\n".join(above), _without(own, [line for line in lines if not _is_above(line)]))


def _is_above(line: str) -> bool:
    return line.startswith(("#", "|")) or " | " in line


def _without(own: str, lines: list[str]) -> str:
    """The paragraph without the claim's sentence; a new item of a list is a new line."""
    joined = "".join(f"\n{line}" if line.startswith(("- ", "* ", "+ ")) else f" {line}" for line in lines)
    return joined.replace(own, "\n", 1).strip()


def clean(text: str) -> str:
    """Without markup and line ends, dashes and quotes in one shape, white space single."""
    plain = _MARKUP.sub("", _LINK.sub(r"\1", text.translate(_SHAPES)))
    return " ".join(_TIMES.sub(" x ", plain).split())


def sentences(text: str) -> list[str]:
    """A text in its sentences; a line end ends one too."""
    return [sentence for line in text.splitlines() for sentence in _SENTENCE.split(line) if sentence]


@cache
def pattern(*entries: str) -> re.Pattern[str]:
    """Any of the entries as whole words; see the lexicon for how an entry is written."""
    return re.compile(rf"(?<!\w)(?:{any_of(entries)})(?!\w)", re.I)


def any_of(entries: Iterable[str]) -> str:
    """Any of the entries, for use inside a larger pattern."""
    return "|".join(sorted((_spaced(entry) for entry in entries), key=len, reverse=True))


def _spaced(entry: str) -> str:
    return _SPACE.sub(lambda space: "[ -]?" if space[0] == " ?" else "[ -]+", entry)
