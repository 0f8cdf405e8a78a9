"""What counts as an operation of a model: the standard, and what others count by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from enum import StrEnum
from types import MappingProxyType

from flopguard.errors import FlopguardError
from flopguard.record import record


class Scores(StrEnum):
    """Which pairs of query and key count."""

    NEEDED = "causal"
    """Those that the mask and the window leave."""
    ALL = "full"
    """All, as code works them out that masks afterwards."""
    NONE = "none"


class Tables(StrEnum):
    """Which vocabulary tables count as a product at every position."""

    HEAD = "head"
    BOTH = "both"
    NEITHER = "neither"


class ConventionError(FlopguardError):
    """A convention that does not exist, or two that contradict each other."""


@record
class Convention:
    """What counts as an operation of the model."""

    scores: Scores = Scores.NEEDED
    tables: Tables = Tables.HEAD
    all_experts: bool = False
    """Whether experts count that a token does not visit."""
    recompute: bool = False
    """Whether the second forward pass through the layers counts that saves the memory of their activations."""


STANDARD = Convention()
OTHERS: Mapping[str, tuple[str, Convention]] = MappingProxyType(
    {
        "all-pairs": ("with all pairs of query and key", Convention(scores=Scores.ALL)),
        "no-scores": ("without the scores of attention", Convention(scores=Scores.NONE)),
        "embedding": ("with the embedding as a product", Convention(tables=Tables.BOTH)),
        "no-head": ("without the output head", Convention(tables=Tables.NEITHER)),
        "all-experts": ("with the experts that are not visited", Convention(all_experts=True)),
        "recompute": ("with full recomputation of activations", Convention(recompute=True)),
    }
)
"""What others count by, each apart from the standard in one point: its name, what it is in words, the convention."""


def combined(names: Iterable[str]) -> Convention:
    """The convention that has every named point. Raises ConventionError where two contradict or one is not known."""
    given: dict[str, object] = {}
    for name in names:
        if name not in OTHERS:
            raise ConventionError(f"'{name}' is no convention; there are {', '.join(OTHERS)}")
        for field in fields(Convention):
            value = getattr(OTHERS[name][1], field.name)
            if value == getattr(STANDARD, field.name):
                continue
            if given.setdefault(field.name, value) != value:
                raise ConventionError(f"'{name}' contradicts another convention that is given")
    return replace(STANDARD, **given)  # type: ignore[arg-type]


def told(convention: Convention) -> str:
    """What sets a convention apart from the standard, in words."""
    points = [text for text, other in OTHERS.values() if _has(convention, other)]
    return ", ".join(points)


def _has(convention: Convention, other: Convention) -> bool:
    changed = (
        field.name for field in fields(Convention) if getattr(other, field.name) != getattr(STANDARD, field.name)
    )
    return all(getattr(convention, name) == getattr(other, name) for name in changed)
