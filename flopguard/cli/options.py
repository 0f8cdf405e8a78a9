"""Options that several commands share, and what holds for a run: the command line, then the configuration."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

import click

from flopguard.errors import UsageError

if TYPE_CHECKING:
    from flopguard.configuration import Configured
    from flopguard.dates import Period
    from flopguard.estimate.architecture.convention import Convention
    from flopguard.evaluate.facts import Settings

F = TypeVar("F", bound=Callable[..., Any])

EVENT = "event"
GATES = ("error", "warning", "info", "triggered", "undetermined", "nothing")
FORMATS = ("text", "json")
MOST_JOBS = 1024
MOST_CONTEXT = 10**12
COMMAND_LINE, DEFAULT = "command line", "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What holds for a run, and where each value comes from. The defaults are those of the tool."""

    policy: tuple[str, ...] = ()
    trigger: tuple[str, ...] = ()
    as_of: str | None = None
    as_if_in_force: bool = False
    as_if_own: tuple[str, ...] = ()
    horizon: str | None = None
    unstated: str = "1x"
    decision_rule: str = "undetermined"
    fail_on: tuple[str, ...] = ("error", "triggered")
    allow_empty: bool = False
    format: str = "text"
    exclude: tuple[str, ...] = ()
    acknowledgements: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignore: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    strict: bool = False
    confidence: str = "possible"
    baseline: str | None = None
    jobs: int = 0
    """Processes that share the files; 0 is as many as pay."""
    base: str = "."
    """The folder that `exclude` is relative to."""
    folder: str = "."
    """The folder of the configuration, that its other patterns are relative to."""
    origins: Mapping[str, str] = field(default_factory=dict)

    def settings(self) -> Settings:
        """What the evaluation is told. Raises UsageError. The only place that asks what day it is."""
        from flopguard.evaluate.facts import DecisionRule, Settings

        at_event = self.as_of == EVENT
        day = today() if self.as_of is None or at_event else day_of(self.as_of, self.named("as_of"))
        share = _share(self.unstated, self.named("unstated"))
        return Settings(
            day,
            share,
            DecisionRule(self.decision_rule),
            self.as_if_in_force,
            at_event,
            horizon=self._ahead(day, at_event=at_event),
            as_if_own=frozenset(self.as_if_own),
            triggers=frozenset(self.trigger),
        )

    def _ahead(self, day: date, *, at_event: bool) -> Period | None:
        """The time after the day of the check in which triggers that are still to come are looked for."""
        if self.horizon is None:
            return None
        from flopguard.dates import DateError, add, period

        named = self.named("horizon")
        if at_event:
            raise UsageError(f"{named}: it runs from the day of --as-of, which 'event' does not name; give a day")
        try:
            ahead = period(self.horizon)
            add(day, ahead)
        except DateError as error:
            raise UsageError(f"{named}: {error}") from None
        return ahead

    def base_of(self, name: str) -> str:
        """The folder that the patterns of a setting are relative to."""
        return "." if self.origins.get(name, COMMAND_LINE) in (COMMAND_LINE, DEFAULT) else self.folder

    def named(self, name: str) -> str:
        """A setting as an error message calls it."""
        origin = self.origins.get(name, COMMAND_LINE)
        return f"--{name.replace('_', '-')}" if origin in (COMMAND_LINE, DEFAULT) else f"{origin}: {name}"


SETTINGS = tuple(entry.name for entry in fields(Chosen) if entry.name not in ("base", "folder", "origins"))


def evaluation_options(command: F) -> F:
    """The options that decide how manifests are found and evaluated; the command gets them as `chosen`."""

    @functools.wraps(command)
    def collected(*, isolated: bool, config: str | None, **given: Any) -> Any:
        own = {name: given.pop(name) for name in SETTINGS if name in given}
        return command(chosen=_chosen(own, _configured(isolated, config)), **given)

    options = (
        click.option("--policy", multiple=True, metavar="ID", help="Policy id, glob, file or folder; repeatable."),
        click.option("--trigger", multiple=True, metavar="ID", help="Only this policy/trigger; repeatable."),
        click.option("--as-of", metavar="DATE", help="Day of the law, or 'event': the day each trigger watches."),
        click.option(
            "--as-if-in-force/--no-as-if-in-force", help="Evaluate texts that are not in force, as hypothetical."
        ),
        click.option(
            "--as-if-own",
            multiple=True,
            metavar="ID",
            help="Evaluate this lab policy, or series, as if the model were its lab's; hypothetical; repeatable.",
        ),
        click.option(
            "--horizon",
            metavar="PERIOD",
            help="Tell what begins to apply within this time after the day, such as '12 months'.",
        ),
        click.option(
            "--unstated",
            show_default="1x",
            metavar="SHARE",
            help="What unstated components may add, as a multiple of what is stated; or 'unbounded'.",
        ),
        click.option(
            "--decision-rule",
            type=click.Choice(["undetermined", "central", "upper-bound"]),
            show_default="undetermined",
            help="What decides when only the interval leaves it open.",
        ),
        click.option("--format", type=click.Choice(FORMATS), show_default="text"),
        click.option("--acknowledgements", multiple=True, metavar="FILE", help="File of acknowledgements; repeatable."),
        click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave out what matches, as in .gitignore."),
        click.option("--allow-empty/--no-allow-empty", help="Exit with 0 where there is no manifest."),
        click.option("--config", metavar="FILE", help="Take the settings from this file."),
        click.option("--isolated", is_flag=True, help="Take no settings from files."),
    )
    made: Any = collected
    for option in reversed(options):
        made = option(made)
    return made  # type: ignore[no-any-return]


def _configured(isolated: bool, config: str | None) -> Configured | None:
    if isolated and config:
        raise UsageError("--isolated and --config contradict each other; give one of them")
    if isolated or not (config or _has_file()):
        return None
    from flopguard.configuration import find_configuration, load_configuration

    if config is None:
        return find_configuration()
    found = load_configuration(config)
    if found is None:
        raise UsageError(f"--config: {config} has no table [tool.flopguard]")
    return found


def _has_file() -> bool:
    """Whether a configuration may be somewhere above; asked before anything is imported to read it."""
    try:
        place = os.getcwd()
    except OSError:  # the folder is gone
        return False
    while True:
        if any(os.path.exists(os.path.join(place, name)) for name in ("flopguard.toml", "pyproject.toml")):
            return True
        above = os.path.dirname(place)
        if above == place:
            return False
        place = above


def _chosen(given: Mapping[str, Any], configured: Configured | None) -> Chosen:
    """The values of the command line, else of the configuration, else the defaults."""
    context = click.get_current_context()
    from_line = {
        name: value
        for name, value in given.items()
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    }
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for name in SETTINGS:
        set_there = getattr(configured.values, name) if configured else None
        if name in from_line:
            values[name], origins[name] = from_line[name], COMMAND_LINE
        elif configured is not None and set_there is not None:
            values[name], origins[name] = _usable(name, set_there, configured), configured.origin(name)
        else:
            origins[name] = DEFAULT
    base = configured.folder if configured is not None and "exclude" not in from_line else "."
    folder = configured.folder if configured is not None else "."
    return replace(Chosen(base=base, folder=folder, origins=origins), **values)


def _usable(name: str, value: Any, configured: Configured) -> Any:
    """A value of a file as an option would give it: paths from where flopguard runs, a date as text."""
    if name == "acknowledgements":
        return tuple(os.path.join(configured.folder, path) for path in value)
    if name == "baseline":
        return os.path.join(configured.folder, value)
    if name == "per_file_ignore":
        return tuple(f"{pattern}:{','.join(words)}" for pattern, words in value.items())
    if name == "severity":
        return tuple(f"{word}={level}" for word, level in value.items())
    if name == "policy":
        return tuple(os.path.join(configured.folder, path) if is_path(path) else path for path in value)
    return value.isoformat() if isinstance(value, date) else value


def is_path(text: str) -> bool:
    """Whether a policy is named by where it lies and not by its id."""
    return text.endswith(".toml") or "/" in text or os.sep in text or os.path.isdir(text)


def today() -> date:
    """The day where the user is, whose law is in force."""
    return date.today()  # noqa: DTZ011


def day_of(text: str, option: str = "--as-of", instead: str = "; or 'event'") -> date:
    """The day that an option names; `instead` is what else it may be. Raises UsageError."""
    from flopguard.dates import DateError, partial_date

    try:
        day = partial_date(text)
    except DateError as error:
        raise UsageError(f"{option}: {error}{instead}") from None
    if day.first != day.last:
        raise UsageError(f"{option}: '{text}' is not a whole day; write year, month and day")
    return day.first


def _share(text: str, option: str) -> Fraction | None:
    from flopguard.quantity import QuantityError, parse
    from flopguard.units import Dimension

    if text == "unbounded":
        return None
    try:
        share = parse(text, Dimension.RATIO)
    except QuantityError as error:
        raise UsageError(f"{option}: {error.message}; write 0x, 1x or unbounded") from None
    if not share.is_point:
        raise UsageError(f"{option}: '{text}' is not one value; write 0x, 1x or unbounded")
    return share.low


def convention_of(names: Sequence[str]) -> Convention:
    """The convention that options name together. Raises UsageError."""
    from flopguard.estimate.architecture.convention import ConventionError, combined

    try:
        return combined(names)
    except ConventionError as error:
        raise UsageError(f"--convention: {error}") from None


def context_of(text: str) -> int:
    """A number of tokens that an option names. Raises UsageError."""
    from flopguard.quantity import QuantityError, parse
    from flopguard.units import Dimension

    example = "write a whole number of tokens, such as 8192 or 128k (which is 128000)"
    try:
        tokens = parse(text, Dimension.TOKENS)
    except QuantityError as error:
        raise UsageError(f"--per-token: {error.message}; {example}") from None
    if not tokens.is_point or tokens.low.denominator != 1 or not 1 <= tokens.low <= MOST_CONTEXT:
        raise UsageError(f"--per-token: '{text}' is no context; {example}")
    return int(tokens.low)
