"""The baseline: what a multiple is measured from."""

from __future__ import annotations

import re

from flopguard.claims.terms.lexicon import (
    CLASSES,
    END_OF_NAME,
    LOOSE_CLASSES,
    MEASURES,
    PHASES,
    REFERENCES,
    WEAK_REFERENCES,
)
from flopguard.claims.terms.names import names_a_model
from flopguard.claims.terms.words import Words, any_of, pattern
from flopguard.result import Claim

_REFERENCE = pattern(*REFERENCES)
_WEAK = pattern(*WEAK_REFERENCES)
_MEASURE = re.compile(rf"(?:\b(?:{any_of(MEASURES)})|%) of$", re.I)
_END = re.compile(rf"[;:()|]|,(?!\d)|[.!?](?:\s|$)|\s(?:{any_of(END_OF_NAME)})\s", re.I)
_LEVEL = re.compile(r"(?<![\w.-])([\w.-]{1,40})-level\b", re.I)
_AMOUNT = re.compile(
    r"\d[\d.,]*+(?:e\+?\d+)? ?(?:[a-z]{0,6}flops?(?:/s-days?)?|(?:[a-z\d-]{1,20} ){0,2}[a-z]{0,3}-?hours)\b", re.I
)
_OF_AMOUNTS = pattern("against", "of", "relative to", "to", "versus", "vs\\.?")
_PHASE = pattern(*PHASES)
_MEASURED = pattern(*MEASURES)
_CLASS = pattern(*CLASSES)
_LOOSE = pattern(*LOOSE_CLASSES)


def baseline(claim: Claim, words: Words) -> str:
    """Given by a name, partly by a class of things; a name in another sentence is no more than partly."""
    near = _of_text(f"than {claim.relative_to}") if claim.relative_to else "missing"
    if near == "missing":
        near = _of_text(words.own)
    if near == "missing" and _of_text(words.beside) != "missing":
        return "partly"
    return near


def _of_text(text: str) -> str:
    found = {_of_reference(text, match) for match in _REFERENCE.finditer(text)}
    if any(names_a_model(match[1]) for match in _LEVEL.finditer(text)):
        return "given"
    return "given" if "given" in found else "partly" if "partly" in found else "missing"


def _of_reference(text: str, match: re.Match[str]) -> str:
    phrase = _phrase(text[match.end() : match.end() + 100])
    weak = _WEAK.fullmatch(match[0])
    of_nothing = match[0].lower() == "of" and not _MEASURE.search(text[max(0, match.end() - 30) : match.end()])
    if not of_nothing and (names_a_model(phrase) or _is_amount(match[0], phrase) or _is_phase(match[0], phrase)):
        return "given"
    return "partly" if _CLASS.search(phrase) or (not weak and _LOOSE.search(phrase)) else "missing"


def _is_amount(reference: str, phrase: str) -> bool:
    """Whether it is compared with an amount of compute; "more than 1e25 FLOP" is a bound and compares nothing."""
    return bool(_OF_AMOUNTS.fullmatch(reference) and _AMOUNT.search(phrase))


def _is_phase(reference: str, phrase: str) -> bool:
    """Whether it is a share of the compute of a phase that is named."""
    return reference.lower() in {"of", "that of"} and bool(_PHASE.search(phrase) and _MEASURED.search(phrase))


def _phrase(rest: str) -> str:
    return " ".join(_END.split(f"{rest.strip()} ", 1)[0].split()[:7])
