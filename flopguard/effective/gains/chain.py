"""Each gain at the scale where it is used.

A gain on top of others is a link of a chain, and each link is looked at where it applies: the newest one at the run's
own compute, the one below it at the compute that the newest one is worth, and so on down to the baseline. For a gain
whose scale is on the side of the baseline, its own factor is in that compute as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from flopguard.definition.types import Definition, GainKind, Side
from flopguard.effective.distance import Distance, Range
from flopguard.effective.gains.counting import Gain, LeftOut, as_part_of
from flopguard.effective.gains.evidence import Evidence, Read, times
from flopguard.effective.intervals import widened, with_one
from flopguard.effective.scale import cut_off, measured_range, tau_of
from flopguard.formula import Amount, Input
from flopguard.quantity import DEFAULT_LEVEL, Estimate, show


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A gain at the scale where it is used: its factor, widened where it is extrapolated, and how that came about.

    `factor` is None where the gain cannot be used; `problem` then says why, unless something is not stated at all.
    """

    gain: Gain
    factor: Estimate | None
    words: tuple[str, ...]
    problem: str = ""
    refused: bool = False
    """Whether it was measured too far away to be evidence."""
    scenario: Estimate | None = None
    """The factor that it would have if it were evidence."""
    outside: str = ""
    """On which side of where it was measured it is used, above or below; empty inside."""

    @property
    def level(self) -> Fraction | None:
        """The level of the factor's interval; None where it holds no stated share of chances."""
        return None if isinstance(self.gain.evidence, str) else self.gain.evidence.level

    @property
    def amount(self) -> Amount | None:
        """The factor as one input, named by its place; every definition that uses the gain means the same one."""
        if self.factor is None:
            return None
        source, level = self.gain.citation or "", self.level or DEFAULT_LEVEL
        return Amount.of(Input(f"{self.gain.at}/gain", self.factor, moves_with=source, level=level))


def chain_problems(counted: Iterable[Gain], others: Iterable[LeftOut]) -> Iterator[str]:
    """What is wrong with how the gains refer to each other: unknown names, circles, parts that two stand for."""
    gains, left_out = tuple(counted), tuple(others)
    known = {gain.name for gain in (*gains, *(gain for gain, _ in left_out))}
    for gain in gains:
        said = f"the gain '{gain.name}' ({gain.at})"
        for key in ("relative_to", "overlaps_with", "joint_of"):
            for name in sorted(set(getattr(gain.enhancement, key)) - known):
                words = _UNKNOWN[key]
                yield f"{said} {words} '{name}', which is no gain of this definition"
    for gain in (*gains, *(gain for gain, _ in left_out)):
        if gain.name in gain.stands_for:
            yield f"the gain '{gain.name}' ({gain.at}) measures itself together with others"
    yield from _joint_problems(gains, left_out)
    above = above_of(gains)
    circle = [gain.at for gain in gains if gain.number in above[gain.number]]
    if circle:
        yield f"{', '.join(circle)} are relative to each other in a circle"


_UNKNOWN = {"relative_to": "is relative to", "overlaps_with": "overlaps with", "joint_of": "measures together"}


def _joint_problems(gains: tuple[Gain, ...], left_out: tuple[LeftOut, ...]) -> Iterator[str]:
    """A part that two joint measurements have, and one that does not count and cannot be taken out of them."""
    joints = [gain for gain in gains if gain.enhancement.joint_of]
    names = [name for gain in joints for name in set(gain.enhancement.joint_of)]
    twice = {name for name in names if names.count(name) > 1}
    for name in sorted(twice):
        yield f"the gain '{name}' is measured together with others by more than one gain: keep one of them"
    parts = {gain.name for gain, _ in left_out if gain.enhancement.kind is GainKind.ALLOCATION}
    holders = [gain.at for gain in joints if parts & gain.stands_for]
    if len(holders) > 1:
        yield f"{', '.join(holders)} each have a gain from allocation in them, which counts once"
    as_parts = {as_part_of(gain) for gain in (*joints, *(part for part, _ in left_out))}
    for gain in joints:
        for other, reason in left_out:
            if other.name in gain.stands_for - twice and reason not in as_parts:
                says = f"the gain '{gain.name}' ({gain.at}) measures '{other.name}' ({other.at}) with others"
                yield f"{says}, and its part is not known: {reason}"


def above_of(gains: tuple[Gain, ...]) -> dict[int, frozenset[int]]:
    """For each gain, by number, all gains measured on top of it, directly or through others.

    A joint measurement stands where its parts stood.
    """
    named: dict[str, list[int]] = {}
    for gain in gains:
        for name in {gain.name, *gain.stands_for}:
            named.setdefault(name, []).append(gain.number)
    below = {gain.number: [n for name in gain.enhancement.relative_to for n in named.get(name, ())] for gain in gains}
    above: dict[int, set[int]] = {gain.number: set() for gain in gains}
    for number in below:
        for reached in _reached(below, number):
            above[reached].add(number)
    return {number: frozenset(found) for number, found in above.items()}


def _reached(below: Mapping[int, list[int]], start: int) -> set[int]:
    found: set[int] = set()
    waiting = list(below[start])
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting.extend(below[number])
    return found


def place(gains: tuple[Gain, ...], definition: Definition, run: Estimate | None) -> tuple[Placed, ...]:
    """Each gain at the scale that the chain reaches, in the order given; `run` is the run's own actual compute."""
    above = above_of(gains)
    placed: dict[int, Placed] = {}
    for gain in sorted(gains, key=lambda gain: (len(above[gain.number]), gain.number)):
        on_top = [placed[number].factor for number in sorted(above[gain.number]) if number in placed]
        known = [factor for factor in on_top if factor is not None]
        reached = _multiplied(run, known) if len(known) == len(above[gain.number]) else None
        placed[gain.number] = _place(gain, definition, reached)
    return tuple(placed[gain.number] for gain in gains)


def _multiplied(run: Estimate | None, factors: Iterable[Estimate]) -> Estimate | None:
    """The compute that gains reach from the run; their ends as if all moved together."""
    for factor in factors:
        run = times(run, factor)
    return run


def _place(gain: Gain, definition: Definition, reached: Estimate | None) -> Placed:
    measured, side = measured_range(gain), gain.side(definition)
    if isinstance(gain.evidence, str):
        return Placed(gain=gain, factor=None, words=_measured_words(measured, side))
    if gain.at_any_scale:
        read = gain.evidence.read(reached, side)
        assert isinstance(read, Read)
        return _settled(gain, read.factor, (gain.evidence.how,))
    return _place_at(gain, gain.evidence, measured, side, reached)


def _place_at(
    gain: Gain,
    evidence: Evidence,
    measured: Range | None,
    side: Side | None,
    reached: Estimate | None,
) -> Placed:
    words, said = _measured_words(measured, side), f"the gain '{gain.name}' ({gain.at})"
    if evidence.how:
        words = (evidence.how, *words)
    if measured is None or reached is None or side is None:
        lacking = bool(gain.enhancement.measured_at) and measured is None
        problem = f"measured_at of {said} names no compute above 0" if lacking else ""
        return Placed(gain=gain, factor=None, words=words, problem=problem)
    read = evidence.read(reached, side)
    if isinstance(read, str):
        return Placed(gain=gain, factor=None, words=words, problem=f"{said} cannot be read: {read}")
    assert read.scale is not None
    found, words = evidence.distance(read, measured), (*words, evidence.used_at(read, measured))
    if found is None:
        problem = f"the scale at which {said} is used has no known end"
        return Placed(gain=gain, factor=None, words=words, problem=problem)
    return _at_distance(gain, read.factor, found, words)


def _at_distance(gain: Gain, estimate: Estimate, found: Distance, words: tuple[str, ...]) -> Placed:
    limit, how = cut_off("refuse_over"), str(found)
    if found.beyond(limit):
        problem = f"the gain '{gain.name}' ({gain.at}) is used {found}: over {limit}, no evidence"
        return Placed(gain=gain, factor=None, words=(*words, how), problem=problem, refused=True, scenario=estimate)
    if found.beyond(cut_off("widen_from")):
        tau, level = tau_of(gain.enhancement.kind), gain.evidence.level if isinstance(gain.evidence, Evidence) else None
        estimate = widened(estimate, level or DEFAULT_LEVEL, tau, found.times)
        how += f"; log10 sd widened by {show(tau)} x {show(Fraction(found.orders))} in quadrature"
    if found.beyond(cut_off("weak_from")):
        estimate = with_one(estimate)
        how += "; no verdict rests on it alone: its interval holds 1"
    side = "" if found.times == 1 else "above" if found.above else "below"
    return replace(_settled(gain, estimate, (*words, how)), outside=side)


def _settled(gain: Gain, estimate: Estimate, words: tuple[str, ...]) -> Placed:
    """The gain with its factor, which holds 1 where it cannot be told whether the gain counts."""
    if gain.doubt:
        estimate, words = with_one(estimate), (*words, f"{gain.doubt}: its interval holds 1")
    return Placed(gain=gain, factor=estimate, words=words)


def _measured_words(measured: Range | None, side: Side | None) -> tuple[str, ...]:
    if measured is None:
        return ("measured at no stated scale",)
    low, high = measured
    where = show(low) if low == high else f"{show(low)} .. {show(high)}"
    return (f"measured at {where} FLOP ({f'of the {side} recipe' if side else 'side not stated'})",)
