"""Amounts as rules compare and name them: intervals of exact fractions out of the report's decimal text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import inf

from flopguard.fields import Figure
from flopguard.finding import Factor
from flopguard.lint.rule import Subject
from flopguard.manifest.training import Training
from flopguard.quantity import Estimate, orders_apart, rounded_text, show, significant_digits
from flopguard.result import Component, Range


@dataclass(frozen=True, slots=True)
class Span:
    """An interval; `high` None is unbounded."""

    low: Fraction
    high: Fraction | None

    def overlaps(self, other: Span) -> bool:
        """Whether they have a value in common."""
        return not (self.lies_below(other) or other.lies_below(self))

    def lies_below(self, other: Span) -> bool:
        """Whether all of this one is less than all of the other."""
        return self.high is not None and self.high < other.low

    def orders_from(self, other: Span) -> float:
        """How many orders of magnitude lie between them: 0 where they overlap, infinite to 0."""
        if self.overlaps(other):
            return 0.0
        upper, lower = (other.low, self.high) if self.lies_below(other) else (self.low, other.high)
        return orders_apart(upper, lower) if lower else inf


def span_of(value: Range | Estimate) -> Span:
    """The interval of a reported amount or of an estimate."""
    if isinstance(value, Range):
        return Span(Fraction(value.low), None if value.high is None else Fraction(value.high))
    return Span(value.low, value.high)


def central_of(value: Range | Estimate) -> Fraction:
    """The central value, or the end that is known."""
    known = value.central if value.central is not None else value.high if value.low in (0, "0") else value.low
    return Fraction(known) if known is not None else Fraction(0)


def hull(figures: Iterable[Figure]) -> Span:
    """The narrowest interval that holds all of some figures, of which there is at least one."""
    ends = [figure.estimate for figure in figures]
    highs = [end.high for end in ends]
    bounded = [high for high in highs if high is not None]
    return Span(min(end.low for end in ends), max(bounded) if len(bounded) == len(highs) else None)


def factor(low: Fraction | int, high: Fraction | int | None = None) -> Factor:
    """By what the answer could change: one number, or from the least to the most."""
    ends = sorted((Fraction(low), Fraction(low if high is None else high)))
    return Factor(low=rounded_text(ends[0], 4), high=rounded_text(ends[1], 4))


def shown(figure: Figure | Estimate) -> str:
    """A figure as written, or else its interval."""
    estimate = figure.estimate if isinstance(figure, Figure) else figure
    return estimate.text or shown_span(span_of(estimate))


def shown_span(span: Span) -> str:
    """An interval for people: "3.8e25", "1.0e20 .. 1.0e22", "at least 1.0e20"."""
    if span.high is None:
        return f"at least {show(span.low)}"
    return show(span.low) if span.low == span.high else f"{show(span.low)} .. {show(span.high)}"


def shown_range(value: Range, least: int = 2) -> str:
    """A reported amount for people, by its central value, with at least so many digits."""
    digits = min(max(significant_digits(value.text), least), 4) if value.text else least
    return show(central_of(value), digits)


@dataclass(frozen=True, slots=True)
class RunCompute:
    """The compute of the model's own run; `may_be_named` is false where part of it is confidential."""

    span: Span
    may_be_named: bool


def run_compute(subject: Subject) -> RunCompute | None:
    """The sum over the model's own components, as far as it is known; None where it is not, or is 0."""
    counted = [(component, component.flop) for component in subject.own_components if component.flop is not None]
    spans = [span_of(flop) for _, flop in counted]
    if not spans or not any(span.high != 0 for span in spans):
        return None
    highs = [span.high for span in spans if span.high is not None]
    high = sum(highs, Fraction(0)) if len(highs) == len(spans) else None
    named = not any(is_confidential_phase(subject, component) for component, _ in counted)
    return RunCompute(Span(sum((span.low for span in spans), Fraction(0)), high), named)


def phase_of(subject: Subject, component: Component) -> Training | None:
    """The training phase that a component is the compute of."""
    head, _, number = component.at.rpartition("/")
    phases = subject.card.training
    return phases[int(number)] if head == "/training" and number.isdecimal() and int(number) < len(phases) else None


def is_confidential_phase(subject: Subject, component: Component) -> bool:
    """Whether the phase's figures may not be repeated."""
    phase = phase_of(subject, component)
    return phase is not None and phase.confidential
