"""Settings of a project: `flopguard.toml`, or `[tool.flopguard]` in `pyproject.toml`; the nearest one wins.

A folder's `flopguard.toml` comes before its `pyproject.toml`. Folders are tried from the one where flopguard runs
upwards, up to the top of the repository. An unknown setting is an error, never ignored.
"""

import os
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from flopguard.document import pointer, validate
from flopguard.errors import UsageError
from flopguard.fields import STRICT, TrueOrFalse, WholeNumber
from flopguard.listing import listed
from flopguard.problems import Problem
from flopguard.reading.file import read_text
from flopguard.reading.trees import read_tree
from flopguard.source import Source

Gate = Literal["error", "warning", "info", "triggered", "undetermined", "nothing"]
Format = Literal["text", "json"]
Level = Literal["error", "warning", "info"]
Sureness = Literal["certain", "likely", "possible"]

OWN_FILE, SHARED_FILE = "flopguard.toml", "pyproject.toml"
SHARED_TABLE = ("tool", "flopguard")


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What may be set; None is not set. Names are those of the options, with underscores."""

    __pydantic_config__ = STRICT

    policy: tuple[str, ...] | None = None
    trigger: tuple[str, ...] | None = None
    as_of: str | date | None = None
    as_if_in_force: Annotated[bool | None, TrueOrFalse()] = None
    as_if_own: tuple[str, ...] | None = None
    horizon: str | None = None
    unstated: str | None = None
    decision_rule: Literal["undetermined", "central", "upper-bound"] | None = None
    fail_on: tuple[Gate, ...] | None = None
    allow_empty: Annotated[bool | None, TrueOrFalse()] = None
    format: Format | None = None
    exclude: tuple[str, ...] | None = None
    acknowledgements: tuple[str, ...] | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    per_file_ignore: dict[str, tuple[str, ...]] | None = None
    severity: dict[str, Level] | None = None
    strict: Annotated[bool | None, TrueOrFalse()] = None
    confidence: Sureness | None = None
    baseline: str | None = None
    jobs: Annotated[int | None, WholeNumber(1, 1024)] = None


@dataclass(frozen=True, slots=True)
class Configured:
    """A configuration and where each of its settings stands; without a file nothing is set."""

    values: Configuration = field(default_factory=Configuration)
    path: str | None = None
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The folder that paths in the configuration are relative to."""
        return os.path.dirname(self.path) or "." if self.path else "."

    def origin(self, name: str) -> str:
        """Where a setting stands: file and line."""
        return f"{self.path}:{self.lines[name]}"


def find_configuration(start: str = ".") -> Configured:
    """The nearest configuration at or above a folder. Raises UsageError that lists every problem of the file."""
    try:
        folder = Path(os.path.abspath(start))
    except FileNotFoundError:  # the folder that flopguard runs in is gone
        return Configured()
    for place in (folder, *folder.parents):
        for name in (OWN_FILE, SHARED_FILE):
            if os.path.isfile(place / name):
                found = load_configuration(os.path.relpath(place / name, folder))
                if found is not None:
                    return found
        if os.path.exists(place / ".git"):
            break
    return Configured()


def load_configuration(path: str) -> Configured | None:
    """The configuration in a file, or None where a shared file holds none. Raises UsageError."""
    text = read_text(Path(path))
    if isinstance(text, Problem):
        raise UsageError(f"{path}: {text.message}; {text.help}")
    is_shared = os.path.basename(path) == SHARED_FILE
    if is_shared and "flopguard" not in text:
        return None
    tree = read_tree(text)
    prefix = SHARED_TABLE if is_shared else ()
    if isinstance(tree, tuple):
        raise UsageError(listed(Source(path, text), tree))
    table = _table(tree, prefix)
    if table is None:
        return None
    values = validate(table, Configuration)
    if isinstance(values, tuple):
        raise UsageError(listed(Source(path, text), values, pointer(prefix)).replace("unknown key", "unknown setting"))
    source = Source(path, text)
    lines = {name: source.key(pointer((*prefix, name))).line for name in table}
    return Configured(values, path, lines)


def _table(tree: dict[str, Any], prefix: tuple[str, ...]) -> dict[str, Any] | None:
    found: Any = tree
    for part in prefix:
        found = found.get(part) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else None
