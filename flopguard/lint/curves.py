"""Curves as rules look at them: where they stand, which two are an old and a new recipe, and what a run is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from flopguard.definition.types import Curve, Definition, Metric
from flopguard.fields import Figure
from flopguard.lint.amounts import Span, run_compute, span_of
from flopguard.lint.gains import Gain, curve_of, gains, governing_definition, same_metric
from flopguard.lint.rule import Subject
from flopguard.manifest.types import Manifest
from flopguard.quantity import last_digit_half

if TYPE_CHECKING:
    from flopguard.effective.curves.law import Law


CONSTANTS = (
    "floor",
    "ceiling",
    "coefficient",
    "exponent",
    "parameter_coefficient",
    "parameter_exponent",
    "data_coefficient",
    "data_exponent",
    "slope",
    "midpoint",
)
"""The keys of a curve that are constants of its law."""


def place_of_curve(card: Manifest, name: str, number: int) -> str:
    """Where the curve stands, or where the definition is taken from that brought it."""
    brought = bringing(card, name)
    return f"/curve/{number}" if brought is None else f"/definition/{brought}/from"


def bringing(card: Manifest, name: str) -> int | None:
    """The number of the definition that stands elsewhere and brought the curve, where one did."""
    for place, definition in enumerate(card.definition):
        if definition.from_ is not None and name in (definition.curve, *definition.other_curves):
            return place
    return None


def numbered(card: Manifest, name: str) -> int | None:
    """The number of the curve of this name."""
    return next((number for number, curve in enumerate(card.curve) if curve.id == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The curve of a baseline and that of a newer recipe, and where the gain of the one over the other stands."""

    at: str
    said: str
    old: Curve
    new: Curve
    metric: Metric | None
    definition: Definition | None
    gain: Gain | None
    """The single factor that is stated beside the two curves; None where the gain follows from them."""

    def laws(self) -> tuple[Law, Law] | None:
        """Both as laws; None where one is unusable, or where they are not of one direction."""
        from flopguard.effective.curves.read import law_of  # slow to import

        old, new = law_of(self.old, self.metric), law_of(self.new, self.metric)
        if isinstance(old, str) or isinstance(new, str) or old.lower_is_better is not new.lower_is_better:
            return None
        return old, new


def pairs(card: Manifest) -> Iterator[Pair]:
    """The curves that a gain follows from, and those beside which a gain is stated as one factor."""
    if len(card.curve) < 2:
        return
    named = {curve.id: curve for curve in card.curve if not curve.confidential}
    for number, gain in enumerate(card.enhancement):
        if gain.curves is None or gain.curves.baseline not in named or gain.curves.new not in named:
            continue
        definition = governing_definition(gain, card)
        yield Pair(
            at=f"/enhancement/{number}/curves",
            said=f'the gain of "{gain.name[:60]}"',
            old=named[gain.curves.baseline],
            new=named[gain.curves.new],
            metric=definition.metric if definition else None,
            definition=definition,
            gain=None,
        )
    yield from _beside_a_factor(card)


def _beside_a_factor(card: Manifest) -> Iterator[Pair]:
    """A factor under a definition with a curve, where a curve stands that nothing else names: that of what is new."""
    spoken_for = set(_spoken_for(card))
    free = [curve for curve in card.curve if curve.id not in spoken_for and not curve.confidential]
    if not free:
        return
    for gain in gains(card):
        old = curve_of(gain.definition, card)
        if old is None or old.confidential or gain.figure is None or gain.quantity == "effective_compute":
            continue
        for new in free:
            if old.metric is None or new.metric is None or same_metric(old.metric, new.metric):
                assert gain.definition is not None
                yield Pair(
                    at=gain.place,
                    said=gain.said,
                    old=old,
                    new=new,
                    metric=gain.definition.metric,
                    definition=gain.definition,
                    gain=gain,
                )


def _spoken_for(card: Manifest) -> Iterator[str]:
    for definition in card.definition:
        yield from (name for name in (definition.curve, *definition.other_curves) if name)
    for gain in card.enhancement:
        if gain.curves is not None:
            yield from (gain.curves.baseline, gain.curves.new)


def use_of(subject: Subject, definition: Definition | None) -> Span | None:
    """The compute at which a gain is used: that of the run, or else the scale that the definition is for."""
    run = run_compute(subject)
    if run is not None:
        return run.span
    scale = definition.reference_scale if definition else None
    return span_of(scale.estimate) if scale is not None else None


def exact(number: Fraction) -> Decimal:
    """The number to forty digits."""
    from flopguard.effective.inversion.noise import exact as to_forty_digits  # slow to import

    return to_forty_digits(number)


def constants_of(curve: Curve) -> dict[str, Figure]:
    """The constants that a curve states, by their keys."""
    found = {name: getattr(curve, name) for name in CONSTANTS}
    return {name: figure for name, figure in found.items() if figure is not None}


def is_of_fit(figure: Figure, name: str, fit: Curve) -> bool:
    """Whether a constant is the fit's, rounded to the digits in which it is written."""
    known: Figure | None = getattr(fit, name)
    own = figure.estimate.central
    theirs = known.estimate.central if known is not None else None
    if own is None or theirs is None:
        return False
    half = last_digit_half(figure.estimate.text) or Fraction(0)
    return abs(theirs - own) <= abs(own) * half


def is_the_fit(curve: Curve, fit: Curve) -> bool:
    """Whether every constant of a curve is that of a published fit, to the digits in which it is written."""
    constants = constants_of(curve)
    return bool(constants) and all(is_of_fit(figure, name, fit) for name, figure in constants.items())
