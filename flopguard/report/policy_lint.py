"""Findings about the texts of policies, as text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flopguard.finding import Finding, Severity
from flopguard.report.json import finding_json
from flopguard.report.style import Style
from flopguard.report.text import findings
from flopguard.report.text.layout import Span, joined, printed, wrap

FORMAT = "flopguard-policy-lint/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class LintedPolicy:
    """A policy with what was found in it; `path` is its file, or its id where it is none."""

    id: str
    title: str
    path: str
    findings: tuple[Finding, ...]


def render_text(policies: Sequence[LintedPolicy], day: date, style: Style) -> str:
    """A block a finding, then the counts; notes only where they are asked for."""
    explained: set[str] = set()
    parts: list[str] = []
    for policy in policies:
        for finding in policy.findings:
            if finding.severity is Severity.INFO and not style.verbose:
                continue
            block = findings.block(policy.path, finding, style.width, with_pointer=finding.code not in explained)
            explained.add(finding.code)
            parts.append(printed(block, colour=style.colour))
    parts.append(printed(wrap(_counts(policies, day, style), style.width, rest="  "), colour=style.colour))
    return "\n".join(parts)


def _counts(policies: Sequence[LintedPolicy], day: date, style: Style) -> list[Span]:
    found = _by_severity(policies)
    notes = found[Severity.INFO]
    hidden = "" if style.verbose or not notes else " (-v shows them)" if notes > 1 else " (-v shows it)"
    counts = [
        _plural(found[Severity.ERROR], "error"),
        _plural(found[Severity.WARNING], "warning"),
        _plural(notes, "note") + hidden,
    ]
    kind = "policy" if len(policies) == 1 else "policies"
    return [Span(f"{len(policies)} {kind} as of {day}: "), *joined(counts)]


def _by_severity(policies: Sequence[LintedPolicy]) -> Counter[Severity]:
    return Counter(finding.severity for policy in policies for finding in policy.findings)


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def render_json(policies: Sequence[LintedPolicy], day: date) -> str:
    """The same for programs."""
    found = _by_severity(policies)
    body = {
        "format": FORMAT,
        "as_of": day.isoformat(),
        "policies": [
            {
                "id": policy.id,
                "title": policy.title,
                "path": policy.path,
                "findings": [finding_json(finding) for finding in policy.findings],
            }
            for policy in policies
        ],
        "summary": {
            "policies": len(policies),
            "errors": found[Severity.ERROR],
            "warnings": found[Severity.WARNING],
            "notes": found[Severity.INFO],
        },
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"
