"""How many chips, cores or nodes: 384 A100 GPUs, 8xH100, 16 nodes with 4 A100 each, H100 * 64."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flopguard.claims.grammar.chips import CHIP, GENERIC, kind_of
from flopguard.claims.grammar.numbers import Number
from flopguard.claims.grammar.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Chips:
    """A number of chips, cores or nodes."""

    start: int
    end: int
    count: Fraction
    hardware: str
    kind: str
    bound: str


_JOINT = r"(?:\s?[xX×*]\s?|\s|-)"
_CHIPS = re.compile(
    rf"{_JOINT}(?:(?:{GENERIC}s?|cloud|units?(?:\sof)?|of|the"
    rf"|Cloud)\s){{0,2}}(?:(?P<chip>{CHIP})s?(?:[- ](?P<also>{GENERIC}|server|instance|machine|unit)s?\b)?"
    rf"|(?P<generic>(?:GPU|TPU|NPU|IPU|HPU|XPU|gpu|tpu)s?|(?:(?:compute|GPU|TPU|training|AI"
    rf"|neural)\s)?(?:accelerators?|chips|nodes|servers))\b)(?!-equiv|\s?[-/]?\s?(?:hours?|hrs?|days?|weeks?|h\b))"
)
_CHIPS_LABEL = re.compile(
    rf"(?:(?:number|no\.|count|#) of (?:training )?(?:{GENERIC}|accelerator|device)s?|(?:GPU|TPU|chip|node"
    rf"|device)s?(?: (?:count|number))?)\**\s?[:=]\s?\**\s?$",
    re.IGNORECASE,
)
_CHIP_TIMES = re.compile(rf"(?P<chip>{CHIP})s?(?:\s{GENERIC}s?)?(?:\s?[x×*]\s?|\s?(?=$))$")
_EACH = re.compile(
    rf"\s?(?:\(|,|with|of|each with|x|×|,? each (?:having|with)|containing"
    rf"|having)+\s?(?P<each>\d{{1,2}})\s?[x×]?\s?(?P<chip>{CHIP}|{GENERIC}|\d{{2}}G)",
    re.IGNORECASE,
)


def chips_in(sentence: Sentence) -> Iterator[Chips]:
    """Every number of chips."""
    for number in sentence.numbers:
        if number.value is None or number.value.denominator != 1 or not 1 <= number.value <= 10**7:
            continue
        unit = _CHIPS.match(sentence.text, number.end)
        if unit:
            yield _chips(sentence, number, unit)
        elif number.plain and not _unit_follows(sentence, number):
            yield from _named_before(sentence, number, number.value)


def _named_before(sentence: Sentence, number: Number, count: Fraction) -> Iterator[Chips]:
    """`H100 * 64` and `Number of nodes: 8`."""
    before = sentence.before(number.begin, 60)
    counted = re.match(r"\s?[基枚台個]", sentence.after(number.end, 2))
    times = _CHIP_TIMES.search(before)
    if times and (counted or times[0][-1:] in "x×*" or times[0].rstrip()[-1:] in "x×*"):
        yield Chips(number.start, number.end, count, times["chip"].strip(), kind_of(times["chip"]), number.bound)
    elif label := _CHIPS_LABEL.search(before):
        yield Chips(number.start, number.end, count, "", kind_of(label[0]), number.bound)


def _unit_follows(sentence: Sentence, number: Number) -> bool:
    return re.match(r"\s?(?!基|枚|台|個)[\w%$.]", sentence.after(number.end, 3)) is not None


def _chips(sentence: Sentence, number: Number, unit: re.Match[str]) -> Chips:
    words = f"{unit['chip'] or ''} {unit['also'] or ''} {unit['generic'] or ''}"
    kind, hardware, count, end = kind_of(words), (unit["chip"] or "").strip(), number.value or Fraction(0), unit.end()
    if kind == "node" and unit["chip"] and re.match(r"\s?[xX×*]|-", unit[0]):
        kind = kind_of(hardware)  # eight times the chip, in one node
    each = _EACH.match(sentence.text, end) if kind == "node" else None
    if each:
        name = each["chip"]
        hardware = hardware or (name if re.fullmatch(CHIP, name) else "")
        return Chips(number.start, each.end(), count * int(each["each"]), hardware, "chip", number.bound)
    return Chips(number.start, end, count, hardware, kind, number.bound)
