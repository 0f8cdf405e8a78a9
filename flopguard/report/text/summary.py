"""The last line: how many manifests, what was found, and for how many nothing can be said."""

from __future__ import annotations

from flopguard.finding import Severity
from flopguard.report.ansi import Ink
from flopguard.report.style import Style
from flopguard.report.text.layout import Line, Span, joined, kept, wrap
from flopguard.report.text.words import INKS
from flopguard.result import Outcome, Report, Summary

RULES = {
    "central": "where only the interval leaves an outcome open, the central estimate decides it",
    "upper-bound": "where only the interval leaves an outcome open, the upper end decides it",
}


def lines(report: Report, style: Style) -> list[Line]:
    """The decision rule where it is not the cautious one, and the counts."""
    rule = RULES.get(report.decision_rule)
    said = wrap(f"decision rule {report.decision_rule}: {rule}", style.width, rest="  ") if rule else []
    return [*said, *wrap(_counts(report, style), style.width, rest="  ")]


def _counts(report: Report, style: Style) -> list[Span]:
    summary = report.summary
    skipped = f" ({_plural(summary.skipped, 'other file')} skipped)" if summary.skipped else ""
    heading = Span(f"{_counted(summary)}{skipped}: ", Ink.BOLD)
    return [
        heading,
        *joined(
            [
                *_unreadable(summary),
                *_found(summary),
                *_notes(report, style),
                *_accepted(summary, style),
                *(_fixable(report) if style.verdicts else []),
                *(_verdicts(report) if style.verdicts else []),
            ]
        ),
    ]


def _counted(summary: Summary) -> str:
    """How many manifests and how many cards; a card is no manifest to a reader."""
    manifests = summary.manifests - summary.cards
    said = [_plural(manifests, "manifest")] if manifests or not summary.cards else []
    return ", ".join([*said, *([_plural(summary.cards, "model card")] if summary.cards else [])])


def _unreadable(summary: Summary) -> list[Span]:
    if not summary.unreadable:
        return []
    return [Span(f"{summary.unreadable} unreadable and so unknown", Ink.RED)]


def _found(summary: Summary) -> list[Span]:
    warnings = [Span(_plural(summary.warnings, "warning"), Ink.YELLOW)] if summary.warnings else []
    return [Span(_plural(summary.errors, "error"), Ink.RED if summary.errors else Ink.PLAIN), *warnings]


def _notes(report: Report, style: Style) -> list[Span]:
    """Findings that are no more than information; `-v` shows them."""
    notes = sum(finding.severity is Severity.INFO for manifest in report.manifests for finding in manifest.findings)
    hint = "" if style.verbose else kept(" (-v shows them)" if notes > 1 else " (-v shows it)")
    return [Span(f"{_plural(notes, 'note')}{hint}")] if notes else []


def _accepted(summary: Summary, style: Style) -> list[Span]:
    """Findings that somebody has accepted: never shown among the others, always counted."""
    counts = {"suppressed": summary.suppressed, "in the baseline": summary.in_baseline}
    said = [f"{count} {word}" for word, count in counts.items() if count]
    if not said or style.verbose:
        return [Span(text) for text in said]
    one = sum(counts.values()) == 1
    return [Span(text) for text in (*said[:-1], said[-1] + kept(f" (-v shows {'it' if one else 'them'})"))]


def _fixable(report: Report) -> list[Span]:
    """How many findings could be mended by the tool, and how many of them only by a guess."""
    fixes = [finding.fix for manifest in report.manifests for finding in manifest.findings if finding.fix]
    safe = sum(fix.safe for fix in fixes)
    counts = {"--fix": safe, "--fix --unsafe-fixes": len(fixes) - safe}
    return [Span(f"{count} fixable with {kept(option)}") for option, count in counts.items() if count]


def _verdicts(report: Report) -> list[Span]:
    summary = report.summary
    counts = {Outcome.UNDETERMINED: summary.undetermined, Outcome.TRIGGERED: summary.triggered}
    if not any((*counts.values(), summary.not_triggered, summary.not_applicable, summary.not_in_force)):
        return [Span("no trigger was evaluated", Ink.YELLOW)]
    cards = [Span(f"no trigger evaluated on {_plural(summary.cards, 'card')}", Ink.YELLOW)] if summary.cards else []
    return cards + [
        Span(f"{count} {outcome}{_of_them(outcome, report)}", INKS[outcome] if count else Ink.PLAIN)
        for outcome, count in counts.items()
    ]


def _of_them(outcome: Outcome, report: Report) -> str:
    """How many of the verdicts are about texts that are not in force, and how many somebody has in hand."""
    alike = [verdict for manifest in report.manifests for verdict in manifest.verdicts if verdict.outcome is outcome]
    hypothetical = sum(verdict.hypothetical for verdict in alike)
    acknowledged = sum(verdict.acknowledgement is not None for verdict in alike)
    counts = {"hypothetical": hypothetical, "acknowledged": acknowledged}
    said = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    return f" {kept(f'({said})')}" if said else ""


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
