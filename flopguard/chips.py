"""What is known of accelerators: peak rates by precision, what one unit is, which names mean which chip.

The figures lie in data/hardware.json, each row with its source and how far it was verified; names that do
not follow from a chip's own lie in data/chip_aliases.json.
"""

import difflib
import functools
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from flopguard.bundled import data_dir
from flopguard.errors import FlopguardError

PRECISIONS = ("fp64", "fp64-matrix", "fp32", "tf32", "bf16", "fp16", "fp8", "fp4", "int8")

_DATA = data_dir()
_NOT_TELLING = re.compile(r"[\s\-_(),/\u2010-\u2015\u2122\u00ae]+")
_FORM = re.compile(r"(sxm|pcie|nvl)\d*", re.IGNORECASE)
_MEMORY = re.compile(r"\d+gb", re.IGNORECASE)
_RATED = r"(?P<alone>\d+)(?: \((?:derived|estimate|\d+ peak)\))?|.*?(?P<named>\d+) TDP(?: \(derived\))?"
_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Chip:
    """One kind of accelerator; figures are decimal text as the source has them, None where it has none.

    unit_counted says what one of them is (a GPU, a package of two devices, a board, a chip with cores): a
    count of anything else is off by that factor. peaks are dense TFLOP/s by precision; for int8, 10^12
    operations/s. sparsity is the factor by which the vendor's headline exceeds the dense peak. verified
    is primary, secondary or memory.
    """

    id: str
    name: str
    vendor: str
    unit_counted: str
    released: str
    source: str
    verified: str
    peaks: Mapping[str, str] = field(hash=False)
    sparsity: str | None = None
    tdp_w: str | None = None
    memory_gb: str | None = None
    memory_tb_per_s: str | None = None
    best_matmul_tflops: str | None = None
    note: str = ""

    def peak_flop_per_s(self, precision: str) -> Fraction | None:
        """The exact dense peak in FLOP/s (int8: operations/s), or None if the chip has no known one.

        The case of the precision does not matter; one that is not in PRECISIONS raises FlopguardError.
        """
        wanted = precision.casefold()
        if wanted not in PRECISIONS:
            raise FlopguardError(f"unknown precision {precision!r}; use one of {', '.join(PRECISIONS)}")
        return self._exact_peaks().get(wanted)

    def _exact_peaks(self) -> dict[str, Fraction]:
        return {precision: Fraction(tflops) * 10**12 for precision, tflops in self.peaks.items()}

    def same_peaks(self, other: "Chip") -> bool:
        """Whether both have the same dense peak at every precision, and know it for the same precisions."""
        return self._exact_peaks() == other._exact_peaks()


@dataclass(frozen=True)
class Ambiguous:
    """A name that fits several chips whose peaks differ; candidates are ids of those that are known here.

    A single candidate means that the name has another variant with other peaks, which is not in the table.
    """

    name: str
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class Unknown:
    """A name of no known chip, with the ids of up to three whose names look alike."""

    name: str
    nearest: tuple[str, ...]


def find_chip(name: str) -> Chip | Ambiguous | Unknown:
    """The chip that a name means: its id, its name, or what people call it ("NVIDIA H100 80GB SXM", "v5e").

    Case, spaces, hyphens, underscores and leading vendor words do not matter. A name that fits several
    chips is Ambiguous as soon as any dense peak differs between them: flopguard never guesses. If none
    differs ("A100"), the result is the first of them by id, of which only the peaks are sure to be right:
    its power, memory and best measured product are those of one variant. Names of cores, servers and
    superchips are no names of chips.
    """
    key = _key(name)
    ids = _index().get(key)
    if ids is None:
        return Unknown(name, _nearest(key))
    first, *others = (_table()[id] for id in ids)
    if key in _incomplete() or not all(first.same_peaks(other) for other in others):
        return Ambiguous(name, ids)
    return first


def rated_watts(name: str) -> Fraction | None:
    """The rated power of the chip that a name means; None where its variants differ, or no one figure is known."""
    key = _key(name)
    known = {_watts(_table()[id].tdp_w) for id in _index().get(key, ())}
    return known.pop() if len(known) == 1 and key not in _incomplete() else None


def _watts(text: str | None) -> Fraction | None:
    """The rated power out of the table's text, which may say how it is known or what else was measured."""
    found = re.fullmatch(_RATED, text or "")
    return Fraction(found["alone"] or found["named"]) if found else None


def known_chips() -> tuple[Chip, ...]:
    """All chips, in the order of their ids."""
    return tuple(_table().values())


def chips_by_id(ids: Iterable[str]) -> tuple[Chip, ...]:
    """The chips of known ids, such as the candidates of a name that fits several."""
    return tuple(_table()[id] for id in ids)


@functools.cache
def _table() -> dict[str, Chip]:
    return {row["id"]: Chip(**row) for row in _load("hardware.json")}


@functools.cache
def _names() -> Any:
    return _load("chip_aliases.json")


def _load(file: str) -> Any:
    return json.loads((_DATA / file).read_text(encoding="utf-8"))


def _key(name: str) -> str:
    """What is left of a name when everything is gone that does not tell chips apart."""
    return _leading_words().sub("", _NOT_TELLING.sub("", name.casefold()))


@functools.cache
def _leading_words() -> re.Pattern[str]:
    """Vendors and brands before a name; the last of them stays if nothing follows."""
    return re.compile(rf"^({'|'.join(map(re.escape, _names()['leading_words']))})+(?=.)")


@functools.cache
def _incomplete() -> frozenset[str]:
    return frozenset(map(_key, _names()["incomplete"]))


@functools.cache
def _index() -> dict[str, tuple[str, ...]]:
    """Key to ids. A written alias replaces derived ones; ids and full names replace both."""
    index: dict[str, tuple[str, ...]] = {}
    for chip in known_chips():
        for key in dict.fromkeys(map(_key, _short_names(chip))):
            index[key] = (*index.get(key, ()), chip.id)
    index.update({_key(alias): tuple(ids) for alias, ids in _names()["aliases"].items()})
    index.update({_key(name): (chip.id,) for chip in known_chips() for name in (chip.id, chip.name)})
    return index


def _short_names(chip: Chip) -> Iterator[str]:
    """The name without what stands in brackets, with its form and memory left out or in any order."""
    words = chip.name.partition("(")[0].split()
    base = " ".join(word for word in words if not _FORM.fullmatch(word) and not _MEMORY.fullmatch(word))
    for forms in itertools.product(("", *_form_names(words)), ("", *_memory_names(chip))):
        for order in itertools.permutations(forms):
            yield " ".join((base, *order))


def _form_names(words: list[str]) -> Iterator[str]:
    for word in words:
        if match := _FORM.fullmatch(word):
            yield from (word, match[1])


def _memory_names(chip: Chip) -> Iterator[str]:
    for size in (chip.memory_gb or "").split("/"):
        if size.isdecimal():
            yield from (f"{size}gb", f"{size}g")


def _nearest(key: str) -> tuple[str, ...]:
    close = difflib.get_close_matches(key[:_LONGEST_NAME], _index(), n=9, cutoff=0.5)
    return tuple(dict.fromkeys(id for name in close for id in _index()[name]))[:3]
