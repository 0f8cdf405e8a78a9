"""Acknowledgements: judged on the as-of date, bound to a policy version and a margin; they fail closed."""

from __future__ import annotations

from fractions import Fraction

from flopguard.evaluate.facts import Facts
from flopguard.manifest.types import Acknowledgement
from flopguard.result import Acknowledged, Outcome, Verdict


def acknowledged(verdict: Verdict, margin: Fraction | None, facts: Facts) -> Acknowledged | None:
    """The acknowledgement that covers a triggered verdict, or None. It never changes the outcome or a duty.

    `margin` is the exact one: that of the verdict is rounded to a double, which may lie on either side of a limit.
    """
    if verdict.outcome is not Outcome.TRIGGERED or margin is None:
        return None
    entries = facts.manifest.acknowledgement
    entry = next((entry for entry in entries if _covers(entry, verdict, margin, facts)), None)
    if entry is None:
        return None
    return Acknowledged(by=entry.by, reason=entry.reason, evidence=entry.evidence, expires=entry.expires.isoformat())


def _covers(entry: Acknowledgement, verdict: Verdict, margin: Fraction, facts: Facts) -> bool:
    same = entry.trigger == f"{verdict.policy}/{verdict.trigger}" and entry.policy_version == verdict.version
    current = entry.date <= facts.settings.as_of <= entry.expires
    return same and current and margin <= entry.up_to.estimate.low
