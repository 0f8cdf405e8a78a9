"""The operations of the stated shape on what it was trained on: attention, active experts and the output head in it.

The shape has to make up the parameters that are stated, within 3 %: a shape that does not is of another model, or has
parts that are not stated, and is not counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flopguard.estimate.architecture.shape import shape_of
from flopguard.estimate.architecture.work import STANDARD, Convention, Network, Sample, Scores, Tables, Work
from flopguard.estimate.passes import FORWARD_ONLY, OTHER_MODEL
from flopguard.estimate.types import Estimated, Missing, Phase, figure_input, span
from flopguard.fields import Evidence, Figure
from flopguard.formula import Amount
from flopguard.quantity import show
from flopguard.result import Step, StepInput
from flopguard.units import Dimension

METHOD = "architecture"
_LENGTHS = {"sequence_length": "length", "target_length": "target"}

_OTHERS = (
    ("with all pairs of query and key", Convention(scores=Scores.ALL)),
    ("without the scores of attention", Convention(scores=Scores.NONE)),
    ("with the embedding as a product", Convention(tables=Tables.BOTH)),
    ("without the output head", Convention(tables=Tables.NEITHER)),
    ("with the experts that are not visited", Convention(all_experts=True)),
    ("with full recomputation of activations", Convention(recompute=True)),
)
"""Conventions that others count by, each apart from the standard in one point."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """What is counted of a phase: the network, how large a sample is, and of what the phase tells how much."""

    phase: Phase
    network: Network
    sample: Sample
    seen: Figure
    by: str
    """`tokens` or `samples`."""

    @property
    def forward_only(self) -> bool:
        return self.phase.training.component in FORWARD_ONLY

    @property
    def work(self) -> Work:
        return self.network.work(self.sample) if self.forward_only else self.network.training_work(self.sample)

    def flop(self, convention: Convention = STANDARD) -> Fraction:
        """FLOP of one of what is counted."""
        work = self.work
        whole = work.forward_flop(convention) if self.forward_only else work.training_flop(convention)
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
    if not isinstance(counted, _Counted):
        return Missing(method=METHOD, needs=counted)
    return _estimated(counted)


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
    sample = Sample(**{_LENGTHS[name]: getattr(training, name) for name in lengths})
    counted = _Counted(phase, known, sample, seen, by)
    return counted if counted.flop() > 0 else (f"{phase.at}/{lengths[0]} of a sample that the network can take",)


def _estimated(counted: _Counted) -> Estimated:
    phase, seen, by, source = counted.phase, counted.seen, counted.by, counted.source
    flop = counted.flop()
    amount = Amount.exactly(flop, Dimension.FLOP) * Amount.of(phase.input(seen, f"{phase.at}/{by}"))
    cited = dict.fromkeys(text for text in (source, seen.citation) if text)
    each = _derived(f"FLOP a {counted.one}", show(flop, 4), source)
    total = Step(
        what=f"FLOP a {counted.one} x {by}",
        inputs=(each, figure_input(by, seen)),
        result=f"{span(amount.bounds())} FLOP",
    )
    return Estimated(
        method=METHOD,
        amount=amount,
        evidence=Evidence.DERIVED.value,
        source="; ".join(cited) or None,
        steps=(_step_of_one(counted, each.value), *_by_other_conventions(counted), total),
    )


def _step_of_one(counted: _Counted, result: str) -> Step:
    passes = "forward pass" if counted.forward_only else "forward and backward pass"
    return Step(
        what=f"FLOP of a {passes} a {counted.one}: what the attention mask leaves and the output head in, "
        "embedding and recomputation out",
        inputs=tuple(_of_one(counted)),
        result=f"{result} FLOP a {counted.one}",
    )


def _of_one(counted: _Counted) -> Iterator[StepInput]:
    source, training = counted.source, counted.phase.training
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
    standard = counted.flop()
    ratios = [(name, counted.flop(convention) / standard) for name, convention in _OTHERS]
    if counted.forward_only:
        ratios.pop()  # nothing is recomputed where nothing is kept for a backward pass
    inputs = tuple(_derived(name, f"{show(ratio, 4)}x that", counted.source) for name, ratio in ratios if ratio != 1)
    if inputs:
        yield Step(what="the same as others count", inputs=inputs, result="for comparison only; no law asks for it")


def _derived(name: str, value: str, source: str | None) -> StepInput:
    return StepInput(name=name, value=value, evidence=Evidence.DERIVED.value, source=source)
