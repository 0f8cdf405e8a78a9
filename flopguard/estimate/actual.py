"""A loaded manifest becomes its actual compute: its own phases and those of every ancestor, each ancestor once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from flopguard.components import ComponentKey
from flopguard.estimate.methods import phase_compute
from flopguard.estimate.types import (
    ActualCompute,
    Arithmetic,
    Estimated,
    Phase,
    PhaseCompute,
    UnknownBase,
    figure_input,
    span,
)
from flopguard.fields import Evidence, Figure
from flopguard.formula import Amount, Input
from flopguard.manifest.load import Loaded, Related
from flopguard.manifest.types import Manifest, Model, ModelRef, Status
from flopguard.quantity import parse
from flopguard.reference_models import ReferenceModel, find_reference
from flopguard.result import Step
from flopguard.units import Dimension


def actual_compute(loaded: Loaded, scope: str = "") -> ActualCompute:
    """Everything that is stated of a model's training compute. The manifest must be readable.

    `scope` stands before the names of the model's own inputs; an ancestor's carry its identity, so that a figure is
    the same variable wherever its model is met.
    """
    assert loaded.manifest is not None
    own = loaded.manifest
    phases = tuple(phase_compute(Phase(own, number, scope, loaded.config)) for number in range(len(own.training)))
    lineage = _Lineage(own.model.developer)
    lineage.follow(loaded, (), scope)
    return ActualCompute(
        model=own.model.name,
        phases=(*phases, *lineage.phases),
        complete=_says_complete(own) and lineage.complete,
        no_base=own.model.base == (),
        unknown_bases=tuple(lineage.unknown),
    )


def related_compute(related: Related) -> ActualCompute | None:
    """The compute of a model that a manifest names, or None where nothing is known of it."""
    if related.loaded is not None and related.loaded.manifest is not None:
        model = related.loaded.manifest.model
        identity = _identity(model.developer, model.name, model.version)
        return replace(actual_compute(related.loaded, f"{identity}#"), model=f"{identity} (assessed)")
    lump = _lump(related, ComponentKey.PRETRAIN)
    if lump is None:
        return None
    return ActualCompute(model=f"{name_of(related.ref)} (assessed)", phases=(lump,), complete=True, no_base=False)


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
    is_lump = phase.component in (ComponentKey.BASE_INHERITED, ComponentKey.ANCESTOR_MERGE)
    return replace(phase, via=(), component=ComponentKey.PRETRAIN if is_lump else phase.component)


def first_bases(loaded: Loaded) -> frozenset[str]:
    """The ancestors that were made from no other, as far as the manifests tell, by their origin."""
    found: set[str] = set()
    for base in loaded.bases:
        manifest = base.loaded.manifest if base.loaded else None
        if base.loaded is None or manifest is None:
            found.add(name_of(base.ref))
        else:
            model = manifest.model
            found |= first_bases(base.loaded) or {_identity(model.developer, model.name, model.version)}
    return frozenset(found)


def name_of(ref: ModelRef) -> str:
    """What a model reference is called in texts; a model of the table by its name there."""
    row = find_reference(ref.reference) if ref.reference else None
    return ref.name or (row.name if row else ref.reference) or ref.manifest or "an unnamed model"


def _says_complete(manifest: Manifest) -> bool:
    return manifest.scope is not None and manifest.scope.complete


def _identity(developer: str | None, name: str, version: str | None) -> str:
    return " ".join(part for part in (developer, name, version) if part)


def _shown(model: Model) -> str:
    """The identity for people: a name that begins with its developer says it already."""
    said = model.developer is not None and model.name.casefold().startswith(model.developer.casefold())
    return _identity(None if said else model.developer, model.name, model.version)


@dataclass
class _Lineage:
    """Walks the bases of a manifest and collects each ancestor's phases once."""

    developer: str | None
    known: dict[str, object] = field(default_factory=dict)
    """By identity: what was said of an ancestor, so that two that differ are noticed."""
    phases: list[PhaseCompute] = field(default_factory=list)
    unknown: list[UnknownBase] = field(default_factory=list)
    complete: bool = True

    def follow(self, loaded: Loaded, via: tuple[ComponentKey, ...], scope: str) -> None:
        for related in sorted(loaded.bases, key=lambda entry: _entry_key(entry.ref) is ComponentKey.ANCESTOR_MERGE):
            self._visit(related, (*via, _entry_key(related.ref)), scope)

    def _visit(self, related: Related, via: tuple[ComponentKey, ...], scope: str) -> None:
        base = related.loaded.manifest if related.loaded else None
        if base is None:
            self._stated(replace(related, at=scope + related.at), via)
            return
        assert related.loaded is not None
        identity = _identity(base.model.developer, base.model.name, base.model.version)
        same = _same(self.developer, base.model.developer)
        if not self._is_new(identity, identity, related.loaded.digest, same):
            return
        self.complete = self.complete and _says_complete(base)
        via = tuple(dict.fromkeys(via))
        scope = f"{identity}#"
        phases = [
            replace(
                phase_compute(Phase(base, number, scope, related.loaded.config), identity, via),
                same_developer=same,
                origin_name=_shown(base.model),
            )
            for number in range(len(base.training))
        ]
        self.phases.extend(phases)
        if not _origin_known(base, phases):
            self.unknown.append(UnknownBase(base.model.name, same))
        self.follow(related.loaded, via, scope)

    def _is_new(self, identity: str, origin: str, said: object, same: bool | None) -> bool:
        """Whether an ancestor is met for the first time; one of which two things are said is not known."""
        if identity not in self.known:
            self.known[identity] = said
            return True
        before = self.known[identity]
        if said is not None and before is not None and before != said:
            self.phases = [phase for phase in self.phases if phase.origin != origin]
            self.unknown.append(UnknownBase(origin, same))
        return False

    def _stated(self, related: Related, via: tuple[ComponentKey, ...]) -> None:
        ref = related.ref
        named = ref.name or ref.reference or ref.manifest
        identity = _identity(ref.developer, named or f"the one at {related.at}", ref.version)
        same = _same(self.developer, ref.developer)
        if not self._is_new(identity, name_of(ref), ref.compute.estimate if ref.compute else None, same):
            return
        lump = _lump(related, via[-1], via[:-1])
        if lump is None:
            self.unknown.append(UnknownBase(name_of(ref), same))
        else:
            self.phases.append(replace(lump, same_developer=same))


def _origin_known(base: Manifest, phases: list[PhaseCompute]) -> bool:
    """Whether it is known of an ancestor where its weights come from: a run whose compute is known, or its own base."""
    runs = [phase for phase in phases if phase.component is ComponentKey.PRETRAIN]
    if runs:
        return all(phase.chosen is not None for phase in runs)
    return bool(phases) and (bool(base.model.base) or _says_complete(base))


def _same(ours: str | None, theirs: str | None) -> bool | None:
    """Whether two developers are one; None where either is not stated."""
    return ours.casefold() == theirs.casefold() if ours and theirs else None


def _entry_key(ref: ModelRef) -> ComponentKey:
    """The key under which a base enters: taken over, or combined with other weights."""
    return ComponentKey.ANCESTOR_MERGE if ref.relation in ("merge", "init") else ComponentKey.BASE_INHERITED


def _lump(related: Related, key: ComponentKey, via: tuple[ComponentKey, ...] = ()) -> PhaseCompute | None:
    """The stated total of a model of which no components are known."""
    answer = next(_totals(related), None)
    if answer is None:
        return None
    return PhaseCompute(
        at=related.at,
        component=key,
        name=name_of(related.ref),
        run=related.at,
        status=Status.DONE,
        arithmetic=Arithmetic.UNSTATED,
        chosen=answer,
        via=via,
        origin=name_of(related.ref),
    )


def _totals(related: Related) -> Iterator[Estimated]:
    stated = related.ref.compute
    if stated is not None:
        figure = stated if stated.citation else replace(stated, source=related.ref.source)
        yield _total(f"{related.at}/compute", figure, "stated total")
    reference = find_reference(related.ref.reference) if related.ref.reference else None
    if reference is not None:
        yield from _reference_totals(related, reference)


def _reference_totals(related: Related, row: ReferenceModel) -> Iterator[Estimated]:
    kinds = (
        (row.published_flop, Evidence.REPORTED),
        (row.exact_flop, Evidence.DERIVED),
        (row.epoch_flop, Evidence.DERIVED),
    )
    for text, evidence in kinds:
        if text is not None:
            estimate = parse(text, Dimension.FLOP)
            figure = Figure(estimate=estimate, evidence=evidence, source=f"{row.source} ({row.verified})")
            yield _total(f"{related.at}/reference", figure, f"total of {row.name} in the table of reference models")


def _total(name: str, figure: Figure, said: str) -> Estimated:
    amount = Amount.of(Input(name, figure.estimate))
    step = Step(what=said, inputs=(figure_input("total", figure),), result=f"{span(figure.estimate)} FLOP")
    return Estimated(
        method="reported", amount=amount, evidence=figure.evidence.value, source=figure.citation, steps=(step,)
    )
