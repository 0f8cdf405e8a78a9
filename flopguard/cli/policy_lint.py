"""`flopguard policy lint`: what the texts of policies leave open."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flopguard.cli.exit_status import ExitStatus
from flopguard.cli.inputs import policies_of
from flopguard.cli.options import FORMATS, Chosen, day_of, is_path, today
from flopguard.cli.terminal import terminal_style

if TYPE_CHECKING:
    from flopguard.report.policy_lint import LintedPolicy
    from flopguard.source import Source

LEVELS = ("error", "warning", "info", "nothing")


@click.command("lint")
@click.argument("names", nargs=-1, metavar="[PATH|ID...]")
@click.option("--as-of", metavar="DATE", help="Day whose thresholds are read; default today.")
@click.option("--in-force", is_flag=True, help="Only texts that apply on that day.")
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    default="error",
    show_default=True,
    help="What makes the exit status 1: this or worse.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("-v", "--verbose", count=True, help="Show notes too.")
def lint_policies(
    names: tuple[str, ...], as_of: str | None, in_force: bool, fail_on: str, form: str, verbose: int
) -> ExitStatus:
    """Say what the texts of policies leave open, with the line and what would settle it.

    PATH is a policy file or a folder of them, ID an id or a glob of ids; without any the whole library is read.
    """
    from flopguard.report.policy_lint import render_json, render_text

    day = today() if as_of is None else day_of(as_of)
    linted = _linted(names, day, in_force=in_force)
    text = render_json(linted, day) if form == "json" else render_text(linted, day, terminal_style(verbose))
    click.echo(text, nl=False)
    found = {finding.severity.value for policy in linted for finding in policy.findings}
    gates = LEVELS[: LEVELS.index(fail_on) + 1] if fail_on != "nothing" else ()
    return ExitStatus.FOUND if found & set(gates) else ExitStatus.CLEAN


def _linted(names: tuple[str, ...], day: date, *, in_force: bool) -> tuple[LintedPolicy, ...]:
    from flopguard.policy.lint.run import lint_policy
    from flopguard.policy.load import bundled_policies
    from flopguard.policy.when import status_on
    from flopguard.report.policy_lint import LintedPolicy

    chosen = policies_of(Chosen(policy=names))
    own = {policy.id for policy in chosen}
    library = (*chosen, *(policy for policy in bundled_policies() if policy.id not in own))
    sources = _sources(names)
    linted = []
    for policy in chosen:
        status = status_on(policy, day)
        if in_force and not (status is not None and status.is_.applies):
            continue
        source = sources.get(policy.id)
        findings = lint_policy(policy, library, day, source)
        path = source.path if source else policy.id
        linted.append(LintedPolicy(id=policy.id, title=policy.title, path=path, findings=findings))
    return tuple(linted)


def _sources(names: tuple[str, ...]) -> dict[str, Source]:
    """The texts of the files that the policies stand in, by id; those of the user's own before the bundled ones."""
    from flopguard.bundled import policies_dir
    from flopguard.policy.load import policy_files

    folder = policies_dir()
    bundled = [(file, file.relative_to(folder.parent).as_posix()) for file in policy_files(folder)]
    paths = [Path(name) for name in names if is_path(name)]
    files = [file for path in paths for file in (policy_files(path) if path.is_dir() else [path])]
    return {**_by_id(bundled), **_by_id([(file, str(file)) for file in files])}


def _by_id(files: list[tuple[Path, str]]) -> dict[str, Source]:
    import re

    from flopguard.reading.file import read_text
    from flopguard.source import Source

    sources: dict[str, Source] = {}
    for file, shown in files:
        text = read_text(file)
        found = re.search(r"""^id *= *["']([^"']*)["']""", text, re.MULTILINE) if isinstance(text, str) else None
        if found is not None and isinstance(text, str):
            sources[found[1]] = Source(shown, text)
    return sources
