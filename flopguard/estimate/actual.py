"""A loaded manifest becomes its actual compute: its own phases and those of every ancestor, each ancestor once."""

from __future__ import annotations

from dataclasses import replace

from flopguard.components import INHERITED, ComponentKey
from flopguard.estimate.architecture.convention import STANDARD, Convention
from flopguard.estimate.methods import phase_compute
from flopguard.estimate.totals import identity_text, lump, name_of, says_complete
from flopguard.estimate.types import ActualCompute, Phase, PhaseCompute
from flopguard.manifest.load import Loaded, Related


def actual_compute(loaded: Loaded, scope: str = "", convention: Convention = STANDARD) -> ActualCompute:
    """Everything that is stated of a model's training compute. The manifest must be readable.

    `scope` stands before the names of the model's own inputs; an ancestor's carry its identity, so that a figure is
    the same variable wherever its model is met. In `convention` the model's own shape is shown as well.
    """
    assert loaded.manifest is not None
    own = loaded.manifest
    stated = (Phase(own, number, scope, loaded.config, convention) for number in range(len(own.training)))
    phases = tuple(map(phase_compute, stated))
    alone = ActualCompute(
        model=own.model.name,
        phases=phases,
        complete=says_complete(own),
        no_base=own.model.base == (),
    )
    return _with_ancestors(alone, loaded, scope) if loaded.bases else alone


def _with_ancestors(alone: ActualCompute, loaded: Loaded, scope: str) -> ActualCompute:
    from flopguard.estimate.lineage.lineage import lineage_of  # most models have no base

    lineage = lineage_of(loaded, scope)
    return replace(
        alone,
        phases=(*alone.phases, *lineage.phases),
        complete=alone.complete and lineage.complete,
        unknown_bases=lineage.unknown,
        bases_left_open=lineage.bases_left_open,
        doubts=lineage.doubts,
    )


def related_compute(related: Related) -> ActualCompute | None:
    """The compute of a model that a manifest names, or None where nothing is known of it."""
    if related.loaded is not None and related.loaded.manifest is not None:
        model = related.loaded.manifest.model
        identity = identity_text(model.developer, model.name, model.version)
        return replace(actual_compute(related.loaded, f"{identity}#"), model=f"{identity} (assessed)")
    found = lump(related, ComponentKey.PRETRAIN)
    if found is None:
        return None
    return ActualCompute(model=f"{name_of(related.ref)} (assessed)", phases=(found,), complete=True, no_base=False)


def base_compute(compute: ActualCompute, only: frozenset[str] | None = None) -> ActualCompute | None:
    """The compute of the models that a model was made from, or None where some of it is not known.

    `only` are the ancestors that are asked about, by their origin. A stated total counts as a run of its model.
    """
    inherited = [phase for phase in compute.phases if phase.origin is not None]
    phases = tuple(_as_its_own(phase) for phase in inherited if only is None or phase.origin in only)
    if not phases or compute.unknown_bases:
        return None
    return replace(compute, model=f"the base of {compute.model}", phases=phases)


def _as_its_own(phase: PhaseCompute) -> PhaseCompute:
    component = ComponentKey.PRETRAIN if phase.component in INHERITED else phase.component
    return replace(phase, via=(), other_way=(), component=component)


def first_bases(loaded: Loaded) -> frozenset[str]:
    """The ancestors that were made from no other, as far as the manifests tell, by their origin."""
    from flopguard.estimate.lineage.lineage import lineage_of

    return frozenset(ancestor.origin for ancestor in lineage_of(loaded).ancestors if ancestor.is_first)
