"""Energy, emissions and what a training cost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from flopguard.claims.grammar.numbers import Number
from flopguard.claims.grammar.sentence import Amount, Sentence, amount_of

_ENERGY_UNIT = r"(?P<prefix>[kKMGT]?)(?:W·?-?\s?(?:h|hr|hrs|hours?)\b)|(?P<word>kilo|mega|giga|tera)watt[- ]?hours?"
_ENERGY = re.compile(rf"\s?(?:{_ENERGY_UNIT})", re.IGNORECASE)
_ENERGY_LABEL = re.compile(
    rf"(?:energy|electricity|power"
    rf"|消費電力量?)[^:=.\d]{{0,40}}(?<![A-Za-z])(?:{_ENERGY_UNIT})\)?[^:=.\d]{{0,10}}[:=]\s?\**\s?[~≈]?\s?$",
    re.IGNORECASE,
)
_JOULES = re.compile(r"\s?(?P<prefix>[MGT])J\b|\s?(?P<word>mega|giga|tera)joules?\b")
_WATTS = {
    "": 1,
    "k": 10**3,
    "m": 10**6,
    "g": 10**9,
    "t": 10**12,
    "kilo": 10**3,
    "mega": 10**6,
    "giga": 10**9,
    "tera": 10**12,
}

_CO2 = (
    r"(?:of\s)?(?:carbon dioxide|CO\s?_?\{?\^?[2₂]\}?|carbon)[- ]?\s?(?:e\b|eq(?:\.|uivalents?)?\b|[- ]equivalents?)?"
)
_MASS = r"(?P<mass>kilograms?|grams?|metric tons?|tonnes?|tons?|kg|Kg|KG|g|t|Mt|kt|lbs?)"
_EMISSIONS = re.compile(
    rf"\s?(?:{_MASS}\s?{_CO2}|(?P<mass2>tonnes?|tons?|metric tons?|kg)\s(?:location-based"
    rf"|market-based))",
    re.IGNORECASE,
)
_EMISSIONS_LABEL = re.compile(
    rf"(?:{_MASS}\s?{_CO2}|emissions?[^:=.\d]{{0,20}}\(\s?(?P<mass2>kg|g|t|tonnes?"
    rf"|tons?)\)?)[^:=.\d]{{0,22}}[:=]\s?\**\s?[~≈]?\s?$",
    re.IGNORECASE,
)
_KILOGRAMS = {
    "g": Fraction(1, 1000),
    "gram": Fraction(1, 1000),
    "kg": Fraction(1),
    "kilogram": Fraction(1),
    "kt": Fraction(10**6),
    "mt": Fraction(10**9),
}
_POUNDS = {"lb": Fraction(45359237, 100000000)}

_MONEY_BEFORE = re.compile(r"(?P<sign>US\$|USD|\$|€|EUR|£)\s?$")
_MONEY_AFTER = re.compile(r"\s?(?P<sign>US\sdollars|U\.S\. dollars|dollars?|USD|euros?|EUR|€|万円|億円)\b")
_COST_WORDS = re.compile(
    r"\b(?:train|pre-?train|fine-?tun|compute|GPU|TPU|run\b|cost to (?:build|train)|rental)", re.IGNORECASE
)
_PRICE = re.compile(
    r"\s?(?:[kMB]|million|billion|thousand)?\s?(?:/|per\b|a\s(?:month|seat|year|user)|each|an hour)", re.IGNORECASE
)
_NOT_COST = re.compile(
    r"\bfund|\braised?\b|valuation|revenue|market|grant|prize|invest|fine of|fines|penalt|turnover|subscription"
    r"|price of tokens|\bAPI\b|per (?:1M|million)|damage|losses exceed",
    re.IGNORECASE,
)
_CURRENCY = {"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP"}


def power_amounts(sentence: Sentence) -> Iterator[Amount]:
    """Every energy, emission and cost."""
    for number in sentence.numbers:
        amount = _energy(sentence, number) or _emissions(sentence, number) or _cost(sentence, number)
        if amount is not None:
            yield amount


def _has_unit(sentence: Sentence, number: Number) -> bool:
    return re.match(r"\s?[-*×/]?\s?[A-Za-z%$]", sentence.after(number.end, 4)) is not None


def _is_rate(sentence: Sentence, end: int) -> bool:
    return re.match(r"\s?(?:/|per\b)\s?(?!model|run|training)", sentence.after(end)) is not None


def _energy(sentence: Sentence, number: Number) -> Amount | None:
    unit = _ENERGY.match(sentence.text, number.end) or _JOULES.match(sentence.text, number.end)
    end = unit.end() if unit else number.end
    if unit is None and not _has_unit(sentence, number):
        unit = _ENERGY_LABEL.search(sentence.before(number.begin, 90))
    if (
        unit is None
        or _is_rate(sentence, end)
        or re.search(r"CO2[^.;]{0,12}/\s?$|intensity[^.;]{0,20}$|battery", sentence.before(number.begin))
    ):
        return None
    factor = Fraction(_WATTS[(unit["prefix"] or unit["word"] or "").lower()], 1000)
    return amount_of(number, "energy", "kWh", end, factor / (3600 if unit.re is _JOULES else 1))


def _emissions(sentence: Sentence, number: Number) -> Amount | None:
    unit = _EMISSIONS.match(sentence.text, number.end)
    end = unit.end() if unit else number.end
    if unit is None and not _has_unit(sentence, number):
        unit = _EMISSIONS_LABEL.search(sentence.before(number.begin, 90))
    if unit is None or _is_rate(sentence, end):
        return None
    return amount_of(number, "emissions", "kg CO2e", end, _kilograms(unit["mass"] or unit["mass2"]))


def _kilograms(mass: str) -> Fraction:
    name = mass.lower().removesuffix("s")
    return {**_KILOGRAMS, **_POUNDS}.get(name, Fraction(1000))


def _cost(sentence: Sentence, number: Number) -> Amount | None:
    before, after = (
        _MONEY_BEFORE.search(sentence.before(number.start, 6)),
        _MONEY_AFTER.match(sentence.text, number.end),
    )
    sign = before or after
    end = after.end() if after else number.end
    if sign is None or _PRICE.match(sentence.text, end) or _NOT_COST.search(sentence.text):
        return None
    if not (_COST_WORDS.search(sentence.text) or re.search(r"train", sentence.around, re.IGNORECASE)) or (
        sentence.serves and not sentence.says_trained
    ):
        return None
    unit = _CURRENCY.get(sign["sign"].lower(), "USD")
    if sign["sign"].endswith("円"):
        return amount_of(number, "cost", "JPY", end, 10**8 if "億" in sign["sign"] else 10**4)
    amount = amount_of(number, "cost", unit, end)
    return replace(amount, start=number.start - len(before[0])) if before else amount
