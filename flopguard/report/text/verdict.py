"""One verdict in full: the amounts against the line, what decides it, what would settle it, what must happen."""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.report.amounts import factor_text, percent_text
from flopguard.report.ansi import Ink
from flopguard.report.style import Style
from flopguard.report.text import deciding, duties, steps
from flopguard.report.text.layout import Line, Span, Text, joined, kept, paragraph, row, wrap
from flopguard.report.text.words import CAUSES, INKS, UNSTATED, flags, in_text, listed, named, shortened
from flopguard.result import Cause, Outcome, Verdict

COLUMN = 17
DISAGREEING = "readings that disagree"
_ACROSS = "across the line"


def block(verdict: Verdict, style: Style) -> list[Line]:
    """The verdict, with its steps where they are asked for."""
    recorded = steps.lines(verdict.steps, style.width, COLUMN) if style.explain else []
    margin = " " * COLUMN
    return [
        *_head(verdict, style.width),
        *(line for text in _body(verdict, style) for line in paragraph(text, style.width, margin)),
        *(wrap("step by step:", style.width, margin, margin) if recorded else []),
        *recorded,
    ]


def _head(verdict: Verdict, width: int) -> list[Line]:
    """Outcome, trigger and standing, with title and citation on the same line or, as one, on the next."""
    outcome = Span(named(verdict.outcome), INKS[verdict.outcome])
    marks = flags(verdict)
    name = [
        Span(f"{verdict.policy}/{verdict.trigger}", Ink.BOLD),
        *([Span(f" [{', '.join(marks)}]", Ink.CYAN)] if marks else []),
    ]
    cite = [Span(" " + kept(f"({verdict.cite})"), Ink.DIM)] if verdict.cite else []
    about = [Span(f" {verdict.title}"), *cite]
    on_one_line = row(outcome, [*name, Span(" "), *about], COLUMN, width, 2)
    if len(on_one_line) == 1:
        return on_one_line
    margin = " " * COLUMN
    return [*row(outcome, name, COLUMN, width, 2), *wrap(about, width, margin, margin)]


def _body(verdict: Verdict, style: Style) -> Iterator[Text]:
    yield from in_text(verdict)
    if verdict.reason:
        yield f"hypothetical: {verdict.reason}" if verdict.hypothetical else verdict.reason
    yield from _amounts(verdict)
    yield from (f"counted by {verdict.policy}/{rule.counting}: {rule.basis}" for rule in verdict.counted_by)
    yield from _causes(verdict)
    yield from deciding.readings(verdict, style)
    yield from _metrics(verdict)
    yield from _unknown(verdict, style)
    yield from (f"assumes {text}" for text in verdict.assumptions)
    if verdict.fragile:
        yield _fragile(verdict)
    yield from deciding.settling(verdict, style)
    yield from duties.duties(verdict)
    if verdict.acknowledgement:
        yield _acknowledgement(verdict)


def _unknown(verdict: Verdict, style: Style) -> Iterator[Text]:
    """What is not known, as far as what would settle it does not say so anyway."""
    ways = {fact.what for facts in verdict.settled_by for fact in facts}
    told = [what for what in verdict.missing if any(way.removeprefix("state ").startswith(what) for way in ways)]
    if any("[scope] complete" in way for way in ways):
        told += [what for what in verdict.missing if what.startswith(UNSTATED)]
    said = [what for what in verdict.missing if what not in told]
    if style.explain:
        said = list(verdict.missing)
    if said:
        yield "not known:"
        yield from (f"- {what if style.explain else shortened(what)}" for what in said)


def _fragile(verdict: Verdict) -> str:
    is_score = any("sampling error" in step.what for step in verdict.steps)
    sampling = " the sampling error of the score," if is_score else ""
    return f"fragile: the last digit of the figure,{sampling} or the tolerance that the text grants, reaches {_ACROSS}"


def _metrics(verdict: Verdict) -> Iterator[Text]:
    """The answer on each metric alone, where there are several."""
    if verdict.metrics:
        yield "by metric:"
    for entry in verdict.metrics:
        said = f": {entry.comparison}" if entry.comparison else ""
        by = f" ({entry.definition})" if entry.definition != entry.metric else ""
        yield f"- {entry.metric}{by} {named(entry.outcome)}{said}"


def _amounts(verdict: Verdict) -> Iterator[Text]:
    """The amounts against the line, and where that leaves it open, to which side they lean."""
    margin = "" if verdict.margin is None else f"{factor_text(verdict.margin, apart_from_one=True)} the line"
    chance = "" if verdict.probability is None else f"{percent_text(verdict.probability)} likely to be crossed"
    amounts = Span(verdict.comparison, Ink.BOLD)
    if verdict.lean is None:
        own = margin if verdict.margin else ""  # a likely total of nothing says little; the comparison says the most
        if own[:1].isdigit() and verdict.outcome is Outcome.UNDETERMINED:
            own = f"likely {own}"  # the range beside it may lie on both sides
        shown: list[Text] = [text for text in (amounts, own, chance) if text not in ("", Span("", Ink.BOLD))]
        yield from [joined(shown)] if shown else []
        return
    yield from [amounts] if verdict.comparison else []
    why = [f"the central estimate is {margin}"] if margin else []
    said = ", ".join([*why, *([chance] if chance else [])])
    yield [Span(f"leans {named(verdict.lean)}", Ink.BOLD), Span(f": {said}" if said else "")]


def _causes(verdict: Verdict) -> Iterator[Text]:
    if verdict.because:
        in_words = any(reading.says for reading in verdict.readings)
        causes = {**CAUSES, Cause.READINGS: DISAGREEING} if in_words else CAUSES
        yield f"{named(verdict.outcome)} because of {listed([causes[cause] for cause in verdict.because])}"


def _acknowledgement(verdict: Verdict) -> str:
    known = verdict.acknowledgement
    assert known is not None
    until = f" until {known.expires}" if known.expires else ""
    evidence = f" ({known.evidence})" if known.evidence else ""
    return f"acknowledged by {known.by}{until}: {known.reason}{evidence}"
