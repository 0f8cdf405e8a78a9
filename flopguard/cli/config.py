"""`flopguard config`: which settings hold here, and where each comes from."""

from __future__ import annotations

from typing import Any

import click

from flopguard.cli.lint_options import lint_options, selection_of
from flopguard.cli.options import GATES, MOST_JOBS, SETTINGS, Chosen, evaluation_options

NOTHING = {
    "policy": "all that come with flopguard",
    "trigger": "every trigger",
    "as_of": "today",
    "as_if_own": "none",
    "horizon": "nothing ahead",
    "exclude": "nothing",
    "acknowledgements": "those in the manifests",
    "select": "every rule but the strict ones",
    "ignore": "none",
    "per_file_ignore": "none",
    "severity": "that of each rule",
    "baseline": "none",
    "jobs": "as many as pay",
}


@click.command()
@click.option("--show", is_flag=True, help="Print every setting, its value and its origin.")
@evaluation_options
@lint_options
@click.option("--fail-on", multiple=True, type=click.Choice(GATES), show_default="error and triggered")
@click.option("--baseline", metavar="FILE")
@click.option("--jobs", type=click.IntRange(1, MOST_JOBS), show_default="as many as pay")
def config(show: bool, chosen: Chosen) -> None:
    """Show the settings that hold in this folder: value and origin of each.

    They come from the command line, then from the nearest flopguard.toml or [tool.flopguard] in pyproject.toml, then
    from flopguard itself. The other options are those of `check`; give them to see what they change.
    """
    chosen.settings()  # a value that no run could use is told here as well
    selection_of(chosen)
    rows = [(name, _shown(name, getattr(chosen, name)), chosen.origins[name]) for name in SETTINGS]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for name, value, origin in rows:
        click.echo(f"{name:<{widths[0]}}  {value:<{widths[1]}}  {origin}")


def _shown(name: str, value: Any) -> str:
    if value is None or value == () or (name == "jobs" and not value):
        return NOTHING[name]
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
