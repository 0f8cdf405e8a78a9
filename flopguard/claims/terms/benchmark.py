"""The benchmark: the test or the loss on which an equality of quality holds."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from flopguard.claims.terms.lexicon import BENCHMARKS, KINDS_OF_TEST, QUALITY
from flopguard.claims.terms.names import names_a_model
from flopguard.claims.terms.words import Words, pattern

_NAMED = pattern(*BENCHMARKS)
_QUALITY = pattern(*QUALITY)
_REACHES = pattern(*QUALITY, r"(?:reach|achiev|attain|get|obtain)\w*")
_TARGET = re.compile(r"\b(?:loss|perplexity)(?: of)? (?:about )?\d+(?:\.\d+)?", re.I)
_LEVEL = re.compile(r"(?<![\w.-])([\w.-]{1,40})-level\b", re.I)
_PERFORMANCE = re.compile(
    r"\b(?:performance|quality|level) of (?:the )?([\w.+-]{1,40}(?: \d\S{0,8})?)"
    r"|([\w.+-]{1,40}(?: \d\S{0,8})??)(?:'s?)? (?:performance|quality|level)\b",
    re.I,
)
_ON = re.compile(r"\b(?:accuracy|loss|perplexity|scores?|error rate|results) (?:on|for) (?:the )?([\w.+-]+)", re.I)


@lru_cache(maxsize=64)
def of_amount(words: Words) -> str:
    """For an amount: n/a unless its own sentence speaks of quality and names the test."""
    return "given" if _NAMED.search(words.own) and _REACHES.search(words.own) else "n/a"


def of_ratio(words: Words) -> str:
    """For a ratio of compute: n/a where its sentence says nothing about quality."""
    return of_gain(words) if _QUALITY.search(words.own) or _NAMED.search(words.own) else "n/a"


def of_gain(words: Words) -> str:
    """For a gain in efficiency, which means nothing without a test."""
    near = _of_text(words.close)
    if near == "missing" and _of_text(words.beside) != "missing":
        return "partly"
    return near


def _of_text(text: str) -> str:
    if _NAMED.search(text) or _TARGET.search(text) or any(names_a_model(match[1]) for match in _LEVEL.finditer(text)):
        return "given"
    if any(names_a_model(match[1]) for match in _ON.finditer(text)):
        return "given"
    return "partly" if _kind().search(text) or _of_a_model(text) else "missing"


@cache
def _kind() -> re.Pattern[str]:
    return pattern(*KINDS_OF_TEST)


def _of_a_model(text: str) -> bool:
    """Whether the quality is that of a model that is named: its scores can be looked up, the test is open."""
    found = (match[1] or match[2] for match in _PERFORMANCE.finditer(text))
    return any(map(names_a_model, found))
