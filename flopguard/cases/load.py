"""Files of cases become suites; a file that is not right is refused with every problem and its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from flopguard.cases.manifests import SHARED, Manifests, Read, no_manifests, unknown
from flopguard.cases.types import EVERY, CaseEntry, CaseFile
from flopguard.components import ComponentKey
from flopguard.document import validate
from flopguard.errors import PolicyError
from flopguard.evaluate.facts import Settings
from flopguard.listing import listed
from flopguard.manifest.load import Loaded
from flopguard.policy.types import Policy
from flopguard.problems import Problem
from flopguard.quantity import QuantityError, parse
from flopguard.reading.file import read_text
from flopguard.reading.trees import read_tree
from flopguard.result import Outcome
from flopguard.source import Source
from flopguard.units import Dimension

BY_TRIGGER = ("because", "fragile", "lean", "margin", "missing", "reason", "due", "terms", "upcoming")
BY_COUNTING = ("totals", "open")


@dataclass(frozen=True)
class Case:
    """One manifest on one day, with what has to come out."""

    name: str
    entry: CaseEntry
    expect: Mapping[str, Outcome]
    settings: Settings
    loaded: Loaded
    source: Source
    number: int

    @cached_property
    def line(self) -> int:
        """Where it stands in its file."""
        return self.source.value(f"/case/{self.number}").line


@dataclass(frozen=True, slots=True)
class Suite:
    """A policy with the cases of its file; `path` is None where it has none."""

    policy: Policy
    path: str | None
    cases: tuple[Case, ...] = ()


def suite_of(policy: Policy, path: Path | None, shared: Manifests) -> Suite:
    """The suite of a policy from its file of cases. Raises PolicyError that lists every problem of it."""
    return Suite(policy, None) if path is None else suite_of_text(policy, _text(path), str(path), shared)


def _text(path: Path) -> str:
    text = read_text(path)
    if isinstance(text, Problem):
        raise PolicyError(f"{path}: {text.message}; {text.help}")
    return text


def suite_of_text(policy: Policy, text: str, shown: str, shared: Manifests | None = None) -> Suite:
    """The suite of a policy from a text. Raises PolicyError as `suite_of` does."""
    source = Source(shown, text)
    tree = read_tree(text)
    file = tree if isinstance(tree, tuple) else validate(tree, CaseFile)
    if isinstance(file, tuple):
        raise PolicyError(listed(source, file))
    reader = _Reader(policy, source, Manifests(source, file.manifest, "/manifest", {}, shared or no_manifests()))
    cases = [case for number, entry in enumerate(file.case) for case in reader.cases(number, entry)]
    if not file.case:
        reader.problems.append(_problem("", "the file has no case", "add [[case]]"))
    if reader.problems or reader.elsewhere:
        inside = [listed(source, reader.problems)] if reader.problems else []
        raise PolicyError("\n".join((*inside, *dict.fromkeys(reader.elsewhere))))
    return Suite(policy, shown, tuple(cases))


class _Reader:
    """Reads the cases of one file and collects what is wrong with them."""

    def __init__(self, policy: Policy, source: Source, manifests: Manifests) -> None:
        self.policy, self.source, self.manifests = policy, source, manifests
        self.problems: list[Problem] = []
        self.elsewhere: list[str] = []
        """What is wrong with the shared manifests that are named, as lines of their file."""
        self.triggers = [trigger.id for trigger in policy.trigger]

    def cases(self, number: int, entry: CaseEntry) -> Iterator[Case]:
        """One case a day; none where something is wrong."""
        at = f"/case/{number}"
        found = [
            *_days(at, entry),
            *self._nothing(at, entry),
            *self._names(at, entry),
            *_totals(at, entry),
            *_horizon(at, entry),
        ]
        unstated = _unstated(at, entry)
        loaded = self._loaded(at, entry)
        self.problems += [*found, *([unstated] if isinstance(unstated, Problem) else [])]
        if found or isinstance(unstated, Problem) or loaded is None:
            return
        for name, day, expected in _each_day(entry):
            settings = Settings(
                day,
                unstated,
                as_if_in_force=entry.as_if_in_force,
                as_if_own=frozenset({self.policy.id} if entry.as_if_own else ()),
                horizon=entry.horizon,
            )
            yield Case(name, entry, self._spelt_out(expected), settings, loaded, self.source, number)

    def _spelt_out(self, expected: Mapping[str, Outcome]) -> dict[str, Outcome]:
        everywhere = dict.fromkeys(self.triggers, expected[EVERY]) if EVERY in expected else {}
        return everywhere | {name: outcome for name, outcome in expected.items() if name != EVERY}

    def _loaded(self, at: str, entry: CaseEntry) -> Loaded | None:
        if not isinstance(entry.manifest, str):
            return self._usable(self.manifests.manifest(entry.manifest, f"{at}/manifest"), self.manifests)
        holder = self.manifests.holder(entry.manifest)
        if holder is not None:
            return self._usable(holder.named(entry.manifest), holder)
        message = f"no manifest '{entry.manifest}' is here or in {SHARED}"
        self.problems.append(unknown(f"{at}/manifest", message, entry.manifest, self.manifests.names))
        return None

    def _usable(self, found: Read, holder: Manifests) -> Loaded | None:
        if isinstance(found, Loaded):
            return found
        if holder is self.manifests:
            self.problems += [problem for problem in found if problem not in self.problems]
        else:
            self.elsewhere.append(listed(holder.source, found))
        return None

    def _nothing(self, at: str, entry: CaseEntry) -> Iterator[Problem]:
        """That a case expects nothing, where there is a trigger of which it could."""
        given = (
            entry.expect,
            entry.standing,
            *entry.on.values(),
            *(getattr(entry, key) for key in (*BY_TRIGGER, *BY_COUNTING)),
        )
        if self.triggers and not any(given):
            yield _problem(at, f"case '{entry.name}' expects nothing", 'add expect = { TRIGGER = "triggered" }')

    def _names(self, at: str, entry: CaseEntry) -> Iterator[Problem]:
        """Triggers, counting rules and components that the policy does not have."""
        tables = [(f"{at}/expect", entry.expect), *((f"{at}/on/{day}", found) for day, found in entry.on.items())]
        for place, table in tables:
            yield from _all_known(place, table, [*self.triggers, EVERY], "trigger")
        for key in BY_TRIGGER:
            yield from _all_known(f"{at}/{key}", getattr(entry, key), self.triggers, "trigger")
        for key in BY_COUNTING:
            yield from _all_known(f"{at}/{key}", getattr(entry, key), list(self.policy.counting), "counting rule")
        for rule, marks in entry.open.items():
            yield from _all_known(f"{at}/open/{rule}", marks, [key.value for key in ComponentKey], "component")


def _all_known(at: str, table: Mapping[str, object], known: list[str], what: str) -> Iterator[Problem]:
    for name in table:
        if name not in known:
            message = f"'{name}' is no {what} of this policy" if what != "component" else f"'{name}' is no component"
            found = unknown(f"{at}/{name}", message, name, known, f"one of: {', '.join(known)}")
            yield replace(found, points_at="key")


def _problem(at: str, message: str, help: str, *, key: bool = False) -> Problem:
    return Problem(kind="cases", at=at, message=message, help=help, points_at="key" if key else "value")


def _days(at: str, entry: CaseEntry) -> Iterator[Problem]:
    if (entry.as_of is None) is not bool(entry.on) and not (entry.standing and entry.as_of is None):
        yield _problem(at, f"case '{entry.name}' has no day, or two ways of saying it", "write as_of or [case.on]")
    if entry.on and entry.expect:
        yield _problem(f"{at}/expect", "outcomes stand in [case.on] already", "leave out expect", key=True)
    for key, days in (("on", entry.on), ("standing", entry.standing)):
        for day in days:
            if _day(day) is None:
                yield _problem(f"{at}/{key}/{day}", f"'{day}' is not a day", "write 2026-03-01", key=True)


def _horizon(at: str, entry: CaseEntry) -> Iterator[Problem]:
    if entry.upcoming and entry.horizon is None:
        yield _problem(
            f"{at}/upcoming", "it is not said how far ahead is looked", 'add horizon = "12 months"', key=True
        )


def _totals(at: str, entry: CaseEntry) -> Iterator[Problem]:
    for name, ends in entry.totals.items():
        if len(ends) != 3:
            yield _problem(f"{at}/totals/{name}", "a total has three ends", "write [lower, likely, upper]")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _unstated(at: str, entry: CaseEntry) -> Fraction | Problem | None:
    if entry.unstated == "unbounded":
        return None
    try:
        share = parse(entry.unstated, Dimension.RATIO)
    except QuantityError as error:
        return _problem(f"{at}/unstated", error.message, error.help)
    return share.low if share.is_point else _problem(f"{at}/unstated", "one share is needed", 'write "1x"')


def _each_day(entry: CaseEntry) -> Iterator[tuple[str, date, Mapping[str, Outcome]]]:
    first = next(map(_day, entry.standing), None) if not entry.on else None
    as_of = entry.as_of or first
    if as_of is not None:
        yield entry.name, as_of, entry.expect
    for text, expected in entry.on.items():
        day = _day(text)
        if day is not None:
            yield f"{entry.name}, {text}", day, expected
