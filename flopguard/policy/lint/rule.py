"""What a rule about the text of a policy is: a name, a severity and a function that yields notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date as Day
from inspect import cleandoc

from flopguard.finding import Severity
from flopguard.policy.types import Policy, Threshold, Trigger
from flopguard.policy.when import threshold_on
from flopguard.record import record


@record
class Subject:
    """One policy among those of its library, on a day."""

    policy: Policy
    library: tuple[Policy, ...] = ()
    day: Day | None = None

    def threshold_of(self, trigger: Trigger) -> tuple[int, Threshold] | None:
        """The threshold in force on the day, else the last one, with its number; None where there is none."""
        if not trigger.threshold:
            return None
        found = threshold_on(trigger, self.day) if self.day else None
        number = len(trigger.threshold) - 1 if found is None else trigger.threshold.index(found)
        return number, trigger.threshold[number]


@record
class Note:
    """What a rule found; the runner adds code, name and place. `severity` None is that of the rule."""

    at: str
    message: str
    help: str
    severity: Severity | None = None
    points_at: str = "value"


Check = Callable[[Subject], Iterable[Note]]


@record
class PolicyRule:
    """One rule; `doc` is its page."""

    code: str
    name: str
    severity: Severity
    since: str
    covers: tuple[str, ...]
    """The known checks of compute claims that it carries out on the text of a policy."""
    check: Check
    doc: str


def rule(
    code: str,
    name: str,
    *,
    severity: Severity = Severity.WARNING,
    since: str = "0.1",
    covers: tuple[str, ...] = (),
) -> Callable[[Check], PolicyRule]:
    """Make a function the check of a rule; the function's docstring becomes the rule's page."""

    def made(check: Check) -> PolicyRule:
        return PolicyRule(
            code=code,
            name=name,
            severity=severity,
            since=since,
            covers=covers,
            check=check,
            doc=cleandoc(check.__doc__ or ""),
        )

    return made
