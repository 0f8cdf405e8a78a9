"""Multiples and shares: 4x effective compute, 2x savings, 29 per cent of the FLOPs of another, half the budget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from flopguard.claims.grammar.chips import CHIP, GENERIC
from flopguard.claims.grammar.numbers import Number
from flopguard.claims.grammar.sentence import Amount, Sentence, amount_of
from flopguard.claims.grammar.share import PER_CENT

_HOURS = rf"(?:{CHIP}|{GENERIC})s?[ -](?:hours|days)"
_TRAINING_COST = r"training (?:comput(?:e|ation)|FLOPs?|cost|budget|energy)"
COMPUTE = (
    rf"(?:comput(?:e|ation(?:al)?)(?![- ]?(?:optimal|efficien|bound|intensive))(?:\s(?:cost|budget|resources"
    rf"|power|requirements?))?|FLOPs?|FLOPS"
    rf"|{_TRAINING_COST}|{_HOURS}|(?:training|compute) budget|budget)"
)
_FILLER = (
    r"(?:(?:the|its|their|our|a|an|of|original|total|training|pre-?training|amount|amounts|overall|actual"
    r"|model|estimated|same|final)\s){0,5}"
)
_TIMES = re.compile(r"\s?(?:[x×X](?![\d\w])|[- ]?fold\b|\stimes\b|倍)")
_EFFECTIVE = re.compile(
    r"effective[- ]?(?:training[- ])?(?:compute|scale[- ]?up|FLOPs?)|effectively more compute|実効計算量", re.IGNORECASE
)
_LESS = re.compile(
    rf"\s?(?:fewer|less|lower|smaller|cheaper(?:\sin)?|reduced)\s{_FILLER}(?P<what>{COMPUTE}"
    rf"|(?P<energy>energy|electricity|power consumption|emissions))",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"\s?(?:more|greater|higher|larger|bigger|increase in|the|as much|as many|of the|that of the"
    rf"|scale-?up in)\s{_FILLER}(?P<what>{COMPUTE}|(?P<energy>energy|electricity))",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"\s?-?\s?(?P<what>{_TRAINING_COST}|comput(?:e|ation)\b(?!\s?-?\s?(?:optimal|efficien|saving|multiplier"
    rf"|reduc|equivalent|gain|advantage)))",
    re.IGNORECASE,
)
_GAIN_NOUN = (
    r"(?:(?:(?:training|overall|algorithmic|pre-?training|data|total|average|end-to-end|equivalent|dense"
    r"|performance)\s){0,4}"
    r"(?:comput(?:e|ation(?:al)?)|algorithmic|training|FLOPs?|cost|parameter|sample|token"
    r"|data)[- ]?\s?(?:comput\w+\s)?(?:efficien\w+|savings?|multipliers?|gains?|reductions?|advantage|leverage"
    r"|speed-?ups?|equivalent gain)"
    r"|algorithmic (?:progress|improvements?|efficiency)|(?:equivalent\s)?dense (?:performance )?leverage"
    r"|efficiency leverage|compute[- ]equivalent gain|CEG|efficiency (?:gain|improvement|leverage)s?"
    r"|(?:training|pre-?training) (?:speed-?up|efficiency|acceleration))"
)
_GAIN = re.compile(
    rf"\s?(?:in|the|as|more|better|higher|greater|improvement in|gain in|increase in|of"
    rf"|equivalent\s)?\s?(?:(?:the|a|an|in|of|overall|average|improved)\s){{0,2}}{_GAIN_NOUN}|\s?reduction (?:in"
    rf"|of)\s{_FILLER}{COMPUTE}",
    re.IGNORECASE,
)
_MORE_EFFICIENT = re.compile(
    r"\s?(?:more|as|better)\s(?:(?:compute|computationally|algorithmically|training|sample|data"
    r"|FLOP)[- ]?)?(?:efficient|efficiently)(?:\s(?:to|in|at|for)\s(?:pre-?)?train\w*)?",
    re.IGNORECASE,
)
_CUT_BY = re.compile(
    rf"(?:cut(?:s|ting)?|reduc(?:e|es|ed|ing|tion)|lower(?:s|ed|ing)?|sav(?:e|es|ed|ing)|decreas\w+|shrink\w*"
    rf"|drop(?:s|ped)?|f[ae]lls?|improv\w+|rais\w+|increas\w+|gain\w*)\s(?:in\s|of\s)?"
    rf"{_FILLER}(?P<what>{_GAIN_NOUN}|{COMPUTE}|price|cost|energy)[^.;\d]{{0,60}}?\b(?:by|of)\s(?:a factor of\s"
    rf"|up to\s|as much as\s|about\s|around\s|maybe\s|roughly\s|over\s|~\s?)*$",
    re.IGNORECASE,
)
_RAISED_BY = re.compile(
    r"(?:scal(?:e|es|ed|ing)|increas\w+|rais\w+|grow\w*|grew|expand\w*)\s(?:up\s|in\s|the\s|our\s|RL\s|training\s"
    r"|pre-?training\s|total\s|post-?training\s){0,4}"
    r"comput(?:e|ation)(?!\s?-?efficien)[^.;\d]{0,40}?\b(?:by|of)\s(?:a factor of\s|about\s|around\s|roughly\s"
    r"|over\s|~\s?)*$",
    re.IGNORECASE,
)
_NOUN_OF = re.compile(
    rf"{_GAIN_NOUN}\s(?:of|is|was|reach\w*|at)\s(?:up to\s|about\s|around\s|roughly\s|over\s|~\s?)*$", re.IGNORECASE
)
_FALLS_BY = re.compile(
    r"\b(?:price|cost|compute|FLOPs?)\b[^.;\d]{0,70}(?:falls?|fell|drops?|declin\w+|shrinks?|decreas\w+|improv\w+"
    r"|halv\w+)\s(?:by\s)?(?:maybe\s|about\s|around\s|roughly\s|up to\s|a factor of\s|~\s?)*$",
    re.IGNORECASE,
)
_FACTOR_OF = re.compile(r"\bfactor of\s(?:about\s|around\s|roughly\s|~\s?)?$", re.IGNORECASE)
_PER_YEAR = re.compile(r"\s?(?:(?:per|a|each|every)\s(?:year|annum)|/\s?(?:yr|year)|annually|yearly)")
_SHARE = re.compile(
    rf"\s?(?:of|to|the|as much|as many)\s{_FILLER}(?P<what>{COMPUTE}|(?P<energy>energy|electricity))", re.IGNORECASE
)
_PART = re.compile(
    r"\b(?:(?P<half>half)|(?:a|one)[- ](?P<part>third|quarter|fourth|fifth|sixth|eighth|tenth|twentieth"
    r"|hundredth)|1/(?P<over>\d{1,3})|(?P<order>an order of magnitude)\s(?:less|fewer|lower|(?P<up>more|greater"
    r"|higher))"
    r"|(?P<two>two)[- ](?P<parts>thirds|fifths)|(?P<twice>twice|double))(?:\sof)?"
    rf"\s(?:of\s|as much\s|as many\s)?{_FILLER}(?P<what>{COMPUTE}|(?P<energy>energy|electricity))",
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
_NAME = r"(?:[A-Z][\w.]*|[a-z]+-[\w.-]*\d[\w.-]*)(?:[-–][\w.]+)*"
_TO = re.compile(
    rf"(?:\bof|\bthan|\bas|\bto|\bover|\bagainst|\bversus|\bvs\.?|compared (?:to|with)|relative to|used to train"
    rf"|needed for|to train|required (?:by|for)|used (?:by|for))\s"
    rf"(?:the\s|its\s|our\s|original\s|final\s|previous\s|training\s|a\s|an\s)*(?P<name>{_NAME}(?:\s(?:{_NAME}"
    rf"|\d[\w.]*|standard|baseline|model))*)"
)
_POSSESSIVE = re.compile(rf"\s(?P<name>{_NAME}(?:\s\d[\w.]*)?)'s\s")
_NOT = re.compile(
    r"context|window|resolution|faster (?:inference|decod)|memory|KV cache|latency|inference (?:speed|cost"
    r"|efficien|FLOP|comput)|fewer parameters|smaller model|\bdata\b(?!-efficien)|test-time",
    re.IGNORECASE,
)


def multiples(sentence: Sentence) -> Iterator[Amount]:
    """Every multiple of compute, of effective compute and of efficiency."""
    for number in sentence.numbers:
        amount = _multiple(sentence, number) or _share(sentence, number)
        if amount is not None and (amount.quantity != "relative_energy" or sentence.trains):
            yield _with_reference(sentence, amount)
    for match in (*_PART.finditer(sentence.text), *_SAME.finditer(sentence.text)):
        if not _is_of_inference(sentence, match.end()):
            yield _with_reference(sentence, _part(sentence, match))


def _multiple(sentence: Sentence, number: Number) -> Amount | None:
    times = _TIMES.match(sentence.text, number.end)
    if number.value is None or number.value <= 0:
        return None
    if times is None:
        is_factor = _FACTOR_OF.search(sentence.before(number.start)) and _FLOP_NEAR.search(sentence.text)
        return _gain(sentence, number, number.end) if is_factor else None
    end = times.end()
    return _effective(sentence, number, end) or _relative(sentence, number, end) or _efficiency(sentence, number, end)


_FLOP_NEAR = re.compile(r"flop|comput|GPU|TPU|training cost|efficien", re.IGNORECASE)


def _effective(sentence: Sentence, number: Number, end: int) -> Amount | None:
    """A multiple of effective compute: the words stand behind it, or before it in the same clause."""
    behind = re.search(r"[,;.]\s", sentence.after(end, 70))
    clause = sentence.after(end, behind.start() if behind else 70)
    if (found := _EFFECTIVE.search(clause)) and not re.search(r"\d+(?:\.\d+)?\s?[x×]", clause[: found.start()]):
        return amount_of(number, "effective_compute", "x", end + found.end())
    before = re.split(r"[;.]\s", sentence.before(number.begin, 70))[-1]
    said = _EFFECTIVE.search(before)
    if said and not re.search(r"\d\s?[x×]", before[said.end() :]):
        return amount_of(number, "effective_compute", "x", end)
    return None


def _relative(sentence: Sentence, number: Number, end: int) -> Amount | None:
    if less := _LESS.match(sentence.text, end):
        if _is_of_inference(sentence, less.end()):
            return None
        return _inverse(amount_of(number, _quantity(less), _unit(less), less.end()))
    more = _MORE.match(sentence.text, end) or _BARE.match(sentence.text, end)
    if more is None or _is_of_inference(sentence, more.end()) or _GAIN.match(sentence.text, end):
        return None
    return amount_of(number, _quantity(more), _unit(more), more.end())


def _quantity(match: re.Match[str]) -> str:
    return "relative_energy" if match.groupdict().get("energy") else "relative_compute"


def _unit(match: re.Match[str]) -> str:
    return "x"


def _inverse(amount: Amount) -> Amount:
    """Ten times less is a tenth; what bounds the one bounds the other from the other side."""
    turned = {
        "at_least": "at_most",
        "more_than": "less_than",
        "at_most": "at_least",
        "less_than": "more_than",
        "up_to": "at_least",
    }

    def one_over(value: Fraction | None) -> Fraction | None:
        return 1 / value if value else None

    return replace(
        amount,
        value=one_over(amount.value),
        low=one_over(amount.high),
        high=one_over(amount.low),
        bound=turned.get(amount.bound, amount.bound),
    )


def _is_of_inference(sentence: Sentence, end: int) -> bool:
    return (
        re.match(r"\s?(?:at|for|during|per)\s(?:inference|test|token|forward|decod)", sentence.after(end)) is not None
        or re.search(
            r"inference\s?$|inference (?:FLOPs?|comput\w+)$", sentence.text[max(0, end - 30) : end], re.IGNORECASE
        )
        is not None
    )


def _efficiency(sentence: Sentence, number: Number, end: int) -> Amount | None:
    before = sentence.before(number.start, 150)
    gain = _GAIN.match(sentence.text, end) or _MORE_EFFICIENT.match(sentence.text, end)
    if gain and not _NOT.search(gain[0]):
        return _gain(sentence, number, gain.end())
    if raised := _RAISED_BY.search(before):
        return None if _NOT.search(raised[0]) else amount_of(number, "relative_compute", "x", end)
    cut = _CUT_BY.search(before) or _FALLS_BY.search(before) or _NOUN_OF.search(before)
    if cut and not _NOT.search(cut[0]) and re.match(r"\s?(?:[.,;)]|$|\w)", sentence.after(end)):
        return _gain(sentence, number, end)
    if _FACTOR_OF.search(sentence.before(number.start)) and _FLOP_NEAR.search(sentence.text):
        return _gain(sentence, number, end)
    return None


def _gain(sentence: Sentence, number: Number, end: int) -> Amount:
    year = _PER_YEAR.match(sentence.text, end)
    return amount_of(number, "algorithmic_gain", "x per year" if year else "x", year.end() if year else end)


_LESS_BY = re.compile(
    rf"{PER_CENT}\s?(?:fewer|less|lower|reduction (?:in|of)|savings? (?:in|of)|decrease (?:in|of)"
    rf"|cheaper)\s{_FILLER}(?P<what>{COMPUTE}|(?P<energy>energy))",
    re.IGNORECASE,
)
_MORE_BY = re.compile(
    rf"{PER_CENT}\s?(?:more|higher|additional|extra|increase in)\s{_FILLER}(?P<what>{COMPUTE}|(?P<energy>energy))",
    re.IGNORECASE,
)
_OF = re.compile(rf"{PER_CENT}{_SHARE.pattern}", re.IGNORECASE)
_SAVES = re.compile(
    r"\b(?:sav(?:e|es|ed|ing)|cuts?|reduc\w+)\s(?:up to\s|about\s|around\s|~"
    r"|over\s)*$",
    re.IGNORECASE,
)
_CUT_PER_CENT = re.compile(
    rf"(?:cut(?:s|ting)?|reduc\w+|lower(?:s|ed|ing)?|decreas\w+)\s{_FILLER}(?P<what>{COMPUTE}"
    rf"|(?P<energy>energy))[^.;\d]{{0,25}}?\bby\s(?:up to\s|about\s|around\s|~|over\s)*$",
    re.IGNORECASE,
)


def _share(sentence: Sentence, number: Number) -> Amount | None:
    """Per cent of another's compute, or so many per cent less or more of it; the value is the multiple."""
    hundredth = Fraction(1, 100)
    if less := _LESS_BY.match(sentence.text, number.end):
        return _rest(amount_of(number, _quantity(less), "x", less.end(), hundredth))
    if more := _MORE_BY.match(sentence.text, number.end):
        amount = amount_of(number, _quantity(more), "x", more.end(), hundredth)
        return replace(amount, value=1 + (amount.value or Fraction(0)))
    if of := _OF.match(sentence.text, number.end):
        if _is_of_inference(sentence, of.end()) or re.match(r"\s?(?:utili|efficien|peak)", sentence.after(of.end())):
            return None
        amount = amount_of(number, _quantity(of), "x", of.end(), hundredth)
        return _rest(amount) if _SAVES.search(sentence.before(number.start)) else amount
    per_cent = re.compile(PER_CENT).match(sentence.text, number.end)
    cut = _CUT_PER_CENT.search(sentence.before(number.start, 120)) if per_cent else None
    if cut and per_cent:
        return _rest(amount_of(number, _quantity(cut), "x", per_cent.end(), hundredth))
    return None


def _rest(amount: Amount) -> Amount:
    """What is left of one: 80 per cent less is a fifth."""
    turned = {
        "at_least": "at_most",
        "more_than": "less_than",
        "at_most": "at_least",
        "less_than": "more_than",
        "up_to": "at_least",
    }
    return replace(
        amount,
        value=1 - (amount.value or Fraction(0)),
        low=None,
        high=None,
        bound=turned.get(amount.bound, amount.bound),
    )


def _part(sentence: Sentence, match: re.Match[str]) -> Amount:
    groups = match.groupdict()
    value = Fraction(1)
    if groups.get("order") or groups.get("over"):
        value = Fraction(1, 10 if groups["order"] else max(int(groups["over"]), 1))
        value = Fraction(10) if groups["up"] else value
    elif groups.get("half"):
        value = Fraction(1, 2)
    elif groups.get("part"):
        value = Fraction(1, _PARTS[groups["part"].lower()])
    elif groups.get("parts"):
        value = Fraction(2, _PARTS[groups["parts"].lower().removesuffix("s")])
    elif groups.get("twice"):
        value = Fraction(2)
    about = re.search(
        r"(?:about|around|roughly|nearly|almost|approximately"
        r"|~)\s?$",
        sentence.before(match.start(), 20),
    )
    is_about = about is not None or groups.get("order") is not None
    return Amount(_quantity(match), value, "x", match.start(), match.end(), bound="about" if is_about else "")


def _with_reference(sentence: Sentence, amount: Amount) -> Amount:
    """What it is a multiple of, where a name stands near by."""
    inside = _POSSESSIVE.search(sentence.text[amount.start : amount.end + 1])
    found = inside or _TO.search(sentence.text[max(amount.start, amount.end - 4) : amount.end + 90])
    if found is None:
        names = list(_NAMED.finditer(sentence.text[: amount.start]))
        found = names[-1] if names else None
    return replace(amount, relative_to=found["name"].strip(" .") if found else "")


_NAMED = re.compile(
    rf"(?:performance of|that of|level of|than|over|against|compared (?:to|with)|relative to|loss as|quality as"
    rf"|accuracy as|performance as|match(?:es|ing)?|outperform(?:s|ing)?)\s(?P<name>{_NAME}(?:\s\d[\w.]*)?)"
)
