"""`flopguard schema`: the published JSON Schemas."""

from __future__ import annotations

import click

from flopguard.bundled import schemas_dir


@click.command()
@click.argument("name", type=click.Choice(["manifest", "policy", "cases", "definitions", "report", "rules"]))
def schema(name: str) -> None:
    """Print the JSON Schema of a kind of document: what people write, the JSON report, the list of rules."""
    path = schemas_dir() / f"{name}.schema.json"
    click.echo(path.read_text(encoding="utf-8"), nl=False)
