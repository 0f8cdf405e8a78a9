"""What must happen: each duty with its due dates."""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.report.text.layout import Text
from flopguard.report.text.words import CHECKED, EVENTS, WORDING, named
from flopguard.result import Due, Duty, Outcome, Upcoming, Verdict


def duties(verdict: Verdict | Upcoming) -> Iterator[Text]:
    """The duties of a trigger; of one that is not known to be crossed, what would follow."""
    if not verdict.duties:
        return
    yield "what follows:" if verdict.outcome is Outcome.TRIGGERED else "if it is crossed:"
    yield from (f"- {_asked(duty, verdict)}{_due_dates(duty)}{_states(duty)}" for duty in verdict.duties)


def _asked(duty: Duty, verdict: Verdict | Upcoming) -> str:
    within = f", within {duty.within}" if duty.within else ""
    again = f", {'and again ' if within else ''}every {duty.every}" if duty.every else ""
    otherwise = duty.verified not in ("", verdict.verified)
    checked = f"; {WORDING.get(duty.verified, CHECKED)}" if otherwise else ""
    return f"{duty.modality}{within}{again}: {duty.action} ({duty.cite}{checked})"


def _states(duty: Duty) -> str:
    return f"; it states {duty.states}" if duty.states else ""


def _due_dates(duty: Duty) -> str:
    dated = [_due(due) for due in duty.due if due.date is not None]
    unknown = list(dict.fromkeys(due.why for due in duty.due if due.date is None and due.why)) if duty.within else []
    said = [*(["due " + " or ".join(dated)] if dated else []), *unknown]
    return f"; {'; '.join(said)}" if said else ""


def _due(due: Due) -> str:
    event = EVENTS.get(due.counted_from, f"counted from '{named(due.counted_from)}'")
    return f"{due.date} ({due.why or event})"
