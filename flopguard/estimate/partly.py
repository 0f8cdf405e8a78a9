"""FLOP of a token where only a part of a model is trained: adapters on a frozen model, its upper layers, its head."""

from __future__ import annotations

from fractions import Fraction

from flopguard.estimate.assumptions import assumed
from flopguard.estimate.passes import LEAST_OF_A_PART, MOST_OF_A_PART, PARTLY, passes_of
from flopguard.estimate.types import Cost, Phase, figure_input
from flopguard.fields import Figure
from flopguard.formula import Amount
from flopguard.manifest.training import Passes, Trained
from flopguard.quantity import point
from flopguard.result import StepInput
from flopguard.units import Dimension

NEARLY_ALL = Fraction(97, 100)
"""Embeddings and norms are in one count of parameters and not in another."""


def cost_of_a_part(phase: Phase, where: str, parameters: Figure) -> Cost | str:
    """What each parameter and each trained one costs; or the input that is missing, or contradicts another."""
    training = phase.training
    trainable = training.trainable_parameters
    if trainable is None:
        return f"{phase.at}/trainable_parameters"
    if passes_of(training) is not Passes.FULL:
        return f"{phase.at}/passes that train (what has trainable parameters is run forward and backward)"
    if training.trained in (None, Trained.ALL, Trained.ADAPTERS) or not more_than(trainable, parameters):
        return _cost(phase, where, parameters, trainable)
    return f"{phase.at}/trainable_parameters of at most the parameters of which they are a part"


def are_all(trainable: Figure | None, parameters: Figure) -> bool:
    """Whether the trainable parameters are as many as there are, as far as the two are rounded."""
    if trainable is None:
        return False
    limit = _ONE if trainable.estimate.dimension is Dimension.RATIO else parameters.estimate
    return limit.high is not None and trainable.estimate.low >= limit.high * NEARLY_ALL


def more_than(part: Figure, whole: Figure) -> bool:
    """Whether a part is surely larger than what it is a part of."""
    limit = _ONE if part.estimate.dimension is Dimension.RATIO else whole.estimate
    return limit.high is not None and part.estimate.low > limit.high


def _cost(phase: Phase, where: str, parameters: Figure, trainable: Figure) -> Cost | str:
    every = Amount.of(phase.input(parameters, where))
    part = Amount.of(phase.input(trainable, f"{phase.at}/trainable_parameters"))
    if trainable.estimate.dimension is Dimension.RATIO:
        part = part * every
    name = where.rsplit("/", 1)[-1]
    shown = (figure_input(name, parameters), figure_input("trainable_parameters", trainable))
    trained = phase.training.trained
    if trained is Trained.ALL:
        return f"{phase.at}/trained as the part that the trainable parameters are (all are said to be)"
    if trained is None:
        return _anywhere(phase, every, part, shown, capped=_may_be_much(trainable, parameters))
    each, own = PARTLY[trained]
    what = f"{_said(each, own, name)} ({trained.replace('_', ' ')})"
    return Cost(amount=_sum(every, each, part, own), what=what, shown=shown)


def _may_be_much(trainable: Figure, parameters: Figure) -> bool:
    """Whether adapters as large would cost more than to train everything; then they are hardly adapters."""
    most = trainable.estimate.high
    least = Fraction(1) if trainable.estimate.dimension is Dimension.RATIO else parameters.estimate.low
    return most is None or 3 * most > least


def _anywhere(phase: Phase, every: Amount, part: Amount, shown: tuple[StepInput, ...], *, capped: bool) -> Cost:
    """Where it is not said which weights are trained: from those that cost least to those that cost most.

    `capped` is for parts so large that no part of a model costs more than all of it: from a forward pass to all passes.
    """
    name = shown[0].name
    assumption = assumed("trained", f"{phase.scope}{phase.at}/share of the backward pass through the frozen weights")
    least, most = ((2, 0), (6, 0)) if capped else (LEAST_OF_A_PART, MOST_OF_A_PART)
    rest = (most[0] - least[0], most[1] - least[1])
    amount = _sum(every, least[0], part, least[1]) + _sum(every, rest[0], part, rest[1]) * Amount.of(assumption.input)
    what = f"{_said(*least, name)}, and share of the backward pass x {_said(*rest, name)}"
    return Cost(amount=amount, what=what, shown=shown, assumptions=(assumption,))


def _sum(every: Amount, each: int, part: Amount, own: int) -> Amount:
    flop = Dimension.FLOP
    return Amount.exactly(each, flop) * every + Amount.exactly(own, flop) * part


def _said(each: int, own: int, name: str) -> str:
    if not own:
        return f"{each} FLOP x {name.replace('_', ' ')} x tokens"
    return f"({each} FLOP x {name.replace('_', ' ')} + {own} FLOP x trainable parameters) x tokens"


_ONE = point(Fraction(1), Dimension.RATIO)
