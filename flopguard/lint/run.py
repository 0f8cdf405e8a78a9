"""Runs the chosen rules over a subject and completes what they yield: code, severity, place and order.

What kept a file from being used is told whatever was chosen, and as an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial

from flopguard.finding import Confidence, Finding
from flopguard.lint.catalogue import all_rules, codes, rule_of
from flopguard.lint.confidential import hidden_lines, is_confidential, redacted, without_line
from flopguard.lint.fingerprint import fingerprinted
from flopguard.lint.rule import Found, Need, Rated, Rule, Subject
from flopguard.lint.selection import EVERYTHING, Selection
from flopguard.lint.suppression import Judged, judged, of_manifest
from flopguard.problems import Problem
from flopguard.source import Source

__all__ = ["BEYOND_LOADING", "all_rules", "had_its_say", "lint", "linted"]

_FALLBACK = "wrong-value"
BEYOND_LOADING = "FG2"
"""The first family whose rules look at what a file says; those before report what kept it from being read."""


def lint(subject: Subject, source: Source | None = None, selection: Selection = EVERYTHING) -> tuple[Finding, ...]:
    """Every finding of every chosen rule that nothing suppresses."""
    return linted(subject, source, selection).open


def linted(subject: Subject, source: Source | None = None, selection: Selection = EVERYTHING) -> Judged:
    """The findings of every chosen rule, by line, column and code, and those that are suppressed.

    What is said twice of one place is kept once. What is wrong with the suppressions is among the findings.
    """
    found = _found(replace(_with_known_kinds(subject), source=source), source, selection)
    given = (*of_manifest(subject.manifest), *subject.suppressions)
    if not given:
        return Judged(found)
    judgement = judged(found, given, subject.as_of, partial(_could_tell, subject, selection))
    about = replace(subject, problems=judgement.problems)
    told = _numbered(_once(_findings_of(_told(about, selection), about, source, selection)), about, source)
    return replace(judgement, open=tuple(sorted((*judgement.open, *told), key=_order)))


def _found(subject: Subject, source: Source | None, selection: Selection) -> tuple[Finding, ...]:
    rules = _rules_for(subject, selection)
    return _numbered(_once(_findings_of(rules, subject, source, selection)), subject, source)


def _once(findings: Iterable[Finding]) -> list[Finding]:
    found = {_identity(finding): finding for finding in findings}
    return sorted(found.values(), key=_order)


def _numbered(findings: Iterable[Finding], subject: Subject, source: Source | None) -> tuple[Finding, ...]:
    return tuple(fingerprinted(findings, subject.manifest, source))


def had_its_say(code: str, selection: Selection) -> bool:
    """Whether what this rule finds would have been told; what is found in verdicts hangs on the policies asked."""
    if code not in codes().values():
        return True
    if code in selection.left_out or selection.confidence is not EVERYTHING.confidence:
        return False
    rule = rule_of(code)
    return selection.runs(rule) and rule.needs is not Need.VERDICTS


def _could_tell(subject: Subject, selection: Selection, code: str) -> bool:
    return had_its_say(code, selection) and subject.has(rule_of(code).needs)


def _findings_of(
    rules: Iterable[Rule], subject: Subject, source: Source | None, selection: Selection
) -> Iterator[Finding]:
    hidden = hidden_lines(subject.manifest, source)
    for rule in rules:
        if subject.has(rule.needs):
            found = (_completed(one, rule, subject, source, hidden) for one in rule.check(subject))
            yield from found if _is_unusable(subject) else _heard(found, selection)


def _heard(findings: Iterator[Finding], selection: Selection) -> Iterator[Finding]:
    """The findings that are sure enough, with the severity that was chosen."""
    for finding in findings:
        if selection.hears(finding):
            yield replace(finding, severity=selection.severity_of(finding.code, finding.severity))


def _is_unusable(subject: Subject) -> bool:
    return subject.manifest is None and subject.front is None


def _with_known_kinds(subject: Subject) -> Subject:
    """A problem of a kind that no rule reports is reported as a wrong value, never dropped."""

    def known(problem: Problem) -> Problem:
        return problem if problem.kind in codes() else replace(problem, kind=_FALLBACK)

    return replace(subject, problems=tuple(map(known, subject.problems)))


def _completed(
    found: Found, rule: Rule, subject: Subject, source: Source | None, hidden: frozenset[int] | None
) -> Finding:
    finding, severity = (found.finding, found.severity) if isinstance(found, Rated) else (found, rule.severity)
    confidence = rule.confidence if finding.confidence is Confidence.CERTAIN else finding.confidence
    named = replace(finding, code=rule.code, rule=rule.name, severity=severity, confidence=confidence)
    placed = _placed(named, source)
    if is_confidential(finding.at, subject.manifest, source):
        return redacted(placed, rule)
    return without_line(placed) if hidden is None or placed.line in hidden else placed


def _placed(finding: Finding, source: Source | None) -> Finding:
    """The finding with its place: its own line if it has one, else where its field stands."""
    if finding.line is not None:
        return _on_own_line(finding, finding.line, source)
    if source is None:
        return finding
    span = source.key(finding.at) if finding.points_at == "key" else source.value(finding.at)
    text = source.line_text(span.line)
    return replace(
        finding,
        line=span.line,
        column=span.column,
        end_column=span.end_column,
        line_text=text,
        observed=finding.observed or text[span.column - 1 : span.end_column - 1],
    )


def _on_own_line(finding: Finding, line: int, source: Source | None) -> Finding:
    text = source.line_text(line) if source else ""
    if finding.column is None:
        return replace(finding, column=1, end_column=len(text) + 1, line_text=text)
    return replace(finding, end_column=finding.end_column or finding.column + 1, line_text=text)


def _order(finding: Finding) -> tuple[int, int, str, str, str]:
    return (finding.line or 0, finding.column or 0, finding.code, finding.at, finding.message)


def _identity(finding: Finding) -> tuple[object, ...]:
    place = (finding.line, finding.column) if finding.line is not None else (finding.at,)
    return (*place, finding.code, finding.message)


# --- which rules run ------------------------------------------------------------------------------------


def _rules_for(subject: Subject, selection: Selection) -> tuple[Rule, ...]:
    """The rules that may find something: of those that report problems of loading the ones that there are."""
    if _is_unusable(subject):
        return tuple(map(rule_of, sorted(_codes_told(subject))))
    rules = _chosen(_codes_told(subject), selection.left_out)
    return tuple(rule for rule in rules if selection.runs(rule))


def _told(subject: Subject, selection: Selection) -> tuple[Rule, ...]:
    """The rules that report the problems of a subject, and no others."""
    return tuple(rule_of(code) for code in sorted(_codes_told(subject) - selection.left_out))


def _codes_told(subject: Subject) -> frozenset[str]:
    return frozenset(codes()[problem.kind] for problem in subject.problems)


@lru_cache(maxsize=256)
def _chosen(told: frozenset[str], left_out: frozenset[str]) -> tuple[Rule, ...]:
    wanted = (code for code in codes().values() if code >= BEYOND_LOADING or code in told)
    return tuple(rule_of(code) for code in wanted if code not in left_out)
