"""Sizes of models in plain words: 70B, Name-160m, 360 million parameters, 8x7B."""

from __future__ import annotations

import re
from functools import lru_cache

from flopguard.claims.terms.lexicon import COUNTED
from flopguard.claims.terms.words import any_of

_NUMBER = r"\d+(?:[.,]\d+)?"
_MANY = r"(?:e\+?\d+|\s?(?:[kmbt]|thousand|million|billion|trillion|bn))?"
_PARAMETERS = r"(?:parameters?|params?|weights)"
_MODELS = r"(?:models?|networks?|encoders?|decoders?|transformers?|variants?)\b"
_COUNTED = rf"(?:{any_of(COUNTED)})\b(?![- ]{_MODELS})"
_OF_MODELS = rf"(?:{_MODELS}|(?:active|dense|sparse|{_PARAMETERS})\b)"
_COUNTS_ELSE = rf"(?:-?\s?(?:(?!{_OF_MODELS})[a-z]+[- ]){{0,3}}{_COUNTED})"
_ONE = re.compile(
    rf"(?<![\w.,])(?:\d+\s?x\s?)?{_NUMBER}{_MANY}[- ](?:\w+ )?{_PARAMETERS}\b"
    rf"|\b(?:{_PARAMETERS}|model size)\s?[:=|]\s?{_NUMBER}{_MANY}\b"
    rf"|(?<![\w.,])(?:\d+x)?{_NUMBER}b(?![\w/])(?!{_COUNTS_ELSE})"
    r"|(?<=[a-z\d]-)\d+b\d\b"
    rf"|(?<![\w.,]){_NUMBER}[mt][- ](?:\w+ )?{_MODELS}"
    rf"|(?<=[a-z\d]-)(?:\d+x)?{_NUMBER}[mbt](?![\w/])(?![- ]{_COUNTED})",
    re.I,
)
_LIST = re.compile(
    rf"(?<![\w.,]){_NUMBER}[bmt](?:, {_NUMBER}[bmt])+(?!\w)(?:,? (?:and|or) {_NUMBER}[bmt](?!\w))?(?!{_COUNTS_ELSE})"
    rf"|(?<![\w.,]){_NUMBER}[bmt]?(?:, {_NUMBER}[bmt])*,? (?:and|or) {_NUMBER}[bmt](?!\w)(?!{_COUNTS_ELSE})",
    re.I,
)

_IN_HEADING = re.compile(rf"(?<![\w.,$]){_NUMBER}[mbt](?!\w)(?!{_COUNTS_ELSE})", re.I)


def heading_sizes(text: str) -> bool:
    """Whether a heading or the head of a table has a size as names have them: "Name 1.2T"."""
    return _IN_HEADING.search(text) is not None


@lru_cache(maxsize=64)
def sizes(text: str) -> int:
    """How many sizes of models stand in it: none, one, or more where it lists several."""
    listed = 2 * len(_LIST.findall(text))
    return listed + (_ONE.search(_LIST.sub(" ", text)) is not None)
