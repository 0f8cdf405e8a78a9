"""The operations of the stated shape on what it was trained on: attention, active experts and the output head in it.

The shape has to make up the parameters that are stated, within 3 %: a shape that does not is of another model, or has
parts that are not stated, and is not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from flopguard.estimate.architecture.convention import OTHERS, STANDARD, Convention, told
from flopguard.estimate.architecture.shape import shape_of
from flopguard.estimate.partly import more_than
from flopguard.estimate.passes import OTHER_MODEL, PARTLY, passes_of, trains_a_part
from flopguard.estimate.types import Estimated, Missing, Phase, figure_input, span
from flopguard.fields import Evidence, Figure
from flopguard.formula import Amount
from flopguard.manifest.training import Passes, Trained, Training
from flopguard.quantity import point, show
from flopguard.result import Step, StepInput
from flopguard.units import Dimension

if TYPE_CHECKING:
    from flopguard.estimate.architecture.work import Network, Sample, Work

METHOD = "architecture"
_LENGTHS = {"sequence_length": "length", "target_length": "target"}


class _Run(Enum):
    """What is done with the whole network."""

    FORWARD = "forward pass"
    FROZEN = "forward pass, and the gradient passed on through frozen weights,"
    TRAINED = "forward and backward pass"


def _run(training: Training) -> _Run:
    """As the passes say; with a part that is trained, the backward pass through the rest goes as far as it has to."""
    if training.trained is Trained.HEAD or passes_of(training) is Passes.FORWARD:
        return _Run.FORWARD
    if training.trained in PARTLY or passes_of(training) is Passes.INPUT_GRADIENT:
        return _Run.FROZEN
    return _Run.TRAINED


@dataclass(frozen=True, slots=True)
class _Counted:
    """What is counted of a phase: the network, how large a sample is, and of what the phase tells how much."""

    phase: Phase
    network: Network
    sample: Sample
    seen: Figure
    by: str
    """`tokens` or `samples`."""
    runs: _Run
    work: Work

    def flop(self, convention: Convention = STANDARD) -> Fraction:
        """FLOP of one of what is counted, without what the trained part adds."""
        by_run = {
            _Run.FORWARD: self.work.forward_flop,
            _Run.FROZEN: self.work.frozen_flop,
            _Run.TRAINED: self.work.training_flop,
        }
        whole = by_run[self.runs](convention)
        return Fraction(whole, self.sample.length if self.by == "tokens" else 1)

    @property
    def one(self) -> str:
        return self.by.removesuffix("s")

    @property
    def source(self) -> str | None:
        shape = self.phase.manifest.architecture
        return shape.source if shape else None


def estimate(phase: Phase) -> Estimated | Missing:
    """What was seen times the FLOP of one of it, or what is missing for that."""
    training = phase.training
    if training.component in OTHER_MODEL or training.parameters is not None:
        return Missing(method=METHOD, needs=(f"{phase.at} to train or run the model of /architecture, all of it",))
    network = shape_of(phase.manifest.architecture, phase.config)
    counted = _counted(phase, network)
    unfit = tuple(_unfit_part(phase, None if isinstance(network, tuple) else network))
    if unfit or not isinstance(counted, _Counted):
        return Missing(method=METHOD, needs=(*(() if isinstance(counted, _Counted) else counted), *unfit))
    return _estimated(counted)


def _unfit_part(phase: Phase, network: Network | None) -> Iterator[str]:
    """What is missing to count the training of a part of the network."""
    training = phase.training
    if not trains_a_part(training):
        return
    if training.trained not in (Trained.ADAPTERS, Trained.SCATTERED, Trained.HEAD):
        yield f"{phase.at}/trained as all, adapters, scattered or head (a shape does not say which layers are others)"
    if training.trainable_parameters is None:
        yield f"{phase.at}/trainable_parameters"
    if passes_of(training) is not Passes.FULL:
        yield f"{phase.at}/passes that train (what has trainable parameters is run forward and backward)"
    part = training.trainable_parameters
    inside = training.trained in (Trained.SCATTERED, Trained.HEAD)
    if network is not None and part is not None and inside and more_than(part, _whole(network)):
        yield f"{phase.at}/trainable_parameters of at most the parameters of which they are a part"
    if network is not None and not network.BY_TOKENS:
        yield f"{phase.at} of a model whose weights all meet every token, if only a part is trained"


def _whole(network: Network) -> Figure:
    return Figure(estimate=point(network.parameters(), Dimension.PARAMETERS))


def _counted(phase: Phase, network: Network | tuple[str, ...]) -> _Counted | tuple[str, ...]:
    """Samples go before tokens, which have to be cut into samples."""
    training = phase.training
    known = None if isinstance(network, tuple) else network
    by_tokens = known is None or known.BY_TOKENS
    by = "samples" if training.samples is not None or not by_tokens else "tokens"
    seen: Figure | None = getattr(training, by)
    lengths = ("sequence_length",) if known is None else known.NEEDS
    names = (by, *lengths)
    missing = tuple(f"{phase.at}/{name}" for name in names if getattr(training, name) is None)
    if known is None or seen is None or missing:
        return (*(network if isinstance(network, tuple) else ()), *missing)
    from flopguard.estimate.architecture.work import Sample  # loaded with the network

    sample = Sample(**{_LENGTHS[name]: getattr(training, name) for name in lengths})
    runs = _run(training)
    work = known.work(sample) if runs is _Run.FORWARD else known.training_work(sample)
    counted = _Counted(phase, known, sample, seen, by, runs, work)
    at = f"{phase.at}/{lengths[0]}" if lengths else "/architecture"
    return counted if counted.flop() > 0 else (f"{at} of a sample that the network can take",)


def _estimated(counted: _Counted) -> Estimated:
    phase, seen, by, source = counted.phase, counted.seen, counted.by, counted.source
    flop, part = counted.flop(), phase.training.trainable_parameters
    amount = Amount.exactly(flop, Dimension.FLOP)
    each = _derived(f"FLOP a {counted.one}", show(flop, 4), source)
    shown, what = [each], f"FLOP a {counted.one}"
    if part is not None:
        own, factor = _of_part(counted, part)
        amount, what = amount + own, f"({what} + {factor} FLOP x trainable parameters)"
        shown.append(figure_input("trainable_parameters", part))
    amount = amount * Amount.of(phase.input(seen, f"{phase.at}/{by}"))
    cited = (source, part.citation if part else None, seen.citation)
    total = Step(
        what=f"{what} x {by}",
        inputs=(*shown, figure_input(by, seen)),
        result=f"{span(amount.bounds())} FLOP",
    )
    return Estimated(
        method=METHOD,
        amount=amount,
        evidence=Evidence.DERIVED.value,
        source="; ".join(dict.fromkeys(text for text in cited if text)) or None,
        steps=(_step_of_one(counted, each.value), *_by_other_conventions(counted), total),
    )


def _of_part(counted: _Counted, part: Figure) -> tuple[Amount, int]:
    """What the trained part adds for each of what is counted, and how many FLOP a parameter of it takes in that."""
    trained = counted.phase.training.trained
    assert trained is not None
    factor = PARTLY[trained][1] * (1 if counted.by == "tokens" else counted.sample.length)
    own = Amount.exactly(factor, Dimension.FLOP) * Amount.of(
        counted.phase.input(part, f"{counted.phase.at}/trainable_parameters")
    )
    is_share = part.estimate.dimension is Dimension.RATIO
    return (own * Amount.exactly(counted.network.parameters(), Dimension.PARAMETERS) if is_share else own), factor


def _step_of_one(counted: _Counted, result: str) -> Step:
    return Step(
        what=f"FLOP of a {counted.runs.value} a {counted.one}: what the attention mask leaves and the output head in, "
        "embedding and recomputation out",
        inputs=tuple(_of_one(counted)),
        result=f"{result} FLOP a {counted.one}",
    )


def _of_one(counted: _Counted) -> Iterator[StepInput]:
    source, training = counted.source, counted.phase.training
    yield _derived("parameters of the shape", show(Fraction(counted.network.parameters()), 4), source)
    name = "parameters in matrix products" if counted.network.BY_TOKENS else "parameters but for the embedding"
    yield _derived(name, show(Fraction(counted.network.active_parameters()), 4), source)
    for name in counted.network.NEEDS:
        yield StepInput(
            name=name, value=str(getattr(training, name)), evidence=Evidence.REPORTED.value, source=training.source
        )
    share = Fraction(counted.work.scores, counted.work.forward_flop())
    yield _derived("share of attention", f"{show(share * 100)}%", source)


def _by_other_conventions(counted: _Counted) -> Iterator[Step]:
    """By what factor the figure would differ; none of it is used."""
    said = "; ".join(_ratios(counted, OTHERS.values()))
    if said:
        yield Step(what="the same as others count, for comparison only", result=said)
    asked = counted.phase.convention
    if asked != STANDARD:
        flop, standard = counted.flop(asked), counted.flop()
        result = f"{show(flop, 4)} FLOP a {counted.one}, {show(flop / standard, 4)}x that"
        yield Step(what=f"as was asked for, {told(asked)}, for comparison only", result=result)


def _ratios(counted: _Counted, others: Iterable[tuple[str, Convention]]) -> Iterator[str]:
    standard = counted.flop()
    for name, convention in others:
        ratio = counted.flop(convention) / standard
        if ratio != 1 and _applies(counted, convention):
            yield f"{show(ratio, 4)}x that {name}"


def _applies(counted: _Counted, convention: Convention) -> bool:
    """Nothing is recomputed where nothing is kept for a backward pass."""
    return not (convention.recompute and counted.runs is _Run.FORWARD)


def _derived(name: str, value: str, source: str | None) -> StepInput:
    return StepInput(name=name, value=value, evidence=Evidence.DERIVED.value, source=source)
