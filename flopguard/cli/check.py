"""`flopguard check`: the main job."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flopguard.cli.exit_status import ExitStatus
from flopguard.cli.options import evaluation_options, manifests_of, policies_of, settings_of, terminal_style

if TYPE_CHECKING:
    from flopguard.result import Report

GATES = ("error", "warning", "triggered", "undetermined")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@evaluation_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice([*GATES, "nothing"]),
    default=("error", "triggered"),
    show_default="error and triggered",
    help="What makes the exit status 1; repeatable.",
)
@click.option("--allow-empty", is_flag=True, help="Exit with 0 where there is no manifest.")
@click.option("--explain", is_flag=True, help="Print every recorded step down to its sources.")
@click.option("-v", "--verbose", count=True, help="List the verdicts that are otherwise counted.")
def check(
    paths: tuple[str, ...],
    policies: tuple[str, ...],
    as_of: str | None,
    as_if_in_force: bool,
    unstated: str,
    decision_rule: str,
    form: str,
    fail_on: tuple[str, ...],
    allow_empty: bool,
    explain: bool,
    verbose: int,
) -> ExitStatus:
    """Lint manifests, compute, and say which thresholds they cross.

    PATH is a manifest, or a folder whose *.flopguard.toml files are checked.
    """
    from flopguard.check import check as run
    from flopguard.report.formats import FORMATS

    settings = settings_of(as_of, as_if_in_force, unstated, decision_rule)
    chosen = policies_of(policies)
    found = manifests_of(paths)
    if not found:
        click.echo("no manifest found: a folder is searched for *.flopguard.toml files", err=True)
        return ExitStatus.CLEAN if allow_empty else ExitStatus.NO_MANIFEST
    report = run(found, chosen, settings)
    style = terminal_style(verbose, explain)
    click.echo(FORMATS[form](report, style), nl=False, color=style.colour)
    return ExitStatus.FOUND if _fails(report, fail_on) else ExitStatus.CLEAN


def _fails(report: Report, fail_on: tuple[str, ...]) -> bool:
    """Whether something at or above a gate was found; an acknowledged or hypothetical crossing does not count."""
    findings = {finding.severity.value for entry in report.manifests for finding in entry.findings}
    outcomes = {
        verdict.outcome.value
        for entry in report.manifests
        for verdict in entry.verdicts
        if not verdict.hypothetical and verdict.acknowledgement is None
    }
    return bool((findings | outcomes) & set(fail_on))
