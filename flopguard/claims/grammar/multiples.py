"""Multiples: 4x effective compute, 10x less compute than, and with them efficiency and shares."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flopguard.claims.grammar.gains import efficiency, factor, is_gain
from flopguard.claims.grammar.numbers import Number
from flopguard.claims.grammar.parts import parts, share
from flopguard.claims.grammar.ratios import (
    COMPUTE,
    FILLER,
    TRAINING_COST,
    inverse,
    is_of_inference,
    quantity_of,
    with_reference,
)
from flopguard.claims.grammar.sentence import Amount, Sentence, amount_of

_TIMES = re.compile(r"\s?(?:[x×X](?![\d\w])|[- ]?fold\b|\stimes\b|倍)")
_EFFECTIVE = re.compile(
    r"effective[- ]?(?:training[- ])?(?:compute|scale[- ]?up|FLOPs?)|effectively more compute|実効計算量", re.IGNORECASE
)
_LESS = re.compile(
    rf"\s?(?:fewer|less|lower|smaller|cheaper(?:\sin)?|reduced)\s{FILLER}(?P<what>{COMPUTE}"
    rf"|(?P<energy>energy|electricity|power consumption|emissions))",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"\s?(?:more|greater|higher|larger|bigger|increase in|the|as much|as many|of the|that of the"
    rf"|scale-?up in)\s{FILLER}(?P<what>{COMPUTE}|(?P<energy>energy|electricity))",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"\s?-?\s?(?P<what>{TRAINING_COST}|comput(?:e|ation)\b(?!\s?-?\s?(?:optimal|efficien|saving|multiplier"
    rf"|reduc|equivalent|gain|advantage)))",
    re.IGNORECASE,
)


def multiples(sentence: Sentence) -> Iterator[Amount]:
    """Every multiple of compute, of effective compute and of efficiency."""
    for number in sentence.numbers:
        amount = _multiple(sentence, number) or share(sentence, number)
        if amount is not None and (amount.quantity != "relative_energy" or sentence.trains):
            yield with_reference(sentence, amount)
    for amount in parts(sentence):
        yield with_reference(sentence, amount)


def _multiple(sentence: Sentence, number: Number) -> Amount | None:
    times = _TIMES.match(sentence.text, number.end)
    if number.value is None or number.value <= 0:
        return None
    if times is None:
        return factor(sentence, number)
    end = times.end()
    return _effective(sentence, number, end) or _relative(sentence, number, end) or efficiency(sentence, number, end)


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
        if is_of_inference(sentence, less.end()):
            return None
        return inverse(amount_of(number, quantity_of(less), "x", less.end()))
    more = _MORE.match(sentence.text, end) or _BARE.match(sentence.text, end)
    if more is None or is_of_inference(sentence, more.end()) or is_gain(sentence, end):
        return None
    return amount_of(number, quantity_of(more), "x", more.end())
