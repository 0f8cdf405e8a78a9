"""What a claim may leave open about its gain: metric, hardware, stacking, and the ends of its interval."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from operator import mul

from flopguard.definition.types import Definition, Enhancement, GainKind
from flopguard.effective.gains.interaction import stacking
from flopguard.evaluate.readings.slots import DEFAULT, Asked, Candidate, Gap, Slot, nothing, times
from flopguard.quantity import point, show
from flopguard.units import Dimension

ELICITED = (GainKind.POST_TRAINING, GainKind.PROMPTING, GainKind.SCAFFOLDING)
HARDWARE = (GainKind.HARDWARE_UTILISATION, GainKind.PRICE)
STACKED = (
    GainKind.PRETRAINING_ALGORITHM,
    GainKind.ARCHITECTURE,
    GainKind.OPTIMIZER,
    GainKind.DATA,
    GainKind.ALLOCATION,
)
ROUNDING = Fraction(1, 10)
"""How far the product of the stated parts may be from the claim and still be what it is made of."""


def metric(asked: Asked) -> Slot | Gap | None:
    """On a loss, what prompting and post-training gain is 1: either the part of it that is stated, or all of it."""
    if asked.claim.metric is not None or not asked.on_loss:
        return None
    elicited = _parts(asked, ELICITED)
    as_claimed = Candidate(answer="the metric of the line", because="as the claim stands")
    if elicited:
        return Slot("metric", (as_claimed, _without(elicited, "loss", "on a loss", "gains 1x there")))
    if _made_up(asked):
        return None
    on_loss = Candidate(
        answer="a downstream score, by prompting or post-training",
        says="it is what prompting or post-training gains on a downstream score, and the line is on next-token loss, "
        "where that is 1x",
        because="on a loss the factor of prompting and post-training is 1 by construction",
        gain=nothing,
    )
    return Slot("metric", (as_claimed, on_loss))


def hardware(asked: Asked) -> Slot | Gap | None:
    """What better hardware or its better use gains: seconds and money, and no FLOP."""
    stated = _parts(asked, HARDWARE)
    none = Candidate(answer="none", because="as the claim stands")
    if stated:
        return Slot("hardware share", (none, _without(stated, "stated", "the hardware's part", "saves no FLOP")))
    if _made_up(asked):
        return None
    half = Candidate(
        answer="2x of it",
        says="2x of it is better use of the hardware, which saves hours and no FLOP",
        because=f"the share is not stated; 1x and 2x are {DEFAULT}",
        gain=times(Fraction(1, 2)),
    )
    return Slot("hardware share", (none, half))


def interaction(asked: Asked) -> Slot | Gap | None:
    """What stacking takes from parts that were measured one by one."""
    if not asked.manifest.enhancement:
        return Gap("stacking", "the claim does not say of how many factors it is the product", of_gain=True)
    if not _made_up(asked):
        return Gap("stacking", "the product of the gains that are stated is not what the claim says", of_gain=True)
    parts = _parts(asked, STACKED)
    if len(parts) < 2:
        return None
    product = Candidate(answer="none", because="as the claim stands: a product of factors measured one by one")
    return Slot("stacking", (product, *_measured(asked, parts), _shrunk(len(parts) - 1)))


def interval(asked: Asked) -> Slot | Gap | None:
    """The ends of a gain that is stated as an interval."""
    estimate = asked.gain.estimate
    central, high = estimate.central, estimate.high
    if estimate.is_point or central is None or high is None:
        return None
    values = {"median": central, "low": estimate.low, "high": high}
    return Slot("interval", tuple(_end(name, value) for name, value in values.items()))


def _end(name: str, value: Fraction) -> Candidate:
    says = "" if name == "median" else f"at the {name} end of its interval, {show(value)}x"
    return Candidate(
        answer=name,
        says=says,
        because="the interval of the claim",
        gain=lambda gain: point(value, Dimension.RATIO),
    )


def _without(parts: Iterable[Enhancement], answer: str, where: str, why: str) -> Candidate:
    named = tuple(parts)
    factor = _product(named)
    listed = ", ".join(part.name for part in named)
    return Candidate(
        answer=answer,
        says=f"{where}: {show(factor)}x of it ({listed}) {why}",
        because=f"the gain of {listed} is stated",
        gain=times(1 / factor),
    )


def _measured(asked: Asked, parts: Iterable[Enhancement]) -> Iterable[Candidate]:
    names = {part.name for part in parts}
    for whole in asked.manifest.enhancement:
        joined = [part for part in parts if part.name in whole.joint_of]
        value = _value(whole)
        if len(joined) > 1 and names >= set(whole.joint_of) and value:
            yield Candidate(
                answer="as measured together",
                says=f"{', '.join(part.name for part in joined)} gain {show(value)}x together, not "
                f"{show(_product(joined))}x",
                because=f"measured together ({whole.source or 'no source'})",
                gain=times(value / _product(joined)),
            )


def _shrunk(further: int) -> Candidate:
    prior = stacking(further, Definition(id="claim"))
    assert prior is not None
    median = prior.spread.median
    return Candidate(
        answer="the default shrink",
        says=f"stacked without a joint measurement, which takes it to {show(median)} of itself",
        because=prior.because,
        gain=times(median),
    )


def _made_up(asked: Asked) -> bool:
    """Whether the gains that the manifest states are what the claim is made of: their product is its value."""
    parts = [part for part in asked.manifest.enhancement if not part.joint_of]
    claimed = asked.gain.estimate.central
    known = [value for part in parts if (value := _value(part))]
    if not parts or claimed is None or len(known) < len(parts):
        return False
    return abs(reduce(mul, known, Fraction(1)) / claimed - 1) <= ROUNDING


def _parts(asked: Asked, kinds: tuple[GainKind, ...]) -> tuple[Enhancement, ...]:
    """The stated gains of some kinds, where they are parts of the claim."""
    if not _made_up(asked):
        return ()
    return tuple(part for part in asked.manifest.enhancement if part.kind in kinds and not part.joint_of)


def _product(parts: Iterable[Enhancement]) -> Fraction:
    return reduce(mul, (value for part in parts if (value := _value(part))), Fraction(1))


def _value(part: Enhancement) -> Fraction | None:
    return part.gain.estimate.central if part.gain is not None else None
