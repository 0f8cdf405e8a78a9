"""Acknowledgements: judged on the as-of date, bound to a policy version and a margin; they fail closed."""

from __future__ import annotations

from flopguard.evaluate.facts import Facts
from flopguard.manifest.types import Acknowledgement
from flopguard.result import Acknowledged, Outcome, Verdict


def acknowledged(verdict: Verdict, facts: Facts) -> Acknowledged | None:
    """The acknowledgement that covers a triggered verdict, or None. It never changes the outcome or a duty."""
    if verdict.outcome is not Outcome.TRIGGERED:
        return None
    entry = next((entry for entry in facts.manifest.acknowledgement if _covers(entry, verdict, facts)), None)
    if entry is None:
        return None
    return Acknowledged(by=entry.by, reason=entry.reason, evidence=entry.evidence, expires=entry.expires.isoformat())


def _covers(entry: Acknowledgement, verdict: Verdict, facts: Facts) -> bool:
    same = entry.trigger == f"{verdict.policy}/{verdict.trigger}" and entry.policy_version == verdict.version
    current = entry.date <= facts.settings.as_of <= entry.expires
    limit = entry.up_to.estimate.low
    return same and current and verdict.margin is not None and verdict.margin <= limit
