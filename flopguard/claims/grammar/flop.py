"""Amounts of FLOP and rates of FLOP/s."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from flopguard.claims.grammar.chips import CHIP, GENERIC
from flopguard.claims.grammar.numbers import ABOUT, Number
from flopguard.claims.grammar.sentence import Amount, Sentence, amount_of

_SI = {letter: Fraction(1000) ** power for power, letter in enumerate("kMGTPEZY", 1)}
_WORDS = dict(zip(["kilo", "mega", "giga", "tera", "peta", "exa", "zetta", "yotta"], _SI.values(), strict=True))
_UNIT = (
    r"(?:(?:(?P<si>[kKMGTPEZY])|(?P<word>(?i:kilo|mega|giga|tera|peta|exa|zetta|yotta))[- ]?)?"
    r"(?P<flop>(?i:flops?)(?:-s)?(?![A-Za-rt-z])|(?<=[PETZ])F(?=[-/]))"
    r"|(?:(?i:floating[- ]point|FP(?:16|32)|total|training)\s){0,2}(?P<long>(?i:operations|演算)))"
)
_AFTER = re.compile(rf"\s?-?\s?(?:(?:total|training|pre-?training|model|of)\s){{0,2}}{_UNIT}")
_LABEL = re.compile(
    rf"(?:(?P<log>log10)\s)?(?:{_UNIT}|(?P<compute>(?i:(?:training|total|pre-?training) comput(?:e|ation)|計算量)))"
    r"\s?(?:count|budget|used|cost)?\s?(?:\([^()]{0,30}\))?\**\s?[:=]\s?\**\s?[~≈><]?\s?$"
)
_FORMULA = re.compile(rf"{_UNIT}(?:[^.;]|\.\d){{1,90}}[=≈]\s?[~≈]?\s?$")
_DAYS = re.compile(r"\s?(?:/\s?s(?:ec(?:ond)?)?|ps|S)?\s?[-·*–/ ]\s?(?P<time>days?|hours?|years?)\b", re.IGNORECASE)
_PER_SECOND = re.compile(r"\s?(?:/\s?s(?:ec(?:ond)?)?\b|\s?per\ssecond|ps\b|p/s)", re.IGNORECASE)
_PER_CHIP = re.compile(rf"\s?(?:/|per)\s?(?:{CHIP}|{GENERIC})", re.IGNORECASE)
_PER_OTHER = re.compile(
    r"\s?(?:/|per\s)\s?(?:(?:output|input|active|generated)\s)?(?:token|param|forward|step|sample|image|byte|watt"
    r"|\$|dollar"
    r"|inference|pass|layer|sequence|example|clip|frame|W\b|cycle|query|prompt|weight|video|view)",
    re.IGNORECASE,
)
_RATE_WORDS = re.compile(
    r"\bat\s?(?:about\s|around\s|roughly\s|~)?$|achiev|peak|throughput|sustain|speed|reach|perform|hardware flops"
    r"|\bper gpu|"
    r"cluster|supercomputer|capacity|capable|deliver",
    re.IGNORECASE,
)
_THRESHOLD = re.compile(r"threshold|systemic risk|presum|Article 51|notif(?:y|ication)", re.IGNORECASE)
_HOURS = {"d": 86400, "h": 3600, "y": 31557600}
_CHIPS = re.compile(r"\bG?T?PUs?\b|\b[AHV]\d00s?\b")
ABSURD_RATE = 10**18
"""FLOP; from here on FLOPS without a time is an amount: no run had so high a rate."""


def flop_amounts(sentence: Sentence) -> Iterator[Amount]:
    """Every amount of FLOP, as training compute, and every rate."""
    for number in sentence.numbers:
        amount = _after(sentence, number) or _labelled(sentence, number)
        if amount is not None:
            yield amount


def _after(sentence: Sentence, number: Number) -> Amount | None:
    unit = _AFTER.match(sentence.text, number.end)
    if unit is None:
        return None
    return _amount(sentence, number, unit, unit.end())


def _labelled(sentence: Sentence, number: Number) -> Amount | None:
    before = sentence.before(number.begin, 60)
    label = _LABEL.search(before)
    if label is None and number.plain is False and not re.match(r"\s?[A-Za-z*×]", sentence.after(number.end)):
        label = _FORMULA.search(sentence.before(number.start, 110))
    if label is None or (number.value or 0) < 1000:
        return None
    if label.re is _LABEL and label["compute"] and (number.value or 0) < ABSURD_RATE:
        return None
    return _amount(sentence, number, label, number.end)


def _amount(sentence: Sentence, number: Number, unit: re.Match[str], end: int) -> Amount | None:
    factor = Fraction(1) if unit.re is _FORMULA else _factor(unit)
    if (days := _DAYS.match(sentence.text, end)) and unit["flop"]:
        seconds = _HOURS[days["time"][0].lower()]
        return amount_of(number, "training_compute", "FLOP", days.end(), factor * seconds)
    if _PER_OTHER.match(sentence.text, end):
        return None
    if second := _PER_SECOND.match(sentence.text, end):
        return _rate(sentence, number, factor, second.end())
    chip = _PER_CHIP.match(sentence.text, end)
    return _rate(sentence, number, factor, end) if chip else _bare(sentence, number, unit, factor, end)


def _factor(unit: re.Match[str]) -> Fraction:
    if unit["si"]:
        return _SI[unit["si"] if unit["si"] != "K" else "k"]
    return _WORDS[unit["word"].lower()] if unit["word"] else Fraction(1)


def _rate(sentence: Sentence, number: Number, factor: Fraction, end: int) -> Amount | None:
    chip = _PER_CHIP.match(sentence.text, end)
    if chip is None and not (sentence.trains or re.search(r"\bGPUs?\b|\bTPUs?\b", sentence.text)):
        return None
    return amount_of(number, "rate", "FLOP/s per chip" if chip else "FLOP/s", chip.end() if chip else end, factor)


def _bare(sentence: Sentence, number: Number, unit: re.Match[str], factor: Fraction, end: int) -> Amount | None:
    """FLOP, FLOPs or FLOPS without a time: which of the two it is the size tells, or the words around it."""
    value = (number.value or Fraction(0)) * factor
    of = "threshold" if _THRESHOLD.search(sentence.text) else ""
    if number.lost is not None and value < ABSURD_RATE:
        return _read_as_lost(number, end, of)
    rated = _RATE_WORDS.search(sentence.before(number.begin, 45)) or re.match(r"\s?peak", sentence.after(end))
    if unit["long"] and value < ABSURD_RATE:
        return None
    if value >= ABSURD_RATE and not (rated and factor > 1):
        return amount_of(number, "training_compute", "FLOP", end, factor, of=of)
    if number.value is None or value < 10**12 or (unit["flop"] or "")[:1].lower() != "f":
        return None
    if rated and (sentence.trains or (_CHIPS.search(sentence.text) and "peak" not in sentence.text.lower())):
        return amount_of(number, "rate", "FLOP/s", end, factor)
    if re.search(
        r"(?:train|pre-?train)\w*\s(?:\w+\s){0,3}$|total (?:training )?(?:compute"
        r"|cost)",
        sentence.before(number.begin),
    ):
        return amount_of(number, "training_compute", "FLOP", end, factor, of=of)
    return None


def _read_as_lost(number: Number, end: int, of: str) -> Amount:
    """The exponent was printed as plain digits: no training takes so few operations as the digits say."""
    return Amount("training_compute", number.lost, "FLOP", number.start, end, bound=number.bound or ABOUT, of=of)
