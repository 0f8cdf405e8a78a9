"""`flopguard compute`: the compute breakdown alone."""

from __future__ import annotations

from dataclasses import replace

import click

from flopguard.cli.exit_status import ExitStatus
from flopguard.cli.inputs import NO_MANIFEST, known_to, manifests_of, policies_of, stdin_option
from flopguard.cli.lint_options import lint_options, selection_of
from flopguard.cli.options import Chosen, context_of, convention_of, evaluation_options
from flopguard.cli.terminal import terminal_style


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@evaluation_options
@lint_options
@click.option("--per-token", metavar="CONTEXT", help="Tell FLOP per token too, at so many tokens of context.")
@click.option(
    "--convention", multiple=True, metavar="NAME", help="Show counts of shapes as others count too; repeatable."
)
@stdin_option
def compute(
    paths: tuple[str, ...], chosen: Chosen, per_token: str | None, convention: tuple[str, ...], stdin_name: str
) -> ExitStatus:
    """Show the training compute of manifests: every method beside the chosen one, every instrument's total."""
    from flopguard.check import checked, of_compute, report_of
    from flopguard.discovery import Search
    from flopguard.report.formats import FORMATS

    context = None if per_token is None else context_of(per_token)
    counted = convention_of(convention)
    settings, policies = replace(chosen.settings(), context=context, convention=counted), policies_of(chosen)
    selection = selection_of(chosen)
    search = Search(chosen.exclude, chosen.base)
    manifests = manifests_of(paths, stdin_name, search, chosen)
    found = checked(manifests, policies, settings, known_to(chosen), selection)
    entries = tuple(map(of_compute, found))
    if not entries:
        click.echo(NO_MANIFEST, err=True)
        return ExitStatus.CLEAN if chosen.allow_empty else ExitStatus.NO_MANIFEST
    report = report_of(entries, settings, search.skipped)
    style = replace(terminal_style(verbose=1, explain=True), verdicts=False)
    click.echo(FORMATS[chosen.format](report, style), nl=False, color=style.colour)
    return ExitStatus.FOUND if report.summary.errors else ExitStatus.CLEAN
