"""`flopguard policy test`: policies against their cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from flopguard.cli.exit_status import ExitStatus
from flopguard.cli.options import FORMATS
from flopguard.cli.terminal import terminal_style
from flopguard.errors import UsageError

if TYPE_CHECKING:
    from flopguard.cases.suite import Tested


@click.command("test")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option("--policy", "names", multiple=True, metavar="ID", help="Only policies of this id or glob; repeatable.")
@click.option("--require-coverage", is_flag=True, help="What no case tries makes the exit status 1 as well.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How the result is written.")
@click.option("-v", "--verbose", count=True, help="Print the steps of each verdict that came out otherwise.")
def test_policies(
    paths: tuple[str, ...], names: tuple[str, ...], require_coverage: bool, form: str, verbose: int
) -> ExitStatus:
    """Run the cases of policies, written and generated, and say what they leave untried.

    PATH is a policy file, its file of cases, or a folder that is searched for policies; without one the bundled
    policies are tested. The cases of rule.toml are in rule.cases.toml beside it, or in cases/rule.toml.
    """
    from flopguard.cases.files import bundled_suites, suites_in
    from flopguard.cases.suite import results_of
    from flopguard.policy.load import bundled_policies

    suites = suites_in(paths, names) if paths else bundled_suites(names)
    if not suites:
        raise UsageError(f"no policy is called {' or '.join(names)}; see `flopguard policy list`")
    results = tuple(results_of(suites, bundled_policies()))
    click.echo(_rendered(results, form, verbose), nl=False)
    wanting = any(result.failed or (require_coverage and result.gaps) for result in results)
    return ExitStatus.FOUND if wanting else ExitStatus.CLEAN


def _rendered(results: Sequence[Tested], form: str, verbose: int) -> str:
    if form == "json":
        from flopguard.cases.as_json import render as as_json

        return as_json(results)
    from flopguard.cases.text import render

    return render(results, terminal_style(verbose))
