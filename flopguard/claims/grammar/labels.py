"""Labels with a scale in brackets: `GPU hours (M): 1.7`, `Training compute (1e21 FLOP): 3.2`, `Cost ($M): 4.6`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from flopguard.claims.grammar.numbers import Number, numbers_in
from flopguard.claims.grammar.scales import LETTERS

_SCALED = re.compile(
    r"\((?:in\s)?(?:(?:units|multiples)\sof\s)?(?:USD|EUR|[$€£])?\s?(?:of\s)?(?:(?:[x×]\s?)?(?:10\s?\^\s?\{?(?P<power>\d{1,2})\}?|1[eE]\+?(?P<e>\d{1,2}))"
    r"|(?P<letter>[kKMBTG]|bn)|(?P<word>(?i:thousand|million|billion"
    r"|trillion)s?))(?![\w·])\s?(?:of\s)?[A-Za-z$€£/ -]{0,20}\)"
    r"\**\s?[:=|]\s?\**\s?[~≈><]?\s?$"
)


def scaled_by_labels(numbers: Sequence[Number], text: str) -> tuple[Number, ...]:
    """The numbers, those behind such a label times its scale and the scale itself left out."""
    if "(" not in text:
        return tuple(numbers)
    kept: list[Number] = []
    for number in numbers:
        label = _SCALED.search(text, max(0, number.begin - 60), number.begin)
        if label is None:
            kept.append(number)
            continue
        kept = [other for other in kept if other.end <= label.start()]
        kept.append(_times(number, _scale(label)) if number.plain else number)
    return tuple(kept)


def _scale(label: re.Match[str]) -> Fraction:
    if power := label["power"] or label["e"]:
        return Fraction(10) ** int(power)
    return LETTERS[label["letter"] or label["word"].lower().removesuffix("s")]


def _times(number: Number, scale: Fraction) -> Number:
    low, value, high = (None if end is None else end * scale for end in (number.low, number.value, number.high))
    return replace(number, low=low, value=value, high=high, plain=False, factor=scale)


def labelled_numbers_in(text: str) -> tuple[Number, ...]:
    """Every number of the text as its label means it."""
    return scaled_by_labels(numbers_in(text), text)
