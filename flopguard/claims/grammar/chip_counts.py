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
    rf"(?:(?:number|num\.?|no\.|count|#)\s?(?:of )?(?:training )?(?:{GENERIC}|accelerator|device)s?"
    rf"|(?<![/A-Za-z])(?<!per )(?:GPU|TPU|chip|node"
    rf"|device)s?(?: (?:count|number|used))?)\**\s?[:=|]\s?\**\s?$",
    re.IGNORECASE,
)
_OF_HARDWARE = re.compile(rf"(?P<chip>{CHIP})(?:\s(?:hardware|pods?|slices?|devices?))?\s\($")
_COUNTED = re.compile(r"\s(?P<kind>cores|chips)(?=\))")
_NODES_BEHIND = re.compile(r"\s?[xX×*]\s?(?P<nodes>\d{1,4})\b(?!\s?\w*[A-Z]\d|[.,]\d)")
_CHIP_TIMES = re.compile(rf"(?P<chip>{CHIP})s?(?:\s{GENERIC}s?)?(?:\s?[x×*]\s?|\s?(?=$))$")
_EACH = re.compile(
    rf"\s?(?:\(|,|with|of|each with|x|×|,? each (?:having|with)|containing"
    rf"|having)+\s?(?P<each>\d{{1,2}})\s?[x×]?\s?(?P<chip>{CHIP}|{GENERIC}|\d{{2}}G)",
    re.IGNORECASE,
)


def chips_in(sentence: Sentence) -> Iterator[Chips]:
    """Every number of chips."""
    yield from _slices(sentence)
    for number in sentence.numbers:
        if number.value is None or number.value.denominator != 1 or not 1 <= number.value <= 10**7:
            continue
        unit = _CHIPS.match(sentence.text, number.end)
        if unit:
            yield _chips(sentence, number, unit)
        elif number.plain and (not _unit_follows(sentence, number) or _COUNTED.match(sentence.text, number.end)):
            yield from _named_before(sentence, number, number.value)


_SLICE = re.compile(r"\bTPU[- ]?(?P<kind>v3|v5e)-(?P<count>[1-9]\d{0,3})\b(?!-|\s?[Gg]i?[Bb])")


def _slices(sentence: Sentence) -> Iterator[Chips]:
    """A slice of TPUs by its name. A v3 is named after its cores, two a chip, and a v5e after its chips.

    cloud.google.com/tpu/docs/v3 and /v5e, read in November 2026. Of the others the name is not read.
    """
    for slice_ in _SLICE.finditer(sentence.text):
        counted = re.search(
            r"(?:\d|\b[Oo]ne|\b[Tt]wo|\b[Ff]our|\b[Ee]ight)\s?(?:[x×]\s?)?$", sentence.before(slice_.start(), 8)
        )
        if not counted:
            kind = "core" if slice_["kind"] == "v3" else "chip"
            name = f"TPU {slice_['kind']}"
            yield Chips(slice_.start(), slice_.end(), Fraction(slice_["count"]), name, kind, "")


def _named_before(sentence: Sentence, number: Number, count: Fraction) -> Iterator[Chips]:
    """`H100 * 64` and `Number of nodes: 8`."""
    before = sentence.before(number.begin, 60)
    counted = re.match(r"\s?[基枚台個]", sentence.after(number.end, 2))
    times = _CHIP_TIMES.search(before)
    if times and (counted or times[0][-1:] in "x×*" or times[0].rstrip()[-1:] in "x×*"):
        yield Chips(number.start, number.end, count, times["chip"].strip(), kind_of(times["chip"]), number.bound)
    elif (hardware := _OF_HARDWARE.search(before)) and (counted := _COUNTED.match(sentence.text, number.end)):
        kind = kind_of(counted["kind"])
        yield Chips(number.start, counted.end(), count, hardware["chip"].strip(), kind, number.bound)
    elif label := _CHIPS_LABEL.search(before):
        yield Chips(number.start, number.end, count, "", kind_of(label[0]), number.bound)


def _unit_follows(sentence: Sentence, number: Number) -> bool:
    return re.match(r"\s?(?!基|枚|台|個)[\w%$.]", sentence.after(number.end, 3)) is not None


def _chips(sentence: Sentence, number: Number, unit: re.Match[str]) -> Chips:
    words = f"{unit['chip'] or ''} {unit['also'] or ''} {unit['generic'] or ''}"
    kind, hardware, count, end = kind_of(words), (unit["chip"] or "").strip(), number.value or Fraction(0), unit.end()
    if kind == "node" and unit["chip"] and re.match(r"\s?[xX×*]|-", unit[0]):
        kind = kind_of(hardware)  # eight times the chip, in one node
        if nodes := _NODES_BEHIND.match(sentence.text, end):
            return Chips(number.start, nodes.end(), count * int(nodes["nodes"]), hardware, kind, number.bound)
    each = _EACH.match(sentence.text, end) if kind == "node" else None
    if each:
        name = each["chip"]
        hardware = hardware or (name if re.fullmatch(CHIP, name) else "")
        return Chips(number.start, each.end(), count * int(each["each"]), hardware, "chip", number.bound)
    return Chips(number.start, end, count, hardware, kind, number.bound)
