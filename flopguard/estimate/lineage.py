"""The ancestors of a model: each of them once, however many ways lead to it and in whatever order they are stated.

One ancestor may be named in several places: by its file, by a statement, by an id of the reference table. Places that
give the same developer, name and version are one ancestor. Where they say different things of it, nothing is known of
it; where it cannot be told whether two are one, the second counts as anything from nothing to once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from hashlib import sha256

from flopguard.components import INHERITED, ComponentKey
from flopguard.estimate.methods import phase_compute
from flopguard.estimate.totals import lump, name_of
from flopguard.estimate.types import Phase, PhaseCompute, UnknownBase
from flopguard.formula import Amount, Input, Role, total
from flopguard.manifest.load import Loaded, Related
from flopguard.manifest.types import Manifest, Model, ModelRef
from flopguard.problems import Problem
from flopguard.quantity import Estimate
from flopguard.reference_models import find_reference
from flopguard.units import Dimension

Way = frozenset[ComponentKey]
"""The keys of one way from the model to an ancestor."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a model is, as far as it is said; letter case and spacing do not matter."""

    developer: str
    name: str
    version: str

    @classmethod
    def of(cls, developer: str | None, name: str, version: str | None) -> Identity:
        """From what is stated."""
        return cls(*(" ".join((part or "").casefold().split()) for part in (developer, name, version)))


@dataclass(eq=False, slots=True)
class _Place:
    """A place where an ancestor is named, and the ways that lead there."""

    related: Related
    """Its place with the scope of the manifest that it stands in."""
    entry: str
    """The base of the model itself through which it was met first."""
    scope: str
    """What stands before the names of its own figures."""
    identity: Identity | None
    """None for one without a name, which is like no other."""
    ways: set[Way] = field(default_factory=set)
    bases: list[_Place] = field(default_factory=list)
    totals: set[tuple[object, ...]] = field(default_factory=set)
    """What is stated of its compute where it is named."""

    @property
    def manifest(self) -> Manifest | None:
        """Its own manifest, where that could be read."""
        return self.related.loaded.manifest if self.related.loaded else None

    def enter(self, way: Way) -> bool:
        """Whether a way is new; one that asks for more keys than another says nothing new."""
        if any(known <= way for known in self.ways):
            return False
        self.ways = {known for known in self.ways if not way <= known} | {way}
        return True


@dataclass(frozen=True, slots=True)
class Ancestor:
    """One ancestor: its phases, or that nothing is known of it."""

    origin: str
    label: str
    """What it is called beside one of the same name."""
    places: tuple[_Place, ...]
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


@dataclass(frozen=True, slots=True)
class Lineage:
    """The ancestors of a model, and what cannot be told of them."""

    ancestors: tuple[Ancestor, ...]
    complete: bool
    """Whether each manifest of an ancestor says that it states everything."""
    bases_left_open: bool
    """Whether one of them does not say what it was made from itself."""
    doubts: tuple[Problem, ...]

    @property
    def phases(self) -> tuple[PhaseCompute, ...]:
        """The phases of all ancestors."""
        return tuple(phase for ancestor in self.ancestors for phase in ancestor.phases)

    @property
    def unknown(self) -> tuple[UnknownBase, ...]:
        """The ancestors of which no compute is known."""
        return tuple(UnknownBase(one.name, one.same_developer) for one in self.ancestors if one.unknown)


def lineage_of(loaded: Loaded, scope: str = "") -> Lineage:
    """The ancestors of a readable manifest; `scope` stands before the names of the figures that it states of them."""
    assert loaded.manifest is not None
    walk = _Walk()
    walk.follow(loaded, frozenset(), scope, None, [])
    ours = loaded.manifest.model
    ancestors = [_ancestor(places, ours.developer) for places in _one_by_one(walk.places)]
    alike = list(_clusters(ancestors))
    for cluster in alike:
        ancestors = _once_or_more(ancestors, cluster)
    manifests = [place.manifest for place in walk.places if place.manifest is not None]
    return Lineage(
        ancestors=tuple(ancestors),
        complete=all(map(says_complete, manifests)),
        bases_left_open=any(base.model.base is None and not says_complete(base) for base in manifests),
        doubts=(*_misnamed(loaded), *_namesakes(ancestors, ours), *_contradicted(ancestors), *map(_unclear, alike)),
    )


def says_complete(manifest: Manifest) -> bool:
    """Whether a manifest says that what it does not state is zero."""
    return manifest.scope is not None and manifest.scope.complete


def identity_text(developer: str | None, name: str, version: str | None) -> str:
    """The identity as one text."""
    return " ".join(part for part in (developer, name, version) if part)


def same_developer(ours: str | None, theirs: str | None) -> bool | None:
    """Whether two developers are one; None where either is not stated."""
    return ours.casefold() == theirs.casefold() if ours and theirs else None


# --- who is named where ------------------------------------------------------------------------------------------


@dataclass
class _Walk:
    """Goes along the bases and keeps each place once; files that say the same are one place."""

    places: list[_Place] = field(default_factory=list)
    stated: dict[tuple[int, str], _Place] = field(default_factory=dict)
    files: dict[Identity, list[tuple[Loaded, _Place]]] = field(default_factory=dict)
    contents: dict[int, str] = field(default_factory=dict)

    def follow(self, loaded: Loaded, way: Way, scope: str, entry: str | None, found: list[_Place]) -> None:
        """Enter every base of a manifest, those that are taken over before those that are merged."""
        for related in sorted(loaded.bases, key=lambda base: _entry_key(base.ref) is ComponentKey.ANCESTOR_MERGE):
            place = self._place(related, loaded, scope, entry or related.at)
            if place not in found:
                found.append(place)
            if related.ref.compute is not None:
                place.totals.add(_bounds(related.ref.compute.estimate))
            longer = way | {_entry_key(related.ref)}
            if place.enter(longer) and place.related.loaded is not None and place.manifest is not None:
                self.follow(place.related.loaded, longer, place.scope, place.entry, place.bases)

    def _place(self, related: Related, owner: Loaded, scope: str, entry: str) -> _Place:
        if related.loaded is not None and related.loaded.manifest is not None:
            return self._file(related, related.loaded, related.loaded.manifest.model, entry)
        key = (id(owner), related.at)
        if key not in self.stated:
            there = replace(related, at=scope + related.at)
            self.stated[key] = self._new(_Place(there, entry, scope, _identity_stated(related.ref)))
        return self.stated[key]

    def _file(self, related: Related, loaded: Loaded, model: Model, entry: str) -> _Place:
        identity = Identity.of(model.developer, model.name, model.version)
        known = self.files.setdefault(identity, [])
        for other, place in known:
            if other is loaded or self._content(other) == self._content(loaded):
                return place
        again = f" ({len(known) + 1})" if known else ""
        scope = f"{identity_text(model.developer, model.name, model.version)}{again}#"
        known.append((loaded, self._new(_Place(related, entry, scope, identity))))
        return known[-1][1]

    def _new(self, place: _Place) -> _Place:
        self.places.append(place)
        return place

    def _content(self, loaded: Loaded) -> str:
        """What a manifest and all that it rests on say but for its name, however and wherever the files are written."""
        if id(loaded) not in self.contents:
            assert loaded.manifest is not None
            model = loaded.manifest.model
            below = [self._content(base.loaded) if _is_read(base) and base.loaded else "" for base in loaded.bases]
            refs = tuple(replace(base.ref, manifest=None) if _is_read(base) else base.ref for base in loaded.bases)
            nameless = replace(model, name="", developer=None, version=None, base=model.base and refs)
            said = replace(loaded.manifest, model=nameless)
            self.contents[id(loaded)] = sha256(repr((said, below)).encode("utf-8", "backslashreplace")).hexdigest()
        return self.contents[id(loaded)]


def _is_read(related: Related) -> bool:
    return related.loaded is not None and related.loaded.manifest is not None


def _identity_stated(ref: ModelRef) -> Identity | None:
    row = find_reference(ref.reference) if ref.reference else None
    if row is not None:
        return Identity.of(row.developer, row.name, None)
    name = ref.name or ref.reference or ref.manifest
    return Identity.of(ref.developer, name, ref.version) if name else None


def _entry_key(ref: ModelRef) -> ComponentKey:
    """The key under which a base enters: taken over, or combined with other weights."""
    return ComponentKey.ANCESTOR_MERGE if ref.relation in ("merge", "init") else ComponentKey.BASE_INHERITED


# --- what is said of one ancestor --------------------------------------------------------------------------------


def _one_by_one(places: Iterable[_Place]) -> list[tuple[_Place, ...]]:
    """The places of each ancestor."""
    groups: dict[object, list[_Place]] = {}
    for place in places:
        groups.setdefault(place.identity or id(place), []).append(place)
    return [tuple(group) for group in groups.values()]


def _ancestor(places: tuple[_Place, ...], ours: str | None) -> Ancestor:
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


def _has_total(place: _Place) -> bool:
    return lump(place.related, ComponentKey.BASE_INHERITED) is not None


def _origin(place: _Place) -> str:
    model = place.manifest.model if place.manifest is not None else None
    return identity_text(model.developer, model.name, model.version) if model else name_of(place.related.ref)


def _in_full(place: _Place) -> str:
    """The origin, with the developer and the version where they are stated beside a name."""
    ref = place.related.ref
    return _origin(place) if place.manifest is not None else identity_text(ref.developer, name_of(ref), ref.version)


def _by_us(place: _Place, ours: str | None) -> bool | None:
    """Whether the model's own developer made it; of the table only a name that is the same tells, as names vary."""
    ref = place.related.ref
    if place.manifest is not None:
        return same_developer(ours, place.manifest.model.developer)
    row = find_reference(ref.reference) if ref.reference and not ref.developer else None
    return same_developer(ours, row.developer) or None if row else same_developer(ours, ref.developer)


def _ways(places: Iterable[_Place]) -> list[tuple[ComponentKey, ...]]:
    """The keys of each way that asks for no more than another, the way of what is taken over first."""
    every = {way for place in places for way in place.ways}
    least = [way for way in every if not any(other < way for other in every)]
    return sorted(
        (tuple(key for key in INHERITED if key in way) for way in least), key=lambda way: INHERITED.index(way[0])
    )


def _agree(files: list[_Place], stated: list[_Place], phases: tuple[PhaseCompute, ...]) -> bool:
    """Whether all totals that are stated of an ancestor are one, and that of its file where it has one."""
    totals = {figure for place in stated for figure in place.totals}
    return len(totals | {_sum(phases)} if files and totals else totals) < 2


def _sum(phases: tuple[PhaseCompute, ...]) -> tuple[object, ...]:
    """What the phases come to; other than every figure where one of them is not known."""
    known = [phase.chosen.amount for phase in phases if phase.chosen is not None]
    return _bounds(total(known, Dimension.FLOP).bounds()) if len(known) == len(phases) else ()


def _bounds(estimate: Estimate) -> tuple[object, ...]:
    """A figure without the text that it was written in."""
    return estimate.low, estimate.central, estimate.high, estimate.low_open, estimate.high_open


def _phases_of_file(
    place: _Place, manifest: Manifest, ways: list[tuple[ComponentKey, ...]]
) -> tuple[PhaseCompute, ...]:
    origin, known = _origin(place), place.related.loaded
    config = known.config if known else None
    phases = (Phase(manifest, number, place.scope, config) for number in range(len(manifest.training)))
    found = [phase_compute(phase, origin, ways[0]) for phase in phases]
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


# --- ancestors that may be one -----------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False, slots=True)
class _Called:
    """An ancestor with all that it may be called, spelt plainly."""

    one: Ancestor
    names: frozenset[str]
    developer: str
    version: str
    in_table: bool


def _called(ancestor: Ancestor, identity: Identity) -> _Called:
    """Its name with and without its developer and its version, and its id in the table."""
    name, developer, version = map(_plain, (identity.name, identity.developer, identity.version))
    bare = name.removeprefix(developer)
    names = {said + end for said in (name, bare, developer + bare) for end in ("", version)}
    ids = {_plain(place.related.ref.reference) for place in ancestor.places if place.related.ref.reference}
    return _Called(ancestor, frozenset((names | ids) - {""}), developer, version, bool(ids))


def _clusters(ancestors: list[Ancestor]) -> Iterator[tuple[Ancestor, ...]]:
    """Ancestors that may be one model although what names them differs."""
    called = [_called(one, one.places[0].identity) for one in ancestors if one.places[0].identity is not None]
    by_name: dict[str, list[_Called]] = {}
    for entry in called:
        for name in entry.names:
            by_name.setdefault(name, []).append(entry)
    done: set[_Called] = set()
    for first in called:
        cluster = [] if first in done else [first]
        for member in cluster:
            done.add(member)
            alike = (other for name in sorted(member.names) for other in by_name[name])
            cluster += [other for other in dict.fromkeys(alike) if other not in cluster and _may_be_one(member, other)]
        if len(cluster) > 1:
            yield tuple(entry.one for entry in cluster)


def _may_be_one(first: _Called, second: _Called) -> bool:
    """Whether what is stated of two that have a name in common does not tell them apart."""
    if first.version and second.version and first.version != second.version:
        return False
    if not (first.developer.startswith(second.developer) or second.developer.startswith(first.developer)):
        return False
    both_in_table = first.in_table and second.in_table
    return not (both_in_table or _rests_on(first.one, second.one) or _rests_on(second.one, first.one))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _rests_on(ancestor: Ancestor, other: Ancestor) -> bool:
    """Whether one was made from the other, so that they are two."""
    seen: list[_Place] = []
    waiting = [base for place in ancestor.places for base in place.bases]
    while waiting:
        place = waiting.pop()
        if place in other.places:
            return True
        if place not in seen:
            seen.append(place)
            waiting.extend(place.bases)
    return False


def _once_or_more(ancestors: list[Ancestor], cluster: tuple[Ancestor, ...]) -> list[Ancestor]:
    """The ancestors with one of a cluster whole and the others as far as they are others; or none that is known.

    The whole one is the one that says most. Where what is stated of them differs, it may be wrong of that very model.
    """
    known = [one for one in cluster if one.phases and not one.unknown]
    if len(known) < 2:
        return ancestors
    stated = [one for one in known if not one.from_table] or known
    whole = max(stated, key=lambda one: (len(one.phases), one.label))
    differ = any(_sum(one.phases) != _sum(whole.phases) or _differ(one, whole) for one in stated)

    def settled(one: Ancestor) -> Ancestor:
        if differ and one in stated:
            return replace(one, phases=(), unknown=True)
        if one is whole or one not in known:
            return one
        return replace(one, phases=tuple(_perhaps(phase, one, whole) for phase in one.phases))

    return [settled(one) for one in ancestors]


def _differ(one: Ancestor, other: Ancestor) -> bool:
    """Whether two that come to the same divide it up differently; a total divides nothing."""
    divided = [
        sorted((phase.component, phase.status, phase.arithmetic, str(_sum((phase,)))) for phase in ancestor.phases)
        for ancestor in (one, other)
        if any(place.manifest is not None for place in ancestor.places)
    ]
    return len(divided) == 2 and divided[0] != divided[1]


def _perhaps(phase: PhaseCompute, ancestor: Ancestor, whole: Ancestor) -> PhaseCompute:
    """A phase that counts only if its model is another than the one that is counted already."""
    if phase.chosen is None:
        return phase
    share = Estimate(Fraction(0), None, Fraction(1), Dimension.RATIO)
    name = f"whether {ancestor.label} is another model than {whole.label}"
    other = Amount.of(Input(name, share, Role.UNSTATED))
    return replace(
        phase,
        chosen=replace(phase.chosen, amount=phase.chosen.amount * other),
        so_far=phase.so_far and phase.so_far * other,
    )


# --- what a reader should mend -----------------------------------------------------------------------------------


def _doubt(at: str, message: str, help: str) -> Problem:
    return Problem(kind="unclear-ancestor", at=at, message=message, help=help)


def _contradicted(ancestors: Iterable[Ancestor]) -> Iterator[Problem]:
    for one in ancestors:
        if one.contradictory:
            yield _doubt(
                one.places[-1].entry,
                f"{one.label} is described in more than one way, and counts as unknown",
                "describe it in one place; two models need names or versions that tell them apart",
            )


def _unclear(cluster: tuple[Ancestor, ...]) -> Problem:
    names = " and ".join(one.label for one in cluster)
    return _doubt(
        cluster[-1].places[-1].entry,
        f"it cannot be told whether {names} are one model",
        "name it the same in every place, with developer and version; or tell them apart by these",
    )


def _namesakes(ancestors: Iterable[Ancestor], ours: Model) -> Iterator[Problem]:
    identity = Identity.of(ours.developer, ours.name, ours.version)
    for one in ancestors:
        if one.places[0].identity == identity:
            yield _doubt(
                one.places[0].entry,
                f"{one.origin} is also what this model is called, and is counted beside it",
                "tell the two apart by their versions; a model is no base of itself",
            )


def _misnamed(loaded: Loaded) -> Iterator[Problem]:
    """Bases that are called otherwise than in their own manifest, which is the one that counts."""
    for base in loaded.bases:
        model = base.loaded.manifest.model if base.loaded and base.loaded.manifest else None
        if model is not None and base.ref.reference is not None:
            message = f"a reference beside '{base.ref.manifest}', which is what counts"
            yield _doubt(f"{base.at}/reference", message, "leave one of the two out")
        for name in ("name", "developer", "version"):
            said, own = getattr(base.ref, name), getattr(model, name, None)
            if said and own and _plain(said) != _plain(own):
                yield _doubt(
                    f"{base.at}/{name}",
                    f"{name} is '{said}' here and '{own}' in '{base.ref.manifest}', which is what counts",
                    "leave it out beside manifest, or correct one of them",
                )
