"""Several published curves of one baseline: each of them is a reading of what effective compute comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from flopguard.evaluate.definitions import under
from flopguard.evaluate.ratios import reference_of
from flopguard.evaluate.world import World
from flopguard.policy.conditions import leaves, named_parameters
from flopguard.policy.types import Condition, Measure, QuantityLeaf, QuantityName

_WITHOUT_CURVE = (Measure.NOMINAL, Measure.TREND)


def curve_choices(conditions: Iterable[Condition], world: World) -> tuple[Mapping[str, str], ...]:
    """Every choice of a curve for each definition that has several with an answer; none where no definition has.

    A condition whose measure is itself a question of the text keeps the curves of one definition together.
    """
    if not any(entry.definition.other_curves for entry in world.facts.effective) and not world.policy.definition:
        return ()
    found: dict[str, tuple[str, ...]] = {}
    for condition in conditions:
        for leaf in leaves(condition):
            if isinstance(leaf, QuantityLeaf) and _is_by_curve(leaf):
                found.update(_curves(leaf, world))
    return tuple(dict(zip(found, picked, strict=True)) for picked in product(*found.values())) if found else ()


def _is_by_curve(leaf: QuantityLeaf) -> bool:
    """Whether a leaf is on effective compute under definitions, by a measure that the text itself names."""
    if leaf.quantity is not QuantityName.EFFECTIVE_COMPUTE or named_parameters(leaf):
        return False
    return leaf.measure not in _WITHOUT_CURVE and leaf.relative_to in (None, "last_assessment")


def _curves(leaf: QuantityLeaf, world: World) -> dict[str, tuple[str, ...]]:
    reference = reference_of(leaf, world) if leaf.relative_to else None
    other = reference[0] if isinstance(reference, tuple) else None
    answers = {
        entry.definition.id: tuple(dict.fromkeys(found.curve for found in entry.ours if found.inverted is not None))
        for entry in under(leaf, world, other)
    }
    return {name: curves for name, curves in answers.items() if len(curves) > 1}
