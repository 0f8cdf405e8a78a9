"""The benchmark: the test or the loss on which an equality of quality holds."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from flopguard.claims.terms.lexicon import BENCHMARKS, EQUALS, KINDS_OF_TEST, PERFORMS, QUALITY
from flopguard.claims.terms.names import names_a_model
from flopguard.claims.terms.words import Words, pattern

_QUALITY = pattern(*QUALITY)
_EQUALS = pattern(*EQUALS)
_PERFORMS = pattern(*PERFORMS)
_REACHES = pattern(*QUALITY, r"(?:reach|achiev|attain|get|obtain)\w*")
_TARGET = re.compile(r"\b(?:loss|perplexity)(?: of)? (?:about )?\d+(?:\.\d+)?", re.I)
_LEVEL = re.compile(r"(?<![\w.-])([\w.-]{1,40})-level\b", re.I)
_MODEL = r"([\w.+-]{1,40}(?: \d\S{0,8})?)"
_QUALITY_OF = re.compile(rf"\b(?:performance|quality|level) of (?:the )?{_MODEL}", re.I)
_OF_QUALITY = re.compile(rf"(?<![\w.+-]){_MODEL}(?:'s?)? (?:performance|quality|level)\b", re.I)
_ON = re.compile(r"\b(?:accuracy|loss|perplexity|scores?|error rate|results) (?:on|for) (?:the )?([\w.+-]+)", re.I)


@lru_cache(maxsize=64)
def of_amount(words: Words, base: str) -> str:
    """For an amount: n/a unless its sentence names the test of its quality, or says what it is as good as."""
    if _REACHES.search(words.own) and _named().search(words.own):
        return "given"
    return of_gain(words, base) if base != "n/a" and _EQUALS.search(words.own) else "n/a"


def of_ratio(words: Words, base: str) -> str:
    """For a ratio of compute: n/a where its sentence says nothing about quality."""
    return of_gain(words, base) if _QUALITY.search(words.own) or _named().search(words.own) else "n/a"


def of_gain(words: Words, base: str) -> str:
    """For a gain in efficiency, which means nothing without a test.

    That it performs as well as a model that is named is a kind of test: the scores of that model can be looked up.
    """
    near = _of_text(words.close)
    if near == "missing" and base == "given" and _PERFORMS.search(words.own):
        return "partly"
    if near == "missing" and _of_text(words.beside) != "missing":
        return "partly"
    return near


def _of_text(text: str) -> str:
    if _named().search(text) or _TARGET.search(text) or any(names_a_model(match[1]) for match in _LEVEL.finditer(text)):
        return "given"
    if any(names_a_model(match[1]) for match in _ON.finditer(text)):
        return "given"
    return "partly" if _kind().search(text) or _of_a_model(text) else "missing"


# These are made when a claim speaks of quality: they take long, and most cards have no such claim.
@cache
def _named() -> re.Pattern[str]:
    return pattern(*BENCHMARKS)


@cache
def _kind() -> re.Pattern[str]:
    return pattern(*KINDS_OF_TEST)


def _of_a_model(text: str) -> bool:
    """Whether the quality is that of a model that is named: its scores can be looked up, the test is open."""
    found = (*_QUALITY_OF.findall(text), *_OF_QUALITY.findall(text))
    return any(map(names_a_model, found))
