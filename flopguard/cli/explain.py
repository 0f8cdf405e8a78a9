"""`flopguard explain`: the page of a lint rule or of a trigger."""

from __future__ import annotations

import click


@click.command()
@click.argument("name", metavar="CODE|POLICY/TRIGGER")
def explain(name: str) -> None:
    """Print the page of a lint rule (FG301 or its name) or of a trigger (eu-aiact/51-2)."""
    if "/" in name:
        from flopguard.pages.policies import trigger_page
        from flopguard.policy.find import find_trigger

        policy, trigger = find_trigger(name)
        click.echo(trigger_page(policy, trigger), nl=False)
        return
    from flopguard.pages.rules import rule_page

    click.echo(rule_page(name), nl=False)
