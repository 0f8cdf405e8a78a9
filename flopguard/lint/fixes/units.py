"""A figure with its unit in the spelling that is known, where the key leaves no doubt which unit is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from flopguard.finding import Edit, Finding, Fix
from flopguard.lint.fixes.asked import dimensions_at
from flopguard.lint.fixes.text_at import text_at
from flopguard.source import Source
from flopguard.units import SCALE_WORDS, Dimension, known_units

_PARTS = re.compile(r"[0-9][0-9_.]*(?:[eE][+-]?[0-9]+)?|[A-Za-z%][A-Za-z%/ -]*")
_GAPS = re.compile(r"[\s.-]+")
_CHIP_HOURS = re.compile(r"(gpu|tpu|chip|device|accelerator)hours?")
_FLOPS = re.compile(
    r"(?P<prefix>[kMGTPEZYRQ]|kilo|mega|giga|tera|peta|exa|zetta|yotta|ronna|quetta)?(?P<stem>FLOP[sS])"
)

_OTHER_SPELLINGS: Mapping[Dimension, Mapping[str, str]] = {
    Dimension.SECONDS: {"hr": "hours", "hrs": "hours", "mins": "minutes", "secs": "seconds", "wk": "weeks"},
    Dimension.MONTHS: {"mo": "months", "yr": "years", "yrs": "years"},
    Dimension.RATIO: {"fold": "x", "percent": "%", "pct": "%", "percentage": "%"},
    Dimension.TOKENS: {"tok": "tokens", "toks": "tokens"},
    Dimension.PARAMETERS: {"param": "parameters"},
}
_SCALES = {"bn": "billion", "billions": "billion", "tn": "trillion", "trillions": "trillion", "millions": "million"}


def fix_of_unit(finding: Finding, source: Source) -> Fix | None:
    """The figure with every unit that is not known in its known spelling."""
    written, dimensions = text_at(finding.at, source), dimensions_at(finding.at)
    if written is None or not dimensions:
        return None
    unsure: list[str] = []

    def mended(match: re.Match[str]) -> str:
        part = match[0]
        unit = part.rstrip()
        if unit[0].isdigit() or unit in known_units() or unit in SCALE_WORDS:
            return part
        found = _spelt(unit, dimensions, finding.at)
        if found is None:
            return part
        unsure.extend([] if found[1] else [unit])
        return found[0] + part[len(unit) :]

    text = _PARTS.sub(mended, written)
    if text == written:
        return None
    return Fix(says=f'write "{text}"', edits=(Edit(at=finding.at, text=text),), safe=not unsure)


def _spelt(unit: str, dimensions: tuple[Dimension, ...], at: str) -> tuple[str, bool] | None:
    """The unit as it is known, and whether it can mean no other."""
    flops = _FLOPS.fullmatch(unit)
    if flops is not None:
        return _of_flops(flops, dimensions)
    scale, space, rest = unit.partition(" ")
    if scale.casefold() in _SCALES:
        return f"{_SCALES[scale.casefold()]}{space}{rest}", True
    if Dimension.SECONDS in dimensions and _CHIP_HOURS.fullmatch(_plain(unit)):
        # A count of chips is no part of a time: the key says whose hours they are.
        return ("hours", True) if at.rpartition("/")[2] == "chip_hours" else None
    return _nearest(unit, list(_alike(unit, dimensions)))


def _nearest(unit: str, alike: list[str]) -> tuple[str, bool] | None:
    """The one most like what is written, where all of them are the same unit."""
    if len({known_units()[name] for name in alike}) != 1:
        return None
    likeness = SequenceMatcher(None, unit.casefold())

    def how_alike(name: str) -> float:
        likeness.set_seq2(name.casefold())
        return likeness.ratio()

    return max(alike, key=how_alike), True


def _of_flops(flops: re.Match[str], dimensions: tuple[Dimension, ...]) -> tuple[str, bool] | None:
    """FLOPs and FLOPS by what the key measures. As an amount only FLOPs is sure: PFLOPs and FLOPS are often rates."""
    prefix = flops["prefix"] or ""
    if Dimension.FLOP_PER_SECOND in dimensions and Dimension.FLOP not in dimensions:
        return f"{prefix}FLOP/s", True
    if Dimension.FLOP in dimensions and Dimension.FLOP_PER_SECOND not in dimensions:
        return f"{prefix}FLOP", flops["stem"] == "FLOPs" and not prefix
    return None


def _alike(unit: str, dimensions: tuple[Dimension, ...]) -> Iterator[str]:
    wanted = _plain(unit)
    for dimension in dimensions:
        if wanted in _OTHER_SPELLINGS.get(dimension, {}):
            yield _OTHER_SPELLINGS[dimension][wanted]
    for name, known in known_units().items():
        # A small m is a thousandth to many and a million to some.
        if known.dimension in dimensions and _plain(name) == wanted and not (unit[0] == "m" and name[0] == "M"):
            yield name.replace("flop", "FLOP")


def _plain(unit: str) -> str:
    """A unit without case and gaps, with the ways of writing FLOP/s and its days made one."""
    text = _GAPS.sub("", unit.casefold()).replace("persecond", "/s").replace("/second", "/s").replace("/sec", "/s")
    text = text.replace("flops/s", "flop/s").replace("days", "day")
    return re.sub(r"flops?day|flop/sday|(?<=[kmgtpezyrq])fday", "flop/s-day", text)
