"""`flopguard compute`: the compute breakdown alone."""

from __future__ import annotations

from dataclasses import replace

import click

from flopguard.cli.exit_status import ExitStatus
from flopguard.cli.options import evaluation_options, manifests_of, policies_of, settings_of, terminal_style


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@evaluation_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def compute(
    paths: tuple[str, ...],
    policies: tuple[str, ...],
    as_of: str | None,
    as_if_in_force: bool,
    unstated: str,
    decision_rule: str,
    form: str,
) -> ExitStatus:
    """Show the training compute of manifests: every method beside the chosen one, every instrument's total."""
    from flopguard.check import compute as run
    from flopguard.report.formats import FORMATS

    settings = settings_of(as_of, as_if_in_force, unstated, decision_rule)
    found = manifests_of(paths)
    if not found:
        click.echo("no manifest found: a folder is searched for *.flopguard.toml files", err=True)
        return ExitStatus.NO_MANIFEST
    report = run(found, policies_of(policies), settings)
    style = replace(terminal_style(verbose=1, explain=True), verdicts=False)
    click.echo(FORMATS[form](report, style), nl=False, color=style.colour)
    return ExitStatus.FOUND if report.summary.errors else ExitStatus.CLEAN
