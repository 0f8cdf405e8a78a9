"""`flopguard check`: the main job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from flopguard.cli.baseline import against, baseline_of, baseline_options
from flopguard.cli.exit_status import ExitStatus
from flopguard.cli.inputs import (
    NO_MANIFEST,
    check_own,
    check_triggers,
    known_to,
    policies_of,
    reads_of,
    stdin_option,
)
from flopguard.cli.lint_options import lint_options, selection_of
from flopguard.cli.options import GATES, MOST_JOBS, Chosen, evaluation_options
from flopguard.cli.terminal import terminal_style

if TYPE_CHECKING:
    from flopguard.evaluate.facts import Settings
    from flopguard.lint.selection import Selection
    from flopguard.manifest.load import Loaded
    from flopguard.result import ManifestReport, Report

LEVELS = ("error", "warning", "info")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@evaluation_options
@lint_options
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(GATES),
    show_default="error and triggered",
    help="What makes the exit status 1; repeatable.",
)
@baseline_options
@click.option(
    "--jobs",
    type=click.IntRange(1, MOST_JOBS),
    show_default="as many as pay",
    help="Processes that share the files; the report is the same.",
)
@stdin_option
@click.option("--explain", is_flag=True, help="Print every recorded step down to its sources.")
@click.option("-v", "--verbose", count=True, help="List the verdicts that are otherwise counted.")
def check(
    paths: tuple[str, ...], chosen: Chosen, write_baseline: bool, stdin_name: str, explain: bool, verbose: int
) -> ExitStatus:
    """Lint manifests, compute, and say which thresholds they cross.

    PATH is a manifest in TOML, YAML or JSON, a folder that is searched for manifests, or - for standard input.
    """
    from flopguard.check import report_of
    from flopguard.discovery import Search
    from flopguard.report.formats import FORMATS

    settings, selection = chosen.settings(), selection_of(chosen)
    known = baseline_of(chosen, write=write_baseline)
    search = Search(chosen.exclude, chosen.base)
    entries = _entries(list(reads_of(paths, stdin_name, search, chosen)), chosen, settings, selection)
    if not entries:
        click.echo(NO_MANIFEST, err=True)
        return ExitStatus.CLEAN if chosen.allow_empty else ExitStatus.NO_MANIFEST
    if known is not None:
        entries = against(known, entries, selection, settings.as_of, write=write_baseline)
    report = report_of(entries, settings, search.skipped)
    style = terminal_style(verbose, explain)
    click.echo(FORMATS[chosen.format](report, style), nl=False, color=style.colour)
    return ExitStatus.FOUND if _fails(report, chosen.fail_on) else ExitStatus.CLEAN


def _entries(
    reads: Sequence[Callable[[], Loaded]], chosen: Chosen, settings: Settings, selection: Selection
) -> tuple[ManifestReport, ...]:
    """The report of each manifest, in their order, however many processes made them."""
    from flopguard.check import check_read
    from flopguard.processes import mapped, processes_for

    policies, known = policies_of(chosen), known_to(chosen)
    check_own(chosen, policies, known)
    check_triggers(chosen, policies)
    work = partial(check_read, policies=policies, settings=settings, known=known, selection=selection)
    return tuple(mapped(work, reads, processes_for(len(reads), chosen.jobs)))


def _fails(report: Report, fail_on: tuple[str, ...]) -> bool:
    """Whether something at or above a gate was found; an acknowledged or hypothetical crossing does not count."""
    findings = {finding.severity.value for entry in report.manifests for finding in entry.findings}
    outcomes = {
        verdict.outcome.value
        for entry in report.manifests
        for verdict in entry.verdicts
        if not verdict.hypothetical and verdict.acknowledgement is None
    }
    return bool((_and_milder(findings) | outcomes) & set(fail_on))


def _and_milder(severities: set[str]) -> set[str]:
    """The severities with those below them: a gate closes for what is worse as well."""
    return {milder for known in severities for milder in LEVELS[LEVELS.index(known) :]}
