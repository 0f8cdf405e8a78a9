"""`check --fix` and `--diff`: what findings say of how they are mended, carried out or shown."""

from __future__ import annotations

import functools
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from flopguard.cli.exit_status import ExitStatus
from flopguard.cli.inputs import STDIN
from flopguard.errors import UsageError

if TYPE_CHECKING:
    from flopguard.fixing.passes import Mended
    from flopguard.manifest.load import Loaded
    from flopguard.reading.card import Card
    from flopguard.result import ManifestReport

F = TypeVar("F", bound=Callable[..., Any])
LookAt = Callable[["Loaded"], "ManifestReport"]


@dataclass(frozen=True, slots=True)
class Mending:
    """What is to be mended: `fix` writes, `diff` shows and writes nothing, `unsafe` takes guesses in as well."""

    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    is_piped: bool = False
    """Whether standard input is what is mended."""

    @property
    def is_wanted(self) -> bool:
        """Whether there is anything to do."""
        return self.fix or self.diff


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many files there were and would be other than they are, and whether one could not be written."""

    files: int = 0
    changed: int = 0
    failed: bool = False
    stdin: tuple[Loaded | Card, ...] = ()
    """Standard input as mended: it cannot be read a second time."""

    @property
    def status(self) -> ExitStatus:
        """What a diff ends with."""
        if self.failed:
            return ExitStatus.USAGE
        return ExitStatus.FOUND if self.changed else ExitStatus.CLEAN


def fix_options(command: F) -> F:
    """The options; the command gets them as `mending`."""

    @functools.wraps(command)
    def collected(*, fix: bool, unsafe_fixes: bool, diff: bool, **given: Any) -> Any:
        if unsafe_fixes and not (fix or diff):
            raise UsageError("--unsafe-fixes says which fixes are taken; add --fix or --diff")
        is_piped = STDIN in given["paths"]
        if is_piped and (fix or diff) and len(given["paths"]) > 1:
            raise UsageError("with --fix or --diff standard input, '-', is the only path")
        return command(mending=Mending(fix, unsafe_fixes, diff, is_piped), **given)

    options = (
        click.option("--fix", is_flag=True, help="Mend what can be mended without a guess; no figure changes."),
        click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: take the guesses too."),
        click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing."),
    )
    made: Any = collected
    for option in reversed(options):
        made = option(made)
    return made  # type: ignore[no-any-return]


def carried_out(
    found: Iterable[Loaded | Card], look_at: LookAt, mending: Mending, stdin: bytes | None = None
) -> Outcome:
    """Mend each manifest, or show how; a card stays as it is. `stdin` is what came in, where that is mended."""
    outcome = Outcome()
    for one in found:
        outcome = _and(outcome, one, look_at, mending, stdin)
    return outcome


def _and(outcome: Outcome, one: Loaded | Card, look_at: LookAt, mending: Mending, stdin: bytes | None) -> Outcome:
    """What came of it with one more file."""
    from flopguard.manifest.load import Loaded, load_text

    if not isinstance(one, Loaded) or one.digest is None:  # a card, or what could not be read at all
        return _left(outcome, one, mending, stdin)
    mended = _mended(one, look_at, mending)
    is_done = _shown(one.path, mended) if mending.diff else _told(one, mended, stdin)
    return Outcome(
        files=outcome.files + 1,
        changed=outcome.changed + mended.is_changed,
        failed=outcome.failed or not is_done,
        stdin=(load_text(mended.text, one.path),) if mending.is_piped else (),
    )


def _left(outcome: Outcome, one: Loaded | Card, mending: Mending, stdin: bytes | None) -> Outcome:
    """What came of it with one more file that stays as it is; a diff says what could not be read, as no report does."""
    if mending.diff and one.digest is None:
        _say(f"error: {one.path}: {'; '.join(problem.message for problem in one.problems)}")
    elif stdin is not None and not mending.diff:
        _pass_on(stdin)
    return replace(
        outcome,
        files=outcome.files + 1,
        failed=outcome.failed or (mending.diff and one.digest is None),
        stdin=(one,) if mending.is_piped else (),
    )


def _pass_on(data: bytes) -> None:
    """Standard input as it came, with what was not read of it."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)


def _mended(loaded: Loaded, look_at: LookAt, mending: Mending) -> Mended:
    from flopguard.fixing.passes import mended
    from flopguard.manifest.load import load_text
    from flopguard.source import Source

    source = Source(loaded.path, loaded.text, loaded.syntax)
    return mended(source, lambda text: look_at(load_text(text, loaded.path)), unsafe=mending.unsafe)


def _told(loaded: Loaded, found: Mended, stdin: bytes | None) -> bool:
    """Write what became of a file and say what was done; False where it could not be written."""
    from flopguard.fixing.files import mark_of, write
    from flopguard.fixing.write import WriteError

    if stdin is not None:
        click.echo(mark_of(stdin) + found.text.encode(), nl=False)
    elif found.is_changed:
        try:
            write(loaded.path, found)
        except WriteError as error:
            _say(f"error: {error}")
            return False
    for line in _lines(loaded.path, found):
        _say(line)
    return True


def _lines(path: str, found: Mended) -> Iterator[str]:
    for finding in found.fixed:
        yield f"{path}: fixed {finding.code} {finding.rule}: {finding.fix.says if finding.fix else ''}"
    if found.refused:
        codes = ", ".join(dict.fromkeys(finding.code for finding in found.refused))
        yield f"{path}: not fixed, since new errors would come or the place cannot be written: {codes}"


def _shown(path: str, found: Mended) -> bool:
    """Print the diff of a file; nothing that stands in it speaks to the terminal."""
    from flopguard.fixing.diff import unified
    from flopguard.report.safe import safe

    lines = unified(path, found).split("\n")
    kept = ("".join(part if part in "\r\t" else safe(part) for part in line) for line in lines)
    click.echo("\n".join(kept), nl=False)
    return True


def _say(line: str) -> None:
    from flopguard.report.safe import no_command, safe

    click.echo(no_command(safe(line)), err=True)
