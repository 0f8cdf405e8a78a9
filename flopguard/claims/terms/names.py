"""Names of models and recipes in plain words."""

from __future__ import annotations

import re
from functools import cache

from flopguard.claims.terms.lexicon import (
    BENCHMARKS,
    CHIPS,
    CLASSES,
    DEVICES,
    KINDS_OF_TEST,
    LOOSE_CLASSES,
    MEASURES,
    MODELS,
    NO_NAMES,
    ORDINARY,
    PHASES,
    QUALITY,
    REFERENCES,
    TECHNIQUES,
)
from flopguard.claims.terms.words import pattern

_SHAPED = re.compile(
    r"(?<![\w.])([A-Za-z]{2,40}(?:-[A-Za-z]{1,40}){0,4})(?:-?v?\d+(?:\.\d+)*|[ -]\d+(?:\.\d+)?[BMT])\b(?!-?bit)", re.I
)
_TOKEN = re.compile(r"[^\W\d_][\w'+.-]*")
_ORDINARY = frozenset(ORDINARY.split())


def names_a_model(text: str) -> bool:
    """Whether a model or a recipe stands in it that can be looked up.

    One of the lexicon, a word with a number or a size as models have them, or a capitalised word that is no ordinary
    one.
    """
    rest = _no_name().sub(" ", text)
    if _known().search(rest) or _has_shaped(rest):
        return True
    return any(map(_is_proper, _TOKEN.findall(_not_proper().sub(" ", rest))))


# These three are made when a multiple is met: they take longer than all others, and most cards have no multiple.
@cache
def _known() -> re.Pattern[str]:
    return pattern(rf"(?:{'|'.join(MODELS)})(?: ?v?\d[\w.]*+)*+", *TECHNIQUES)


@cache
def _no_name() -> re.Pattern[str]:
    return pattern(*BENCHMARKS, *NO_NAMES, *(rf"(?:{name})s?(?: \d+ ?gb?)?" for name in (*CHIPS, *DEVICES)))


@cache
def _not_proper() -> re.Pattern[str]:
    return pattern(*CLASSES, *LOOSE_CLASSES, *KINDS_OF_TEST, *MEASURES, *PHASES, *QUALITY, *REFERENCES)


def _has_shaped(text: str) -> bool:
    return any(match[1].lower() not in _ORDINARY for match in _SHAPED.finditer(text))


def _is_proper(token: str) -> bool:
    """Whether a word is written as a proper name; a word in capitals alone may as well be an ordinary one."""
    word = token.rstrip(".'-").removesuffix("'s")
    capitals = word != word.lower() and word != word.upper()
    return capitals and len(word) > 2 and word.partition("-")[0].lower() not in _ORDINARY
