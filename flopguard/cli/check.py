"""`flopguard check`: the main job."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flopguard.cli.exit_status import ExitStatus
from flopguard.cli.inputs import (
    NOTHING,
    check_own,
    check_triggers,
    inputs_of,
    known_to,
    policies_of,
    stdin_option,
)
from flopguard.cli.options import GATES, Chosen, evaluation_options
from flopguard.cli.terminal import terminal_style

if TYPE_CHECKING:
    from flopguard.result import Report


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@evaluation_options
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(GATES),
    show_default="error and triggered",
    help="What makes the exit status 1; repeatable.",
)
@stdin_option
@click.option("--explain", is_flag=True, help="Print every recorded step down to its sources.")
@click.option("-v", "--verbose", count=True, help="List the verdicts that are otherwise counted.")
def check(paths: tuple[str, ...], chosen: Chosen, stdin_name: str, explain: bool, verbose: int) -> ExitStatus:
    """Lint manifests and model cards, compute, and say which thresholds they cross.

    PATH is a manifest in TOML, YAML or JSON, a model card in Markdown, a folder that is searched for both, or - for
    standard input. A card is linted and gets no verdict.
    """
    from flopguard.check import checked, report_of
    from flopguard.discovery import Search
    from flopguard.report.formats import FORMATS

    settings, policies, known = chosen.settings(), policies_of(chosen), known_to(chosen)
    check_own(chosen, policies, known)
    check_triggers(chosen, policies)
    search = Search(chosen.exclude, chosen.base, cards=True)
    entries = tuple(checked(inputs_of(paths, stdin_name, search, chosen), policies, settings, known))
    if not entries:
        click.echo(NOTHING, err=True)
        return ExitStatus.CLEAN if chosen.allow_empty else ExitStatus.NO_MANIFEST
    report = report_of(entries, settings, search.skipped)
    style = terminal_style(verbose, explain)
    click.echo(FORMATS[chosen.format](report, style), nl=False, color=style.colour)
    return ExitStatus.FOUND if _fails(report, chosen.fail_on) else ExitStatus.CLEAN


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
    return bool((findings | outcomes | open_ones) & set(fail_on))
