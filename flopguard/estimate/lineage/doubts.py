"""What cannot be told of the ancestors of a model, at the base through which they come in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flopguard.estimate.lineage.alike import plain
from flopguard.estimate.lineage.ancestor import Ancestor
from flopguard.estimate.lineage.places import Identity
from flopguard.manifest.load import Loaded
from flopguard.manifest.types import Model
from flopguard.problems import Problem


def _doubt(at: str, message: str, help: str) -> Problem:
    return Problem(kind="unclear-ancestor", at=at, message=message, help=help)


def contradicted(ancestors: Iterable[Ancestor]) -> Iterator[Problem]:
    """The ancestors of which two things are said."""
    for one in ancestors:
        if one.contradictory:
            yield _doubt(
                one.places[-1].entry,
                f"{one.label} is described in more than one way, and counts as unknown",
                "describe it in one place; two models need names or versions that tell them apart",
            )


def unclear(cluster: tuple[Ancestor, ...]) -> Problem:
    """Ancestors that may be one model."""
    names = " and ".join(one.label for one in cluster)
    return _doubt(
        cluster[-1].places[-1].entry,
        f"it cannot be told whether {names} are one model",
        "name it the same in every place, with developer and version; or tell them apart by these",
    )


def namesakes(ancestors: Iterable[Ancestor], ours: Model) -> Iterator[Problem]:
    """Ancestors that are called what the model itself is called."""
    identity = Identity.of(ours.developer, ours.name, ours.version)
    for one in ancestors:
        if one.places[0].identity == identity:
            yield _doubt(
                one.places[0].entry,
                f"{one.origin} is also what this model is called, and is counted beside it",
                "tell the two apart by their versions; a model is no base of itself",
            )


def misnamed(loaded: Loaded) -> Iterator[Problem]:
    """Bases that are called otherwise than in their own manifest, which is the one that counts."""
    for base in loaded.bases:
        model = base.loaded.manifest.model if base.loaded and base.loaded.manifest else None
        if model is not None and base.ref.reference is not None:
            message = f"a reference beside '{base.ref.manifest}', which is what counts"
            yield _doubt(f"{base.at}/reference", message, "leave one of the two out")
        for name in ("name", "developer", "version"):
            said, own = getattr(base.ref, name), getattr(model, name, None)
            if said and own and plain(said) != plain(own):
                yield _doubt(
                    f"{base.at}/{name}",
                    f"{name} is '{said}' here and '{own}' in '{base.ref.manifest}', which is what counts",
                    "leave it out beside manifest, or correct one of them",
                )
