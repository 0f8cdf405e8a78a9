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
from flopguard.errors import UsageError

if TYPE_CHECKING:
    from flopguard.finding import Finding
    from flopguard.policy.types import Policy
    from flopguard.report.policy_lint import LintedPolicy
    from flopguard.source import Source

LEVELS = ("error", "warning", "info", "nothing")


@click.command("lint")
@click.argument("names", nargs=-1, metavar="[PATH|ID...]")
@click.option("--as-of", metavar="DATE", help="Day whose thresholds are read; default today.")
@click.option("--trigger", "triggers", multiple=True, metavar="ID", help="Only what is about this trigger; repeatable.")
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
    names: tuple[str, ...],
    as_of: str | None,
    triggers: tuple[str, ...],
    in_force: bool,
    fail_on: str,
    form: str,
    verbose: int,
) -> ExitStatus:
    """Say what the texts of policies leave open, with the line and what would settle it.

    PATH is a policy file or a folder of them, ID an id or a glob of ids; without any the whole library is read.
    """
    from flopguard.report.policy_lint import render_json, render_text

    day = today() if as_of is None else day_of(as_of)
    linted = _linted(names, day, triggers, in_force=in_force)
    text = render_json(linted, day) if form == "json" else render_text(linted, day, terminal_style(verbose))
    click.echo(text, nl=False)
    found = {finding.severity.value for policy in linted for finding in policy.findings}
    gates = LEVELS[: LEVELS.index(fail_on) + 1] if fail_on != "nothing" else ()
    return ExitStatus.FOUND if found & set(gates) else ExitStatus.CLEAN


def _linted(
    names: tuple[str, ...], day: date, triggers: tuple[str, ...], *, in_force: bool
) -> tuple[LintedPolicy, ...]:
    """The chosen policies, each with what is found in it; those beside it are the library."""
    from flopguard.policy.load import bundled_policies

    chosen = policies_of(Chosen(policy=names))
    _refuse_unknown(triggers, chosen)
    own = {policy.id for policy in chosen}
    library = (*chosen, *(policy for policy in bundled_policies() if policy.id not in own))
    sources = _sources(names)
    read = (policy for policy in chosen if not in_force or _applies(policy, day))
    return tuple(_found(policy, library, day, sources.get(policy.id), triggers) for policy in read)


def _found(
    policy: Policy, library: tuple[Policy, ...], day: date, source: Source | None, triggers: tuple[str, ...]
) -> LintedPolicy:
    from flopguard.policy.lint.run import lint_policy
    from flopguard.report.policy_lint import LintedPolicy

    findings = lint_policy(policy, library, day, source)
    if triggers:
        findings = tuple(finding for finding in findings if _trigger_of(policy, finding) in triggers)
    path = source.path if source else policy.id
    return LintedPolicy(id=policy.id, title=policy.title, path=path, findings=findings)


def _applies(policy: Policy, day: date) -> bool:
    from flopguard.policy.when import status_on

    status = status_on(policy, day)
    return status is not None and status.is_.applies


def _trigger_of(policy: Policy, finding: Finding) -> str | None:
    """The trigger in whose table a finding stands."""
    parts = finding.at.split("/")
    return policy.trigger[int(parts[2])].id if parts[1] == "trigger" else None


def _refuse_unknown(triggers: tuple[str, ...], policies: tuple[Policy, ...]) -> None:
    known = {trigger.id for policy in policies for trigger in policy.trigger}
    for name in triggers:
        if name not in known:
            raise UsageError(f"--trigger: none of these policies has a trigger '{name}'")


def _sources(names: tuple[str, ...]) -> dict[str, Source]:
    """The texts of the files that the policies stand in, by id; those of the user's own before the bundled ones."""
    from flopguard.bundled import policies_dir
    from flopguard.policy.load import policies_in, policy_files

    folder = policies_dir()
    bundled = [(file, file.relative_to(folder.parent).as_posix()) for file in policy_files(folder)]
    paths = [Path(name) for name in names if is_path(name)]
    files = [file for path in paths for file in (policies_in(path) if path.is_dir() else [path])]
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
