"""`flopguard check`: the main job."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import click

from flopguard.cli.baseline import against, baseline_of, baseline_options
from flopguard.cli.exit_status import ExitStatus
from flopguard.cli.fixes import Mending, Outcome, carried_out, fix_options
from flopguard.cli.inputs import (
    NOTHING,
    check_own,
    check_triggers,
    known_to,
    manifests_of,
    policies_of,
    reads_of,
    stdin_option,
)
from flopguard.cli.lint_options import lint_options, selection_of
from flopguard.cli.options import GATES, MOST_JOBS, Chosen, evaluation_options
from flopguard.cli.terminal import terminal_style

if TYPE_CHECKING:
    from flopguard.manifest.load import Loaded
    from flopguard.reading.card import Card
    from flopguard.result import Report

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
@fix_options
@click.option("--explain", is_flag=True, help="Print every recorded step down to its sources.")
@click.option("-v", "--verbose", count=True, help="List the verdicts that are otherwise counted.")
def check(
    paths: tuple[str, ...],
    chosen: Chosen,
    write_baseline: bool,
    stdin_name: str,
    mending: Mending,
    explain: bool,
    verbose: int,
) -> ExitStatus:
    """Lint manifests and model cards, compute, and say which thresholds they cross.

    PATH is a manifest in TOML, YAML or JSON, a model card in Markdown, a folder that is searched for both, or - for
    standard input. A card is linted and gets no verdict.
    """
    from flopguard.check import check_loaded, check_read, report_of
    from flopguard.discovery import Search
    from flopguard.processes import mapped, processes_for
    from flopguard.report.formats import FORMATS

    settings, policies, known = chosen.settings(), policies_of(chosen), known_to(chosen)
    selection = selection_of(chosen)
    check_own(chosen, policies, known)
    check_triggers(chosen, policies)
    kept = baseline_of(chosen, write=write_baseline)
    mended = Outcome()
    if mending.is_wanted:
        found = manifests_of(paths, stdin_name, Search(chosen.exclude, chosen.base), chosen)
        mended = carried_out(found, lambda loaded: check_loaded(loaded, policies, settings, known, selection), mending)
    if mending.diff and mended.files:
        return ExitStatus.FOUND if mended.changed else ExitStatus.CLEAN
    search = Search(chosen.exclude, chosen.base, cards=True)
    reads: list[Callable[[], Loaded | Card]] = [partial(_itself, one) for one in mended.stdin]
    reads = reads or list(reads_of(paths, stdin_name, search, chosen))
    work = partial(check_read, policies=policies, settings=settings, known=known, selection=selection)
    entries = tuple(mapped(work, reads, processes_for(len(reads), chosen.jobs)))
    if not entries:
        click.echo(NOTHING, err=True)
        return ExitStatus.CLEAN if chosen.allow_empty else ExitStatus.NO_MANIFEST
    if kept is not None:
        entries = against(kept, entries, selection, settings.as_of, write=write_baseline)
    report = report_of(entries, settings, search.skipped)
    style = terminal_style(verbose, explain)
    click.echo(FORMATS[chosen.format](report, style), nl=False, color=style.colour, err=bool(mended.stdin))
    if mended.failed:
        return ExitStatus.USAGE
    return ExitStatus.FOUND if _fails(report, chosen.fail_on) else ExitStatus.CLEAN


def _itself(loaded: Loaded) -> Loaded:
    return loaded


def _fails(report: Report, fail_on: tuple[str, ...]) -> bool:
    """Whether something at or above a gate was found; an acknowledged or hypothetical crossing does not count.

    A card has no verdict, so that whatever it would cross is undetermined.
    """
    findings = {finding.severity.value for entry in report.manifests for finding in entry.findings}
    outcomes = {
        verdict.outcome.value
        for entry in report.manifests
        for verdict in entry.verdicts
        if not verdict.hypothetical and verdict.acknowledgement is None
    }
    open_ones = {"undetermined"} if report.summary.cards else set[str]()
    return bool((_and_milder(findings) | outcomes | open_ones) & set(fail_on))


def _and_milder(severities: set[str]) -> set[str]:
    """The severities with those below them: a gate closes for what is worse as well."""
    return {milder for known in severities for milder in LEVELS[LEVELS.index(known) :]}
