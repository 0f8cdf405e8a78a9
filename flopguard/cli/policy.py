"""`flopguard policy`: the library of laws and lab policies."""

from __future__ import annotations

import click

from flopguard.cli.inputs import policies_of
from flopguard.cli.options import Chosen, day_of, today
from flopguard.cli.policy_lint import lint_policies
from flopguard.cli.policy_test import test_policies


@click.group()
def policy() -> None:
    """List, show and test the policies that come with flopguard, or files of your own."""


policy.add_command(test_policies)


@policy.command("list")
@click.argument("names", nargs=-1, metavar="[ID...]")
@click.option("--as-of", metavar="DATE", help="Day for which the status is given; default today.")
def list_policies(names: tuple[str, ...], as_of: str | None) -> None:
    """List policies with their status on a day and their triggers."""
    from flopguard.pages.policies import listing

    day = today() if as_of is None else day_of(as_of)
    click.echo(listing(policies_of(Chosen(policy=names)), day), nl=False)


@policy.command("show")
@click.argument("name", metavar="ID")
def show_policy(name: str) -> None:
    """Show a policy: conditions in words, dates, counting rules, open questions with their readings."""
    from flopguard.pages.policies import policy_page

    for found in policies_of(Chosen(policy=(name,))):
        click.echo(policy_page(found), nl=False)


policy.add_command(lint_policies)
