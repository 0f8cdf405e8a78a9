"""What begins to apply within the time that was asked for, judged as of its first day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from flopguard.dates import DateError, add, period
from flopguard.report.ansi import Ink
from flopguard.report.style import Style
from flopguard.report.text.duties import duties
from flopguard.report.text.layout import Line, Span, Text, hinted, kept, paragraph, row, wrap
from flopguard.report.text.words import CAUSES, INKS, WORDING, in_text, listed, named, shortened
from flopguard.result import ManifestReport, Outcome, Report, Upcoming, Verdict

COLUMN = 17
USUAL = "12 months"
TOLD = (Outcome.TRIGGERED, Outcome.UNDETERMINED)


def section(manifest: ManifestReport, report: Report, style: Style) -> list[list[Line]]:
    """A block for each that would be triggered or cannot be told, by its day, and a count of the others."""
    found = manifest.upcoming
    if report.horizon is None:
        return _soon(manifest.verdicts, report, style)
    heading = f"upcoming within {kept(report.horizon)} of {report.as_of}"
    if not found:
        return [wrap([Span(heading, Ink.BOLD), Span(": nothing begins to apply")], style.width, "  ", "    ")]
    said = Span(": what begins to apply, judged as of its first day by what is known now")
    told = found if style.verbose else [entry for entry in found if entry.outcome in TOLD]
    others = [entry for entry in found if entry not in told]
    return [
        [*wrap([Span(heading, Ink.BOLD), said], style.width, "  ", "    "), *_counts(others, style)],
        *(_block(entry, style) for entry in told),
    ]


def _soon(verdicts: Sequence[Verdict], report: Report, style: Style) -> list[list[Line]]:
    """Without a horizon: how many of those that are not in force will be within the usual one."""
    try:
        last = add(date.fromisoformat(report.as_of), period(USUAL)).isoformat()
    except (DateError, ValueError):  # on the day of each event there is no such time
        return []
    count = sum(verdict.begins is not None and verdict.begins <= last for verdict in verdicts)
    if not count:
        return []
    said = f"{count} not in force {'begins' if count == 1 else 'begin'} to apply within {kept(USUAL)}; "
    return [wrap([Span(said), Span(f'--horizon "{kept(USUAL)}" judges them', Ink.DIM)], style.width, "  ", "    ")]


def _counts(others: Sequence[Upcoming], style: Style) -> list[Line]:
    counts = {outcome: sum(entry.outcome is outcome for entry in others) for outcome in Outcome}
    spans = [Span(f"{named(outcome)} {count}", INKS[outcome]) for outcome, count in counts.items() if count]
    return hinted(spans, "-v lists them", style.width, 4) if spans else []


def _block(entry: Upcoming, style: Style) -> list[Line]:
    margin = " " * COLUMN
    marks = [
        *(["hypothetical"] if entry.hypothetical else []),
        *([WORDING[entry.verified]] if entry.verified in WORDING else []),
    ]
    head = [
        Span(f"{named(entry.outcome)} ", INKS[entry.outcome]),
        Span(f"{entry.policy}/{entry.trigger}", Ink.BOLD),
        *([Span(f" [{', '.join(marks)}]", Ink.CYAN)] if marks else []),
    ]
    about = [Span(entry.title), *([Span(" " + kept(f"({entry.cite})"), Ink.DIM)] if entry.cite else [])]
    return [
        *row(Span(entry.begins, Ink.BOLD), head, COLUMN, style.width, 4),
        *wrap(about, style.width, margin, margin),
        *(line for text in _body(entry) for line in paragraph(text, style.width, margin)),
    ]


def _body(entry: Upcoming) -> Iterator[Text]:
    yield from in_text(entry)
    yield from [Span(entry.comparison, Ink.BOLD)] if entry.comparison else []
    if entry.reason:
        yield f"hypothetical: {entry.reason}" if entry.hypothetical else entry.reason
    if entry.because:
        yield f"{named(entry.outcome)} because of {listed([CAUSES[cause] for cause in entry.because])}"
    if entry.missing:
        yield "not known:"
        yield from (f"- {shortened(what)}" for what in entry.missing)
    yield from duties(entry)
