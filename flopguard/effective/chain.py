"""Each gain at the scale where it is used.

A gain on top of others is a link of a chain, and each link is looked at where it applies: the newest one at the run's
own compute, the one below it at the compute that the newest one is worth, and so on down to the baseline. For a gain
whose scale is on the side of the baseline, its own factor is in that compute as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from flopguard.definition.types import Definition
from flopguard.effective.counting import Gain
from flopguard.effective.intervals import widened
from flopguard.effective.scale import Distance, cut_off, distance, measured_range, tau_of
from flopguard.formula import Amount, Input
from flopguard.quantity import Estimate, show


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

    @property
    def amount(self) -> Amount | None:
        """The factor as one input, named by its place; every definition that uses the gain means the same one."""
        return None if self.factor is None else Amount.of(Input(f"{self.gain.at}/gain", self.factor))


def chain_problems(counted: Iterable[Gain], others: Iterable[Gain]) -> Iterator[str]:
    """What is wrong with the order of the gains: one measured on top of an unknown one, or of itself."""
    gains = tuple(counted)
    known = {gain.name for gain in (*gains, *others)}
    for gain in gains:
        for name in sorted(set(gain.enhancement.relative_to) - known):
            yield f"the gain '{gain.name}' ({gain.at}) is relative to '{name}', which is no gain of this definition"
    above = _above(gains)
    circle = [gain.at for gain in gains if gain.number in above[gain.number]]
    if circle:
        yield f"{', '.join(circle)} are relative to each other in a circle"


def _above(gains: tuple[Gain, ...]) -> dict[int, frozenset[int]]:
    """For each gain, by number, all gains measured on top of it, directly or through others."""
    named: dict[str, list[int]] = {}
    for gain in gains:
        named.setdefault(gain.name, []).append(gain.number)
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
    above = _above(gains)
    placed: dict[int, Placed] = {}
    for gain in sorted(gains, key=lambda gain: (len(above[gain.number]), gain.number)):
        on_top = [placed[number].factor for number in sorted(above[gain.number]) if number in placed]
        known = [factor for factor in on_top if factor is not None]
        reached = _multiplied(run, known) if len(known) == len(above[gain.number]) else None
        placed[gain.number] = _place(gain, definition, reached)
    return tuple(placed[gain.number] for gain in gains)


def _multiplied(run: Estimate | None, factors: Iterable[Estimate]) -> Estimate | None:
    """The compute that gains reach from the run; their ends as if all moved together."""
    if run is None:
        return None
    low, high = run.low, run.high
    for factor in factors:
        low = low * factor.low
        high = None if high is None or factor.high is None else high * factor.high
    return Estimate(low, None, high, run.dimension)


def _place(gain: Gain, definition: Definition, reached: Estimate | None) -> Placed:
    measured, figure, side = measured_range(gain), gain.figure, gain.side(definition)
    if figure is None or measured is None or reached is None or side is None:
        lacking = bool(gain.enhancement.measured_at) and measured is None
        problem = f"measured_at of the gain '{gain.name}' ({gain.at}) names no compute above 0" if lacking else ""
        return Placed(gain=gain, factor=None, words=_measured_words(measured, side), problem=problem)
    at = reached if side == "new" else _multiplied(reached, (figure.estimate,))
    assert at is not None
    found = distance(at, measured)
    words = (*_measured_words(measured, side), f"used at {_scale_words(at)}")
    if found is None:
        problem = f"the scale at which the gain '{gain.name}' ({gain.at}) is used has no known end"
        return Placed(gain=gain, factor=None, words=words, problem=problem)
    return _at_distance(gain, found, words)


def _at_distance(gain: Gain, found: Distance, words: tuple[str, ...]) -> Placed:
    assert gain.figure is not None
    limit = cut_off("refuse_over")
    if found.beyond(limit):
        problem = f"the gain '{gain.name}' ({gain.at}) is used {found}: over {limit}, no evidence"
        return Placed(gain=gain, factor=None, words=(*words, str(found)), problem=problem, refused=True)
    estimate, how = gain.figure.estimate, str(found)
    if found.beyond(cut_off("widen_from")):
        tau = tau_of(gain.enhancement.kind)
        estimate = widened(estimate, gain.figure.level, tau, found.times)
        how += f"; log10 sd widened by {show(tau)} x {show(Fraction(found.orders))} in quadrature"
    if found.beyond(cut_off("weak_from")):
        how += "; no verdict should rest on it alone"
    return Placed(gain=gain, factor=estimate, words=(*words, how))


def _measured_words(measured: tuple[Fraction, Fraction] | None, side: str | None) -> tuple[str, ...]:
    if measured is None:
        return ("measured at no stated scale",)
    low, high = measured
    where = show(low) if low == high else f"{show(low)} .. {show(high)}"
    return (f"measured at {where} FLOP ({f'of the {side} recipe' if side else 'side not stated'})",)


def _scale_words(at: Estimate) -> str:
    low = show(at.low) if at.low > 0 else None
    high = show(at.high) if at.high is not None else None
    if low and high:
        return f"{low} FLOP" if low == high else f"{low} .. {high} FLOP"
    return f"at least {low} FLOP" if low else f"at most {high} FLOP" if high else "an unknown scale"
