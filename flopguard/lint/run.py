"""Runs the rules over a subject and completes what they yield: code, severity, place and order.

A rule is a module of `flopguard.lint.rules`, named by its code and name; finding one imports one.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

from flopguard.finding import Confidence, Finding
from flopguard.lint.confidential import hidden_lines, is_confidential, redacted, without_line
from flopguard.lint.rule import Found, Need, Rated, Rule, Subject
from flopguard.problems import Problem
from flopguard.source import Source

_RULES = "flopguard.lint.rules"
_MODULE = re.compile(r"(fg[0-9]{3})_([a-z0-9_]+)")
_FALLBACK = "wrong-value"
BEYOND_LOADING = "FG2"
"""The first family whose rules look at what a file says; those before report what kept it from being read."""


def lint(subject: Subject, source: Source | None = None) -> tuple[Finding, ...]:
    """Every finding of every rule, by line, column and code; what is said twice of one place is kept once."""
    known = _with_known_kinds(subject)
    found = {_identity(finding): finding for finding in _findings(known, source)}
    return tuple(sorted(found.values(), key=_order))


def _findings(subject: Subject, source: Source | None) -> Iterator[Finding]:
    hidden = hidden_lines(subject.manifest, source)
    for rule in _rules_for(subject):
        if subject.has(rule.needs):
            yield from (_completed(found, rule, subject, source, hidden) for found in rule.check(subject))


def _with_known_kinds(subject: Subject) -> Subject:
    """A problem of a kind that no rule reports is reported as a wrong value, never dropped."""
    kinds = {rule.name for rule in all_rules() if rule.needs is Need.PROBLEMS} if subject.problems else set[str]()

    def known(problem: Problem) -> Problem:
        return problem if problem.kind in kinds else replace(problem, kind=_FALLBACK)

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


# --- which rules there are ------------------------------------------------------------------------------


@cache
def _modules() -> dict[str, str]:
    """The module of each rule by its code, in the order of the codes."""
    folder = str(Path(__file__).with_name("rules"))
    names = sorted(module.name for module in pkgutil.iter_modules([folder]))
    return {match[1].upper(): match[0] for name in names if (match := _MODULE.fullmatch(name))}


@cache
def _load(module: str) -> Rule:
    (found,) = (item for item in vars(import_module(f"{_RULES}.{module}")).values() if isinstance(item, Rule))
    return found


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    return tuple(_load(module) for module in _modules().values())


@cache
def _beyond_loading() -> tuple[Rule, ...]:
    return tuple(_load(module) for code, module in _modules().items() if code >= BEYOND_LOADING)


def _rules_for(subject: Subject) -> tuple[Rule, ...]:
    """The rules that may find something: those that report problems of loading only where there are some."""
    rules = all_rules() if subject.problems else _beyond_loading()
    return tuple(rule for rule in rules if not rule.strict)
