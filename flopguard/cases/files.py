"""Which policies are tested, and where the cases of each are.

The cases of `rule.toml` or `rule.policy.toml` are in `rule.cases.toml` beside it, or in `cases/rule.toml` below its
folder; where a folder is searched, also in the folder `cases` at its top, laid out as the policies are. Manifests that
several files share are in `manifests.toml` in the folder of the cases or in one above, up to the one that is searched.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from flopguard.bundled import cases_dir, policies_dir
from flopguard.cases.load import Suite, suite_of
from flopguard.cases.manifests import SHARED, Manifests, no_manifests, shared_manifests
from flopguard.errors import PolicyError, UsageError
from flopguard.policy.load import bundled_policies, head_of, joined, load_policies, policies_in, policy_files
from flopguard.policy.types import Policy

_ID = re.compile(r'^id\s*=\s*"([^"]*)"', re.MULTILINE)
CASES = ".cases.toml"


def bundled_suites(wanted: Sequence[str] = ()) -> tuple[Suite, ...]:
    """The bundled policies with their cases, by id; only those whose ids fit a glob, if any is given."""
    by_id, folder = _bundled_files(), cases_dir()
    tested = [policy for policy in bundled_policies() if _fits(policy, wanted)]
    return _suites([(policy, _first([folder / by_id[policy.id]]), folder) for policy in tested])


def _bundled_files() -> dict[str, Path]:
    """Where each bundled policy lies in its folder, by id."""
    root = policies_dir()
    return {_ID.findall(head_of(file) or "")[0]: file.relative_to(root) for file in policy_files(root)}


def _fits(policy: Policy, wanted: Sequence[str]) -> bool:
    return not wanted or any(fnmatchcase(policy.id, pattern) for pattern in wanted)


def suites_in(paths: Sequence[str], wanted: Sequence[str] = ()) -> tuple[Suite, ...]:
    """The policies in files and folders, by id, with their cases. Raises PolicyError or UsageError."""
    files = dict(found for path in paths for found in _policy_files(Path(path)))
    loaded = load_policies(files)
    where = {policy.id: file for file, policy in loaded.items()}
    together = joined(((policy, file) for file, policy in loaded.items()), bundled_policies())
    tested = ((policy, where[policy.id]) for policy in together if _fits(policy, wanted))
    return _suites([(policy, _first(_candidates(file, files[file])), files[file]) for policy, file in tested])


def _suites(found: Sequence[tuple[Policy, Path | None, Path]]) -> tuple[Suite, ...]:
    """Each policy with its file of cases and the folder that was searched. Raises PolicyError with all problems."""
    shared: dict[Path, Manifests] = {}
    suites: list[Suite] = []
    problems: list[str] = []
    for policy, path, root in found:
        try:
            suites.append(suite_of(policy, path, _shared(path, root, shared)))
        except PolicyError as error:
            problems += str(error).split("\n")
    if problems:
        raise PolicyError("\n".join(dict.fromkeys(problems)))
    return tuple(suites)


def _shared(path: Path | None, root: Path, known: dict[Path, Manifests]) -> Manifests:
    """The shared manifests nearest to a file of cases, in a folder that was searched."""
    folders = [] if path is None else [path.parent, *path.parent.parents]
    for folder in folders:
        file = folder / SHARED
        if file.is_file():
            if file not in known:
                known[file] = shared_manifests(file)
            return known[file]
        if folder == root:
            break
    return no_manifests()


def _policy_files(path: Path) -> Iterator[tuple[Path, Path]]:
    """The policy files that a path names, each with the folder that is searched for its cases."""
    if not path.is_dir():
        file = _policy_of(path) if path.name.endswith(CASES) else path
        yield file, file.parent
        return
    yield from ((file, path) for file in policies_in(path))


def _policy_of(cases: Path) -> Path:
    """The policy whose cases a file holds."""
    stem = cases.name.removesuffix(CASES)
    found = _first([cases.with_name(f"{stem}.toml"), cases.with_name(f"{stem}.policy.toml")])
    if found is None:
        raise UsageError(f"{cases}: no policy {stem}.toml or {stem}.policy.toml lies beside it; name the policy itself")
    return found


def _candidates(file: Path, root: Path) -> list[Path]:
    """Where the cases of a policy file may be, the likeliest first."""
    stem = file.name.removesuffix(".toml").removesuffix(".policy")
    below = root / "cases" / file.relative_to(root).parent
    folders = dict.fromkeys((file.parent / "cases", below))
    return [
        file.with_name(f"{stem}{CASES}"),
        *(f / name for f in folders for name in (f"{stem}{CASES}", f"{stem}.toml")),
    ]


def _first(files: Iterable[Path]) -> Path | None:
    return next((file for file in files if os.path.isfile(file)), None)
