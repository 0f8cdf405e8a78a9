"""Runs the rules over a policy and completes what they yield: code, severity, place and order."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from datetime import date as Day
from functools import cache
from importlib import import_module
from pathlib import Path

from flopguard.finding import Finding
from flopguard.policy.lint.rule import Note, PolicyRule, Subject
from flopguard.policy.types import Policy
from flopguard.source import Source

_RULES = "flopguard.policy.lint.rules"
_MODULE = re.compile(r"fg[0-9]{3}_[a-z0-9_]+")


def lint_policy(
    policy: Policy, library: tuple[Policy, ...] = (), day: Day | None = None, source: Source | None = None
) -> tuple[Finding, ...]:
    """Every finding of every rule about a policy, by line, column and code."""
    subject = Subject(policy=policy, library=library, day=day)
    return tuple(sorted(_findings(subject, source), key=_order))


def _findings(subject: Subject, source: Source | None) -> Iterator[Finding]:
    for rule in all_rules():
        yield from (_placed(note, rule, source) for note in rule.check(subject))


def _placed(note: Note, rule: PolicyRule, source: Source | None) -> Finding:
    span = None if source is None else source.key(note.at) if note.points_at == "key" else source.value(note.at)
    return Finding(
        at=note.at,
        message=note.message,
        help=note.help,
        code=rule.code,
        rule=rule.name,
        severity=note.severity or rule.severity,
        line=span.line if span else None,
        column=span.column if span else None,
        end_column=span.end_column if span else None,
        line_text=source.line_text(span.line) if source and span else "",
        points_at=note.points_at,
    )


def _order(finding: Finding) -> tuple[int, int, str, str, str]:
    return (finding.line or 0, finding.column or 0, finding.code, finding.at, finding.message)


@cache
def all_rules() -> tuple[PolicyRule, ...]:
    """Every rule, by code."""
    folder = str(Path(__file__).with_name("rules"))
    names = sorted(module.name for module in pkgutil.iter_modules([folder]) if _MODULE.fullmatch(module.name))
    return tuple(_load(name) for name in names)


def _load(module: str) -> PolicyRule:
    (found,) = (item for item in vars(import_module(f"{_RULES}.{module}")).values() if isinstance(item, PolicyRule))
    return found
