"""Numbers as people write them: 1,720,320; 7.7 million; 3.8e25; 3.8 × 10^25; 350 to 400; 770 ± 50; two; a few."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from flopguard.claims.grammar.scales import LETTERS, SCALES, WORDS

ABOUT, AT_LEAST, MORE_THAN, AT_MOST, LESS_THAN, UP_TO = (
    "about",
    "at_least",
    "more_than",
    "at_most",
    "less_than",
    "up_to",
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a sentence: `start` to `end` is all of it, `begin` where the words that bound it begin.

    `value` is None for "a few", the middle for a range. `lost` is a second value, right if the exponent of a power
    of ten was printed as plain digits.
    """

    start: int
    end: int
    value: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None
    bound: str = ""
    begin: int = 0
    lost: Fraction | None = None
    is_word: bool = False
    plain: bool = False
    """Digits and no more: no scale and no power of ten."""
    factor: Fraction = Fraction(1)
    """What its scale and its power of ten come to."""


_DIGITS = (
    r"(?:\d{1,3}(?: \d{3}){2,6}(?!\d)|\d{1,3} \d\d0(?!\d)|\d{1,3}(?:,\d{3}){1,7}(?![\d])"
    r"|\d{1,18}(?![\d]))(?:\.\d{1,18}(?!\d))?"
)
_TIMES = r"\s?[×xX*·]\s?"
_NOT_A_GROUP = (
    r"(?!(?:(?<=[^\w.,]\d )|(?<=[^\w.,]\d\d )|(?<=[^\w.,]\d\d\d )|(?<=^\d )|(?<=^\d\d )|(?<=^\d\d\d ))\d{3}(?![\d,]))"
)
"""Three digits behind a space and others may be the rest of a number: they are no number of their own."""
_NUMBER = re.compile(
    rf"(?<![A-Za-z0-9_^])(?<![A-Za-z]-)(?<![A-Za-z]\d-)(?<![\d][.,]){_NOT_A_GROUP}(?:10\s?(?:\^"
    rf"|\*\*)\s?[{{(]?\s?\+?(?P<bare>\d{{1,3}})\s?[}})]?\^?"
    rf"|(?P<mantissa>{_DIGITS})"
    r"(?:[eE]\s?\+?(?P<e>\d{1,3})(?![\d.]*\w)|[eE]-(?P<minus>\d{1,3})(?!\w)"
    rf"|{_TIMES}10\s?(?:\^|\*\*)\s?[{{(]?\s?\+?(?P<power>-?\d{{1,3}})\s?[}})]?\^?"
    rf"|{_TIMES}10(?P<lost>[1-3]\d)(?![\d.,]*\d|%)|\+(?P<plus>[1-3]\d)(?![\d.,%]))?)"
    rf"(?:(?:\s|-)?(?P<scale>{SCALES})\b|\s?(?P<letter>[kKMBTG]|bn|mn|tn)(?![A-Za-z0-9_])"
    rf"|(?P<small>[bt])(?![A-Za-z0-9_])"
    r"|\s?(?P<asian>万|億|兆|千))?(?P<plussed>\+(?![\d\w/-]))?"
)
_WORD = re.compile(
    rf"\b(?:(?P<one>{'|'.join(WORDS)}|an?)[\s-](?P<scale>{SCALES})|(?P<only>{'|'.join(WORDS)})"
    rf"|(?P<half>half)\sa\s(?P<of>{SCALES})"
    r"|(?P<vague>(?:(?:a\s)?few|several|many|tens\sof|hundreds\sof|some)(?:\s(?:tens|dozens?|hundreds?|thousands?"
    r"|millions?|billions?|trillions?|of)){0,4}|(?:tens|dozens|hundreds|thousands|millions|billions|trillions)\sof"
    r"(?:\s(?:thousands|millions|billions|of)){0,3}))(?:\b|(?=fold\b))",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:(?P<more>more than|(?<!trained )(?<!run )(?<!epoch )(?<!epochs )(?<!training )(?<!pass )over|above"
    r"|exceeding|exceeds|in excess of|greater than|>)"
    r"|(?P<least>at least|no (?:less|fewer) than|not less than|minimum of|≥|>=|\\geq?)"
    r"|(?P<less>less than|fewer than|under|below|<)|(?P<most>at most|no more than|not more than|≤|<=|\\leq?)"
    r"|(?P<to>up to|as much as|as many as)"
    r"|(?P<about>about|around|approximately|approx\.?|roughly|nearly|almost|circa|ca\.|c\.|maybe|some|close to"
    r"|an estimated"
    r"|estimated|some|~=|[~≈≃]|約|およそ))\s?[~≈$€£]?\s?$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s?(?:-|–|—|~|to|and|through)\s?[~$€£]?\s?$")
_BETWEEN = re.compile(r"\b(?:between|from)\s(?:about\s|around\s|roughly\s|~\s?)?[$€£]?$", re.IGNORECASE)
_ERROR = re.compile(r"\s?±\s?$")


def numbers_in(text: str) -> tuple[Number, ...]:
    """Every number of the text, ranges as one, in order."""
    return tuple(_bounded(number, text) for number in _merged(_plain_numbers(text), text))


def _plain_numbers(text: str) -> list[Number]:
    found = [_number(match) for match in _NUMBER.finditer(text)]
    taken = {place for number in found for place in range(number.start, number.end)}
    words = [_word(match) for match in _WORD.finditer(text) if match.start() not in taken]
    return sorted((*found, *words), key=lambda number: number.start)


def _number(match: re.Match[str]) -> Number:
    scale = _scale(match)
    mantissa = Fraction(re.sub(r"[^\d.]", "", match["mantissa"])) if match["mantissa"] else Fraction(1)
    exponent = int(match["e"] or match["power"] or match["bare"] or 0) - int(match["minus"] or 0)
    hidden = match["lost"] or match["plus"]
    factor = Fraction(10) ** exponent * scale
    return Number(
        match.start(),
        match.end(),
        mantissa * factor,
        bound=AT_LEAST if match["plussed"] else "",
        lost=mantissa * Fraction(10) ** int(hidden) if hidden else None,
        plain=factor == 1 and hidden is None,
        factor=factor,
    )


def _scale(match: re.Match[str]) -> Fraction:
    if match["scale"]:
        return LETTERS[match["scale"].lower()]
    return LETTERS[match["letter"] or match["small"] or match["asian"] or ""]


def _word(match: re.Match[str]) -> Number:
    start, end = match.span()
    if match["vague"]:
        return Number(start, end, None, is_word=True, bound=ABOUT)
    if match["half"]:
        return Number(start, end, LETTERS[match["of"].lower()] / 2, is_word=True)
    word = (match["one"] or match["only"]).lower()
    count = Fraction(WORDS.get(word, 1))
    return Number(start, end, count * (LETTERS[match["scale"].lower()] if match["scale"] else 1), is_word=True)


def _merged(numbers: list[Number], text: str) -> Iterator[Number]:
    index = 0
    while index < len(numbers):
        number = numbers[index]
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        both = _together(number, following, text) if following else None
        yield both or number
        index += 2 if both else 1


def _together(first: Number, second: Number, text: str) -> Number | None:
    """Two numbers as one: a range or a figure with its error. A scale after the second holds for both."""
    between = text[first.end : second.start]
    if first.value is None or second.value is None or len(between) > 12:
        return None
    if _ERROR.match(between):
        return replace(first, end=second.end, low=first.value - second.value, high=first.value + second.value)
    if not _RANGE.match(between):
        return None
    if between.strip() in ("and", "through") and not (
        between.strip() == "and" and _BETWEEN.search(text[: first.start])
    ):
        return None
    low = _same_scale(first, second)
    if low is None or low >= second.value or first.is_word != second.is_word:
        return None
    middle = (low + second.value) / 2
    return replace(first, end=second.end, value=middle, low=low, high=second.value, plain=second.plain, lost=None)


def _same_scale(first: Number, second: Number) -> Fraction | None:
    """The lower end in the scale of the upper one: "2.5~5e24", "350 to 400 thousand"."""
    if first.value is None or second.value is None:
        return None
    scaled = first.value * second.factor
    return scaled if first.plain and not second.plain and scaled < second.value else first.value


def _bounded(number: Number, text: str) -> Number:
    before = _BEFORE.search(text[max(0, number.start - 24) : number.start])
    if before is None:
        return replace(number, begin=number.start)
    name = str(before.lastgroup)
    bound = {"more": MORE_THAN, "least": AT_LEAST, "less": LESS_THAN, "most": AT_MOST, "to": UP_TO, "about": ABOUT}[
        name
    ]
    begin = number.start - (min(24, number.start) - before.start())
    return replace(number, begin=begin, bound=number.bound or bound)
