"""Fixes until nothing more is mended: each step is looked at anew, and kept only if it made nothing worse."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flopguard.finding import Finding, Severity
from flopguard.fixing.edits import applied
from flopguard.lint.fixes.asked import above
from flopguard.result import ManifestReport
from flopguard.source import Source
from flopguard.syntax import Syntax

MOST_PASSES = 30
Look = Callable[[str], ManifestReport]
"""What is found in a text that stands for the file."""


@dataclass(frozen=True, slots=True)
class Mended:
    """The text of a file after its fixes, what was fixed, and what was not since it would have brought new errors."""

    before: str
    text: str
    fixed: tuple[Finding, ...] = ()
    refused: tuple[Finding, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether anything is other than it was."""
        return self.text != self.before


@dataclass(frozen=True, slots=True)
class _State:
    text: str
    report: ManifestReport
    fixed: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mending:
    """One file being mended; `unsafe` takes the fixes in that are guesses."""

    path: str
    syntax: Syntax
    look: Look
    unsafe: bool

    def wanted(self, state: _State) -> list[Finding]:
        """The findings that have a fix of the kind that was asked for."""
        return [known for known in state.report.findings if known.fix and (known.fix.safe or self.unsafe)]

    def step(self, state: _State, findings: Iterable[Finding]) -> _State | None:
        """The file with the fixes of these findings, or None where they change nothing."""
        text, fixed = applied(Source(self.path, state.text, self.syntax), findings)
        if not fixed or text == state.text:
            return None
        return _State(text, self.look(text), (*state.fixed, *fixed))

    def all_at_once(self, state: _State) -> _State | None:
        """Pass after pass, since one fix brings to light what the next one mends; None where that ends no better."""
        found, best = state, None
        for _ in range(MOST_PASSES):
            after = self.step(found, self.wanted(found))
            if after is None:
                break
            found = after
            best = found if _is_better(state, found) else best
        return best

    def as_many_as_can_be(self, state: _State) -> _State | None:
        """The file with those fixes that do no harm, each with the fixes of what it brings to light; else None."""
        found = self._without_harm(state, self.wanted(state))
        return None if found is state else found

    def _without_harm(self, state: _State, findings: list[Finding]) -> _State:
        """Of several fixes all, else those that no new error comes from, else those of either half."""
        last = self._followed(state, findings)
        if last is None or _is_better(state, last):
            return last or state
        if len(findings) == 1:
            return state
        new = _errors(last.report) - _errors(state.report)
        innocent = [one for one in findings if not _brings(one, new)]
        if innocent and len(innocent) < len(findings):
            return self._without_harm(state, innocent)
        half = len(findings) // 2
        first = self._without_harm(state, findings[:half])
        rest = _said(findings[half:])
        return self._without_harm(first, [one for one in self.wanted(first) if _said((one,)) <= rest])

    def _followed(self, state: _State, findings: list[Finding]) -> _State | None:
        """The file with these fixes and those of what they bring to light, as far as that goes."""
        known = _said(self.wanted(state))
        found = after = self.step(state, findings)
        for _ in range(MOST_PASSES):
            if after is None or _is_better(state, after):
                break
            found = after
            after = self.step(after, [one for one in self.wanted(after) if not _said((one,)) <= known])
        return after or found


def mended(source: Source, look: Look, *, unsafe: bool = False) -> Mended:
    """The text with its fixes; mending it once more changes nothing."""
    mending = _Mending(source.path, source.syntax, look, unsafe)
    state = _State(source.body, look(source.body))
    for _ in range(MOST_PASSES):
        after = mending.all_at_once(state) or mending.as_many_as_can_be(state)
        if after is None:
            break
        state = after
    return Mended(source.body, state.text, state.fixed, tuple(mending.wanted(state)))


def _is_better(before: _State, after: _State) -> bool:
    """Whether what was fixed is gone, the file can still be used, and no error came that was not there.

    What is found only because the file can now be used was there before, and nobody could tell.
    """
    if before.report.readable and not after.report.readable:
        return False
    left = _said(after.report.findings)
    if left & _said(after.fixed[len(before.fixed) :]):
        return False
    if after.report.readable and not before.report.readable:
        return True
    return _errors(after.report) <= _errors(before.report)


def _brings(finding: Finding, errors: set[tuple[str, str, str]]) -> bool:
    """Whether one of these errors is at a place that the fix of a finding writes, or in it."""
    edits = finding.fix.edits if finding.fix else ()
    places = [f"{above(edit.at)}/{edit.text}" if edit.points_at == "key" else edit.at for edit in edits]
    return any(at == place or at.startswith(f"{place}/") for _, at, _ in errors for place in places)


def _errors(report: ManifestReport) -> set[tuple[str, str, str]]:
    return _said(finding for finding in report.findings if finding.severity is Severity.ERROR)


def _said(findings: Iterable[Finding]) -> set[tuple[str, str, str]]:
    return {(finding.code, finding.at, finding.message) for finding in findings}
