"""Cases against the policy: what was expected beside what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from flopguard.cases.load import Case
from flopguard.cases.types import NONE
from flopguard.evaluate.answers import for_versions
from flopguard.evaluate.compute_view import view
from flopguard.evaluate.facts import Facts
from flopguard.evaluate.run import gather
from flopguard.evaluate.upcoming import coming
from flopguard.evaluate.verdict import verdict
from flopguard.policy.types import Policy
from flopguard.policy.when import status_on
from flopguard.result import Duty, Outcome, Total, Verdict


@dataclass(frozen=True, slots=True)
class Difference:
    """One expectation that does not hold; `trigger` is empty where it is about a total."""

    what: str
    expected: str
    found: str
    trigger: str = ""


def facts_of_case(case: Case) -> Facts:
    """What the verdicts on a case rest on, whatever the policy says: it may be kept for other forms of the policy."""
    return gather(case.loaded, case.settings)


class Found:
    """What comes out for a case, each verdict worked out when it is asked for."""

    def __init__(self, policy: Policy, facts: Facts, library: Mapping[str, Policy]) -> None:
        self.policy = policy
        self.library = {**library, policy.id: policy}
        self.facts = replace(for_versions([policy], facts))  # with a memo of its own
        self._triggers = {trigger.id: trigger for trigger in policy.trigger}
        self._verdicts: dict[str, Verdict] = {}

    def verdict(self, name: str) -> Verdict:
        """The verdict of a trigger of the policy."""
        if name not in self._verdicts:
            self._verdicts[name] = verdict(self.policy, self._triggers[name], self.facts, self.library)
        return self._verdicts[name]

    def outcome(self, name: str) -> Outcome:
        """The outcome of a trigger of this policy, or, by its full name, of another."""
        own = name.removeprefix(f"{self.policy.id}/")
        if "/" not in own:
            return self.verdict(own).outcome
        policy, _, trigger_id = own.partition("/")
        other = self.library[policy]
        trigger = next(entry for entry in other.trigger if entry.id == trigger_id)
        return verdict(other, trigger, self.facts, self.library).outcome

    @cached_property
    def upcoming(self) -> Mapping[str, Outcome]:
        """The outcome of each trigger that begins to apply within the horizon of the case, as of its first day."""
        found = coming([self.policy], self.facts, tuple(self.library.values()))
        return {entry.verdict.trigger: entry.verdict.outcome for entry in found}

    @cached_property
    def totals(self) -> Mapping[str, Total]:
        """The totals by counting rule."""
        shown = view(self.facts.compute, [self.policy], self.facts.settings.unstated)
        return {total.counting: total for total in shown.totals}


def differences(
    case: Case, found: Found, only: frozenset[str] | None = None, *, totals: bool = True
) -> Iterator[Difference]:
    """Every expectation of a case that does not hold; `only` names the triggers that are of interest."""
    for name, outcome in case.expect.items():
        if only is not None and name not in only:
            continue
        is_ = found.verdict(name).outcome
        if is_ is not outcome:
            yield Difference(f"outcome of {name}", outcome.value, is_.value, name)
    for key, shown in _BY_TRIGGER.items():
        for name, expected in getattr(case.entry, key).items():
            if only is not None and name not in only:
                continue
            was = shown(found.verdict(name), expected)
            if was != expected:
                yield Difference(f"{key} of {name}", _text(expected), _text(was), name)
    yield from of_standing(case, found.policy)
    if case.entry.horizon is not None and found.upcoming != case.entry.upcoming:
        yield Difference("upcoming", _text(case.entry.upcoming), _text(found.upcoming))
    if totals:
        yield from _of_totals(case, found)


def of_standing(case: Case, policy: Policy) -> Iterator[Difference]:
    """Every day on which the text has another standing than the case says."""
    for day, expected in case.entry.standing.items():
        entry = status_on(policy, date.fromisoformat(day))
        was = NONE if entry is None else entry.is_.value
        if was != expected:
            yield Difference(f"standing on {day}", expected, was)


def _of_totals(case: Case, found: Found) -> Iterator[Difference]:
    for name, ends in case.entry.totals.items():
        was = _ends(found.totals[name])
        if was != ends:
            yield Difference(f"totals of {name}", _text(ends), _text(was))
    for name, marks in case.entry.open.items():
        left = {entry.component: entry.mark for entry in found.totals[name].open if entry.stated}
        if left != marks:
            yield Difference(f"open of {name}", _text(marks), _text(left))


def _ends(total: Total) -> tuple[Decimal | None, ...]:
    ends = (total.lower, total.likely, total.upper)
    return tuple(None if end.central is None else Decimal(end.central) for end in ends)


def _due(found: Verdict, expected: tuple[Any, ...]) -> tuple[Any, ...]:
    """The dates of the first duty, or of every duty where a list of each is expected."""
    each = tuple(tuple(entry.date or NONE for entry in duty.due) for duty in found.duties)
    if expected and isinstance(expected[0], tuple):
        return each
    return each[0] if each else ()


def _term(duty: Duty) -> str:
    """How long a duty has and after which time it is due again, as a case writes it."""
    times = [f"within {duty.within}"] if duty.within else []
    times += [f"every {duty.every}"] if duty.every else []
    return ", ".join(times) or NONE


_BY_TRIGGER: Mapping[str, Callable[[Verdict, Any], Any]] = {
    "because": lambda found, _: found.because,
    "fragile": lambda found, _: found.fragile,
    "lean": lambda found, _: str(found.lean or NONE),
    "margin": lambda found, _: None if found.margin is None else Decimal(str(found.margin)),
    "missing": lambda found, _: found.missing,
    "reason": lambda found, _: found.reason,
    "due": _due,
    "terms": lambda found, _: tuple(map(_term, found.duties)),
}
"""How each expectation about a trigger is read from its verdict."""


def _text(value: Any) -> str:
    """A value as a case file writes it, in short."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_text(inner)}' for key, inner in value.items())} }}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_text, value))}]"
    if value is None:
        return NONE
    return str(value).lower() if isinstance(value, bool) else str(value)
