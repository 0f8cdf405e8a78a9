"""`flopguard policy`: the library of laws and lab policies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from flopguard.cli.inputs import known_to, policies_of
from flopguard.cli.options import Chosen, day_of, today
from flopguard.cli.policy_lint import lint_policies
from flopguard.cli.policy_test import test_policies
from flopguard.cli.terminal import terminal_style
from flopguard.errors import UsageError

if TYPE_CHECKING:
    from flopguard.policy.types import Policy

KINDS = ("law", "guidance", "lab-policy", "bill", "proposal")


@click.group()
def policy() -> None:
    """List, show, lint and test the policies that come with flopguard, or files of your own."""


policy.add_command(test_policies)


@policy.command("list")
@click.argument("names", nargs=-1, metavar="[ID...]")
@click.option("--as-of", metavar="DATE", help="Day for which the status is given; default today.")
@click.option("--in-force", is_flag=True, help="Only what is in force on the day, or may be, and guidance.")
@click.option("--publisher", metavar="NAME", help="Only what this publisher, or part of its name, has published.")
@click.option("--kind", multiple=True, type=click.Choice(KINDS), help="Only this kind of text; repeatable.")
@click.option("-v", "--triggers", is_flag=True, help="List the triggers of each policy below it.")
def list_policies(
    names: tuple[str, ...],
    as_of: str | None,
    in_force: bool,
    publisher: str | None,
    kind: tuple[str, ...],
    triggers: bool,
) -> None:
    """List policies: the standing on a day, since when, and what comes next."""
    from flopguard.pages.listing import is_in_force, listing

    day, chosen = today() if as_of is None else day_of(as_of, instead=""), Chosen(policy=names)
    found = _published_by(publisher, policies_of(chosen))
    found = [policy for policy in found if not kind or policy.kind in kind]
    found = [policy for policy in found if not in_force or is_in_force(policy, day)]
    width = terminal_style().width
    _print(listing(found, day, known_to(chosen), triggers=triggers, width=width))


@policy.command("timeline")
@click.argument("names", nargs=-1, metavar="[ID...]")
@click.option("--from", "start", metavar="DATE", help="First day; default the beginning.")
@click.option("--to", "end", metavar="DATE", help="Last day; default the end.")
def show_timeline(names: tuple[str, ...], start: str | None, end: str | None) -> None:
    """Print what changes on which day: standings, thresholds, transitions."""
    from flopguard.pages.timeline import timeline

    first = date.min if start is None else day_of(start, "--from", "")
    last = date.max if end is None else day_of(end, "--to", "")
    if last < first:
        raise UsageError(f"--to {last} lies before --from {first}")
    chosen = Chosen(policy=names)
    _print(timeline(policies_of(chosen), known_to(chosen), first, last, terminal_style().width))


@policy.command("show")
@click.argument("name", metavar="ID")
def show_policy(name: str) -> None:
    """Show a policy: conditions in words, dates, counting rules, open questions with their readings."""
    from flopguard.pages.policies import policy_page

    for found in policies_of(Chosen(policy=(name,))):
        _print(policy_page(found))


def _print(page: str) -> None:
    """Print a page; what a user's own policy says must not steer the terminal."""
    from flopguard.report.safe import safe_lines

    click.echo(safe_lines(page), nl=False)


def _published_by(publisher: str | None, policies: Sequence[Policy]) -> list[Policy]:
    if publisher is None:
        return list(policies)
    found = [policy for policy in policies if publisher.casefold() in policy.publisher.casefold()]
    if not found:
        known = ", ".join(sorted({policy.publisher for policy in policies}))
        raise UsageError(f"--publisher: nobody called '{publisher}' has published any; known are {known}")
    return found


policy.add_command(lint_policies)
