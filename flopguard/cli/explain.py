"""`flopguard explain`: the page of a lint rule or of a trigger."""

from __future__ import annotations

import click

from flopguard.errors import UsageError


@click.command()
@click.argument("name", metavar="CODE|POLICY/TRIGGER", required=False)
@click.option("--all", "every", is_flag=True, help="List every rule.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Rules only."
)
def explain(name: str | None, every: bool, form: str) -> None:
    """Print the page of a lint rule (FG301 or its name) or of a trigger (eu-aiact/51-2)."""
    if (name is None) is not every:
        raise UsageError("name a rule or a trigger, or give --all for the list of all rules; not both")
    if name is not None and "/" in name:
        _explain_trigger(name, form)
        return
    from flopguard.__about__ import __version__
    from flopguard.pages.rules import all_entries, find_rule, rules_json, rules_text

    if form == "json":
        entries = all_entries() if name is None else (find_rule(name),)
        click.echo(rules_json(entries, __version__), nl=False)
    else:
        click.echo(rules_text() if name is None else find_rule(name)["page"], nl=False)


def _explain_trigger(name: str, form: str) -> None:
    from flopguard.pages.policies import trigger_page
    from flopguard.policy.find import find_trigger

    if form == "json":
        raise UsageError("--format json is for rules; `flopguard policy show` prints a trigger")
    policy, trigger = find_trigger(name)
    click.echo(trigger_page(policy, trigger), nl=False)
