"""The scale: how large the model, and how much compute, data or hardware."""

from __future__ import annotations

import re
from functools import lru_cache

from flopguard.claims.terms.date import lasts
from flopguard.claims.terms.lexicon import CHIPS, DATA, DEVICES, FAMILY, NUMBER_WORDS, RANGE
from flopguard.claims.terms.sizes import heading_sizes, sizes
from flopguard.claims.terms.words import Words, any_of, pattern
from flopguard.result import Claim

_MANY = r"(?<![\d.,])\d[\d.,]*+(?:e\+?\d+)?\s?(?:[kmbt]|thousand|million|billion|trillion|bn)?"
_HARDWARE = (*(f"(?:{chip})s?" for chip in CHIPS), *DEVICES)
_CHIP = pattern(*(f"(?:{chip})s?" for chip in CHIPS))
_DATA = re.compile(
    rf"{_MANY}[- ](?:\w+ ){{0,3}}(?:{any_of(DATA)})\b"
    rf"|\b(?:one|two|three|four|five|ten|half a) (?:hundred )?(?:million|billion|trillion)[- ](?:\w+ ){{0,2}}tokens\b"
    rf"|\b(?:tokens|training data)\s?[:=|]\s?{_MANY}",
    re.I,
)
_TOTAL = re.compile(
    r"(?<![\d.,])\d[\d.,]*+(?: ?[x*] ?10\^?\d+|e\+?\d+)?+"
    r"(?: ?(?:[a-z]{0,6}flops?(?!/s(?!-d)| ?per)(?:/s-days?)?|pf/s-days?)\b"
    r"|(?:(?<=e\d\d)|(?<=e\+\d\d))\b(?! ?[a-z]{0,6}flop))",
    re.I,
)
_HOURS = re.compile(
    r"(?<![\w.,])\d[\w.,]*+(?:[- ]\w+){1,5}?[- ](?:hours?|days?)\b|\bgpu[- ]hours[^.:|]{0,30}[:|] ?\d", re.I
)
_DEVICE = pattern(*_HARDWARE)
_KIND = r"(?!(?:hours?|days?|weeks?|months?|steps?|tokens?|of|on|per|with|watts?)\b)\w+ "
_COUNT = re.compile(
    rf"(?<![\w.,])(?:\d[\d.,]*+|{any_of(NUMBER_WORDS)})(?: x)?[- ]"
    rf"(?:\d+x? ?gb? )?(?:{_KIND}){{0,2}}(?:{any_of(_HARDWARE)})\b"
    r"(?![ -](?:cluster|cloud|supercomputer|system|partition|hour|day|week|month|year)s?\b)"
    rf"|\bgpus?\s?[:|]\s?\d+",
    re.I,
)
_CLOCK = re.compile(r"(?<![\d.,])\d[\d.,]*+[- ]hours?\b", re.I)
_STEPS = re.compile(rf"{_MANY}[- ](?:\w+ )?steps\b|\bsteps\s?[:|]\s?{_MANY}", re.I)
_FAMILY = pattern(*FAMILY)
_RANGE = pattern(*RANGE)
_PAIRS = tuple(
    frozenset(pair.split())
    for pair in ("data total", "data hours", "data run", "total hours", "total run", "steps run")
)
_ITSELF = {"training_compute": "total", "tokens": "data", "steps": "steps", "chips": "chips"}
AMOUNTS = frozenset({"training_compute", "chip_hours", "hardware_time", "chips", "tokens"})
"""Quantities that are an amount of compute, data or hardware themselves."""


def of_amount(claim: Claim, words: Words) -> str:
    """Given by a size with any amount, or by two amounts of different kinds.

    A bare total of FLOP is no scale, and with a size that only the heading has it is half of one.
    """
    text = words.all
    some = _amounts(text) | _itself(claim)
    anything = claim.quantity in AMOUNTS or bool(some & {"data", "hours", "chips", "steps", "total"})
    if _is_of_several(words):
        return "partly" if anything else "missing"
    size = sizes(text) or heading_sizes(words.above)
    enough = anything and (some != {"total"} or sizes(f"{words.own}\n{words.beside}"))
    if (size and enough) or any(pair <= some for pair in _PAIRS):
        return "given"
    return "partly" if size or some - {"total"} else "missing"


def _itself(claim: Claim) -> set[str]:
    """What the claim itself fixes, however it is written; hours only those of a chip that is named."""
    if claim.quantity == "chip_hours":
        return {"hours"} if _CHIP.search(claim.hardware) else set()
    return {_ITSELF[claim.quantity]} if claim.quantity in _ITSELF else set()


@lru_cache(maxsize=64)
def _is_of_several(words: Words) -> bool:
    own = sizes(words.own)
    return own > 1 or _FAMILY.search(words.own) is not None or (not own and sizes(words.above) > 1)


@lru_cache(maxsize=64)
def _amounts(text: str) -> frozenset[str]:
    """Which amounts are fixed. A run is chips over a time; hours and days alone need the name of their chip."""
    days = lasts(text)
    chips = bool(_COUNT.search(text))
    found = {
        "data": _DATA.search(text),
        "total": _TOTAL.search(text),
        "hours": _CHIP.search(text) and any(_DEVICE.search(match[0]) for match in _HOURS.finditer(text)),
        "chips": chips,
        "steps": _STEPS.search(text),
        "days": days and _CHIP.search(text),
        "run": chips and (days or _CLOCK.search(text)),
    }
    return frozenset(name for name, there in found.items() if there)


def of_multiple(words: Words) -> str:
    """Given by a size or by the compute at which the multiple holds; partly by a range or another amount."""
    text = words.close
    if _RANGE.search(text):
        return "partly"
    if sizes(text) or heading_sizes(words.above) or _TOTAL.search(text):
        return "given"
    return "partly" if _amounts(text) & {"data", "hours", "chips", "steps"} else "missing"
