"""What the arguments of a command name: manifests in files, folders and standard input, and policies."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flopguard.cli.options import Chosen, is_path
from flopguard.errors import UsageError

if TYPE_CHECKING:
    from flopguard.discovery import Search
    from flopguard.manifest.acknowledgements import SharedAcknowledgement
    from flopguard.manifest.load import Loaded
    from flopguard.policy.types import Policy
    from flopguard.reading.card import Card

STDIN = "-"
UNNAMED = "<stdin>"
NO_MANIFEST = """\
no manifest found: a folder is searched for *.flopguard.toml, .yaml, .yml and .json, and for data files with the key
'manifest' at their top; `flopguard schema manifest` says what one may hold"""
NOTHING = """\
no manifest and no model card found: a folder is searched for *.flopguard.toml, .yaml, .yml and .json, for data files
with the key 'manifest' at their top, for MODEL_CARD.md and *.card.md, and for Markdown files whose front matter is a
model's; `flopguard schema manifest` says what a manifest may hold"""


stdin_option = click.option(
    "--stdin-name", default=UNNAMED, metavar="NAME", help="File name of what '-' reads, for messages and syntax."
)


def manifests_of(paths: tuple[str, ...], stdin_name: str, search: Search, chosen: Chosen) -> Iterator[Loaded]:
    """The manifests alone that the paths name, each read when it is asked for. Raises UsageError."""
    from flopguard.manifest.load import Loaded

    found = (read() for read in reads_of(paths, stdin_name, search, chosen))
    return (one for one in found if isinstance(one, Loaded))


def reads_of(
    paths: tuple[str, ...], stdin_name: str, search: Search, chosen: Chosen
) -> Iterator[Callable[[], Loaded | Card]]:
    """What reads each of the manifests that the paths name, and of the cards if the search is for those too.

    The manifests come with the acknowledgements that are kept elsewhere. Each can be sent to another process. Raises
    UsageError.
    """
    if paths.count(STDIN) > 1:
        raise UsageError("standard input, '-', can be read once only")
    if not _stands_somewhere():
        raise UsageError("the folder that flopguard runs in is gone; change to one that exists")
    found = _reads(paths, stdin_name, search)
    if not chosen.acknowledgements:
        return found
    rows = [row for path in chosen.acknowledgements for row in _acknowledged(path)]
    return (partial(_with_rows, read, rows) for read in found)


def _with_rows(read: Callable[[], Loaded | Card], rows: Sequence[SharedAcknowledgement]) -> Loaded | Card:
    from flopguard.manifest.acknowledgements import with_acknowledgements
    from flopguard.manifest.load import Loaded

    one = read()
    return with_acknowledgements(one, rows) if isinstance(one, Loaded) else one


def _acknowledged(path: str) -> tuple[SharedAcknowledgement, ...]:
    """The rows of a file of acknowledgements. Raises UsageError that lists every problem of it."""
    from flopguard.listing import listed
    from flopguard.manifest.acknowledgements import load_acknowledgements
    from flopguard.reading.file import read_text
    from flopguard.source import Source
    from flopguard.syntax import syntax_of

    found = load_acknowledgements(path)
    if not isinstance(found, tuple):
        return found.acknowledgement
    text = read_text(path)
    shown = text if isinstance(text, str) else ""
    raise UsageError(listed(Source(path, shown, syntax_of(path, shown)), found))


def _stands_somewhere() -> bool:
    try:
        os.getcwd()
    except OSError:
        return False
    return True


def _reads(paths: Iterable[str], stdin_name: str, search: Search) -> Iterator[Callable[[], Loaded | Card]]:
    from flopguard.manifest.load import load, load_bytes, unusable
    from flopguard.reading.card import is_card_name, load_card, load_card_bytes
    from flopguard.reading.file import MAX_BYTES

    def is_card(path: str) -> bool:
        return search.cards and is_card_name(path)

    for path in paths:
        if path == STDIN:
            read = load_card_bytes if is_card(stdin_name) else load_bytes
            yield partial(read, sys.stdin.buffer.read(MAX_BYTES + 1), stdin_name)
            continue
        for found in search.manifests([path]):
            if found.problem:
                yield partial(unusable, found.path, found.problem)
            else:
                yield partial(load_card if is_card(found.path) else load, found.path)


def policies_of(chosen: Chosen) -> tuple[Policy, ...]:
    """The bundled policies, or those that are named: ids, globs of ids, files or folders of the user's own."""
    from flopguard.policy.load import bundled_policies, library

    if not chosen.policy:
        return bundled_policies()
    by_id = {policy.id: policy for name in chosen.policy if not is_path(name) for policy in _named(name)}
    files = [file for name in chosen.policy if is_path(name) for file in _files(name)]
    by_id.update((policy.id, policy) for policy in library(files, known=bundled_policies()))
    return tuple(by_id[name] for name in sorted(by_id))


def known_to(chosen: Chosen) -> tuple[Policy, ...]:
    """The bundled policies where some were chosen, since those may name triggers of the others."""
    from flopguard.policy.load import bundled_policies

    return bundled_policies() if chosen.policy else ()


def check_triggers(chosen: Chosen, policies: Sequence[Policy]) -> None:
    """Raise UsageError where `--trigger` names none of the policies that are asked."""
    names = [f"{policy.id}/{trigger.id}" for policy in policies for trigger in policy.trigger]
    for name in chosen.trigger:
        if name not in names:
            raise UsageError(f"{chosen.named('trigger')}: no trigger '{name}'; {_near(name, names)}")


def _near(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    return f"did you mean '{near[0]}'?" if near else "`flopguard policy list -v` lists them"


def check_own(chosen: Chosen, policies: Sequence[Policy], known: Sequence[Policy]) -> None:
    """Raise UsageError where `--as-if-own` names no lab policy, by id or series, that there is."""
    if not chosen.as_if_own:
        return
    labs = [policy for policy in (*policies, *known) if policy.kind == "lab-policy"]
    names = dict.fromkeys(name for policy in labs for name in (policy.series, policy.id))
    option = chosen.named("as_if_own")
    for name in chosen.as_if_own:
        if name in names:
            continue
        if any(name in (policy.id, policy.series) for policy in (*policies, *known)):
            raise UsageError(f"{option}: '{name}' is no lab's own policy; it asks for no developer")
        raise UsageError(f"{option}: no lab policy '{name}'; {_hint(name, list(names))}")


def _hint(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    return f"did you mean '{near[0]}'?" if near else f"known are {', '.join(known)}"


def _files(name: str) -> list[Path]:
    from flopguard.policy.load import policies_in

    return policies_in(Path(name)) if os.path.isdir(name) else [Path(name)]


def _named(pattern: str) -> list[Policy]:
    from difflib import get_close_matches
    from fnmatch import fnmatchcase

    from flopguard.policy.load import bundled_policies

    found = [policy for policy in bundled_policies() if fnmatchcase(policy.id, pattern)]
    if not found:
        ids = [policy.id for policy in bundled_policies()]
        near = get_close_matches(pattern, ids, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(ids)}; a file ends in .toml"
        raise UsageError(f"no policy '{pattern}'; {hint}")
    return found
