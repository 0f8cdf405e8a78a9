"""Amounts of chip-hours that are written as such: GPU hours, TPU-days, H100-hours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flopguard.claims.grammar.chips import CHIP, GENERIC, kind_of
from flopguard.claims.grammar.numbers import Number
from flopguard.claims.grammar.sentence import Amount, Sentence, amount_of
from flopguard.claims.grammar.times import unit_hours

_TIME = r"(?P<time>hours?|hrs?|hr|h|days?|weeks?|months?|years?|時間|日)"
_ADJECTIVES = r"(?:(?:total|cumulative|of|combined|aggregate|the|single|equivalent|our|more)\s){0,3}"
_AFTER = re.compile(
    rf"\s?-?\s?{_ADJECTIVES}(?:(?P<chip>{CHIP})s?(?:[ -]equivalent)?(?:[ \-·*_×](?P<also>{GENERIC})s?)?"
    rf"|(?P<generic>{GENERIC})s?)"
    rf"(?:-equivalent)?\s?(?:-|·|\*|_|×)?\s?{_TIME}(?![\w])(?!\s?(?:of video|of audio))",
)
OF_CHIP = re.compile(
    rf"\s?(?:(?:on|with|using|of)\s|\()(?:an?\s|the\s|{GENERIC}s?\s|hardware\s|of\s|type\s|computation\s"
    rf"|on\s){{0,6}}\(?(?P<chip>{CHIP})"
)
_LABEL = re.compile(
    rf"(?:(?P<chip>{CHIP})[ \-_]?)?(?P<generic>{GENERIC})?s?[ \-_·*]?(?P<time>hours?|hrs|days?)\b"
    r"(?:[^|:=.,;\d]{0,25}?(?:\([^()]{0,30}\))?\**\s?(?:[:=]|\bis|\bwas|\bof)|)\s?\**\s?[~≈><]?\s?$",
    re.IGNORECASE,
)


def chip_hours(sentence: Sentence) -> Iterator[Amount]:
    """Every amount of chip-hours that is written as one."""
    for number in sentence.numbers:
        unit = _AFTER.match(sentence.text, number.end)
        if unit is None:
            unit, end = _label(sentence, number), number.end
        else:
            end = unit.end()
        if unit is not None and not _throughput(sentence, end):
            yield _chip_hours(sentence, number, unit, end)


def _throughput(sentence: Sentence, end: int) -> bool:
    """Whether it goes on as a price or a quota: dollars per GPU hour, GPU hours per day."""
    return re.match(r"\s?(?:/|per\s)\s?(?!model|run|seed|experiment|phase|stage)", sentence.after(end)) is not None


def _label(sentence: Sentence, number: Number) -> re.Match[str] | None:
    if number.is_word or re.match(r"\s?[A-Za-z%$*×]", sentence.after(number.end, 6)):
        return None
    label = _LABEL.search(sentence.before(number.begin, 70))
    return label if label and (label["chip"] or label["generic"]) else None


def _chip_hours(sentence: Sentence, number: Number, unit: re.Match[str], end: int) -> Amount:
    words = (unit["chip"] or "") + " " + (unit["generic"] or "")
    chip = (unit["chip"] or "").strip() or _named_after(sentence, end)
    _, hours, _ = unit_hours("day" if unit["time"] == "日" else unit["time"])
    kind = kind_of(words if "also" not in unit.re.groupindex else f"{words} {unit['also'] or ''}")
    return amount_of(number, "chip_hours", f"{kind}-hours", end, hours, hardware=chip)


def _named_after(sentence: Sentence, end: int) -> str:
    found = OF_CHIP.match(sentence.text, end)
    return found["chip"].strip() if found else ""
