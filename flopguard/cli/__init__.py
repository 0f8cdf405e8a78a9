"""The command line. Each command is one module here, imported when it is asked for.

A command returns its `ExitStatus` or None for 0; `--help` and `--version` load nothing but click.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper, UnsupportedOperation

import click

from flopguard.__about__ import __version__
from flopguard.cli.exit_status import ExitStatus
from flopguard.cli.lazy import LazyCommand, LazyGroup
from flopguard.errors import FlopguardError

COMMANDS = {
    "check": LazyCommand("flopguard.cli.check", "check", "Lint manifests and model cards; thresholds crossed."),
    "compute": LazyCommand("flopguard.cli.compute", "compute", "Show the training compute, method by method."),
    "config": LazyCommand("flopguard.cli.config", "config", "Show the settings that hold here, with their origin."),
    "effective": LazyCommand("flopguard.cli.effective", "effective", "Show effective compute, and gains by scale."),
    "explain": LazyCommand("flopguard.cli.explain", "explain", "Print the page of a lint rule or a trigger."),
    "fit": LazyCommand("flopguard.cli.fit", "fit", "Fit a curve of a baseline to measured points."),
    "policy": LazyCommand("flopguard.cli.policy", "policy", "List, show, lint and test policies."),
    "schema": LazyCommand("flopguard.cli.schema", "schema", "Print the JSON Schema of a kind of document."),
}


@click.group(cls=LazyGroup, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="flopguard", message="%(prog)s %(version)s")
def commands() -> None:
    """Say which AI training-compute thresholds a model crosses, by whose counting, and how sure that is.

    Start with `flopguard check MANIFEST`. Exit status: 0 nothing found, 1 something found, 2 wrong usage,
    3 a bug in flopguard, 4 no manifest found.
    """


def main(args: Sequence[str] | None = None, *, group: click.Group = commands) -> int:
    """Run one command and return the exit status; whatever goes wrong, the status is one of `ExitStatus`."""
    _open_what_is_closed()
    _print_any_character()
    try:
        status = _guarded(group, sys.argv[1:] if args is None else list(args))
        sys.stdout.flush()  # here, where a broken pipe can still be told from a bug
    except BrokenPipeError:
        _let_go_of_stdout()
        return ExitStatus.BROKEN_PIPE
    except OSError as problem:
        _let_go_of_stdout()
        click.echo(f"error: the report cannot be written: {problem.strerror or problem}", err=True)
        return ExitStatus.USAGE
    return status


def _guarded(group: click.Group, args: list[str]) -> int:
    try:
        return _run(group, args)
    except click.ClickException as problem:
        problem.show()
        return ExitStatus.USAGE
    except FlopguardError as problem:
        _report_misuse(problem)
        return ExitStatus.USAGE
    except (KeyboardInterrupt, click.Abort):
        return ExitStatus.INTERRUPTED
    except OSError as problem:
        if problem.filename is None:  # of a stream: a pipe without reader, a full disk
            raise
        _report_bug(problem)
        return ExitStatus.INTERNAL
    except Exception as problem:
        _report_bug(problem)
        return ExitStatus.INTERNAL


def _run(group: click.Group, args: list[str]) -> int:
    # Not `group.main()`: it would turn a broken pipe into 1, which here means that something was found.
    if "_FLOPGUARD_COMPLETE" in os.environ:
        group.main(args, prog_name="flopguard")  # answers the shell that asks for completions, and exits
    try:
        with group.make_context("flopguard", args) as context:
            status = group.invoke(context)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    return ExitStatus.CLEAN if status is None else int(status)


def _report_misuse(problem: FlopguardError) -> None:
    """The message, which may quote a file: nothing in it moves the cursor or speaks to a runner."""
    from flopguard.report.safe import no_command, safe

    for line in f"error: {problem}".split("\n"):
        click.echo(no_command(safe(line)), err=True)


def _report_bug(problem: Exception) -> None:
    from textwrap import shorten

    click.echo(
        f"internal error: {type(problem).__name__}: {shorten(str(problem), 200)} "
        f"(a bug in flopguard {__version__}; please report it with the command line and what FLOPGUARD_DEBUG=1 adds)",
        err=True,
    )
    if os.environ.get("FLOPGUARD_DEBUG") == "1":
        import traceback

        traceback.print_exception(problem)


def _open_what_is_closed() -> None:
    # A caller may close a stream (`>&-`); Python has None for it then. What is printed there goes nowhere.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - for as long as it runs


def _print_any_character() -> None:
    # A name that the terminal's encoding lacks is printed as an escape; it must not end a check half-way.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _let_go_of_stdout() -> None:
    # The interpreter flushes once more at exit and would complain about the pipe again.
    with suppress(UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
