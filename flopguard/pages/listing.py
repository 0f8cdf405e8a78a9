"""The list of the library: one line a policy with its standing on a day, and with what is to come of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from textwrap import wrap

from flopguard.pages.timeline import what_becomes
from flopguard.policy.standing import named, successor
from flopguard.policy.types import Policy, PolicyStatus, StatusEntry
from flopguard.policy.when import doubt_on, standing_since, status_on, threshold_on

WIDEST_ID = 30


def listing(
    policies: Sequence[Policy], day: date, known: Iterable[Policy] = (), *, triggers: bool = False, width: int = 80
) -> str:
    """One line a policy: id and standing on the day; with `triggers` a line each of them below it.

    `known` are further policies, which may have taken the place of one that is listed.
    """
    library = {policy.id: policy for policy in (*known, *policies)}
    names = [name for policy in policies for name in _names(policy, triggers)]
    column = min(WIDEST_ID, max(map(len, names), default=0)) + 2
    lines = [line for policy in policies for line in _policy(policy, day, library, column, triggers, width)]
    count = sum(len(policy.trigger) for policy in policies)
    total = f"{_plural(len(policies), 'policy', 'policies')} with {_plural(count, 'trigger', 'triggers')}"
    return "".join(f"{line}\n" for line in [*lines, f"{total}, as of {day}"])


def is_in_force(policy: Policy, day: date) -> bool:
    """Whether the text is in force, or may be, or is guidance."""
    status = status_on(policy, day)
    return (status is not None and status.is_.applies) or _doubt(policy, day) is not None


def standing(policy: Policy, day: date, library: dict[str, Policy]) -> str:
    """The standing of a text on a day, since when, and what comes next."""
    status, doubt = status_on(policy, day), _doubt(policy, day)
    if doubt is not None:
        return f"not known: {named(doubt)} from {doubt.earliest} at the earliest, {doubt.from_} at the latest"
    ahead = _next(policy, day)
    if status is None:
        return f"not yet published{ahead}"
    since = standing_since(policy, status)
    on = f"{since}{_how_sure(status, since)}"
    match status.is_:
        case PolicyStatus.SUPERSEDED:
            newer = successor(policy, since, library)
            return f"superseded {on}{f' by {newer.id}' if newer else ''}{ahead}"
        case PolicyStatus.ENACTED_NOT_APPLICABLE:
            return f"enacted {on}{ahead}"
        case PolicyStatus.REVOKED | PolicyStatus.VETOED | PolicyStatus.LAPSED:
            return f"{named(status)} {on}{ahead}"
        case _:
            return f"{named(status)} since {on}{ahead}"


def _how_sure(status: StatusEntry, since: date) -> str:
    """What is not known of the day on which a standing began."""
    if status.doubt is None or status.from_ != since:
        return ""
    return " at the latest" if status.earliest else " (in doubt)"


def _doubt(policy: Policy, day: date) -> StatusEntry | None:
    return next((entry for t in policy.trigger if (entry := doubt_on(policy, t, day)) is not None), None)


def _next(policy: Policy, day: date) -> str:
    """The next change of the standing, else of a threshold."""
    status = status_on(policy, day)
    later = (entry for entry in policy.status if entry.from_ > day)
    coming = next((entry for entry in later if status is None or entry.is_ is not status.is_), None)
    if coming is not None:
        return f"; {what_becomes(coming)} {coming.from_}"
    if status is None or not status.is_.applies:
        return ""
    days = sorted({entry.from_ for trigger in policy.trigger for entry in trigger.threshold if entry.from_ > day})
    return f"; a threshold begins {days[0]}" if days else ""


def _names(policy: Policy, triggers: bool) -> list[str]:
    return [policy.id, *(f"  {trigger.id}" for trigger in policy.trigger if triggers)]


def _policy(
    policy: Policy, day: date, library: dict[str, Policy], column: int, triggers: bool, width: int
) -> Iterable[str]:
    said = standing(policy, day, library)
    without = "" if policy.without_numbers is None else "; no number compared here"
    yield from _row(policy.id, f"{said}{without}", column, width)
    if not triggers:
        return
    yield from _row("", f"{policy.title} ({policy.publisher}, {policy.kind})", column, width)
    for trigger in policy.trigger:
        later = "" if threshold_on(trigger, day) is not None else f", from {trigger.threshold[0].from_}"
        yield from _row(f"  {trigger.id}", f"{trigger.title} ({trigger.cite}{later})", column, width)


def _row(left: str, right: str, column: int, width: int) -> Iterable[str]:
    """Two columns; what does not fit goes on below the right one."""
    lines = wrap(right, max(width - column, 20), break_long_words=False, break_on_hyphens=False)
    if len(left) > column - 2:
        yield left
        yield from (f"{'':<{column}}{line}" for line in lines)
        return
    yield f"{left:<{column}}{lines[0]}"
    yield from (f"{'':<{column}}{line}" for line in lines[1:])


def _plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
