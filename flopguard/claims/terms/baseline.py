"""The baseline: what a multiple is measured from."""

from __future__ import annotations

import re

from flopguard.claims.terms.lexicon import (
    CLASSES,
    COMPARES,
    END_OF_NAME,
    EQUALS,
    LOOSE_CLASSES,
    MEASURES,
    NUMBER_WORDS,
    PHASES,
    REFERENCES,
    UNDISCLOSED,
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
    r"\d[\d.,]*+(?:e\+?\d+)? ?(?:[a-z]{0,6}flops?(?:/s-days?)?|(?:[a-z\d-]{1,20} ){0,2}[a-z]{0,3}-?hours)\b(?!/| per)",
    re.I,
)
_OF_AMOUNTS = pattern("against", "of", "relative to", "to", "versus", "vs\\.?")
_PHASE = pattern(*PHASES)
_MEASURED = pattern(*MEASURES)
_CLASS = pattern(*CLASSES)
_LOOSE = pattern(*LOOSE_CLASSES)
_COMPARES = pattern(*COMPARES)
_EQUALS = pattern(*EQUALS)
_NAMED_BASELINE = re.compile(
    r"\b(?:an?|our|the) ([\w.+-]{1,40}(?: \d\S{0,8})?) baselines?"
    r"(?= (?:at|by|had|has|in|is|needs?|needed|on|requires?d?|takes?|took|used|uses|was|with)\b|[^\w -]|$)",
    re.I,
)
_NUMBER_FOR = re.compile(r"^ \d\S*+(?: \S+){0,3}? for(?= )")
_BOUND = re.compile(rf"\w+ than (?:\d|(?:{any_of(NUMBER_WORDS)})\b)", re.I)
_UNDISCLOSED = pattern(
    rf"(?:{'|'.join(UNDISCLOSED)})(?: (?:\d[\w.]*|flash|haiku|mini|nano|opus|pro|sonnet|turbo|ultra)){{0,3}}"
)


def baseline(claim: Claim, words: Words) -> str:
    """Given by a name, partly by a class of things; a name in another sentence is no more than partly."""
    near = _of_text(f"than {claim.relative_to}") if claim.relative_to else "missing"
    if near == "missing":
        near = _of_text(words.own)
    if near == "missing" and _of_text(words.beside) != "missing":
        return "partly"
    unknown = near == "given" and claim.quantity == "relative_compute" and _is_undisclosed(words.own)
    return "partly" if unknown else near


def of_amount(words: Words) -> str:
    """For an amount: n/a unless its own sentence sets it beside that of a model, or says what it is as good as."""
    text = words.own
    compared = [match for match in _COMPARES.finditer(text) if not _BOUND.match(text, match.start())]
    found = [(match[0], _of_reference(text, match)) for match in compared]
    if "given" in {_of_baseline(text), *(label for _, label in found)}:
        return "given"
    return "partly" if any(label == "partly" and _EQUALS.fullmatch(word) for word, label in found) else "n/a"


def _of_baseline(text: str) -> str:
    named = [names_a_model(match[1]) for match in _NAMED_BASELINE.finditer(text)]
    return "given" if any(named) else "partly" if named else "missing"


def _is_undisclosed(text: str) -> bool:
    """Whether no other model is named than those of whose compute nothing is known but guesses."""
    rest = _UNDISCLOSED.sub(" ", text)
    return rest != text and _of_text(rest) != "given"


def _of_text(text: str) -> str:
    found = {_of_reference(text, match) for match in _REFERENCE.finditer(text)}
    if any(names_a_model(match[1]) for match in _LEVEL.finditer(text)) or _of_baseline(text) == "given":
        return "given"
    return "given" if "given" in found else "partly" if "partly" in found else "missing"


def _of_reference(text: str, match: re.Match[str]) -> str:
    rest = text[match.end() : match.end() + 100]
    phrase, owner = _phrase(rest), _phrase(_NUMBER_FOR.sub("", rest))
    weak = _WEAK.fullmatch(match[0])
    of_nothing = match[0].lower() == "of" and not _MEASURE.search(text[max(0, match.end() - 30) : match.end()])
    if not of_nothing and (
        names_a_model(phrase) or names_a_model(owner) or _is_amount(match[0], phrase) or _is_phase(match[0], phrase)
    ):
        return "given"
    return "partly" if _CLASS.search(phrase) or (not weak and _LOOSE.search(phrase)) else "missing"


def _is_amount(reference: str, phrase: str) -> bool:
    """Whether it is compared with an amount of compute; "more than 1e25 FLOP" is a bound and compares nothing."""
    return bool(_OF_AMOUNTS.fullmatch(reference) and _AMOUNT.search(phrase))


def _is_phase(reference: str, phrase: str) -> bool:
    """Whether it is a share of the compute of a phase that is named."""
    return reference.lower() in {"of", "that of"} and bool(_PHASE.search(phrase) and _MEASURED.search(phrase))


def _phrase(rest: str) -> str:
    return " ".join(_END.split(f"{rest.strip(' )')} ", 1)[0].split()[:7])
