"""Where the ancestors of a model are named: every base, and the bases of these, each place once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256

from flopguard.components import ComponentKey
from flopguard.estimate.totals import identity_text
from flopguard.manifest.load import Loaded, Related
from flopguard.manifest.types import Manifest, Model, ModelRef
from flopguard.quantity import Estimate
from flopguard.reference_models import find_reference

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
class Place:
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
    bases: list[Place] = field(default_factory=list)
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


def bounds_of(estimate: Estimate) -> tuple[object, ...]:
    """A figure without the text that it was written in."""
    return estimate.low, estimate.central, estimate.high, estimate.low_open, estimate.high_open


@dataclass
class Walk:
    """Goes along the bases and keeps each place once; files that say the same are one place."""

    places: list[Place] = field(default_factory=list)
    stated: dict[tuple[int, str], Place] = field(default_factory=dict)
    files: dict[Identity, list[tuple[Loaded, Place]]] = field(default_factory=dict)
    contents: dict[int, str] = field(default_factory=dict)

    def follow(self, loaded: Loaded, way: Way, scope: str, entry: str | None, found: list[Place]) -> None:
        """Enter every base of a manifest, those that are taken over before those that are merged."""
        for related in sorted(loaded.bases, key=lambda base: _entry_key(base.ref) is ComponentKey.ANCESTOR_MERGE):
            place = self._place(related, loaded, scope, entry or related.at)
            if place not in found:
                found.append(place)
            if related.ref.compute is not None:
                place.totals.add(bounds_of(related.ref.compute.estimate))
            longer = way | {_entry_key(related.ref)}
            if place.enter(longer) and place.related.loaded is not None and place.manifest is not None:
                self.follow(place.related.loaded, longer, place.scope, place.entry, place.bases)

    def _place(self, related: Related, owner: Loaded, scope: str, entry: str) -> Place:
        if related.loaded is not None and related.loaded.manifest is not None:
            return self._file(related, related.loaded, related.loaded.manifest.model, entry)
        key = (id(owner), related.at)
        if key not in self.stated:
            there = replace(related, at=scope + related.at)
            self.stated[key] = self._new(Place(there, entry, scope, _identity_stated(related.ref)))
        return self.stated[key]

    def _file(self, related: Related, loaded: Loaded, model: Model, entry: str) -> Place:
        identity = Identity.of(model.developer, model.name, model.version)
        known = self.files.setdefault(identity, [])
        for other, place in known:
            if other is loaded or self._content(other) == self._content(loaded):
                return place
        again = f" ({len(known) + 1})" if known else ""
        scope = f"{identity_text(model.developer, model.name, model.version)}{again}#"
        known.append((loaded, self._new(Place(related, entry, scope, identity))))
        return known[-1][1]

    def _new(self, place: Place) -> Place:
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
