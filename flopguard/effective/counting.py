"""Which gains count under a definition: decided by the kind of the gain, never by its size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from fractions import Fraction
from types import MappingProxyType

from flopguard.definition.types import Definition, Enhancement, GainKind, MetricKind, Side
from flopguard.estimate.types import span
from flopguard.fields import Figure
from flopguard.manifest.types import Manifest
from flopguard.result import StepInput

_NEVER = MappingProxyType(
    {
        GainKind.HARDWARE_UTILISATION: "it changes the seconds that a FLOP takes, not what a FLOP achieves",
        GainKind.PRICE: "it changes what a FLOP costs, not what a FLOP achieves",
        GainKind.INFERENCE_COMPUTE: "compute spent when the model runs is an axis of its own, not training compute",
    }
)
_ELICITED = frozenset({GainKind.POST_TRAINING, GainKind.PROMPTING, GainKind.SCAFFOLDING})


@dataclass(frozen=True, slots=True)
class Gain:
    """One enhancement of a manifest and where it stands."""

    number: int
    enhancement: Enhancement

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
        """The factor as a step shows it, with the enhancement's own source where the figure names none."""
        if self.figure is None:
            return ()
        own = (self.enhancement.source, self.enhancement.section and f"section {self.enhancement.section}")
        source = self.figure.citation or ", ".join(part for part in own if part) or None
        value, evidence = span(self.figure.estimate), self.figure.evidence.value
        return (StepInput(name=self.name, value=value, evidence=evidence, source=source),)

    def side(self, definition: Definition) -> Side | None:
        """Whose compute its scale is measured in: its own word, or else the definition's."""
        return self.enhancement.side or definition.scale_side


LeftOut = tuple[Gain, str]


def sort_out(manifest: Manifest, definition: Definition) -> tuple[tuple[Gain, ...], tuple[LeftOut, ...]]:
    """The gains that count under a definition, and those that do not, each with the reason; in the manifest's order.

    Gains of another definition are in neither.
    """
    counted: list[Gain] = []
    left_out: list[LeftOut] = []
    for gain in _belonging(manifest, definition):
        reason = _stray(gain, manifest) or _not_counting(gain.enhancement, definition)
        if reason is None:
            counted.append(gain)
        else:
            left_out.append((gain, reason))
    kept, doubles = _one_allocation(counted)
    return kept, tuple(sorted((*left_out, *doubles), key=lambda entry: entry[0].number))


def _belonging(manifest: Manifest, definition: Definition) -> Iterator[Gain]:
    """The gains that name this definition or none that there is."""
    others = {entry.id for entry in manifest.definition} - {definition.id}
    for number, enhancement in enumerate(manifest.enhancement):
        if enhancement.definition not in others:
            yield Gain(number, enhancement)


def _stray(gain: Gain, manifest: Manifest) -> str | None:
    """Why it cannot be told which definition a gain belongs to."""
    named, known = gain.enhancement.definition, {entry.id for entry in manifest.definition}
    if named is None and len(manifest.definition) > 1:
        return f"it names no definition, and there are {len(manifest.definition)}"
    if named is not None and named not in known:
        return f"it names the definition '{named}', which does not exist"
    return None


def _not_counting(enhancement: Enhancement, definition: Definition) -> str | None:
    if enhancement.kind in _ELICITED:
        return _not_elicited(definition)
    return _NEVER.get(enhancement.kind)


def _not_elicited(definition: Definition) -> str | None:
    if definition.metric is None:
        return "whether it counts depends on the metric, which the definition does not name"
    if definition.metric.kind is MetricKind.LOSS:
        return f"its factor on a loss ({definition.metric.name}) is 1"
    told = definition.elicitation is not None and any(
        getattr(definition.elicitation, entry.name) is not None for entry in fields(definition.elicitation)
    )
    return None if told else "it counts only under a definition that states its elicitation"


def _one_allocation(gains: Iterable[Gain]) -> tuple[tuple[Gain, ...], tuple[LeftOut, ...]]:
    """All gains but a second one from allocation: compute is split better only once, and the larger gain is kept."""
    kept = tuple(gains)
    allocations = sorted((gain for gain in kept if gain.enhancement.kind is GainKind.ALLOCATION), key=_largest_first)
    doubles = tuple(
        (gain, f"allocation counts once, and '{allocations[0].name}' ({allocations[0].at}) is counted")
        for gain in allocations[1:]
    )
    dropped = {gain.number for gain, _ in doubles}
    return tuple(gain for gain in kept if gain.number not in dropped), doubles


def _largest_first(gain: Gain) -> tuple[bool, Fraction, str, int]:
    """By central value, a gain without a figure first, so that neither the order of the file nor silence decides."""
    if gain.figure is None:
        return False, Fraction(0), gain.name, gain.number
    estimate = gain.figure.estimate
    size = estimate.central if estimate.central is not None else estimate.high or estimate.low
    return True, -size, gain.name, gain.number
