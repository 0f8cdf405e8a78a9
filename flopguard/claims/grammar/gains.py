"""Multiples of efficiency: 2x compute savings, 3x more compute efficient, training cost cut by 4x."""

from __future__ import annotations

import re

from flopguard.claims.grammar.numbers import Number
from flopguard.claims.grammar.ratios import COMPUTE, FILLER
from flopguard.claims.grammar.sentence import Amount, Sentence, amount_of

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
    rf"|of)\s{FILLER}{COMPUTE}",
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
    rf"{FILLER}(?P<what>{_GAIN_NOUN}|{COMPUTE}|price|cost|energy)[^.;\d]{{0,60}}?\b(?:by|of)\s(?:a factor of\s"
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
_NOT = re.compile(
    r"context|window|resolution|faster (?:inference|decod)|memory|KV cache|latency|inference (?:speed|cost"
    r"|efficien|FLOP|comput)|fewer parameters|smaller model|\bdata\b(?!-efficien)|test-time",
    re.IGNORECASE,
)
_FLOP_NEAR = re.compile(r"flop|comput|GPU|TPU|training cost|efficien", re.IGNORECASE)


def efficiency(sentence: Sentence, number: Number, end: int) -> Amount | None:
    """A multiple of efficiency: the words stand behind it or before it."""
    before = sentence.before(number.start, 150)
    gain = _GAIN.match(sentence.text, end) or _MORE_EFFICIENT.match(sentence.text, end)
    if gain and not _NOT.search(gain[0]):
        return _gain(sentence, number, gain.end())
    if raised := _RAISED_BY.search(before):
        return None if _NOT.search(raised[0]) else amount_of(number, "relative_compute", "x", end)
    cut = _CUT_BY.search(before) or _FALLS_BY.search(before) or _NOUN_OF.search(before)
    if cut and not _NOT.search(cut[0]) and re.match(r"\s?(?:[.,;)]|$|\w)", sentence.after(end)):
        return _gain(sentence, number, end)
    return factor(sentence, number)


def factor(sentence: Sentence, number: Number) -> Amount | None:
    """A factor of 44, in a sentence about compute."""
    is_factor = _FACTOR_OF.search(sentence.before(number.start)) and _FLOP_NEAR.search(sentence.text)
    return _gain(sentence, number, number.end) if is_factor else None


def is_gain(sentence: Sentence, end: int) -> bool:
    """Whether words of efficiency stand behind a multiple."""
    return _GAIN.match(sentence.text, end) is not None


def _gain(sentence: Sentence, number: Number, end: int) -> Amount:
    year = _PER_YEAR.match(sentence.text, end)
    return amount_of(number, "algorithmic_gain", "x per year" if year else "x", year.end() if year else end)
