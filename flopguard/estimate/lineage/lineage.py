"""The ancestors of a model: each of them once, however many ways lead to it and in whatever order they are stated.

One ancestor may be named in several places: by its file, by a statement, by an id of the reference table. Places that
give the same developer, name and version are one ancestor. Where they say different things of it, nothing is known of
it; where it cannot be told whether two are one, the second counts as anything from nothing to once more.
"""

from __future__ import annotations

from dataclasses import dataclass

from flopguard.estimate.lineage.alike import clusters, once_or_more
from flopguard.estimate.lineage.ancestor import Ancestor, ancestor_of, one_by_one
from flopguard.estimate.lineage.doubts import contradicted, misnamed, namesakes, unclear
from flopguard.estimate.lineage.places import Walk
from flopguard.estimate.totals import says_complete
from flopguard.estimate.types import PhaseCompute, UnknownBase
from flopguard.manifest.load import Loaded
from flopguard.problems import Problem


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
    walk = Walk()
    walk.follow(loaded, frozenset(), scope, None, [])
    ours = loaded.manifest.model
    ancestors = [ancestor_of(places, ours.developer) for places in one_by_one(walk.places)]
    alike = list(clusters(ancestors))
    for cluster in alike:
        ancestors = once_or_more(ancestors, cluster)
    manifests = [place.manifest for place in walk.places if place.manifest is not None]
    return Lineage(
        ancestors=tuple(ancestors),
        complete=all(map(says_complete, manifests)),
        bases_left_open=any(base.model.base is None and not says_complete(base) for base in manifests),
        doubts=(*misnamed(loaded), *namesakes(ancestors, ours), *contradicted(ancestors), *map(unclear, alike)),
    )
