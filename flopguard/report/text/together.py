"""Undetermined verdicts that take a line instead of a block each: they wait for one and the same fact, or for answers
that have nothing to do with compute.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from flopguard.report.ansi import Ink
from flopguard.report.style import Style
from flopguard.report.text.layout import Line, Span, kept, row, wrap
from flopguard.report.text.words import INKS, UNSTATED, flags, listed
from flopguard.result import Cause, Outcome, Verdict

DEVELOPER = "/model/developer"
FEWEST = 2  # one alone keeps its block
FEWEST_ANSWERS = 3
WIDEST_ID = 36
_AMOUNTS = ("training_compute", "effective_compute", "benchmark", "elapsed", "cluster_rate", "progress_rate")
_ASKED = "a judgement: "
_ANSWER = re.compile(r'\(\[\[answer\]\] question = "([^"]*)"\)')


def gathered(
    verdicts: Sequence[Verdict], assessed: Sequence[str], style: Style
) -> tuple[list[Verdict], list[list[Line]]]:
    """The verdicts that keep a block each, and a paragraph for each group of the others."""
    nameless = [verdict for verdict in verdicts if _is_open(verdict) and DEVELOPER in verdict.missing]
    clocks = [verdict for verdict in verdicts if _is_clock(verdict, assessed) and verdict not in nameless]
    groups = [(group, say(group)) for group, say in ((nameless, _nameless), (clocks, _clocks)) if len(group) >= FEWEST]
    taken = {id(verdict) for group, _ in groups for verdict in group}
    paragraphs = [_paragraph(group, said, style) for group, said in groups]
    rest = [verdict for verdict in verdicts if id(verdict) not in taken]
    asking = [verdict for verdict in rest if _only_asks(verdict) or _is_clock(verdict, assessed)]
    if len(asking) < FEWEST_ANSWERS:
        return rest, paragraphs
    return [verdict for verdict in rest if verdict not in asking], [_answers(asking, style), *paragraphs]


def _is_open(verdict: Verdict) -> bool:
    return verdict.outcome is Outcome.UNDETERMINED


def _is_clock(verdict: Verdict, assessed: Sequence[str]) -> bool:
    """Whether it is about what a publisher does as a whole, of which the manifest states no assessment."""
    return _is_open(verdict) and verdict.about == "publisher" and verdict.series not in assessed


def _only_asks(verdict: Verdict) -> bool:
    """Whether facts of a developer or answers decide it, and no amount, score or time of this model by itself."""
    is_asking = _is_open(verdict) and not verdict.hypothetical and not set(verdict.because) - _ASKING
    if any(what.startswith(UNSTATED) for what in verdict.missing):  # it rests on a trigger that waits for an amount
        return False
    telling = _AMOUNTS if verdict.about == "model" else tuple(name for name in _AMOUNTS if name != "elapsed")
    return is_asking and not any(compared.startswith(telling) for compared in verdict.compares)


_ASKING = {Cause.MISSING, Cause.JUDGEMENT}


def _answers(group: Sequence[Verdict], style: Style) -> list[Line]:
    """A line a verdict: what to find out, and where the text is."""
    outcome = Outcome.UNDETERMINED
    head = [Span(f"{outcome.value} {len(group)}:", INKS[outcome])]
    said = Span(
        " not a matter of this model's compute; each with what to find out ([[answer]], by the question's id, or a "
        "fact); "
    )
    lines = wrap([*head, said, Span(kept("-v says what follows"), Ink.DIM)], style.width, "  ", "    ")
    names = [f"{verdict.policy}/{verdict.trigger}" for verdict in group]
    column = min(max(map(len, names)), WIDEST_ID, style.width // 3) + 6
    for name, verdict in zip(names, group, strict=True):
        lines += row(name, _wanted(verdict), column, style.width, 4)
    return lines


def _wanted(verdict: Verdict) -> list[Span]:
    marks = flags(verdict)
    wanted = "; ".join(_ANSWER.sub(r"(answer \1)", what).removeprefix(_ASKED) for what in verdict.missing)
    return [
        *([Span(f"[{', '.join(marks)}] ", Ink.CYAN)] if marks else []),
        Span(wanted),
        *([Span(" " + kept(f"({verdict.cite})"), Ink.DIM)] if verdict.cite else []),
    ]


def _paragraph(group: Sequence[Verdict], said: str, style: Style) -> list[Line]:
    outcome = Outcome.UNDETERMINED
    head = Span(f"{outcome.value} {len(group)}:", INKS[outcome])
    return wrap([head, Span(f" {said}; "), Span(kept("-v lists them"), Ink.DIM)], style.width, "  ", "    ")


def _nameless(group: Sequence[Verdict]) -> str:
    policies = len({verdict.policy for verdict in group})
    whose = (
        "a lab's policy for its own models" if policies == 1 else f"{policies} policies of labs for their own models"
    )
    return f"{whose}, and nothing says whose model this is; add {DEVELOPER}"


def _clocks(group: Sequence[Verdict]) -> str:
    series = [f'"{name}"' for name in sorted({verdict.series for verdict in group})]
    return (
        "clocks and commitments of a publisher as a whole, and nothing is stated of its last assessment; "
        f"add [[assessment]] with series = {listed(series)}"
    )
