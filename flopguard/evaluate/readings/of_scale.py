"""What a claim may leave open about scale: where its gain was measured, on whose side, and whether it carries over."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from flopguard.definition.types import GainKind
from flopguard.effective.distance import Distance, distance
from flopguard.effective.scale import cut_off, table, tau_of
from flopguard.evaluate.readings.slots import DEFAULT, Asked, Candidate, Gap, Slot, down_to_one, nothing
from flopguard.quantity import Estimate, show

NEW, BASELINE = "of the new recipe", "of the baseline"
SIDE, TRANSFER = "scale side", "measured scale"
_CONTEXT = Context(prec=12)


@dataclass(frozen=True, slots=True)
class _At:
    """How far from the measured scale the gain is used, where the scale is on one side."""

    side: str
    distance: Distance


def scale(asked: Asked) -> tuple[Slot | Gap, ...]:
    """Whose compute the stated scale is, where that makes a difference, and whether the gain carries over to here."""
    if asked.claim.scale is None:
        return (_unstated(),)
    if asked.compute is None:
        return (
            Gap(
                TRANSFER,
                "the actual compute is not known, so that its distance to the measured scale is not",
                of_gain=True,
            ),
        )
    places = _places(asked)
    if not places:
        return (Gap(TRANSFER, "the measured scale or the claimed gain is a bound without an end", of_gain=True),)
    transfer = _transfer(places)
    if len({found.distance.times for found in places}) < 2 or transfer is None:
        return (transfer,) if transfer is not None else ()
    sides = tuple(_side(found) for found in places)
    return (Slot(SIDE, sides), transfer)


def _unstated() -> Slot:
    """Without a scale only the two ends are known: it was measured here, or too far away to carry over."""
    here = Candidate(answer="at this scale", because="as the claim stands")
    weak = show(cut_off("weak_from"))
    far = Candidate(
        answer="far from this scale",
        says=f"it was measured over {weak} orders of magnitude from here and is taken not to carry over: 1x",
        because=f"no scale is stated; what carries over beyond {weak} orders of magnitude is not known; {DEFAULT}",
        gain=nothing,
    )
    return Slot(TRANSFER, (here, far))


def _places(asked: Asked) -> tuple[_At, ...]:
    claim, compute, gain = asked.claim, asked.compute, asked.gain.estimate
    assert claim.scale is not None
    assert compute is not None
    low, high = claim.scale.estimate.low, claim.scale.estimate.high
    if not low or high is None or gain.high is None:
        return ()
    at_baseline = Estimate(compute.low * gain.low, None, _product(compute.high, gain.high), compute.dimension)
    scales = {"new": (NEW, compute), "baseline": (BASELINE, at_baseline)}
    asked_for = [scales[claim.side]] if claim.side is not None else list(scales.values())
    found = [(side, distance(at, (low, high))) for side, at in asked_for]
    return tuple(_At(side, away) for side, away in found if away is not None)


def _product(left: Fraction | None, right: Fraction) -> Fraction | None:
    return None if left is None else left * right


def _side(found: _At) -> Candidate:
    says = "" if found.side == NEW else f"the scale is that {found.side}, so that the gain is used {found.distance}"
    return Candidate(answer=found.side, says=says, because=f"side = is not stated; used {found.distance}")


def _transfer(places: tuple[_At, ...]) -> Slot | None:
    """As stated; discounted by the distance; and, from far away, not at all."""
    outside = [found for found in places if found.distance.beyond(cut_off("widen_from"))]
    if not outside:
        return None
    as_stated = Candidate(answer="carries over", because="as the claim stands")
    several = len({found.distance.times for found in places}) > 1
    less = [_discounted(found, several=several) for found in outside]
    none = [_lost(found, several=several) for found in outside if found.distance.beyond(cut_off("weak_from"))]
    return Slot(TRANSFER, (as_stated, *less, *none))


def _discounted(found: _At, *, several: bool) -> Candidate:
    """One standard deviation of the extrapolation down, by the tau of a gain of unknown kind; never below 1."""
    tau = tau_of(GainKind.PRETRAINING_ALGORITHM)
    loss = _power_of_ten(-tau * Fraction(found.distance.orders))
    because = table()["tau"][GainKind.PRETRAINING_ALGORITHM.value]
    return Candidate(
        answer="carries over in part",
        says=f"it is used {found.distance} and discounted by {show(tau)} of an order for each, "
        f"to {show(loss)} of itself but not below 1x",
        because=f"{because['because']} ({because['source']})",
        gain=down_to_one(loss),
        needs=(SIDE, found.side) if several else None,
    )


def _lost(found: _At, *, several: bool) -> Candidate:
    return Candidate(
        answer="does not carry over",
        says=f"it is used {found.distance} and is taken not to carry over: 1x",
        because=f"over {show(cut_off('weak_from'))} orders of magnitude away no verdict should rest on it alone",
        gain=nothing,
        needs=(SIDE, found.side) if several else None,
    )


def _power_of_ten(exponent: Fraction) -> Fraction:
    power = _CONTEXT.divide(Decimal(exponent.numerator), Decimal(exponent.denominator))
    return Fraction(_CONTEXT.power(Decimal(10), power))
