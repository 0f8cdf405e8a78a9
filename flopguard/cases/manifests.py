"""The manifests of case files: written in place, or by name in the file or in one that several files share.

Where a manifest names another one, as its base or as the model that was assessed, that is a name too, and no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flopguard.errors import PolicyError
from flopguard.listing import listed
from flopguard.manifest.load import Loaded, Related, manifest_of_tree, related_of
from flopguard.problems import Problem
from flopguard.reading.file import read_text
from flopguard.reading.trees import read_tree
from flopguard.source import Source

SHARED = "manifests.toml"
"""The file of manifests that every case file below its folder may name."""

Read = Loaded | tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Manifests:
    """Manifests that have names, each read once; `inside` is the pointer of the table that holds them."""

    source: Source
    trees: Mapping[str, Mapping[str, Any]]
    inside: str
    read: dict[str, Read]
    beyond: Manifests | None = None
    """Where a name is looked for that is not here."""

    @property
    def names(self) -> list[str]:
        """Every name that may be used here."""
        return [*self.trees, *(self.beyond.names if self.beyond else ())]

    def holder(self, name: str) -> Manifests | None:
        """Where the manifest of a name stands."""
        if name in self.trees:
            return self
        return self.beyond.holder(name) if self.beyond else None

    def named(self, name: str, trail: tuple[str, ...] = ()) -> Read:
        """The manifest of a name of this table, or its problems with their places; `trail` are those that led here."""
        if name not in self.read:
            self.read[name] = self.manifest(self.trees[name], f"{self.inside}/{name}", (*trail, name))
        return self.read[name]

    def manifest(self, tree: Mapping[str, Any], at: str, trail: tuple[str, ...] = ()) -> Read:
        """A manifest whose head may be left out, or its problems with their places in the file."""
        model = tree.get("model", {})
        whole = {"manifest": 1, **tree}
        whole["model"] = {"name": "a model", **model} if isinstance(model, Mapping) else model
        found = manifest_of_tree(whole)
        if isinstance(found, tuple):
            return tuple(replace(problem, at=f"{at}{problem.at}") for problem in found)
        plain = related_of(found, Loaded(path="case", text="", digest=None, manifest=found))
        return self._with_related(plain, at, trail)

    def _with_related(self, plain: Loaded, at: str, trail: tuple[str, ...]) -> Read:
        places = [*plain.bases, *plain.assessed.values()]
        found = {entry.at: self._related(entry, at, trail) for entry in places}
        problems = tuple(entry for entry in found.values() if isinstance(entry, Problem))
        if problems:
            return problems
        known = {place: entry for place, entry in found.items() if isinstance(entry, Related)}
        assessed = {number: known[entry.at] for number, entry in plain.assessed.items()}
        return replace(plain, bases=tuple(known[entry.at] for entry in plain.bases), assessed=assessed)

    def _related(self, related: Related, at: str, trail: tuple[str, ...]) -> Related | Problem:
        name, place = related.ref.manifest, f"{at}{related.at}/manifest"
        if name is None:
            return related
        holder = self.holder(name)
        if holder is None:
            return unknown(place, f"no manifest '{name}' is here or in {SHARED}", name, self.names)
        if name in trail:
            return _problem(place, f"'{name}' names itself, directly or through its own base", "leave one of them out")
        found = holder.named(name, trail)
        if isinstance(found, Loaded):
            return replace(related, loaded=found)
        return _problem(place, f"'{name}' cannot be used: {found[0].message}", found[0].help)


def no_manifests() -> Manifests:
    """Of a folder that shares none."""
    return Manifests(Source(SHARED, ""), {}, "", {})


def shared_manifests(path: Path) -> Manifests:
    """The manifests of a shared file. Raises PolicyError."""
    text = read_text(path)
    if isinstance(text, Problem):
        raise PolicyError(f"{path}: {text.message}; {text.help}")
    tree, source = read_tree(text), Source(str(path), text)
    problems = tree if isinstance(tree, tuple) else tuple(_no_tables(tree))
    if isinstance(tree, tuple) or problems:
        raise PolicyError(listed(source, problems))
    return Manifests(source, tree, "", {})


def _no_tables(tree: Mapping[str, Any]) -> Iterator[Problem]:
    for name, value in tree.items():
        if not isinstance(value, dict):
            message, help = f"'{name}' is no manifest", "write [NAME] with its tables"
            yield replace(_problem(f"/{name}", message, help), points_at="key")


def unknown(at: str, message: str, name: str, known: list[str], otherwise: str = "add [manifest.NAME]") -> Problem:
    """A name that is none, with the nearest that is."""
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    return _problem(at, message, f"did you mean '{near[0]}'?" if near else otherwise)


def _problem(at: str, message: str, help: str) -> Problem:
    return Problem(kind="cases", at=at, message=message, help=help)
