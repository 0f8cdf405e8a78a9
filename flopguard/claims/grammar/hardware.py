"""Chip-hours, chips and how long they ran."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flopguard.claims.grammar.chips import CHIP, GENERIC, kind_of
from flopguard.claims.grammar.numbers import ABOUT, Number
from flopguard.claims.grammar.sentence import Amount, Sentence, amount_of
from flopguard.claims.grammar.times import Duration, durations_in, unit_hours

_TIME = r"(?P<time>hours?|hrs?|hr|h|days?|weeks?|months?|years?|時間|日)"
_ADJECTIVES = r"(?:(?:total|cumulative|of|combined|aggregate|the|single|equivalent|our|more)\s){0,3}"
_AFTER = re.compile(
    rf"\s?-?\s?{_ADJECTIVES}(?:(?P<chip>{CHIP})s?(?:[ -]equivalent)?(?:[ \-·*_×](?P<also>{GENERIC})s?)?"
    rf"|(?P<generic>{GENERIC})s?)"
    rf"(?:-equivalent)?\s?(?:-|·|\*|_|×)?\s?{_TIME}(?![\w])(?!\s?(?:of video|of audio))",
)
_OF_CHIP = re.compile(
    rf"\s?(?:(?:on|with|using|of)\s|\()(?:an?\s|the\s|{GENERIC}s?\s|hardware\s|of\s|type\s|computation\s"
    rf"|on\s){{0,6}}\(?(?P<chip>{CHIP})"
)
_LABEL = re.compile(
    rf"(?:(?P<chip>{CHIP})[ \-_]?)?(?P<generic>{GENERIC})?s?[ \-_·*]?(?P<time>hours?|hrs|days?)\b"
    r"(?:[^|:=.,;\d]{0,25}?(?:\([^()]{0,30}\))?\**\s?(?:[:=]|\bis|\bwas|\bof)|)\s?\**\s?[~≈><]?\s?$",
    re.IGNORECASE,
)
_TIMES_UNIT = re.compile(r"\bhours?|\bdays?|時間", re.IGNORECASE)


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
    found = _OF_CHIP.match(sentence.text, end)
    return found["chip"].strip() if found else ""


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
_RUNS = re.compile(r"\b(?:trained|training|used|using|on|with|for|hardware|GPUs?|TPUs?|cluster)\b", re.IGNORECASE)


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


def hardware_amounts(sentence: Sentence) -> Iterator[Amount]:
    """Chips with the time that they ran as chip-hours, and either alone where the other is not said."""
    stated = list(chip_hours(sentence))
    yield from stated
    chips = [found for found in chips_in(sentence) if not _inside(found.start, stated)]
    times = [found for found in durations_in(sentence) if not _inside(found.start, stated)]
    pairs = [] if stated else _pairs(sentence, chips, times)
    for chip, time in pairs:
        yield ran_for(chip, time)
    if not pairs:
        yield from _alone(sentence, chips, times, bool(stated))


def _inside(place: int, amounts: list[Amount]) -> bool:
    return any(amount.start <= place < amount.end for amount in amounts)


_IN_TOTAL = re.compile(r"\s?(?:in total|total|overall)")
FARTHEST = 120
"""Characters between chips and the time that they ran."""


def _pairs(sentence: Sentence, chips: list[Chips], times: list[Duration]) -> list[tuple[Chips, Duration]]:
    """Each number of chips with its time: the one in total, else the nearest one."""
    fit = [time for time in times if _is_run(sentence, time)]
    if not fit or (sentence.serves and not sentence.says_trained):
        return []
    total = next((time for time in fit if _IN_TOTAL.match(sentence.text, time.end)), None)
    pairs: list[tuple[Chips, Duration]] = []
    for chip in chips:
        free = [time for time in fit if all(time is not taken for _, taken in pairs)]
        nearest = total if total in free else min(free, key=lambda time: _distance(chip, time), default=None)
        if nearest and (nearest is total or _is_near(sentence, chip, nearest)):
            pairs.append((chip, nearest))
    return pairs


def _is_near(sentence: Sentence, chip: Chips, time: Duration) -> bool:
    between = sentence.text[min(chip.end, time.end) : max(chip.start, time.start)]
    return len(between) <= FARTHEST and (sentence.trains or ";" not in between)


def _distance(chip: Chips, time: Duration) -> int:
    return max(time.start - chip.end, chip.start - time.end, 0)


def _is_run(sentence: Sentence, time: Duration) -> bool:
    """Not hours of speech, not every hour, not an age."""
    after, before = sentence.after(time.end, 25), sentence.before(time.start, 25)
    if re.match(
        r"\s?(?:of\s(?!\d|train(?!ing data)|comput|pre-?train|continuous|wall|run)|old|ago|later|ahead|before"
        r"|per\b|/|apart"
        r"|worth of (?!train|comp))",
        after,
    ):
        return False
    return (
        re.search(
            r"(?:every|each|first|last|past|per|within the|next|after|ages?d?|lead time)\s(?:of\s)?[~≈]?$", before
        )
        is None
    )


def ran_for(chip: Chips, time: Duration) -> Amount:
    """The chips times the time."""
    exact = time.low == time.hours == time.high
    return Amount(
        "chip_hours",
        chip.count * time.hours,
        f"{chip.kind}-hours",
        min(chip.start, time.start),
        max(chip.end, time.end),
        low=None if exact else chip.count * time.low,
        high=None if exact else chip.count * time.high,
        bound=chip.bound or time.bound or ("" if exact else ABOUT),
        hardware=chip.hardware,
    )


def _alone(sentence: Sentence, chips: list[Chips], times: list[Duration], stated: bool) -> Iterator[Amount]:
    for chip in chips:
        if _is_training_hardware(sentence, chip, stated):
            yield Amount(
                "chips", chip.count, f"{chip.kind}s", chip.start, chip.end, bound=chip.bound, hardware=chip.hardware
            )
    for time in times:
        if not stated and _is_run(sentence, time) and _is_training_time(sentence, time):
            yield _time(sentence, time)


def _time(sentence: Sentence, time: Duration) -> Amount:
    """Hours where they have a fixed length, else months."""
    chip = _OF_CHIP.search(sentence.after(time.end, 60))
    hardware = chip["chip"].strip() if chip else ""
    if time.unit in ("month", "year"):
        months = time.count * (12 if time.unit == "year" else 1)
        return Amount("hardware_time", months, "months", time.start, time.end, bound=time.bound, hardware=hardware)
    ranged = time.low != time.high
    low, high = (time.low, time.high) if ranged else (None, None)
    return Amount("hardware_time", time.hours, "hours", time.start, time.end, low, high, time.bound, hardware)


_HARDWARE_HEADING = re.compile(
    r"hardware|accelerator|comput|infrastructure|GPU|TPU|carbon|emission|energy|environment", re.IGNORECASE
)


def _is_training_hardware(sentence: Sentence, chip: Chips, stated: bool) -> bool:
    if sentence.serves and not sentence.says_trained:
        return False
    if re.search(
        r"\b(?:tested|evaluat|benchmark|requires?|needs?|minimum|recommend|at least)\w*\b",
        sentence.before(chip.start, 60),
        re.IGNORECASE,
    ):
        return sentence.says_trained
    if stated or sentence.trains:
        return True
    if re.search(r"\bFLOP|tokens|steps|kWh|CO2", sentence.text):
        return True
    return bool(_HARDWARE_HEADING.search(sentence.around)) or bool(
        re.match(
            r"(?:\W|GPUs?|TPUs?|[Hh]ardware(?: used| type)?|[Ll]ocal|Number of){0,6}\s?$",
            sentence.before(chip.start, 200),
        )
    )


def _is_training_time(sentence: Sentence, time: Duration) -> bool:
    if sentence.serves and not sentence.says_trained:
        return False
    if re.search(
        rf"^\W{{0,3}}(?:used|spent|of (?:train|comput))?\s?(?:on|using|with|of)?\s(?:an?\s|the\s)?{CHIP}",
        sentence.after(time.end, 60),
    ):
        return True
    before, after = sentence.before(time.start, 70), sentence.after(time.end, 40)
    if re.search(
        r"(?:hours used|wall[- ]?clock time|training time[^:]{0,20}|training duration)\W{0,5}$", before, re.IGNORECASE
    ):
        return True
    said = re.search(
        r"(?:train\w*|pre-?train\w*|fine-?tun\w*|run)\W{0,3}\s?(?:time|duration|period|lasted|took|takes|ran"
        r"|was run|for|over|within|in)?(?:\s\w+){0,2}\W{0,6}$"
        r"|(?:time|duration)\W{0,6}(?:\w+\s){0,2}$|学習時間\W{0,4}$",
        before,
        re.IGNORECASE,
    )
    if said and (sentence.trains or "train" in said[0].lower()):
        return True
    took = re.search(
        r"\btrain\w*\b[^.;]{0,60}\bfor\s(?:about|around|roughly|approximately|nearly|just|only)?\s?\W{0,2}$"
        r"|\b(?:took|takes|lasted|spanned|ran for|training for|trained for"
        r"|over)\b[^,.;]{0,25}$",
        before,
    )
    return bool(took and sentence.trains) or bool(re.match(r"\s?of (?:pre-?)?(?:continuous )?train", after))
