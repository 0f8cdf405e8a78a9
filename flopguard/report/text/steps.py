"""The recorded steps of a figure or a verdict, printed as they were recorded."""

from __future__ import annotations

from collections.abc import Sequence

from flopguard.report.ansi import Ink
from flopguard.report.text.layout import Line, Span, wrap
from flopguard.result import Step, StepInput


def lines(steps: Sequence[Step], width: int, indent: int) -> list[Line]:
    """Numbered steps: what was done, each figure with its evidence and source, what came out."""
    return [line for number, step in enumerate(steps, 1) for line in _step(number, step, width, indent)]


def _step(number: int, step: Step, width: int, indent: int) -> list[Line]:
    label = f"{' ' * indent}{number}. "
    inner = " " * len(label)
    made = wrap(step.what, width, label, inner)
    for given in step.inputs:
        made += wrap(_input(given), width, inner, inner + "  ")
    if step.result:
        made += wrap([Span("= "), Span(step.result, Ink.BOLD)], width, inner, inner + "  ")
    return made


def _input(given: StepInput) -> list[Span]:
    origin = ", ".join(part for part in (given.evidence, given.source) if part)
    return [Span(f"{given.name}: {given.value}"), *([Span(f" ({origin})", Ink.DIM)] if origin else [])]
