"""A click group that imports a command when it is run and prints help from a table."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click


class LazyCommand(NamedTuple):
    """Where a command lives and the line that the help of its group shows for it."""

    module: str
    attribute: str
    help: str


class LazyGroup(click.Group):
    """A group over `table`, by command name and in the order of the table.

    Printing the group's help or refusing an unknown command imports none of them.
    """

    def __init__(self, *args: Any, table: Mapping[str, LazyCommand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = self.table.get(cmd_name)
        if entry is None:
            return None
        command = getattr(import_module(entry.module), entry.attribute)
        assert isinstance(command, click.Command), f"{entry.module}.{entry.attribute} is no click command"
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in self.table.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name in self.table or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        raise click.UsageError(f"there is no command {name!r}; {self._advice(name, ctx)}", ctx)

    def _advice(self, name: str, ctx: click.Context) -> str:
        from difflib import get_close_matches  # only needed here, and slow to import

        near = get_close_matches(name.lower(), self.table, n=1)
        return f"did you mean {near[0]!r}?" if near else f"the commands are {', '.join(self.table)}"
