"""Whether a gain from prompting, a scaffold or post-training counts: by the metric and by how scores were obtained.

It counts where the baseline's score was obtained without what the gain comes from and the model's with it, all else
alike. On a loss such a gain is 1. What the documents leave open is said, and never decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType

from flopguard.definition.types import Definition, Elicitation, Enhancement, GainKind, Metric, MetricKind
from flopguard.effective.names import same_metric
from flopguard.manifest.types import Benchmark, Manifest

CONCERNS: Mapping[GainKind, tuple[str, ...]] = MappingProxyType(
    {
        GainKind.PROMPTING: ("shots", "reasoning", "samples", "over_samples"),
        GainKind.SCAFFOLDING: ("scaffold", "tools"),
        GainKind.POST_TRAINING: (),
    }
)
"""What of an elicitation a kind of gain changes; post-training changes the model and none of it."""


class Elicited(StrEnum):
    """Whether the gain counts."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Found:
    """The answer, and its reason where it is not yes."""

    counts: Elicited
    reason: str = ""


def elicited(enhancement: Enhancement, definition: Definition, manifest: Manifest) -> Found:
    """Whether such a gain counts under a definition."""
    own = _of_definition(enhancement.kind, definition)
    if isinstance(own, str):
        return Found(Elicited.NO, own)
    assert definition.metric is not None
    rows = [row.elicitation for row in manifest.benchmark if _is_of(row, definition.metric)]
    beside = {entry.kind for entry in manifest.enhancement if entry.definition in (None, definition.id)}
    others = beside & set(CONCERNS)
    answers = {_against(own, row, enhancement.kind, others) for row in rows if row is not None}
    if len(answers) == 1:
        return answers.pop()
    why = "they differ from each other" if answers else "there is none that states its elicitation"
    reason = f"whether it counts hangs on the elicitation of the model's score on {definition.metric.name}, and {why}"
    return Found(Elicited.OPEN, reason)


def _is_of(row: Benchmark, metric: Metric) -> bool:
    """Whether a score is on the metric; a version that one of them leaves out does not tell them apart."""
    versions = {row.version, metric.version} - {None}
    return same_metric(row.name, metric.name) and len(versions) < 2


def _of_definition(kind: GainKind, definition: Definition) -> Elicitation | str:
    """The elicitation of the definition, or why no gain of this kind counts under it."""
    if definition.metric is None:
        return "whether it counts depends on the metric, which the definition does not name"
    if definition.metric.kind is MetricKind.LOSS:
        return f"its factor on a loss ({definition.metric.name}) is 1"
    own = definition.elicitation
    if own is None or not any(_stated(own, (entry.name for entry in fields(own)))):
        return "it counts only under a definition that states its elicitation"
    concerned = CONCERNS[kind]
    if concerned and not any(_stated(own, concerned)):
        return f"it counts only under a definition whose elicitation states one of {', '.join(concerned)}"
    return own


def _stated(of: Elicitation, names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if getattr(of, name) is not None)


def _against(own: Elicitation, row: Elicitation, kind: GainKind, others: set[GainKind]) -> Found:
    """Whether definition and score differ in exactly what the gain, or another gain beside it, comes from."""
    found = list(differing(own, row))
    covered = {name for other in others for name in CONCERNS[other]}
    strange = [name for name in found if name not in covered]
    if strange:
        return Found(Elicited.NO, f"the score and the definition differ in {', '.join(strange)} as well")
    concerned = CONCERNS[kind]
    if not concerned or any(name in concerned for name in found):
        return Found(Elicited.YES)
    same = " and ".join(_common(own, row, concerned))
    if same:
        return Found(Elicited.NO, f"the model's score was obtained with the same {same} as the definition's")
    unsaid = " or ".join(_stated(own, concerned))
    return Found(Elicited.OPEN, f"whether it counts hangs on {unsaid}, which the model's score does not say")


def _common(own: Elicitation, row: Elicitation, names: Iterable[str]) -> list[str]:
    return [name for name in names if getattr(own, name) is not None and getattr(row, name) is not None]


_COMPARED = ("shots", "reasoning", "tools", "scaffold", "samples", "over_samples")


def differing(own: Elicitation, row: Elicitation) -> Iterator[str]:
    """The fields that both state, differently."""
    for name in _common(own, row, _COMPARED):
        if getattr(own, name) != getattr(row, name):
            yield name
