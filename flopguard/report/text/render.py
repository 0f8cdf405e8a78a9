"""The report as text: for each manifest its findings, then what is known of it, then the counts over all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flopguard.finding import Severity
from flopguard.report.ansi import Ink
from flopguard.report.style import Style
from flopguard.report.text import card, compute, effective, findings, gain_curve, summary, upcoming, verdicts
from flopguard.report.text.layout import Line, Span, printed, spread, wrap
from flopguard.result import ManifestReport, Report

Block = list[Line]


def render(report: Report, style: Style) -> str:
    """The whole report in lines no wider than `style.width`, save for a single word that is."""
    explained: set[str] = set()
    blocks = [block for manifest in report.manifests for block in _manifest(manifest, report, style, explained)]
    blocks += [gain_curve.lines(curve, style) for curve in report.gain_curves]
    parts = [printed(block, colour=style.colour) for block in (*blocks, _summary(report, style)) if block]
    return "\n".join(parts)


def _summary(report: Report, style: Style) -> Block:
    """The counts; none where no manifest was asked about."""
    return summary.lines(report, style) if report.manifests or not report.gain_curves else []


def _manifest(manifest: ManifestReport, report: Report, style: Style, explained: set[str]) -> Iterator[Block]:
    for finding in manifest.findings:
        if finding.severity is Severity.INFO and not style.verbose:
            continue
        is_new = bool(finding.code) and finding.code not in explained
        explained.add(finding.code)
        yield findings.block(manifest.path, finding, style.width, with_pointer=is_new)
    if style.verbose:
        yield [line for known in manifest.accepted for line in findings.accepted(manifest.path, known, style.width)]
    if manifest.kind == "card" and manifest.readable:
        yield [*_heading(manifest, report, style), *_once(manifest, style, explained), *card.section(manifest, style)]
    elif manifest.readable:
        yield from _known(manifest, report, style)
    else:
        yield [*_heading(manifest, report, style), *_notes(manifest, style), *_unreadable(style)]


def _known(manifest: ManifestReport, report: Report, style: Style) -> Iterator[Block]:
    """What was found out about a manifest that could be read."""
    shown = frozenset(verdict.policy for verdict in manifest.verdicts if verdict.outcome in verdicts.SHOWN)
    actual = compute.section(manifest.compute, report.unstated, shown, style) if style.compute else []
    yield [*_heading(manifest, report, style), *_notes(manifest, style), *actual]
    yield effective.section(manifest.effective, style, manifest.routes)
    yield effective.claims_section(manifest.claims, style)
    if style.verdicts:
        yield from verdicts.section(manifest.verdicts, style, manifest.assessed)
        yield from upcoming.section(manifest, report, style)


def _heading(manifest: ManifestReport, report: Report, style: Style) -> Block:
    developer = f" ({manifest.developer})" if manifest.developer else ""
    name = [Span(manifest.model, Ink.BOLD), Span(f"{developer}  ")] if manifest.model else []
    return spread([*name, Span(manifest.path, Ink.DIM if name else Ink.BOLD)], f"as of {report.as_of}", style.width)


def _notes(manifest: ManifestReport, style: Style) -> Block:
    return [line for note in manifest.notes for line in wrap(f"note: {note}", style.width, "  ", "    ")]


def _once(manifest: ManifestReport, style: Style, explained: set[str]) -> Block:
    """The notes of a card, the first time that each is needed; cards come by the hundred, and all have the same."""
    new = tuple(note for note in manifest.notes if note not in explained)
    explained.update(new)
    return _notes(replace(manifest, notes=new), style) if new else wrap("no verdict: a model card", style.width, "  ")


def _unreadable(style: Style) -> Block:
    text = "could not be read: no verdict, and nothing is known of it"
    return wrap(Span(text, Ink.RED), style.width, "  ", "    ")
