"""`flopguard policy`: the library of laws and lab policies."""

from __future__ import annotations

import click

from flopguard.cli.options import policies_of, settings_of


@click.group()
def policy() -> None:
    """List and show the policies that come with flopguard, or files of your own."""


@policy.command("list")
@click.argument("names", nargs=-1, metavar="[ID...]")
@click.option("--as-of", metavar="DATE", help="Day for which the status is given; default today.")
def list_policies(names: tuple[str, ...], as_of: str | None) -> None:
    """List policies with their status on a day and their triggers."""
    from flopguard.pages.policies import listing

    day = settings_of(as_of, as_if_in_force=False, unstated="1x", decision_rule="undetermined").as_of
    click.echo(listing(policies_of(names), day), nl=False)


@policy.command("show")
@click.argument("name", metavar="ID")
def show_policy(name: str) -> None:
    """Show a policy: conditions in words, dates, counting rules, open questions with their readings."""
    from flopguard.pages.policies import policy_page

    for found in policies_of((name,)):
        click.echo(policy_page(found), nl=False)
