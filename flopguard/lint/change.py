"""By what factor an answer could change: the `factor` of a finding on gains."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from flopguard.definition.types import Enhancement
from flopguard.fields import Figure
from flopguard.finding import Factor
from flopguard.lint.rule import Subject
from flopguard.quantity import show

ONE = Fraction(1)


def between(*times: Fraction) -> Factor:
    """From the least to the greatest of some factors, each above zero."""
    return Factor(low=show(min(times)), high=show(max(times)))


def without(entry: Enhancement, *, surely: bool = False) -> Factor | None:
    """What leaving a gain out makes of the answer; unless that is sure, it may also stay as it is."""
    size = size_of(entry)
    return None if size is None else between(1 / size, 1 / size if surely else ONE)


def size_of(entry: Enhancement) -> Fraction | None:
    """The gain that is stated, where it is one figure above zero that may be repeated."""
    return None if entry.confidential else central(entry.gain)


def central(figure: Figure | None) -> Fraction | None:
    """The central value of a figure, where it has one above zero."""
    return figure.estimate.central or None if figure is not None else None


def own_flop(subject: Subject, keys: Iterable[str] | None = None) -> Fraction | None:
    """The central compute of the model's own phases of some components, or of all.

    None where one of them is not known, or is confidential.
    """
    wanted = None if keys is None else frozenset(keys)
    phases = [entry for entry in subject.own_components if wanted is None or entry.component in wanted]
    if any(_is_confidential(subject, entry.at) for entry in phases):
        return None
    amounts = [entry.flop.central if entry.flop is not None else None for entry in phases]
    known = [Fraction(amount) for amount in amounts if amount is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(amounts) else None


def _is_confidential(subject: Subject, at: str) -> bool:
    number = at.removeprefix("/training/")
    return number.isdecimal() and subject.card.training[int(number)].confidential
