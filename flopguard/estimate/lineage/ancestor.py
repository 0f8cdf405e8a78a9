"""What the places where an ancestor is named say of it together.

Where they say different things, nothing is known of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flopguard.components import INHERITED, ComponentKey
from flopguard.estimate.lineage.places import Place, bounds_of
from flopguard.estimate.methods import phase_compute
from flopguard.estimate.totals import identity_text, lump, name_of, says_complete
from flopguard.estimate.types import Phase, PhaseCompute
from flopguard.formula import total
from flopguard.manifest.types import Manifest, Model
from flopguard.reference_models import find_reference
from flopguard.units import Dimension


@dataclass(frozen=True, slots=True)
class Ancestor:
    """One ancestor: its phases, or that nothing is known of it."""

    origin: str
    label: str
    """What it is called beside one of the same name."""
    places: tuple[Place, ...]
    same_developer: bool | None
    phases: tuple[PhaseCompute, ...] = ()
    unknown: bool = False
    contradictory: bool = False
    from_table: bool = False
    """Whether its figure is one of the reference table, which gives way to what is stated."""

    @property
    def name(self) -> str:
        """What it calls itself; in full where that does not tell it from others."""
        manifest = self.places[0].manifest
        return self.origin if self.contradictory or manifest is None else manifest.model.name

    @property
    def is_first(self) -> bool:
        """Whether it was made from no other, as far as is told."""
        return not any(place.bases for place in self.places)


def same_developer(ours: str | None, theirs: str | None) -> bool | None:
    """Whether two developers are one; None where either is not stated."""
    return ours.casefold() == theirs.casefold() if ours and theirs else None


def one_by_one(places: Iterable[Place]) -> list[tuple[Place, ...]]:
    """The places of each ancestor."""
    groups: dict[object, list[Place]] = {}
    for place in places:
        groups.setdefault(place.identity or id(place), []).append(place)
    return [tuple(group) for group in groups.values()]


def ancestor_of(places: tuple[Place, ...], ours: str | None) -> Ancestor:
    """What the places say together: a file before a statement, and that before the reference table."""
    files = [place for place in places if place.manifest is not None]
    stated = [place for place in places if place.totals]
    told = next((place for place in (*files, *stated, *places) if place in files or _has_total(place)), places[0])
    same = next((known for place in places if (known := _by_us(place, ours)) is not None), None)
    ways = _ways(places)
    origin = _origin(told)
    if told.manifest is not None:
        phases = _phases_of_file(told, told.manifest, ways)
    else:
        found = lump(told.related, ways[0][0], ways[0][1:])
        phases = () if found is None else (replace(found, other_way=ways[1] if len(ways) > 1 else ()),)
    from_table = told not in files and told not in stated and told.related.ref.reference is not None
    contradictory = len(files) > 1 or not _agree(files, stated, phases)
    known = bool(phases) if told.manifest is None else _origin_known(told.manifest, phases)
    return Ancestor(
        origin=origin,
        label=f"{origin} of the reference table" if from_table else _in_full(told),
        places=places,
        same_developer=same,
        phases=() if contradictory else tuple(replace(phase, same_developer=same) for phase in phases),
        unknown=contradictory or not known,
        contradictory=contradictory,
        from_table=from_table,
    )


def _has_total(place: Place) -> bool:
    return lump(place.related, ComponentKey.BASE_INHERITED) is not None


def _origin(place: Place) -> str:
    model = place.manifest.model if place.manifest is not None else None
    return identity_text(model.developer, model.name, model.version) if model else name_of(place.related.ref)


def _in_full(place: Place) -> str:
    """The origin, with the developer and the version where they are stated beside a name."""
    ref = place.related.ref
    return _origin(place) if place.manifest is not None else identity_text(ref.developer, name_of(ref), ref.version)


def _by_us(place: Place, ours: str | None) -> bool | None:
    """Whether the model's own developer made it; of the table only a name that is the same tells, as names vary."""
    ref = place.related.ref
    if place.manifest is not None:
        return same_developer(ours, place.manifest.model.developer)
    row = find_reference(ref.reference) if ref.reference and not ref.developer else None
    return same_developer(ours, row.developer) or None if row else same_developer(ours, ref.developer)


def _ways(places: Iterable[Place]) -> list[tuple[ComponentKey, ...]]:
    """The keys of each way that asks for no more than another, the way of what is taken over first."""
    every = {way for place in places for way in place.ways}
    least = [way for way in every if not any(other < way for other in every)]
    return sorted(
        (tuple(key for key in INHERITED if key in way) for way in least), key=lambda way: INHERITED.index(way[0])
    )


def _agree(files: list[Place], stated: list[Place], phases: tuple[PhaseCompute, ...]) -> bool:
    """Whether all totals that are stated of an ancestor are one, and that of its file where it has one."""
    totals = {figure for place in stated for figure in place.totals}
    return len(totals | {sum_of(phases)} if files and totals else totals) < 2


def sum_of(phases: tuple[PhaseCompute, ...]) -> tuple[object, ...]:
    """What the phases come to; other than every figure where one of them is not known."""
    known = [phase.chosen.amount for phase in phases if phase.chosen is not None]
    return bounds_of(total(known, Dimension.FLOP).bounds()) if len(known) == len(phases) else ()


def _phases_of_file(place: Place, manifest: Manifest, ways: list[tuple[ComponentKey, ...]]) -> tuple[PhaseCompute, ...]:
    origin, known = _origin(place), place.related.loaded
    config = known.config if known else None
    found = [
        phase_compute(Phase(manifest, number, place.scope, config), origin, ways[0])
        for number in range(len(manifest.training))
    ]
    return tuple(
        replace(
            phase,
            origin_name=_shown(manifest.model),
            other_way=(phase.component, *ways[1]) if len(ways) > 1 else (),
        )
        for phase in found
    )


def _shown(model: Model) -> str:
    """The identity for people: a name that begins with its developer says it already."""
    said = model.developer is not None and model.name.casefold().startswith(model.developer.casefold())
    return identity_text(None if said else model.developer, model.name, model.version)


def _origin_known(base: Manifest, phases: tuple[PhaseCompute, ...]) -> bool:
    """Whether it is known of an ancestor where its weights come from: a run whose compute is known, or its own base.

    That nothing else was spent does not tell it: as of the model itself, what it was made from must be said as well.
    """
    runs = [phase for phase in phases if phase.component is ComponentKey.PRETRAIN]
    if runs:
        return all(phase.chosen is not None for phase in runs)
    made_from_nothing = bool(phases) and base.model.base == () and says_complete(base)
    return bool(base.model.base) or made_from_nothing
