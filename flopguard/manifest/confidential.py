"""What may be told of a manifest with confidential tables: the same manifest, their figures and dates taken out.

Whatever is worked out from the masked manifest rests on nothing that is confidential, so that it can be shown as it
is. A masked figure may be any amount, a masked date any day; that something is stated, and of what kind, stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any, TypeVar, cast

from flopguard.dates import PartialDate
from flopguard.fields import Figure
from flopguard.manifest.load import Loaded, Related
from flopguard.manifest.marks import KEY
from flopguard.manifest.training import Training
from flopguard.manifest.types import Claim, ClaimReading, Manifest, ModelRef, Progress, YearlyFigure
from flopguard.quantity import Estimate
from flopguard.result import CONFIDENTIAL
from flopguard.units import Dimension

T = TypeVar("T")

ANY_DAY = PartialDate(date(1900, 1, 1), date(2199, 12, 31), CONFIDENTIAL)
_PARTS_OF_A_FIGURE = ("value", "low", "high")


def masked(loaded: Loaded, *, all_of_it: bool = False) -> Loaded:
    """The manifest and all that it rests on without what is confidential; the same object where nothing is.

    `all_of_it` takes everything for confidential, as in a base whose reference is marked.
    """
    return _masked_once(loaded, all_of_it, {})


_Done = dict[tuple[int, bool], Loaded]
"""The manifests that were masked already, wholly or by their own marks: one may be met in many ways."""


def _masked_once(loaded: Loaded, all_of_it: bool, done: _Done) -> Loaded:
    key = (id(loaded), all_of_it)
    if key not in done:
        done[key] = _masked_loaded(loaded, all_of_it, done)
    return done[key]


def _masked_loaded(loaded: Loaded, all_of_it: bool, done: _Done) -> Loaded:
    if loaded.manifest is None:
        return loaded
    manifest = _masked(loaded.manifest, hidden=all_of_it)
    bases = tuple(_related(entry, all_of_it, done) for entry in loaded.bases)
    assessed = {
        number: _related(entry, all_of_it or loaded.manifest.assessment[number].confidential, done)
        for number, entry in loaded.assessed.items()
    }
    shape = loaded.manifest.architecture
    hidden = all_of_it or (shape is not None and shape.confidential)
    config = None if hidden else loaded.config
    there = (*loaded.bases, *loaded.assessed.values())
    alike = manifest == loaded.manifest and config is loaded.config
    if alike and all(map(_is_same, there, (*bases, *assessed.values()))):
        return loaded
    return replace(loaded, manifest=manifest, bases=bases, assessed=assessed, config=config)


def _is_same(entry: Related, told: Related) -> bool:
    return entry.loaded is told.loaded and entry.ref == told.ref


def _related(entry: Related, hidden: bool, done: _Done) -> Related:
    hidden = hidden or entry.ref.confidential
    known = _masked_once(entry.loaded, hidden, done) if entry.loaded else None
    return replace(entry, ref=_masked(entry.ref, hidden=hidden), loaded=known)


def _masked(table: T, *, hidden: bool) -> T:
    """A table without its figures where it or one around it is marked; tables inside it on their own marks."""
    hidden = hidden or getattr(table, KEY, False) is True
    changed = {
        entry.name: _value(getattr(table, entry.name), table, entry.name, hidden) for entry in fields(cast(Any, table))
    }
    found = cast(T, replace(cast(Any, table), **changed))
    return cast(T, _without_reference(found)) if hidden and isinstance(found, ModelRef) else found


def _value(value: object, table: object, name: str, hidden: bool) -> object:
    if isinstance(value, tuple):
        return tuple(_value(item, table, name, hidden) for item in value)
    if isinstance(value, dict):
        return {key: _value(item, table, key, hidden) for key, item in value.items()}
    if isinstance(value, Figure):
        return _figure(value) if hidden else value
    if isinstance(value, PartialDate):
        return _day(value, table) if hidden else value
    if isinstance(value, Fraction):
        return Fraction(0) if hidden else value
    if is_dataclass(value) and not isinstance(value, type):
        return _masked(value, hidden=hidden)
    if hidden and isinstance(value, dict):
        return None
    if hidden and isinstance(value, int) and not isinstance(value, bool):
        return _number(value, table, name)
    if hidden and name == "says" and isinstance(table, ClaimReading):
        return CONFIDENTIAL
    if hidden and name == "breakpoint" and isinstance(table, Progress):
        return None  # a day in words
    return None if hidden and name == "text" and isinstance(table, Claim) else value


def _figure(figure: Figure) -> Figure:
    """A figure that may be any amount. Who states it stays, how it was worked out does not."""
    anything = Estimate(Fraction(0), None, None, figure.estimate.dimension, text=CONFIDENTIAL)
    return replace(figure, estimate=anything, method=None, date=None)


def _day(day: PartialDate, table: object) -> PartialDate | None:
    """Any day; of training none at all, since clocks would be counted from it."""
    return None if isinstance(table, Training) else ANY_DAY


def _number(value: int, table: object, name: str) -> int | None:
    """A whole number says the shape of a model; that there are experts, and which year it is, stays."""
    if isinstance(table, YearlyFigure):
        return value
    return 1 if name == "experts" else None


def _without_reference(ref: ModelRef) -> ModelRef:
    """The total of a published model stands in a table that everybody has: its id would give it away."""
    if ref.reference is None:
        return ref
    anything = Figure(estimate=Estimate(Fraction(0), None, None, Dimension.FLOP, text=CONFIDENTIAL))
    return replace(ref, reference=None, name=ref.name or ref.reference, compute=ref.compute or anything)


def masked_tables(tables: tuple[T, ...]) -> tuple[T, ...]:
    """Tables without the figures of those that are marked; the same object where none is."""
    found = tuple(_masked(table, hidden=False) for table in tables)
    return tables if found == tables else found


def has_marks(loaded: Loaded) -> bool:
    """Whether anything of a manifest, or of what it rests on, is confidential."""
    waiting, met = [loaded], set[int]()
    while waiting:
        known = waiting.pop()
        if known.manifest is None or id(known) in met:
            continue
        if next(marked_fields(known.manifest), None) is not None:
            return True
        met.add(id(known))
        waiting += [entry.loaded for entry in (*known.bases, *known.assessed.values()) if entry.loaded is not None]
    return False


def has_marks_on_gains(loaded: Loaded) -> bool:
    """Whether a gain or a definition is confidential, of this model or of one that was assessed."""
    there = (loaded, *(entry.loaded for entry in loaded.assessed.values() if entry.loaded is not None))
    manifests = [entry.manifest for entry in there if entry.manifest is not None]
    gains = any(entry.confidential for known in manifests for entry in known.enhancement)
    return gains or any(entry.confidential for known in manifests for entry in known.definition)


# --- where confidential figures stand ----------------------------------------------------------------------------


def marked_fields(manifest: Manifest) -> Iterator[str]:
    """A pointer to every field of every table that is marked or lies in one that is."""
    yield from _fields(manifest, "", hidden=False)


def _fields(value: object, at: str, *, hidden: bool) -> Iterator[str]:
    inside = partial(_fields, hidden=hidden or getattr(value, KEY, False) is True)
    if isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from inside(item, f"{at}/{number}")
        return
    if hidden or getattr(value, KEY, False) is True:
        yield at
    if isinstance(value, Figure):
        yield from (f"{at}/{name}" for name in _PARTS_OF_A_FIGURE if hidden)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from inside(item, f"{at}/{key}")
    elif is_dataclass(value) and not isinstance(value, type):
        for entry in fields(value):
            if getattr(value, entry.name) is not None:
                yield from inside(getattr(value, entry.name), f"{at}/{entry.name}")
