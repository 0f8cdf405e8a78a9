"""Which gains count under a definition: decided by the kind of the gain, never by its size."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from flopguard.definition.types import Curve, Definition, Enhancement, GainKind, Metric, Side
from flopguard.effective.gains.elicited import Elicited, elicited
from flopguard.effective.gains.evidence import Constant, Evidence, evidence_of
from flopguard.effective.gains.forms import forms_of
from flopguard.effective.gains.inference import folded_in
from flopguard.effective.gains.inference import left_out as not_folded_in
from flopguard.fields import Figure
from flopguard.manifest.types import Manifest
from flopguard.result import StepInput

_NEVER = MappingProxyType(
    {
        GainKind.HARDWARE_UTILISATION: "it changes the seconds that a FLOP takes, not what a FLOP achieves",
        GainKind.PRICE: "it changes what a FLOP costs, not what a FLOP achieves",
    }
)
_COMPUTE_OPTIMAL = re.compile(r"(?:compute|chinchilla)[\s_-]*optimal", re.IGNORECASE)
_ELICITED = frozenset({GainKind.POST_TRAINING, GainKind.PROMPTING, GainKind.SCAFFOLDING})


@dataclass(frozen=True, slots=True)
class Gain:
    """One enhancement of a manifest and where it stands."""

    number: int
    enhancement: Enhancement
    evidence: Evidence | str
    """The evidence for its factor, or what is wrong with it: a text that follows the gain's name."""
    doubt: str = ""
    """Why it cannot be told whether it counts; its factor then holds 1 as well."""
    at_any_scale: bool = False
    """Whether no compute needs to be stated at which it was measured."""
    stands_for: frozenset[str] = frozenset()
    """The names of the gains that it measures together, directly or through other joint measurements."""

    @property
    def at(self) -> str:
        """Where the enhancement stands in its manifest."""
        return f"/enhancement/{self.number}"

    @property
    def name(self) -> str:
        """What the enhancement is called."""
        return self.enhancement.name

    @property
    def figure(self) -> Figure | None:
        """The factor as stated."""
        return self.enhancement.gain

    @property
    def inputs(self) -> tuple[StepInput, ...]:
        """The factor as stated, with the enhancement's own source where the figure names none."""
        if isinstance(self.evidence, str):
            return ()
        value, kind = self.evidence.stated, self._origin
        return (StepInput(name=self.name, value=value, evidence=kind, source=self.citation),)

    @property
    def _origin(self) -> str:
        """Where the factor comes from: as its first figure says, or worked out of two curves."""
        points = (point.gain for point in self.enhancement.gain_at)
        stated = next((figure for figure in (self.figure, *self.enhancement.samples, *points) if figure), None)
        return stated.evidence.value if stated is not None else "derived"

    @property
    def citation(self) -> str | None:
        """Where the factor stands."""
        own = (self.enhancement.source, self.enhancement.section and f"section {self.enhancement.section}")
        return (self.figure and self.figure.citation) or ", ".join(part for part in own if part) or None

    @property
    def size(self) -> Fraction | None:
        """The central factor, or the end that is known of it; None where it is not known or depends on scale."""
        if not isinstance(self.evidence, Constant):
            return None
        estimate = self.evidence.estimate
        return estimate.central if estimate.central is not None else estimate.high or estimate.low

    def side(self, definition: Definition) -> Side | None:
        """Whose compute its scale is measured in: its own word, or else the definition's."""
        return self.enhancement.side or definition.scale_side


LeftOut = tuple[Gain, str]


def sort_out(manifest: Manifest, definition: Definition) -> tuple[tuple[Gain, ...], tuple[LeftOut, ...]]:
    """The gains that count under a definition, and those that do not, each with the reason; in the manifest's order.

    Gains of another definition are in neither. A gain whose effect others were measured together with stands for them.
    """
    counted: list[Gain] = []
    left_out: list[LeftOut] = []
    for gain in _belonging(manifest, definition):
        found = _stray(gain, manifest) or _counting(gain, definition, manifest)
        if isinstance(found, Gain):
            counted.append(found)
        else:
            left_out.append((gain, found))
    alone, together = _measured_together(tuple(counted))
    kept, doubles = _one_allocation(alone, [gain for gain, _ in together])
    return kept, tuple(sorted((*left_out, *doubles, *together), key=lambda entry: entry[0].number))


def _belonging(manifest: Manifest, definition: Definition) -> Iterator[Gain]:
    """The gains that name this definition or none that there is."""
    others = {entry.id for entry in manifest.definition} - {definition.id}
    curves, ids = {curve.id: curve for curve in manifest.curve}, [curve.id for curve in manifest.curve]
    doubled = frozenset(id for id in ids if ids.count(id) > 1)
    for number, enhancement in enumerate(manifest.enhancement):
        if enhancement.definition not in others:
            yield Gain(number, enhancement, _evidence(enhancement, curves, doubled, definition.metric))


def _evidence(
    enhancement: Enhancement, curves: Mapping[str, Curve], doubled: Collection[str], metric: Metric | None
) -> Evidence | str:
    """The evidence as the enhancement states it; where that is two curves, as they read under the metric."""
    if enhancement.curves is not None and forms_of(enhancement) == ("curves",) and enhancement.gsd is None:
        from flopguard.effective.gains.curve_pair import from_curves  # few gains are stated by curves

        for name in (enhancement.curves.baseline, enhancement.curves.new):
            if name in doubled:
                return f"names the curve '{name}', of which there is more than one: give each an id of its own"
        return from_curves(enhancement.curves, curves, metric)
    return evidence_of(enhancement)


def _stray(gain: Gain, manifest: Manifest) -> str | None:
    """Why it cannot be told which definition a gain belongs to."""
    named, known = gain.enhancement.definition, {entry.id for entry in manifest.definition}
    if named is None and len(manifest.definition) > 1:
        return f"it names no definition, and there are {len(manifest.definition)}"
    if named is not None and named not in known:
        return f"it names the definition '{named}', which does not exist"
    return None


def _counting(gain: Gain, definition: Definition, manifest: Manifest) -> Gain | str:
    """The gain as it counts under the definition, or why it does not."""
    kind = gain.enhancement.kind
    if kind in _NEVER:
        return _NEVER[kind]
    if kind is GainKind.INFERENCE_COMPUTE:
        evidence = folded_in(gain.evidence, definition) if not_folded_in(definition) is None else gain.evidence
        return not_folded_in(definition) or replace(gain, evidence=evidence, at_any_scale=True)
    if kind is GainKind.ALLOCATION and is_compute_optimal_flop(definition):
        return "the actual compute is already counted as that of the best allocation: it would count twice"
    if kind not in _ELICITED:
        return gain
    found = elicited(gain.enhancement, definition, manifest)
    if found.counts is Elicited.NO:
        return found.reason
    return gain if found.counts is Elicited.YES else replace(gain, doubt=found.reason)


def is_compute_optimal_flop(definition: Definition) -> bool:
    """Whether the definition counts compute as that of the best split between parameters and data."""
    rule = definition.flop_convention.rule if definition.flop_convention else None
    return rule is not None and _COMPUTE_OPTIMAL.search(rule) is not None


def _measured_together(gains: tuple[Gain, ...]) -> tuple[tuple[Gain, ...], tuple[LeftOut, ...]]:
    """All gains but those that a joint measurement stands for."""
    joint: dict[str, Gain] = {}
    for gain in gains:
        for name in gain.enhancement.joint_of:
            joint.setdefault(name, gain)
    parts = {gain.number: joint[gain.name] for gain in gains if gain.name in joint and joint[gain.name] is not gain}
    whole = tuple(replace(gain, stands_for=_stands_for(gain, gains)) for gain in gains)
    left_out = tuple((gain, as_part_of(parts[gain.number])) for gain in whole if gain.number in parts)
    kept = (replace(gain, doubt=_doubt(gain, gains)) for gain in whole if gain.number not in parts)
    return tuple(kept), left_out


def _stands_for(gain: Gain, gains: tuple[Gain, ...]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(gain.enhancement.joint_of)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [part for other in gains if other.name == name for part in other.enhancement.joint_of]
    return frozenset(found)


def _doubt(gain: Gain, gains: tuple[Gain, ...]) -> str:
    """Its own doubt, or that of a gain that it stands for."""
    doubts = (other.doubt for other in gains if other.name in gain.stands_for)
    return gain.doubt or next(filter(None, doubts), "")


def as_part_of(joint: Gain) -> str:
    """Why a gain is left out that a joint measurement stands for."""
    return f"'{joint.name}' ({joint.at}) measures it together with others"


def _one_allocation(gains: tuple[Gain, ...], parts: Iterable[Gain]) -> tuple[tuple[Gain, ...], tuple[LeftOut, ...]]:
    """All gains but a second one from allocation: compute is split better only once.

    The larger gain is kept, or a joint measurement that has one in it (`parts` are what those stand for).
    """
    inside = {part.name for part in parts if part.enhancement.kind is GainKind.ALLOCATION}
    joints = [gain for gain in gains if inside & gain.stands_for]
    allocations = sorted((gain for gain in gains if gain.enhancement.kind is GainKind.ALLOCATION), key=_largest_first)
    alone = [gain for gain in allocations if gain not in joints]
    first = next(iter((*joints, *alone)), None)
    doubles = tuple(
        (gain, f"allocation counts once, and '{first.name}' ({first.at}) is counted")
        for gain in alone
        if first is not None and gain is not first
    )
    dropped = {gain.number for gain, _ in doubles}
    return tuple(gain for gain in gains if gain.number not in dropped), doubles


def _largest_first(gain: Gain) -> tuple[bool, Fraction, str, int]:
    """By size, a gain of unknown size first, so that neither the order of the file nor silence decides."""
    size = gain.size
    return size is not None, -(size or Fraction(0)), gain.name, gain.number
