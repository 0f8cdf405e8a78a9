"""Whether an amount of FLOP is a line that somebody drew, or what a run took."""

from __future__ import annotations

import re

from flopguard.claims.grammar.numbers import AT_LEAST, MORE_THAN, Number
from flopguard.claims.grammar.sentence import Sentence

_LINE = r"(?:thresholds?|presumption|cut-?off|trigger point|bright line)"
_NAMED_BEFORE = re.compile(rf"\b{_LINE}\b(?P<between>[^.;\d]{{0,60}})$", re.IGNORECASE)
_LISTED = re.compile(r"\d\S*(?:\s[A-Za-z]*FLOPs?)?,?\s(?:and|or|to)\s$")
_OWN = re.compile(r"\b(?:used|uses|took|takes|needed|needs|consumed|spent|cost|our|we|by the run)\b", re.IGNORECASE)
_STANDS_AT = re.compile(r"\b(?:at|with)\s(?:about\s|around\s|roughly\s|~\s?)?$", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:below|under|above|over|exceed\w*|past|beyond|cross\w*|within|meets?|reach\w*)\s(?:[\w'-]+\s){0,5}$",
    re.IGNORECASE,
)
_NAMED_BEHIND = re.compile(rf"(?P<between>[^.;,:()\d]{{0,35}}?)\b{_LINE}\b", re.IGNORECASE)
_AT_WHICH = re.compile(r"\s?(?:at|above|beyond|from) which\b", re.IGNORECASE)
_AWAY_FROM = re.compile(
    r"\b(?:below|under|above|over|exceed\w*|than|short|past|within|beyond|cross\w*|reach\w*|meets?|near|close|against"
    r"|from|versus|vs|so|well|far|and|but|to)\b",
    re.IGNORECASE,
)
_BEYOND = re.compile(
    r"\b(?:above|beyond|exceed\w*|surpass\w*|more than|greater than|at least|from|over|reach\w*)\s(?:an?\s|the\s)?$",
    re.IGNORECASE,
)
_RULES = re.compile(
    r"\bpresum|systemic risk|high-impact|\bArticle \d|\bnotif|\bmust\b|\bshall\b|\brequire[sd]? to\b"
    r"|\breport(?:ed|ing)\b|\bobligat"
    r"|\bappl(?:y|ies) (?:to|from|above|when|where)\b|\bfalls? under\b|\bmeans\b|\bcovered\b|\bin scope\b"
    r"|\bguidelines?\b"
    r"|\b(?:any|every|all|each) (?:[\w-]+ ){0,3}(?:models?|systems?|developers?)\b",
    re.IGNORECASE,
)
_OF_ONE = re.compile(r"\b(?:we|our|this (?:model|run)|the run|it)\b[^,;:]*$|^its\b[^,;:]*$", re.IGNORECASE)


def is_threshold(sentence: Sentence, number: Number, end: int) -> bool:
    """Whether the words make it a line: it is called one, or a rule speaks of whatever goes beyond it.

    That a line stands in the sentence too makes no line of it.
    """
    before = _LISTED.sub("", sentence.before(number.begin, 110))
    return _is_called_one(before, sentence.after(end, 60)) or _is_of_a_rule(sentence, number, before)


def _is_called_one(before: str, behind: str) -> bool:
    called = _NAMED_BEFORE.search(before)
    if called and not _OWN.search(called["between"]):
        away = _STANDS_AT.search(called["between"]) and _COMPARED.search(before[: called.start()])
        return not away
    if _AT_WHICH.match(behind):
        return True
    named = _NAMED_BEHIND.match(behind)
    return named is not None and not _AWAY_FROM.search(named["between"])


def _is_of_a_rule(sentence: Sentence, number: Number, before: str) -> bool:
    beyond = number.bound in (MORE_THAN, AT_LEAST) or _BEYOND.search(before)
    if not beyond or not sentence.says(_RULES):
        return False
    return _OF_ONE.search(before) is None
