"""Shares: 29 per cent of the FLOPs of another, 80 per cent less, half the budget, the same compute as."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from flopguard.claims.grammar.numbers import Number
from flopguard.claims.grammar.ratios import COMPUTE, FILLER, is_of_inference, quantity_of, rest
from flopguard.claims.grammar.sentence import Amount, Sentence, amount_of
from flopguard.claims.grammar.share import PER_CENT

_SHARE = re.compile(
    rf"\s?(?:of|to|the|as much|as many)\s{FILLER}(?P<what>{COMPUTE}|(?P<energy>energy|electricity))", re.IGNORECASE
)
_PART = re.compile(
    r"\b(?:(?P<half>half)|(?:a|one)[- ](?P<part>third|quarter|fourth|fifth|sixth|eighth|tenth|twentieth"
    r"|hundredth)|1/(?P<over>\d{1,3})|(?P<order>an order of magnitude)\s(?:less|fewer|lower|(?P<up>more|greater"
    r"|higher))"
    r"|(?P<two>two)[- ](?P<parts>thirds|fifths)|(?P<twice>twice|double))(?:\sof)?"
    rf"\s(?:of\s|as much\s|as many\s)?{FILLER}(?P<what>{COMPUTE}|(?P<energy>energy|electricity))",
    re.IGNORECASE,
)
_PARTS = {
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "eighth": 8,
    "tenth": 10,
    "twentieth": 20,
    "hundredth": 100,
}
_SAME = re.compile(
    r"\b(?:the\s)?(?P<same>same|equal|identical)\s(?:amount of\s|total\s|training\s"
    r"|pre-?training\s)*(?P<what>comput(?:e|ation(?:al)?)(?:\s(?:cost|budget))?|training (?:compute|FLOPs?"
    r"|budget)|FLOPs?(?:\sbudget)?)\s(?:as|to|with)\s",
    re.IGNORECASE,
)
_LESS_BY = re.compile(
    rf"{PER_CENT}\s?(?:fewer|less|lower|reduction (?:in|of)|savings? (?:in|of)|decrease (?:in|of)"
    rf"|cheaper)\s{FILLER}(?P<what>{COMPUTE}|(?P<energy>energy))",
    re.IGNORECASE,
)
_MORE_BY = re.compile(
    rf"{PER_CENT}\s?(?:more|higher|additional|extra|increase in)\s{FILLER}(?P<what>{COMPUTE}|(?P<energy>energy))",
    re.IGNORECASE,
)
_OF = re.compile(rf"{PER_CENT}{_SHARE.pattern}", re.IGNORECASE)
_SAVES = re.compile(
    r"\b(?:sav(?:e|es|ed|ing)|cuts?|reduc\w+)\s(?:up to\s|about\s|around\s|~"
    r"|over\s)*$",
    re.IGNORECASE,
)
_CUT_PER_CENT = re.compile(
    rf"(?:cut(?:s|ting)?|reduc\w+|lower(?:s|ed|ing)?|decreas\w+)\s{FILLER}(?P<what>{COMPUTE}"
    rf"|(?P<energy>energy))[^.;\d]{{0,25}}?\bby\s(?:up to\s|about\s|around\s|~|over\s)*$",
    re.IGNORECASE,
)
_PER_CENT = re.compile(PER_CENT)


def share(sentence: Sentence, number: Number) -> Amount | None:
    """Per cent of another's compute, or so many per cent less or more of it; the value is the multiple."""
    hundredth = Fraction(1, 100)
    if less := _LESS_BY.match(sentence.text, number.end):
        return rest(amount_of(number, quantity_of(less), "x", less.end(), hundredth))
    if more := _MORE_BY.match(sentence.text, number.end):
        return _raised(amount_of(number, quantity_of(more), "x", more.end(), hundredth))
    if of := _OF.match(sentence.text, number.end):
        if is_of_inference(sentence, of.end()) or re.match(r"\s?(?:utili|efficien|peak)", sentence.after(of.end())):
            return None
        amount = amount_of(number, quantity_of(of), "x", of.end(), hundredth)
        return rest(amount) if _SAVES.search(sentence.before(number.start)) else amount
    per_cent = _PER_CENT.match(sentence.text, number.end)
    cut = _CUT_PER_CENT.search(sentence.before(number.start, 120)) if per_cent else None
    if cut and per_cent:
        return rest(amount_of(number, quantity_of(cut), "x", per_cent.end(), hundredth))
    return None


def _raised(amount: Amount) -> Amount:
    """One and so much more."""

    def more(value: Fraction | None) -> Fraction | None:
        return None if value is None else 1 + value

    return replace(amount, value=more(amount.value), low=more(amount.low), high=more(amount.high))


def parts(sentence: Sentence) -> Iterator[Amount]:
    """Every part in words, and every same."""
    for match in (*_PART.finditer(sentence.text), *_SAME.finditer(sentence.text)):
        if not is_of_inference(sentence, match.end()):
            yield _part(sentence, match)


_ABOUT = re.compile(r"(?:about|around|roughly|nearly|almost|approximately|~)\s?$")


def _part(sentence: Sentence, match: re.Match[str]) -> Amount:
    about = match.groupdict().get("order") or _ABOUT.search(sentence.before(match.start(), 20))
    bound = "about" if about else ""
    return Amount(quantity_of(match), _value(match.groupdict()), "x", match.start(), match.end(), bound=bound)


def _value(said: dict[str, str | None]) -> Fraction:
    if said.get("order"):
        return Fraction(10) if said["up"] else Fraction(1, 10)
    if over := said.get("over"):
        return Fraction(1, max(int(over), 1))
    if part := said.get("part"):
        return Fraction(1, _PARTS[part.lower()])
    if several := said.get("parts"):
        return Fraction(2, _PARTS[several.lower().removesuffix("s")])
    if said.get("half"):
        return Fraction(1, 2)
    return Fraction(2 if said.get("twice") else 1)
