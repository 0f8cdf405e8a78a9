"""Chips and how long they ran: together chip-hours, or either alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flopguard.claims.grammar.chip_counts import Chips, chips_in
from flopguard.claims.grammar.chip_time import OF_CHIP, chip_hours
from flopguard.claims.grammar.chips import CHIP
from flopguard.claims.grammar.numbers import ABOUT
from flopguard.claims.grammar.sentence import Amount, Sentence
from flopguard.claims.grammar.times import Duration, durations_in


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
    chip = OF_CHIP.search(sentence.after(time.end, 60))
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
