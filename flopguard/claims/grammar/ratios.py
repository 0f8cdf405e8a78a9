"""What multiples and shares have in common: words for compute, what is left of one, the name of the other."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from flopguard.claims.grammar.chips import CHIP, GENERIC
from flopguard.claims.grammar.sentence import Amount, Sentence

_HOURS = rf"(?:{CHIP}|{GENERIC})s?[ -](?:hours|days)"
TRAINING_COST = r"training (?:comput(?:e|ation)|FLOPs?|cost|budget|energy)"
COMPUTE = (
    rf"(?:comput(?:e|ation(?:al)?)(?![- ]?(?:optimal|efficien|bound|intensive))(?:\s(?:cost|budget|resources"
    rf"|power|requirements?))?|FLOPs?|FLOPS"
    rf"|{TRAINING_COST}|{_HOURS}|(?:training|compute) budget|budget)"
)
"""What a multiple of compute is a multiple of."""
FILLER = (
    r"(?:(?:the|its|their|our|a|an|of|original|total|training|pre-?training|amount|amounts|overall|actual"
    r"|model|estimated|same|final)\s){0,5}"
)
_NAME = r"(?:[A-Z][\w.]*|[a-z]+-[\w.-]*\d[\w.-]*)(?:[-–][\w.]+)*"
_TO = re.compile(
    rf"(?:\bof|\bthan|\bas|\bto|\bover|\bagainst|\bversus|\bvs\.?|compared (?:to|with)|relative to|used to train"
    rf"|needed for|to train|required (?:by|for)|used (?:by|for))\s"
    rf"(?:the\s|its\s|our\s|original\s|final\s|previous\s|training\s|a\s|an\s)*(?P<name>{_NAME}(?:\s(?:{_NAME}"
    rf"|\d[\w.]*|standard|baseline|model))*)"
)
_POSSESSIVE = re.compile(rf"\s(?P<name>{_NAME}(?:\s\d[\w.]*)?)'s\s")
_NAMED = re.compile(
    rf"(?:performance of|that of|level of|than|over|against|compared (?:to|with)|relative to|loss as|quality as"
    rf"|accuracy as|performance as|match(?:es|ing)?|outperform(?:s|ing)?)\s(?P<name>{_NAME}(?:\s\d[\w.]*)?)"
)
_TURNED = {
    "at_least": "at_most",
    "more_than": "less_than",
    "at_most": "at_least",
    "less_than": "more_than",
    "up_to": "at_least",
}


def quantity_of(match: re.Match[str]) -> str:
    """Compute or energy, by the words."""
    return "relative_energy" if match.groupdict().get("energy") else "relative_compute"


def is_of_inference(sentence: Sentence, end: int) -> bool:
    """Whether it is about running a model that is trained already."""
    return (
        re.match(r"\s?(?:at|for|during|per)\s(?:inference|test|token|forward|decod)", sentence.after(end)) is not None
        or re.search(
            r"inference\s?$|inference (?:FLOPs?|comput\w+)$", sentence.text[max(0, end - 30) : end], re.IGNORECASE
        )
        is not None
    )


def inverse(amount: Amount) -> Amount:
    """Ten times less is a tenth; what bounds the one bounds the other from the other side."""

    def one_over(value: Fraction | None) -> Fraction | None:
        return 1 / value if value else None

    return _turned(amount, one_over(amount.value), one_over(amount.high), one_over(amount.low))


def rest(amount: Amount) -> Amount:
    """What is left of one: 80 per cent less is a fifth."""

    def left(value: Fraction | None) -> Fraction | None:
        return None if value is None else 1 - value

    return _turned(amount, left(amount.value), left(amount.high), left(amount.low))


def _turned(amount: Amount, value: Fraction | None, low: Fraction | None, high: Fraction | None) -> Amount:
    return replace(amount, value=value, low=low, high=high, bound=_TURNED.get(amount.bound, amount.bound))


def with_reference(sentence: Sentence, amount: Amount) -> Amount:
    """What it is a multiple of, where a name stands near by."""
    inside = _POSSESSIVE.search(sentence.text[amount.start : amount.end + 1])
    found = inside or _TO.search(sentence.text[max(amount.start, amount.end - 4) : amount.end + 90])
    if found is None:
        names = list(_NAMED.finditer(sentence.text[: amount.start]))
        found = names[-1] if names else None
    return replace(amount, relative_to=found["name"].strip(" .") if found else "")
