"""Which manifests a list of paths means: files as named, and what folders hold.

In a folder a file counts that is called `*.flopguard.toml` (`.yaml`, `.yml`, `.json`), or whose top level has the key
`manifest`, also where what follows cannot be read. Other data files are counted as skipped and never linted. Where
model cards are asked for, a Markdown file is one that is called so (`MODEL_CARD.md`, `model-card.md`, `x.card.md`), or
whose front matter has the keys of a model hub; other Markdown files are not looked at. Ignore files are respected,
links to folders are not followed, and what cannot be looked into is told.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from flopguard.problems import Problem
from flopguard.reading.card import is_card_name
from flopguard.reading.file import MAX_BYTES, decode
from flopguard.reading.trees import read_tree
from flopguard.syntax import SUFFIXES, syntax_of

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILES = (".gitignore", ".ignore", ".flopguardignore")
"""Files of patterns in the form of gitignore, later ones before earlier ones."""
NEVER = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__"})
"""Folders that hold nobody's own manifests; nor does a virtual environment."""

_OWN_NAME = re.compile(r".+\.flopguard\.(toml|ya?ml|json)", re.IGNORECASE)
_CARD_NAME = re.compile(r"(?:(?:.*[._ -])?model[._ -]?card|.+\.card)\.(?:md|markdown)", re.IGNORECASE)
_FRONT = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_KEY = re.compile(rb"^([A-Za-z][\w-]*)[ \t]*:", re.MULTILINE)
_OF_MODELS = frozenset(
    (b"base_model", b"co2_eq_emissions", b"library_name", b"model-index", b"model_name", b"pipeline_tag")
)
_OF_OTHERS = frozenset(
    (b"colorFrom", b"configs", b"dataset_info", b"layout", b"sdk", b"sidebar_position", b"task_categories")
)
_MENTIONS = re.compile(rb"""(?:^|[{,])[ \t\r\n]*["']?manifest["']?[ \t\r\n]*[:=]""", re.MULTILINE)
_STARTS_LIKE_ONE = re.compile(rb"""(?:^|\A\s*\{\s*)["']?manifest["']?[ \t]*[:=][ \t]*1\b""", re.MULTILINE)


_MOST_FRONT = 200_000  # bytes in which the front matter must end


@dataclass(frozen=True, slots=True)
class Found:
    """A manifest file, or the reason why a place could not be searched for some."""

    path: str
    problem: Problem | None = None


@dataclass(slots=True)
class Search:
    """One search; `skipped` counts the data files met so far that are no manifests."""

    exclude: tuple[str, ...] = ()
    """Patterns of the user's, in the form of gitignore, for folders that are searched."""
    base: str = "."
    """The folder that those patterns are relative to."""
    cards: bool = False
    """Whether the model cards of a folder are asked for too."""
    skipped: int = 0
    _seen: set[str] = field(default_factory=set)

    def manifests(self, paths: Iterable[str]) -> Iterator[Found]:
        """The manifests in the order of the paths, those of a folder by their names; each file once."""
        for path in paths:
            for found in self._folder(path) if os.path.isdir(path) else [Found(path)]:
                if found.problem is not None or self._is_new(found.path):
                    yield found

    def _is_new(self, path: str) -> bool:
        real = os.path.realpath(path)
        is_new = real not in self._seen
        self._seen.add(real)
        return is_new

    def _folder(self, path: str) -> Iterator[Found]:
        excluded = _Ignored(None, self.base, self.exclude)
        waiting: list[tuple[str, _Ignored | None]] = [(path, _above(path))]
        while waiting:
            place, ignored = waiting.pop()
            if not os.path.isdir(place):
                yield from self._file(place)
                continue
            try:
                names = sorted(os.listdir(place), reverse=True)
            except OSError as error:
                yield Found(place, _no_entry(error))
                continue
            here = _Ignored(ignored, place)
            entries = _entries(place, names)
            waiting.extend((p, here) for p, d in entries if not (excluded.covers(p, d) or here.covers(p, d)))

    def _file(self, path: str) -> Iterator[Found]:
        name = os.path.basename(path)
        if _OWN_NAME.fullmatch(name):
            yield Found(path)
        elif self.cards and is_card_name(name):
            if _CARD_NAME.fullmatch(name) or _has_front_of_model(path):
                yield Found(path)
        elif os.path.splitext(name)[1].lower() in SUFFIXES:
            if _is_manifest(path):
                yield Found(path)
            else:
                self.skipped += 1


def _entries(folder: str, names: list[str]) -> Iterator[tuple[str, bool]]:
    """What of a folder is searched, and whether it is a folder: regular files, and folders that are no links."""
    for name in names:
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            if not (name in NEVER or os.path.islink(path) or os.path.exists(os.path.join(path, "pyvenv.cfg"))):
                yield path, True
        elif os.path.isfile(path) or (os.path.islink(path) and _OWN_NAME.fullmatch(name)):
            yield path, False


def _is_manifest(path: str) -> bool:
    """Whether the top level of a file has the key `manifest`.

    A file that cannot be read as data counts where a line of it says `manifest = 1`: a slip of the pen in a manifest
    must not make it vanish.
    """
    try:
        with open(path, "rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError:
        return False
    if not _MENTIONS.search(data):
        return False
    text = decode(data)
    tree = () if isinstance(text, Problem) else read_tree(text, syntax_of(path, text))
    return "manifest" in tree if isinstance(tree, dict) else _STARTS_LIKE_ONE.search(data) is not None


def _has_front_of_model(path: str) -> bool:
    """Whether the front matter of a Markdown file is that of a model, not of a data set, a demo or a page of a site."""
    try:
        with open(path, "rb") as stream:
            data = stream.read(_MOST_FRONT)
    except OSError:
        return False
    front = _FRONT.match(data)
    keys = set(_KEY.findall(front[1])) if front else set()
    is_listed = b"license" in keys and bool(keys & {b"datasets", b"metrics", b"widget"})
    return (bool(keys & _OF_MODELS) or is_listed) and not keys & _OF_OTHERS


def _no_entry(error: OSError) -> Problem:
    message = f"the folder cannot be searched: {error.strerror or error}"
    return Problem(kind="unreadable-file", at="", message=message, help="check path and permissions")


# --- ignore files ------------------------------------------------------------------------------------------------


@dataclass
class _Ignored:
    """What the ignore files of a folder and of those above it cover; the nearest one decides."""

    above: _Ignored | None
    folder: str
    own: tuple[str, ...] | None = None
    """Patterns of the user's instead of those in files."""

    def covers(self, path: str, is_folder: bool) -> bool:
        """Whether the path is to be left out."""
        level: _Ignored | None = self
        while level is not None:
            said = level._says(path, is_folder)
            if said is not None:
                return said
            level = level.above
        return False

    def _says(self, path: str, is_folder: bool) -> bool | None:
        if self._patterns is None:
            return None
        inside = os.path.relpath(path, self.folder).replace(os.sep, "/")
        if inside.startswith("../"):
            return None
        return self._patterns.check_file(inside + "/" * is_folder).include

    @cached_property
    def _patterns(self) -> GitIgnoreSpec | None:
        lines = self.own if self.own is not None else [line for name in IGNORE_FILES for line in self._lines(name)]
        if not lines:
            return None
        from pathspec import GitIgnoreSpec  # slow to import, and seldom needed

        return GitIgnoreSpec.from_lines(line for line in lines if _is_pattern(line))

    def _lines(self, name: str) -> list[str]:
        path = Path(self.folder, name)
        try:
            return path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
        except OSError:
            return []


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:  # a line that git too takes for no pattern
        return False
    return True


def _above(path: str) -> _Ignored | None:
    """The ignore files from the top of the repository down to just above a folder; none outside a repository."""
    folder = Path(os.path.abspath(path))
    chain = (folder, *folder.parents)
    top = next((number for number, place in enumerate(chain) if os.path.exists(place / ".git")), 0)
    found: _Ignored | None = None
    for place in reversed(chain[1 : top + 1]):
        found = _Ignored(found, str(place))
    return found
