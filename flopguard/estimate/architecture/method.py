"""The operations of the stated shape over the stated tokens: attention, active experts and the output head in it.

The shape has to make up the parameters that are stated, within 3 %: a shape that does not is of another model, or has
parts that are not stated, and is not counted.
"""

from __future__ import annotations

from fractions import Fraction

from flopguard.estimate.architecture.decoder import Decoder
from flopguard.estimate.architecture.inline import decoder_of
from flopguard.estimate.architecture.work import TRAINING_PASSES
from flopguard.estimate.passes import FORWARD_ONLY, OTHER_MODEL
from flopguard.estimate.types import Estimated, Missing, Phase, figure_input, span
from flopguard.fields import Evidence, Figure
from flopguard.formula import Amount
from flopguard.manifest.types import Architecture
from flopguard.quantity import Estimate, show
from flopguard.result import Step, StepInput
from flopguard.units import Dimension

METHOD = "architecture"
TOLERATED = Fraction(3, 100)
"""What norms, biases, learned positions and rounding may make up of a stated number of parameters."""


def estimate(phase: Phase) -> Estimated | Missing:
    """Tokens times the FLOP of one token at the sequence length of the phase, or what is missing for that."""
    training, shape = phase.training, phase.manifest.architecture
    if training.component in OTHER_MODEL or training.parameters is not None:
        return Missing(method=METHOD, needs=(f"{phase.at} to train or run the model of /architecture, all of it",))
    decoder = decoder_of(shape)
    needs = list(decoder) if isinstance(decoder, tuple) else contradicted(shape, decoder)
    needs += [f"{phase.at}/{name}" for name in ("tokens", "sequence_length") if getattr(training, name) is None]
    if needs or isinstance(decoder, tuple):
        return Missing(method=METHOD, needs=tuple(needs))
    assert training.tokens is not None
    assert training.sequence_length is not None
    return _estimated(phase, decoder, training.tokens, training.sequence_length)


def contradicted(shape: Architecture | None, decoder: Decoder) -> list[str]:
    """What speaks against the shape: stated parameters that it does not make up."""
    assert shape is not None
    needs = []
    built = Fraction(decoder.parameters())
    if shape.parameters is not None and not _near(shape.parameters.estimate, built, built):
        needs.append(_disagreement("parameters", shape.parameters, built))
    active = Fraction(decoder.active_parameters())
    vocabulary = decoder.vocabulary * decoder.hidden
    stated = shape.active_parameters
    if stated is not None and not _near(stated.estimate, active - vocabulary, active + vocabulary):
        needs.append(_disagreement("active_parameters", stated, active))
    return needs


def _near(stated: Estimate, low: Fraction, high: Fraction) -> bool:
    """Whether a stated figure meets the range; active parameters are quoted with either vocabulary table or none."""
    above = stated.high is None or stated.high >= low * (1 - TOLERATED)
    return above and stated.low <= high * (1 + TOLERATED)


def _disagreement(name: str, stated: Figure, built: Fraction) -> str:
    return (
        f"/architecture whose shape makes up its {name} (it makes {show(built, 3)}, {span(stated.estimate)} are stated)"
    )


def _estimated(phase: Phase, decoder: Decoder, tokens: Figure, length: int) -> Estimated:
    forward = phase.training.component in FORWARD_ONLY
    per_token = decoder.forward_flop_per_token(length) * (1 if forward else TRAINING_PASSES)
    amount = Amount.exactly(per_token, Dimension.FLOP) * Amount.of(phase.input(tokens, f"{phase.at}/tokens"))
    source = phase.manifest.architecture.source if phase.manifest.architecture else None
    cited = dict.fromkeys(text for text in (source, tokens.citation) if text)
    per = _derived("FLOP a token", show(per_token, 4), source)
    total = Step(
        what="FLOP a token x tokens",
        inputs=(per, figure_input("tokens", tokens)),
        result=f"{span(amount.bounds())} FLOP",
    )
    return Estimated(
        method=METHOD,
        amount=amount,
        evidence=Evidence.DERIVED.value,
        source="; ".join(cited) or None,
        steps=(_per_token_step(phase, decoder, length, per.value), total),
    )


def _per_token_step(phase: Phase, decoder: Decoder, length: int, result: str) -> Step:
    passes = "forward pass" if phase.training.component in FORWARD_ONLY else "forward and backward pass"
    source = phase.manifest.architecture.source if phase.manifest.architecture else None
    stated = StepInput(
        name="sequence_length", value=str(length), evidence=Evidence.REPORTED.value, source=phase.training.source
    )
    active, share = Fraction(decoder.active_parameters()), decoder.attention_share(length)
    return Step(
        what=f"FLOP of a {passes} a token: causal attention and output head in, embedding and recomputation out",
        inputs=(
            _derived("parameters in matrix products", show(active, 4), source),
            stated,
            _derived("share of attention", f"{show(share * 100)}%", source),
        ),
        result=f"{result} FLOP a token",
    )


def _derived(name: str, value: str, source: str | None) -> StepInput:
    return StepInput(name=name, value=value, evidence=Evidence.DERIVED.value, source=source)
