"""A manifest file becomes a `Loaded`: its text, its value or its problems, and the models that it rests on.

Other manifests named in it (`base`, an assessed model) are read from beside it, never from outside its project root.
Nothing is raised for a bad file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from flopguard.definition.types import Definitions
from flopguard.document import validate
from flopguard.manifest.marks import may_be_marked
from flopguard.manifest.types import Manifest, ModelRef
from flopguard.problems import Problem
from flopguard.reading.file import decode, read_text
from flopguard.reading.trees import read_tree
from flopguard.reference_models import find_reference, nearest
from flopguard.syntax import Syntax, syntax_of

MAX_LINEAGE = 32
_RESTS_ON = " rests on what is not known: "


@dataclass(frozen=True, slots=True)
class Related:
    """A model that a manifest names: its own loaded manifest, or only what is stated of it."""

    ref: ModelRef
    at: str
    loaded: Loaded | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """One manifest file as read. `manifest` is None exactly when it could not be used."""

    path: str
    text: str
    digest: str | None
    manifest: Manifest | None
    problems: tuple[Problem, ...] = ()
    syntax: Syntax = Syntax.TOML
    bases: tuple[Related, ...] = ()
    assessed: dict[int, Related] = field(default_factory=dict)
    """By the position of the assessment that names the model."""
    config: Mapping[str, object] | None = None
    """The fields of the model hub configuration that the manifest names or holds; None where it cannot be read."""
    shared: int = 0
    """How many of its acknowledgements, the last ones, come from another file."""


@dataclass(frozen=True, slots=True)
class _Trail:
    """Where references may lead, which files led here, and what was read already."""

    root: Path
    chain: tuple[Path, ...] = ()
    read: dict[Path, Loaded] = field(default_factory=dict)

    def after(self, file: Path) -> _Trail:
        return _Trail(self.root, (*self.chain, file.absolute()), self.read)


def load(path: str) -> Loaded:
    """Read a manifest and, from beside it, the manifests that it names."""
    file = Path(path)
    return _load(file, path, _Trail(project_root(file)))


def load_bytes(data: bytes, path: str) -> Loaded:
    """Read a manifest from bytes, such as standard input, as if they stood in a file of that name."""
    text = decode(data)
    return unusable(path, text) if isinstance(text, Problem) else load_text(text, path)


def unusable(path: str, problem: Problem) -> Loaded:
    """A place that no manifest could be read from."""
    return Loaded(path=path, text="", digest=None, manifest=None, problems=(problem,))


def load_text(text: str, path: str = "<text>") -> Loaded:
    """Read a manifest from text; the manifests that it names are looked for beside `path`."""
    return _from_text(text, Path(path), path, _Trail(project_root(Path(path))))


def project_root(file: Path) -> Path:
    """The folder that a manifest's references may not leave: its repository, or else its own folder."""
    folder = file.absolute().parent
    for candidate in (folder, *folder.parents):
        if os.path.exists(candidate / ".git"):  # false where it may not be looked at; Path.exists would raise
            return candidate.resolve()
    return folder.resolve()


def _load(file: Path, shown: str, trail: _Trail) -> Loaded:
    text = read_text(file if shown else "")
    if isinstance(text, Problem):
        return unusable(shown, text)
    return _from_text(text, file, shown, trail)


def _from_text(text: str, file: Path, shown: str, trail: _Trail) -> Loaded:
    digest = "sha256:" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    syntax = syntax_of(shown, text)
    tree = read_tree(text, syntax)
    manifest = tree if isinstance(tree, tuple) else manifest_of_tree(tree)
    loaded = Loaded(path=shown, text=text, digest=digest, manifest=None, syntax=syntax)
    if isinstance(manifest, tuple):
        return replace(loaded, problems=manifest)
    return _with_related(replace(loaded, manifest=manifest), file, trail)


def _other_document(tree: Mapping[str, object]) -> tuple[Problem, ...]:
    """That the document is of another kind, as it says itself: a list of what a manifest lacks would only hide that."""
    if "manifest" in tree or "definitions" not in tree:
        return ()
    message = "this is a file of definitions and no manifest"
    help = "name it in a manifest (from), or check it alone: flopguard effective --definitions FILE"
    return (Problem(kind="wrong-value", at="/definitions", message=message, help=help, points_at="key"),)


def manifest_of_tree(tree: dict[str, object]) -> Manifest | tuple[Problem, ...]:
    """A manifest from a tree that was read elsewhere, such as a case file."""
    return _other_document(tree) or validate(tree, Manifest)


def related_of(manifest: Manifest, loaded: Loaded) -> Loaded:
    """The loaded manifest with its references resolved as statements only (no file is read)."""
    held = manifest.architecture.config if manifest.architecture else None
    return replace(
        loaded,
        manifest=manifest,
        config=None if isinstance(held, str) else held,
        bases=tuple(Related(ref, f"/model/base/{i}") for i, ref in enumerate(manifest.model.base or ())),
        assessed={
            i: Related(entry.model, f"/assessment/{i}/model")
            for i, entry in enumerate(manifest.assessment)
            if entry.model
        },
    )


def _with_related(loaded: Loaded, file: Path, trail: _Trail) -> Loaded:
    assert loaded.manifest is not None
    here = trail.after(file)
    problems: list[Problem] = list(loaded.problems)

    def resolve(ref: ModelRef, at: str) -> Related:
        related, problem = _resolve(ref, at, file, here)
        problems.extend([problem] if problem else [])
        return related

    plain = related_of(loaded.manifest, loaded)
    config = _configuration(loaded.manifest, file, here)
    if isinstance(config, Problem):
        problems.append(config)
    elif config is not None:
        plain = replace(plain, config=config)
    plain = _with_definitions(plain, file, here, problems)
    bases = tuple(resolve(entry.ref, entry.at) for entry in plain.bases)
    assessed = {i: resolve(entry.ref, entry.at) for i, entry in plain.assessed.items()}
    return replace(plain, problems=tuple(problems), bases=bases, assessed=assessed)


def _with_definitions(loaded: Loaded, file: Path, trail: _Trail, problems: list[Problem]) -> Loaded:
    """The manifest with the definitions and trends that it takes from elsewhere."""
    manifest = loaded.manifest
    assert manifest is not None
    named = [entry.from_ for entry in manifest.definition] + [entry.from_ for entry in manifest.trend]
    if all(name is None for name in named):
        return loaded
    from flopguard.definition.load import resolved  # few manifests take any

    found = resolved(
        manifest.definition, manifest.curve, manifest.trend, lambda name: _definitions_in(name, file, trail)
    )
    problems.extend(found.problems)
    changed = replace(manifest, definition=found.definition, curve=found.curve, trend=found.trend)
    return replace(loaded, manifest=changed)


def _definitions_in(name: str, file: Path, trail: _Trail) -> Definitions | str:
    """A file of definitions beside the manifest, or what is wrong with it."""
    from flopguard.definition.load import definitions_of_text, in_short

    target = file.absolute().parent / name
    trouble = _trouble(target, replace(trail, chain=()))
    if trouble is not None:
        return trouble
    text = read_text(target)
    if isinstance(text, Problem):
        return f"cannot be used: {text.message}"
    found = definitions_of_text(text, name)
    return f"cannot be used: {in_short(found)}" if isinstance(found, str) else found


def _resolve(ref: ModelRef, at: str, file: Path, trail: _Trail) -> tuple[Related, Problem | None]:
    """The related model, and the problem if its manifest cannot be used; it then counts as unknown."""
    misspelt = _reference_problem(ref.reference, at) if ref.reference is not None else None
    if ref.manifest is None:
        return Related(ref, at), misspelt
    target = file.absolute().parent / ref.manifest
    trouble = _trouble(target, trail)
    if trouble:
        return Related(ref, at), _unresolved(f"{at}/manifest", f"'{ref.manifest}' {trouble}")
    found = _once(target.resolve(), ref.manifest, trail)
    if found.manifest is None:
        first = found.problems[0].message if found.problems else "it cannot be read"
        first = "it has problems of its own" if may_be_marked(found.text) else first
        return Related(ref, at), _unresolved(f"{at}/manifest", f"'{ref.manifest}' cannot be used: {first}")
    return Related(ref, at, found), misspelt or _below(found, ref.manifest, at)


def _below(found: Loaded, shown: str, at: str) -> Problem | None:
    """What cannot be used of all that a manifest rests on: it is missing here as well."""
    first = next(
        (p for p in found.problems if p.kind == "unresolved-reference" and p.at.startswith("/model/base/")), None
    )
    if first is None:
        return None
    root = first.message.rpartition(_RESTS_ON)[2]  # not every file on the way there
    said = "a base that cannot be used" if may_be_marked(found.text) else root
    return _unresolved(f"{at}/manifest", f"'{shown}'{_RESTS_ON}{said}")


def _once(target: Path, shown: str, trail: _Trail) -> Loaded:
    """The manifest at a path, read once however many models name it."""
    if target not in trail.read:
        trail.read[target] = _load(target, shown, trail)
    return trail.read[target]


def _configuration(manifest: Manifest, file: Path, trail: _Trail) -> Mapping[str, object] | Problem | None:
    """The fields of the configuration file that is named, or why they cannot be had."""
    name = manifest.architecture.config if manifest.architecture else None
    if not isinstance(name, str):
        return None
    target = file.absolute().parent / name
    trouble = _trouble(target, replace(trail, chain=()))
    if trouble is None and target.resolve() == file.resolve():
        trouble = "names the manifest itself"
    elif trouble is None and not target.is_file():
        trouble = "is no file" if target.exists() else "does not exist"
    found = _tree_of(target) if trouble is None else trouble
    if isinstance(found, str):
        help = "name the config.json of the model, beside the manifest"
        return _unresolved("/architecture/config", f"'{name}' {found}", help)
    return found


def _tree_of(target: Path) -> Mapping[str, object] | str:
    """The fields of a JSON file, or what is wrong with it."""
    text = read_text(target)
    if isinstance(text, Problem):
        return f"cannot be used: {text.message}"
    tree = read_tree(text, Syntax.JSON)
    if isinstance(tree, tuple):
        line = f" (its line {tree[0].line})" if tree[0].line else ""
        return f"cannot be used: {tree[0].message}{line}"
    return tree


def _trouble(target: Path, trail: _Trail) -> str | None:
    try:
        resolved = target.resolve()
    except (OSError, RuntimeError, ValueError):  # a loop of links, a NUL in the name
        return "cannot be followed"
    if not resolved.is_relative_to(trail.root):
        return "lies outside the project; copy it inside"
    if any(resolved == earlier.resolve() for earlier in trail.chain):
        return "names itself, directly or through its own base"
    return "has too long a chain of bases" if len(trail.chain) > MAX_LINEAGE else None


def _reference_problem(name: str, at: str) -> Problem | None:
    if find_reference(name) is not None:
        return None
    near = ", ".join(nearest(name))
    help = f"did you mean {near}?" if near else "state what is known of it: name, developer, compute"
    return _unresolved(f"{at}/reference", f"'{name}' is not in the table of reference models", help)


def _unresolved(at: str, message: str, help: str = "its compute counts as unknown until it is mended") -> Problem:
    return Problem(kind="unresolved-reference", at=at, message=message, help=help)
