"""Acknowledgements: judged on the as-of date, bound to a policy version and a margin; they fail closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from flopguard.evaluate.facts import Facts
from flopguard.manifest.confidential import has_marks
from flopguard.manifest.types import Acknowledgement
from flopguard.policy.types import Policy
from flopguard.quantity import show, show_apart
from flopguard.result import Acknowledged, Outcome, Verdict


def acknowledged(verdict: Verdict, margin: Fraction | None, facts: Facts) -> Acknowledged | None:
    """The acknowledgement that covers a triggered verdict, or None. It never changes the outcome or a duty.

    `margin` is the exact one: that of the verdict is rounded to a double, which may lie on either side of a limit.
    """
    if verdict.outcome is not Outcome.TRIGGERED or margin is None:
        return None
    entries = facts.manifest.acknowledgement
    entry = next((entry for entry in entries if _covers(entry, verdict, margin, facts)), None)
    return None if entry is None else _as_shown(entry)


def _as_shown(entry: Acknowledgement) -> Acknowledged:
    return Acknowledged(by=entry.by, reason=entry.reason, evidence=entry.evidence, expires=entry.expires.isoformat())


def _covers(entry: Acknowledgement, verdict: Verdict, margin: Fraction, facts: Facts) -> bool:
    is_named = entry.trigger == f"{verdict.policy}/{verdict.trigger}"
    return is_named and not _objections(entry, verdict, facts) and margin <= entry.up_to.estimate.low


def _objections(entry: Acknowledgement, verdict: Verdict, facts: Facts) -> list[str]:
    """Why it could not cover a crossing of any size: another version, not yet made, no longer valid."""
    as_of = facts.settings.as_of
    found = []
    if entry.policy_version != verdict.version:
        found.append(f"it is for version {entry.policy_version}, and this is {verdict.version}")
    if entry.date > as_of:
        found.append(f"it is dated {entry.date}, after {as_of}")
    if entry.expires < as_of:
        found.append(f"it expired on {entry.expires}")
    if _is_shared(entry, facts) and facts.memo.once(("has marks",), lambda: has_marks(facts.loaded)):
        found.append("it stands in another file, and whether its up_to reaches a confidential figure is not told")
    return found


def _is_shared(entry: Acknowledgement, facts: Facts) -> bool:
    entries, shared = facts.manifest.acknowledgement, facts.loaded.shared
    return bool(shared) and entry not in entries[: len(entries) - shared]


# --- why one does not cover --------------------------------------------------------------------------------------


def acknowledgement_notes(policies: Sequence[Policy], verdicts: Sequence[Verdict], facts: Facts) -> Iterator[str]:
    """Why each acknowledgement that covers nothing does not. `verdicts` as they are shown: hidden margins stay so."""
    triggers = {policy.id: [trigger.id for trigger in policy.trigger] for policy in policies}
    answers = {f"{verdict.policy}/{verdict.trigger}": verdict for verdict in verdicts}
    elsewhere: dict[str, None] = {}
    for entry in facts.manifest.acknowledgement:
        policy, _, trigger = entry.trigger.partition("/")
        said = f"the acknowledgement of '{entry.trigger}' by {entry.by}"
        if policy not in triggers:
            elsewhere[policy] = None
        elif trigger not in triggers[policy]:
            yield f"{said} covers nothing: the triggers of {policy} are {', '.join(triggers[policy])}"
        elif why := _why(entry, answers[entry.trigger], facts):
            yield f"{said} does not cover: {why}"
    if elsewhere:
        names = ", ".join(f"'{policy}'" for policy in elsewhere)
        yield f"acknowledgements of triggers of {names} cover nothing here: those policies were not evaluated"


def _why(entry: Acknowledgement, verdict: Verdict, facts: Facts) -> str:
    """Why this one does not cover the verdict, or nothing where it does or where another one does already."""
    if verdict.outcome is not Outcome.TRIGGERED:
        return f"the verdict is {verdict.outcome.value.replace('_', ' ')}"
    if facts.settings.at_event:
        is_used = verdict.acknowledgement == _as_shown(entry)
        return "" if is_used else "it did not hold, or not for this margin, on the day that the trigger watches"
    objections = _objections(entry, verdict, facts)
    if objections:
        return " and ".join(objections)
    used = next((known for known in facts.manifest.acknowledgement if _is_used(known, verdict, facts)), None)
    before = facts.manifest.acknowledgement
    if used is not None and before.index(entry) >= before.index(used):
        return ""
    return _margin(entry, verdict)


def _is_used(entry: Acknowledgement, verdict: Verdict, facts: Facts) -> bool:
    return (
        entry.trigger == f"{verdict.policy}/{verdict.trigger}"
        and not _objections(entry, verdict, facts)
        and verdict.acknowledgement == _as_shown(entry)
        and (verdict.margin is None or verdict.margin <= float(entry.up_to.estimate.low))
    )


def _margin(entry: Acknowledgement, verdict: Verdict) -> str:
    """The margin is all that is left; where the verdict does not show it, neither does the note."""
    if verdict.margin is None:
        return "its up_to does not reach the margin, or the margin is not known"
    limit, margin = entry.up_to.estimate.low, Fraction(verdict.margin)
    if margin <= limit:  # the exact margin lies above by less than a double can tell
        return f"the margin is just above its up_to of {show(limit)}x"
    return f"the margin, {show_apart(margin, limit)}x the line, is above its up_to of {show(limit)}x"
