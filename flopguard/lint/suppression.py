"""Findings that their owner accepts with a reason: which a suppression covers, and what is wrong with suppressions.

A suppression ends with its last day. One that covers nothing, that has ended, that names no rule or gives no reason is
a problem, which a rule reports. Nothing suppresses those reports, nor what kept a file from being read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from flopguard.finding import Accepted, Finding
from flopguard.lint.named import places_named
from flopguard.lint.selection import advice, code_of
from flopguard.manifest.types import Manifest
from flopguard.problems import Problem

OWN = ("FG008", "FG009", "FG010", "FG011")
"""The rules that report suppressions; they are not to be suppressed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressing:
    """One suppression, wherever it was written."""

    rule: str
    reason: str
    at: str = ""
    """Where it stands itself, as the place of a field."""
    line: int | None = None
    """The line on which it stands, where it is no field."""
    expires: date | None = None
    places: tuple[str, ...] | None = None
    """The places that it covers, with all that lies in them; None for all."""
    lines: tuple[int, int] | None = None
    """The lines that it covers, the last one included; None for all."""
    path: str = ""
    """The path that it names, as written."""

    @property
    def code(self) -> str | None:
        """The code of the rule; None where there is no such rule."""
        return code_of(self.rule)

    def covers(self, finding: Finding) -> bool:
        """Whether it means this finding."""
        return finding.code == self.code and self._is_place(finding.at) and self._is_line(finding.line)

    def _is_place(self, at: str) -> bool:
        if self.places is None:
            return True
        return any(place in self.places for place in accumulate(at.split("/")[1:], "{}/{}".format, initial=""))

    def _is_line(self, line: int | None) -> bool:
        return self.lines is None or (line is not None and self.lines[0] <= line <= self.lines[1])

    def has_ended(self, as_of: date | None) -> bool:
        """Whether its last day is past."""
        return self.expires is not None and as_of is not None and self.expires < as_of


@dataclass(frozen=True, slots=True)
class Judged:
    """The findings that stand, those that are accepted, and what is wrong with the suppressions."""

    open: tuple[Finding, ...]
    accepted: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()


def of_manifest(manifest: Manifest | None) -> tuple[Suppressing, ...]:
    """The suppressions that a manifest states."""
    if manifest is None:
        return ()
    return tuple(
        Suppressing(
            rule=entry.rule,
            reason=entry.reason,
            at=f"/suppression/{number}",
            expires=entry.expires,
            places=None if entry.at is None else places_named(entry.at, manifest),
            path=entry.at or "",
        )
        for number, entry in enumerate(manifest.suppression)
    )


def judged(
    findings: Sequence[Finding],
    given: Sequence[Suppressing],
    as_of: date | None,
    ran: Callable[[str], bool],
) -> Judged:
    """What the suppressions make of the findings; `ran` says of a code whether its rule had its say."""
    at_work = [entry for entry in given if _fault(entry) is None and not entry.has_ended(as_of)]
    by_finding = {finding: _first(finding, at_work) for finding in findings}
    used = {entry for entry in by_finding.values() if entry is not None}
    return Judged(
        open=tuple(finding for finding, entry in by_finding.items() if entry is None),
        accepted=tuple(_accepted(finding, entry) for finding, entry in by_finding.items() if entry is not None),
        problems=tuple(problem for entry in given if (problem := _problem(entry, as_of, used, ran)) is not None),
    )


def _first(finding: Finding, at_work: Iterable[Suppressing]) -> Suppressing | None:
    """The suppression that takes effect: of several the first."""
    return next((entry for entry in at_work if entry.covers(finding)), None)


def _accepted(finding: Finding, entry: Suppressing) -> Finding:
    expires = entry.expires.isoformat() if entry.expires else None
    return replace(finding, accepted=Accepted(by="suppression", reason=entry.reason.strip(), expires=expires))


def _problem(
    entry: Suppressing, as_of: date | None, used: set[Suppressing], ran: Callable[[str], bool]
) -> Problem | None:
    fault = _fault(entry)
    if fault is not None:
        return fault
    assert entry.code is not None
    if entry.has_ended(as_of):
        message = f"the suppression of {entry.code} ended on {entry.expires}"
        help = "mend what it covers and take it out, or set a later day (expires) with a reason that still holds"
        return _told(entry, message, help, "expires", kind="expired-suppression")
    if entry in used or not ran(entry.code):
        return None
    if entry.places == ():
        message = f"there is no '{entry.path}' in this file"
        return _told(entry, message, "mend the path, or take the suppression out", "at", kind="unused-suppression")
    message = f"there is no finding of {entry.code} that this suppression covers"
    return _told(entry, message, "take it out", "rule", kind="unused-suppression")


def _fault(entry: Suppressing) -> Problem | None:
    """Why a suppression means nothing, whatever was found."""
    if entry.code is None:
        message = f"there is no rule '{entry.rule[:60]}'"
        return _told(entry, message, advice(entry.rule), "rule", kind="suppression-of-no-rule")
    if entry.code in OWN:
        message = f"{entry.code} is about suppressions and cannot be suppressed"
        return _told(
            entry, message, "take it out, and mend the suppression meant", "rule", kind="suppression-of-no-rule"
        )
    if not entry.reason.strip():
        message = "a suppression without a reason suppresses nothing"
        return _told(entry, message, "say why the finding is accepted (reason)", "reason", kind="malformed-suppression")
    return None


def _told(entry: Suppressing, message: str, help: str, key: str, *, kind: str) -> Problem:
    at = f"{entry.at}/{key}" if entry.at else ""
    return Problem(kind=kind, at=at, message=message, help=help, line=entry.line)
