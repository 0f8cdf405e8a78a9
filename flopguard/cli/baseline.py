"""The options about the baseline file, and what it makes of a run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import click

from flopguard.cli.options import Chosen
from flopguard.errors import UsageError

if TYPE_CHECKING:
    from flopguard.lint.baseline import Kept
    from flopguard.lint.selection import Selection
    from flopguard.result import ManifestReport

F = TypeVar("F", bound=Callable[..., Any])


def baseline_options(command: F) -> F:
    """The options that name the baseline file and write it."""
    writes = click.option("--write-baseline", is_flag=True, help="Accept today's findings: write them into it.")
    named = click.option("--baseline", metavar="FILE", help="Take the findings in this file for known.")
    made: F = named(writes(command))
    return made


def baseline_of(chosen: Chosen, *, write: bool) -> Kept | None:
    """The baseline that was named. Raises UsageError where it cannot be used, or is to be written and has no name."""
    if chosen.baseline is None:
        if write:
            raise UsageError("--write-baseline: no file is named; give --baseline FILE")
        return None
    from flopguard.lint.baseline import read_baseline

    return read_baseline(chosen.baseline, may_be_new=write)


def against(
    kept: Kept, entries: tuple[ManifestReport, ...], selection: Selection, day: date, *, write: bool
) -> tuple[ManifestReport, ...]:
    """The reports with what the baseline knows taken out; written anew first where that is asked for."""
    from flopguard.lint.baseline import by_key, renewed, with_baseline

    ran = _had_its_say(selection)
    if write:
        before, kept = kept, renewed(entries, kept, day, ran)
        _write(before, kept)
    _tell_gone(kept)
    known = by_key(kept)
    return tuple(with_baseline(entry, kept, known, ran) for entry in entries)


def _write(before: Kept, kept: Kept) -> None:
    from flopguard.cli.files import write_whole
    from flopguard.lint.baseline import baseline_text, by_key

    write_whole(kept.name, baseline_text(kept).encode())
    old, new = by_key(before).keys(), by_key(kept).keys()
    told = f"{len(new)} known, {len(new - old)} new, {len(old - new)} taken out"
    click.echo(f"{kept.name}: {told}", err=True)


def _tell_gone(kept: Kept) -> None:
    paths = sorted({known.path for known in kept.findings if kept.is_gone(known)})
    if paths:
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        click.echo(f"note: {kept.name} speaks of {paths[0]}{more}, which is gone; --write-baseline drops it", err=True)


def _had_its_say(selection: Selection) -> Callable[[str, str], bool]:
    """Whether a rule, by its code, could have told what it finds in a file."""
    from flopguard.lint.run import had_its_say

    of_file = cache(selection.of_file)
    return lambda path, code: had_its_say(code, of_file(path))
