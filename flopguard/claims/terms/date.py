"""The date: when the run was."""

from __future__ import annotations

import re
from functools import lru_cache

from flopguard.claims.terms.lexicon import (
    ABOUT_WHEN,
    CHIPS,
    DEVICES,
    MONTHS,
    NOT_OF_THE_RUN,
    NUMBER_WORDS,
    OF_THE_RUN,
    OF_TIME,
)
from flopguard.claims.terms.words import Words, any_of, pattern, sentences

_MONTH = rf"(?:{any_of(MONTHS)})"
_YEAR = r"(?:19[5-9]|20[0-3])\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"(?<![\w.])(?:{_YEAR}-\d\d(?:-\d\d)?|{_YEAR}/\d\d?(?:/\d\d?)?|\d\d?[/.]\d\d?[/.]{_YEAR}"
    rf"|(?:{_DAY} (?:of )?)?{_MONTH},? {_YEAR}|{_DAY} (?:of )?{_MONTH}|{_MONTH} {_DAY}(?:,? {_YEAR})?)(?!\w)",
    re.I,
)
_NEARLY = re.compile(
    rf"\b(?:{any_of(ABOUT_WHEN)})[ -](?:{_YEAR})\b(?! (?:{any_of((*CHIPS, *DEVICES))})\b)"
    rf"|\b(?:per|a|each) (?:year|month)\b|\b(?:annually|yearly|monthly)\b",
    re.I,
)
_LASTS = re.compile(
    rf"(?<![\w.])(?:\d[\d.,]*+|{any_of(NUMBER_WORDS)})(?: and a half)?[ -]"
    rf"(?:{any_of(OF_TIME)})?(?:days?|weeks?|months?|years?)\b",
    re.I,
)
_OTHER = pattern(*NOT_OF_THE_RUN)
_RUN = pattern(*OF_THE_RUN)


@lru_cache(maxsize=64)
def date(words: Words) -> str:
    """Given by a date of the run in its sentence, or beside it in one that speaks of a run; partly by a duration."""
    beside = [sentence for sentence in sentences(f"{words.above}\n{words.beside}") if _RUN.search(sentence)]
    found = {_of_text(text) for text in (words.own, *beside)}
    return "given" if "given" in found else "partly" if "partly" in found else "missing"


@lru_cache(maxsize=256)
def _of_text(text: str) -> str:
    if any(_is_of_the_run(text, match) for match in _DATE.finditer(text)):
        return "given"
    nearly = any(_is_of_the_run(text, match) for match in _NEARLY.finditer(text))
    return "partly" if nearly or lasts(text) else "missing"


def _is_of_the_run(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 24) : match.start()]
    return not _OTHER.search(before.rpartition(". ")[2])


@lru_cache(maxsize=256)
def lasts(text: str) -> bool:
    """Whether a duration of days or more stands in it, or its two ends; chip-days are no duration."""
    return _LASTS.search(text) is not None or len(_DATE.findall(text)) > 1
