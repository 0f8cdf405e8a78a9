"""Options that several commands share, and what they mean."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from flopguard.errors import UsageError

if TYPE_CHECKING:
    from flopguard.evaluate.facts import Settings
    from flopguard.policy.types import Policy
    from flopguard.report.style import Style

F = TypeVar("F", bound=Callable[..., Any])

NARROWEST, WIDEST, USUAL = 60, 200, 80
EVENT = "event"


def evaluation_options(command: F) -> F:
    """The options that decide how a manifest is evaluated."""
    options = (
        click.option("--policy", "policies", multiple=True, metavar="ID", help="Policy id, glob or file; repeatable."),
        click.option("--as-of", metavar="DATE", help="Day of the law, or 'event': the day each trigger watches."),
        click.option("--as-if-in-force", is_flag=True, help="Evaluate texts that are not in force, as hypothetical."),
        click.option(
            "--unstated",
            default="1x",
            show_default=True,
            metavar="SHARE",
            help="What unstated components may add, as a multiple of what is stated; or 'unbounded'.",
        ),
        click.option(
            "--decision-rule",
            type=click.Choice(["undetermined", "central", "upper-bound"]),
            default="undetermined",
            show_default=True,
            help="What decides when only the interval leaves it open.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def settings_of(as_of: str | None, as_if_in_force: bool, unstated: str, decision_rule: str) -> Settings:
    """The settings that the options ask for. Raises UsageError. The only place that asks what day it is."""
    from flopguard.evaluate.facts import DecisionRule, Settings

    at_event = as_of == EVENT
    day = _today() if as_of is None or at_event else _day(as_of)
    return Settings(day, _share(unstated), DecisionRule(decision_rule), as_if_in_force, at_event)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the law in force where the user is


def _day(text: str) -> date:
    from flopguard.dates import DateError, partial_date

    try:
        day = partial_date(text)
    except DateError as error:
        raise UsageError(f"--as-of: {error}; or 'event'") from None
    if day.first != day.last:
        raise UsageError(f"--as-of: '{text}' is not a whole day; write year, month and day")
    return day.first


def _share(text: str) -> Fraction | None:
    from flopguard.quantity import QuantityError, parse
    from flopguard.units import Dimension

    if text == "unbounded":
        return None
    try:
        return parse(text, Dimension.RATIO).low
    except QuantityError as error:
        raise UsageError(f"--unstated: {error.message}; write 0x, 1x or unbounded") from None


def policies_of(wanted: tuple[str, ...]) -> tuple[Policy, ...]:
    """The bundled policies, or those that the options name: ids, globs of ids, or files of the user's own."""
    from flopguard.policy.load import bundled_policies, load_policy

    if not wanted:
        return bundled_policies()
    chosen = {policy.id: policy for name in wanted if not _is_file(name) for policy in _named(name)}
    chosen.update((policy.id, policy) for policy in (load_policy(Path(name)) for name in wanted if _is_file(name)))
    return tuple(chosen[name] for name in sorted(chosen))


def _is_file(name: str) -> bool:
    return name.endswith(".toml")


def _named(pattern: str) -> list[Policy]:
    from difflib import get_close_matches
    from fnmatch import fnmatchcase

    from flopguard.policy.load import bundled_policies

    found = [policy for policy in bundled_policies() if fnmatchcase(policy.id, pattern)]
    if not found:
        ids = [policy.id for policy in bundled_policies()]
        near = get_close_matches(pattern, ids, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(ids)}; a file ends in .toml"
        raise UsageError(f"no policy '{pattern}'; {hint}")
    return found


def terminal_style(verbose: int = 0, explain: bool = False) -> Style:
    """How a text report should look here: the width and colours of the terminal, plain and 80 columns elsewhere."""
    from flopguard.report.style import Style

    on_terminal = sys.stdout.isatty()
    columns = shutil.get_terminal_size((USUAL, 24)).columns if on_terminal or "COLUMNS" in os.environ else USUAL
    return Style(
        width=min(max(columns, NARROWEST), WIDEST), colour=_wants_colour(on_terminal), verbose=verbose, explain=explain
    )


def _wants_colour(on_terminal: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return on_terminal and os.environ.get("TERM") != "dumb"


def manifests_of(paths: tuple[str, ...]) -> list[str]:
    """The manifest files: each file as named, and `*.flopguard.toml` in folders, in the order of their paths."""
    found: list[str] = []
    for path in paths:
        inside = Path(path)
        found.extend(_in_folder(inside) if inside.is_dir() else [path])
    return list(dict.fromkeys(found))


def _in_folder(folder: Path) -> list[str]:
    return sorted(str(file) for file in folder.rglob("*.flopguard.toml") if file.is_file())
