"""Six FLOP per parameter and token: 2 forward and 4 backward, attention left out.

Low for long contexts and small models, since attention is not in it. For mixtures of experts only the parameters that
take part in one token count. Phases that only run a model forward cost a third of it: 2 FLOP per parameter and token.
"""

from __future__ import annotations

from flopguard.estimate.passes import FORWARD_ONLY, OTHER_MODEL
from flopguard.estimate.types import Estimated, Missing, Phase, figure_input, span
from flopguard.fields import Evidence, Figure
from flopguard.formula import Amount
from flopguard.result import Step
from flopguard.units import Dimension

METHOD = "parameters-tokens"
TRAINING_FLOP = 6
FORWARD_FLOP = 2
_UNFIT_KINDS = ("encoder-decoder", "vision", "diffusion", "vit", "unet", "convolution", "cnn", "lstm", "protein")


def estimate(phase: Phase) -> Estimated | Missing:
    """Parameters (active ones for a mixture) times tokens seen times 6, or 2 for phases that only run forward."""
    kind = (phase.manifest.architecture.kind if phase.manifest.architecture else None) or ""
    if any(word in kind.lower() for word in _UNFIT_KINDS):
        return Missing(
            method=METHOD, needs=(f"an architecture that 6 x parameters x tokens fits; it does not fit {kind}",)
        )
    found = _parameters(phase)
    tokens = phase.training.tokens
    if isinstance(found, str) or tokens is None:
        needs = [found] if isinstance(found, str) else []
        return Missing(method=METHOD, needs=(*needs, *([f"{phase.at}/tokens"] if tokens is None else [])))
    where, parameters = found
    return _estimated(phase, where, parameters, tokens)


def _parameters(phase: Phase) -> tuple[str, Figure] | str:
    """The parameters that take part in one token and where they stand, or what is missing."""
    training, shape = phase.training, phase.manifest.architecture
    if training.parameters is not None:
        return f"{phase.at}/parameters", training.parameters
    if training.component in OTHER_MODEL:
        return f"{phase.at}/parameters (of the model that was run)"
    if shape is not None and shape.active_parameters is not None:
        return "/architecture/active_parameters", shape.active_parameters
    kind = ((shape.kind if shape else None) or "").lower()
    mixture = shape is not None and (shape.experts is not None or "mixture" in kind or "moe" in kind)
    if shape is None or shape.parameters is None or mixture:
        return "/architecture/active_parameters" if mixture else "/architecture/parameters"
    return "/architecture/parameters", shape.parameters


def _estimated(phase: Phase, where: str, parameters: Figure, tokens: Figure) -> Estimated:
    forward = phase.training.component in FORWARD_ONLY
    factor = FORWARD_FLOP if forward else TRAINING_FLOP
    amount = (
        Amount.exactly(factor, Dimension.FLOP)
        * Amount.of(phase.input(parameters, where))
        * Amount.of(phase.input(tokens, f"{phase.at}/tokens"))
    )
    name = where.rsplit("/", 1)[-1]
    step = Step(
        what=f"{factor} FLOP x {name.replace('_', ' ')} x tokens{' (forward only)' if forward else ''}",
        inputs=(figure_input(name, parameters), figure_input("tokens", tokens)),
        result=f"{span(amount.bounds())} FLOP",
    )
    sources = dict.fromkeys(source for source in (parameters.citation, tokens.citation) if source)
    return Estimated(
        method=METHOD,
        amount=amount,
        evidence=Evidence.DERIVED.value,
        source="; ".join(sources) or None,
        steps=(step,),
    )
