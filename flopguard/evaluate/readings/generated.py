"""Readings of a claim that lists none: every combination of the answers to what it leaves open.

An answer that nothing stated allows to evaluate is one more reading, whose gain may be anything: what is not known
never looks like a pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import prod

from flopguard.evaluate.facts import Facts
from flopguard.evaluate.readings import of_count, of_gain
from flopguard.evaluate.readings.of_scale import scale
from flopguard.evaluate.readings.scope import compute_of
from flopguard.evaluate.readings.slots import Asked, Candidate, Gap, Slot
from flopguard.evaluate.readings.types import NOT_EVALUATED, Read, Scope, Unknown
from flopguard.evaluate.world import MAX_COMBINATIONS
from flopguard.fields import Figure
from flopguard.manifest.types import Claim
from flopguard.quantity import Estimate, exact_text, point, show
from flopguard.result import Step, StepInput
from flopguard.units import Dimension

LONGEST = 5  # characters of a factor that is shown in full

_OF_GAIN: tuple[Callable[[Asked], Slot | Gap | None], ...] = (
    of_gain.interval,
    of_gain.metric,
    of_count.baseline,
    of_gain.hardware,
    of_gain.interaction,
)
_OF_COUNT: tuple[Callable[[Asked], Slot | Gap | None], ...] = (
    of_count.scope,
    of_count.experts,
    of_count.allocation,
)


def slots_of(
    claim: Claim, at: str, scope: Scope, facts: Facts, *, on_loss: bool = True
) -> tuple[Asked, tuple[Slot | Gap, ...]] | None:
    """What a claim leaves open; None where it states no gain, or only an amount of which the gain is not known.

    `on_loss` says whether the line may be on a loss.
    """
    compute = compute_of(scope, facts)
    bounds = None if isinstance(compute, str) else compute.bounds()
    gain = _gain(claim, bounds)
    if gain is None:
        return None
    manifest = facts.manifest
    asked = Asked(claim=claim, at=at, gain=gain, manifest=manifest, scope=scope, compute=bounds, on_loss=on_loss)
    found = (*_made(_OF_GAIN, asked), *scale(asked), *_made(_OF_COUNT, asked))
    return asked, found


def _made(makers: Iterable[Callable[[Asked], Slot | Gap | None]], asked: Asked) -> Iterator[Slot | Gap]:
    return (slot for make in makers if (slot := make(asked)) is not None)


def _gain(claim: Claim, compute: Estimate | None) -> Figure | None:
    """The gain that is claimed; of an amount, over actual compute where that is one value."""
    value = claim.value
    if value is None or value.estimate.dimension is Dimension.RATIO:
        return value
    if compute is None or not compute.is_point or not compute.low:
        return None
    ratio = replace(value.estimate.scaled(1 / compute.low), dimension=Dimension.RATIO)
    return replace(value, estimate=ratio)


def generated(asked: Asked, found: Sequence[Slot | Gap]) -> tuple[Read, ...]:
    """Every possible combination; more of them than can be evaluated come as they are, to be counted and refused."""
    slots = [slot for slot in found if isinstance(slot, Slot)]
    gaps = [gap for gap in found if isinstance(gap, Gap)]
    names = [slot.name for slot in slots]
    sizes = prod(len(slot.candidates) for slot in slots) * (2 if gaps else 1)
    picks = product(*(slot.candidates for slot in slots)) if sizes <= MAX_COMBINATIONS else iter(())
    possible = [pick for pick in picks if _is_possible(names, pick)]
    if sizes > MAX_COMBINATIONS:
        return (_too_many(asked, names, sizes),)
    return tuple(read for pick in possible for read in _reads(asked, names, pick, gaps))


def _too_many(asked: Asked, names: Iterable[str], count: int) -> Read:
    what = f"more of the claim: it has {count} readings; state its {', '.join(names)}"
    return Read(at=asked.at, says=what, factor=None, scope=asked.scope, unknown=(Unknown(what),))


def _is_possible(names: Sequence[str], pick: Sequence[Candidate]) -> bool:
    answers = dict(zip(names, (candidate.answer for candidate in pick), strict=True))
    return all(answers.get(slot) == answer for c in pick if c.needs for slot, answer in [c.needs])


def _reads(asked: Asked, names: Sequence[str], pick: Sequence[Candidate], gaps: Sequence[Gap]) -> Iterator[Read]:
    slots = dict(zip(names, (candidate.answer for candidate in pick), strict=True))
    factor, scope = _factor(asked, pick), next((c.scope for c in pick if c.scope), asked.scope)
    says = _says(asked, pick)
    if not gaps:
        yield Read(at=asked.at, says=says, factor=factor, scope=scope, slots=slots, is_product=True)
        return
    name = " and ".join(gap.slot for gap in gaps)
    whole = {**slots, name: "as claimed"}
    yield Read(at=asked.at, says=says, factor=factor, scope=scope, slots=whole, is_product=True)
    is_void = any(candidate.voids for candidate in pick)
    unknown = tuple(gap.unknown for gap in gaps if not (is_void and gap.of_gain))
    yield Read(
        at=asked.at,
        says=f"{says}; {name} not as claimed, which cannot be evaluated" if unknown else says,
        factor=factor,
        scope=scope,
        slots={**slots, name: NOT_EVALUATED},
        unknown=unknown,
        is_product=True,
    )


def _factor(asked: Asked, pick: Iterable[Candidate]) -> Estimate:
    candidates = tuple(pick)
    gain = replace(asked.gain.estimate, text="")
    for candidate in candidates:  # in the order of the slots: what does not count is taken out before the discount
        gain = candidate.gain(gain) if candidate.gain is not None else gain
    if any(candidate.voids for candidate in candidates):
        gain = point(1, Dimension.RATIO)
    return gain.scaled(prod((candidate.count for candidate in candidates), start=Fraction(1)))


def _says(asked: Asked, pick: Iterable[Candidate]) -> str:
    """The reading in words; where the gain counts for nothing, what else it may hide is left out."""
    candidates = tuple(pick)
    voids = [candidate for candidate in candidates if candidate.voids]
    changes = [c for c in candidates if c.says and (not voids or c in voids or c.count != 1 or c.scope)]
    estimate = asked.gain.estimate
    size = factor_text(estimate)
    return f"{size}, but {'; '.join(c.says for c in changes)}" if changes else f"{size} as it stands"


def factor_text(estimate: Estimate) -> str:
    """A factor as people write it: 8x, 1.5x .. 3.0x."""
    if estimate.is_point:
        exact = exact_text(estimate.low)
        return f"{exact if len(exact) <= LONGEST else show(estimate.low)}x"
    return f"{show(estimate.low)}x .. {'no bound' if estimate.high is None else show(estimate.high) + 'x'}"


def steps_of(found: Iterable[Slot | Gap]) -> tuple[Step, ...]:
    """A step for every slot: its candidates with their reasons, or why there are none."""
    return tuple(_gap(entry) if isinstance(entry, Gap) else _slot(entry) for entry in found)


def _gap(gap: Gap) -> Step:
    return Step(what=f"left open by the claim: {gap.slot}", result=f"not evaluated, because {gap.why}")


def _slot(slot: Slot) -> Step:
    inputs = tuple(
        StepInput(name=c.answer, value=c.says or "as it stands", evidence="reading", source=c.because)
        for c in slot.candidates
    )
    return Step(what=f"left open by the claim: {slot.name}", inputs=inputs, result=f"{len(inputs)} readings")
