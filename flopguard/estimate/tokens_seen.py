"""The tokens that a phase saw, also where they are stated by parts: unique tokens and epochs, or steps and their size.

What the parts come to stands for `tokens`, so that every method counts with it. Parts that contradict each other, or
the tokens that are stated as well, stand for nothing: then it is not known which of them is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from flopguard.estimate.types import Phase, figure_input, span
from flopguard.fields import Evidence, Figure
from flopguard.formula import Amount, Input
from flopguard.manifest.training import Training
from flopguard.quantity import Estimate
from flopguard.record import record
from flopguard.result import Step
from flopguard.units import Dimension

PARTS = (("unique_tokens", "epochs"), ("steps", "tokens_per_step"))
AGREE = Fraction(1, 10)
"""How far two statements of the same tokens may be apart."""


@record
class Seen:
    """The phase with its tokens worked out, the step that did it, or what is missing for it."""

    phase: Phase
    step: Step | None = None
    need: str | None = None


def with_tokens_seen(phase: Phase) -> Seen:
    """The phase as it is where it states its tokens and nothing contradicts them, or states nothing of them."""
    training = phase.training
    if any(tokens_apart(training)):
        need = f"{phase.at}/tokens on which all that is stated of them agrees"
        return Seen(phase=_with_tokens(phase, None), need=need)
    if training.tokens is not None:
        return _with_all_statements(phase, training.tokens)
    made = next(_products(training), None)
    if made is None:
        return Seen(phase=phase, need=_lacking(phase))
    names, figure = made
    stated = [(name, getattr(training, name)) for name in names]
    step = Step(
        what=f"tokens seen: {' x '.join(name.replace('_', ' ') for name in names)}",
        inputs=tuple(figure_input(name, part) for name, part in stated),
        result=f"{span(figure.estimate)} tokens",
    )
    return Seen(phase=_with_tokens(phase, figure), step=step)


def tokens_of(training: Training) -> tuple[str, Figure] | None:
    """The tokens that a phase saw and the field that they rest on; None where they are not stated or not clear."""
    if any(tokens_apart(training)):
        return None
    if training.tokens is not None:
        return "tokens", training.tokens
    names, figure = next(_products(training), (("", ""), None))
    return (names[0], figure) if figure is not None else None


def _with_all_statements(phase: Phase, tokens: Figure) -> Seen:
    """The phase with an interval that holds every statement of its tokens; as it is where there is only one."""
    others = [figure for _, figure in _stated(phase.training) if figure is not tokens]
    whole = hull(tokens.estimate, [figure.estimate for figure in others])
    if whole == tokens.estimate:
        return Seen(phase=phase)
    figure = replace(tokens, estimate=whole)
    inputs = tuple(figure_input("tokens", one) for one in (tokens, *others))
    step = Step(what="tokens seen, by every statement of them", inputs=inputs, result=f"{span(whole)} tokens")
    return Seen(phase=_with_tokens(phase, figure), step=step)


def hull(estimate: Estimate, others: list[Estimate]) -> Estimate:
    """The interval that holds an estimate and others of the same thing, around its own central value."""
    low = min((estimate.low, *(other.low for other in others)))
    highs = [other.high for other in (estimate, *others) if other.high is not None]
    high = max(highs) if len(highs) == len(others) + 1 else None
    if (low, high) == (estimate.low, estimate.high):
        return estimate
    return Estimate(low, estimate.central, high, estimate.dimension)


def tokens_apart(training: Training) -> Iterator[tuple[str, str, Fraction | None]]:
    """Every two statements of the tokens, in words, that are more than a tenth apart, and the second over the first."""
    stated = _stated(training)
    for (one, first), (other, second) in combinations(stated, 2):
        if _below(first.estimate, second.estimate) or _below(second.estimate, first.estimate):
            yield one, other, _ratio(first.estimate, second.estimate)


def _ratio(first: Estimate, second: Estimate) -> Fraction | None:
    return second.central / first.central if first.central and second.central else None


def _stated(training: Training) -> list[tuple[str, Figure]]:
    """Every statement of the tokens, in words and as a figure."""
    stated = [("tokens", training.tokens)] if training.tokens is not None else []
    stated += [(" x ".join(names), figure) for names, figure in _products(training)]
    return stated + [("samples x sequence_length", figure) for figure in _of_samples(training)]


def _of_samples(training: Training) -> Iterator[Figure]:
    """The tokens of all samples, where a sample is one sequence."""
    if training.samples is not None and training.sequence_length is not None and training.target_length is None:
        scaled = training.samples.estimate.scaled(Fraction(training.sequence_length))
        yield replace(training.samples, estimate=replace(scaled, dimension=Dimension.TOKENS))


def _below(one: Estimate, other: Estimate) -> bool:
    return one.high is not None and one.high * (1 + AGREE) < other.low


def _products(training: Training) -> Iterator[tuple[tuple[str, str], Figure]]:
    """What each two parts that are stated come to."""
    for names in PARTS:
        first, second = (getattr(training, name) for name in names)
        if first is not None and second is not None:
            yield names, _product(first, second)


def _product(first: Figure, second: Figure) -> Figure:
    """The product as a figure: assumed where a part of it is, with the sources of both."""
    bounds = (Amount.of(Input("1", first.estimate)) * Amount.of(Input("2", second.estimate))).bounds()
    is_assumed = Evidence.ASSUMED in (first.evidence, second.evidence)
    cited = dict.fromkeys(text for text in (first.citation, second.citation) if text)
    return Figure(
        estimate=replace(bounds, dimension=Dimension.TOKENS),
        evidence=Evidence.ASSUMED if is_assumed else Evidence.DERIVED,
        source="; ".join(cited) or None,
        level=min(first.level, second.level),
    )


def _lacking(phase: Phase) -> str | None:
    """The other part where one is stated."""
    for names in PARTS:
        lacking = [name for name in names if getattr(phase.training, name) is None]
        if len(lacking) == 1:
            return f"{phase.at}/{lacking[0]} (or {phase.at}/tokens, every epoch counted)"
    return None


def _with_tokens(phase: Phase, tokens: Figure | None) -> Phase:
    training = list(phase.manifest.training)
    samples = phase.training.samples if tokens is not None else None  # they contradict each other too, or are none
    training[phase.number] = replace(phase.training, tokens=tokens, samples=samples)
    return replace(phase, manifest=replace(phase.manifest, training=tuple(training)))
