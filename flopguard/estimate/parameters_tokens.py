"""Six FLOP per parameter and token: 2 forward and 4 backward, attention left out.

Low for long contexts and small models, since attention is not in it. For mixtures of experts only the parameters that
take part in one token count. Phases that only run a model forward cost a third of it: 2 FLOP per parameter and token.
Where a part of a model is trained, its frozen weights cost 2 or 4, by whether the gradient passes through them.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from flopguard.estimate.architecture.shape import contradicted, shape_of
from flopguard.estimate.attention import attention_over_weights
from flopguard.estimate.mixtures import is_mixture
from flopguard.estimate.partly import are_all, cost_of_a_part
from flopguard.estimate.passes import FLOP_OF, OTHER_MODEL, UNFIT_KINDS, passes_of, trains_a_part
from flopguard.estimate.types import Assumption, Cost, Estimated, Missing, Phase, assumed_input, figure_input, span
from flopguard.fields import Evidence, Figure
from flopguard.formula import Amount, Input
from flopguard.manifest.training import Passes, Trained
from flopguard.quantity import Estimate, show
from flopguard.result import Step
from flopguard.units import Dimension

METHOD = "parameters-tokens"
MARGIN = Fraction(3, 10)
"""What the EU's guidelines allow an estimate to be off by; where attention alone is more, the formula does not hold."""
NEGLIGIBLE = Fraction(1, 100)
"""Below it attention is less than what rounding a published number of parameters makes up."""


def estimate(phase: Phase) -> Estimated | Missing:
    """Parameters (active ones for a mixture) times tokens seen times 6, or 2 for phases that only run forward."""
    if unfit := _unfit(phase):
        return Missing(
            method=METHOD, needs=(f"an architecture that 6 x parameters x tokens fits; it does not fit {unfit}",)
        )
    found = _parameters(phase)
    tokens = phase.training.tokens
    if isinstance(found, str) or tokens is None:
        needs = [found] if isinstance(found, str) else []
        return Missing(method=METHOD, needs=(*needs, *([f"{phase.at}/tokens"] if tokens is None else [])))
    over = _attention_over(phase, found[1])
    if unfit := _contradicted(phase) or _too_long(phase, over):
        return Missing(method=METHOD, needs=(unfit,))
    cost = cost_of_a_part(phase, *found) if _only_a_part(phase, found[1]) else _cost(phase, *found)
    if isinstance(cost, str):
        return Missing(method=METHOD, needs=(cost,))
    if over is not None and over > NEGLIGIBLE and not _is_counted(phase):
        cost = _with_attention(phase, cost, over)
    return _estimated(phase, cost, found[1], tokens)


def _unfit(phase: Phase) -> str | None:
    """The kind, or the family of the configuration, that the formula does not fit."""
    shape, config = phase.manifest.architecture, phase.config or {}
    family = config.get("model_type") or config.get("_class_name")
    said = (shape.kind if shape else None, family if isinstance(family, str) else None)
    by_word = (kind for kind in said if kind and any(word in kind.lower() for word in UNFIT_KINDS))
    return next(by_word, None) or _unfit_network(phase, said[1])


def _unfit_network(phase: Phase, family: str | None) -> str | None:
    """The family of a network whose tokens do not each meet its parameters once."""
    if phase.config is None or phase.training.parameters is not None:
        return None
    from flopguard.estimate.architecture.hub.families import network_of  # few runs have a configuration

    network = network_of(phase.config)
    return None if isinstance(network, tuple) or network.BY_TOKENS else family


def _parameters(phase: Phase) -> tuple[str, Figure] | str:
    """The parameters that take part in one token and where they stand, or what is missing."""
    training, shape = phase.training, phase.manifest.architecture
    if training.parameters is not None:
        return f"{phase.at}/parameters", training.parameters
    if training.component in OTHER_MODEL:
        return f"{phase.at}/parameters (of the model that was run)"
    if shape is not None and shape.active_parameters is not None:
        return "/architecture/active_parameters", shape.active_parameters
    mixture = is_mixture(shape, phase.config)
    if shape is None or shape.parameters is None or mixture:
        return "/architecture/active_parameters" if mixture else "/architecture/parameters"
    return "/architecture/parameters", shape.parameters


def _only_a_part(phase: Phase, parameters: Figure) -> bool:
    """Whether a part of the weights is trained; where that part is all of them, all are."""
    training = phase.training
    whole = training.trained in (None, Trained.ALL) and training.trainable_parameters is not None
    return trains_a_part(training) and not (whole and are_all(training.trainable_parameters, parameters))


def _contradicted(phase: Phase) -> str | None:
    """What is missing where the shape makes up another number of parameters than is stated: one of the two is wrong."""
    if phase.training.parameters is not None:
        return None
    return contradicted(phase.manifest.architecture, phase.config)


def _attention_over(phase: Phase, parameters: Figure) -> Fraction | None:
    """FLOP of attention, which the formula leaves out, over those of the weights; None where no shape tells."""
    length, central = phase.training.sequence_length, parameters.estimate.central
    if phase.training.parameters is not None or length is None or central is None:
        return None
    over = attention_over_weights(phase.manifest.architecture, central, length)
    return over if over is not None else _attention_of(phase, length)


def _attention_of(phase: Phase, length: int) -> Fraction | None:
    """The same by a configuration that can be counted."""
    if phase.config is None:
        return None
    from flopguard.estimate.architecture.hub.families import network_of
    from flopguard.estimate.architecture.work import Sample

    network = network_of(phase.config)
    if isinstance(network, tuple):
        return None
    work = network.work(Sample(length))
    return Fraction(work.scores, max(work.forward_flop() - work.scores, 1))


def _too_long(phase: Phase, over: Fraction | None) -> str | None:
    """What is missing where attention is known to be more than the margin."""
    if over is None or over <= MARGIN:
        return None
    return (
        f"a sequence that 6 x parameters x tokens fits; at {phase.training.sequence_length} tokens attention, which it "
        f"leaves out, is {show(over * 100)}% of it on top"
    )


def _is_counted(phase: Phase) -> bool:
    """Whether the whole shape can be counted, attention and all, so that this formula is only set beside it."""
    return not isinstance(shape_of(phase.manifest.architecture, phase.config), tuple)


def _with_attention(phase: Phase, cost: Cost, over: Fraction) -> Cost:
    """The cost with anything between no attention and all of it: a published size may hold tables that cost nothing."""
    share = Estimate(Fraction(0), Fraction(0), over, Dimension.RATIO)
    because = f"by the shape it is {show(over * 100)}% on top at {phase.training.sequence_length} tokens a sequence"
    left_out = Input(f"{phase.scope}{phase.at}/attention on top of 6 x parameters x tokens", share)
    return replace(
        cost,
        amount=cost.amount + cost.amount * Amount.of(left_out),
        what=f"({cost.what}) x (1 + attention on top)",
        assumptions=(*cost.assumptions, Assumption(input=left_out, because=because)),
    )


def _cost(phase: Phase, where: str, parameters: Figure) -> Cost:
    """FLOP per token where every weight is treated alike."""
    passes = passes_of(phase.training)
    name = where.rsplit("/", 1)[-1]
    flop = FLOP_OF[passes]
    return Cost(
        amount=Amount.exactly(flop, Dimension.FLOP) * Amount.of(phase.input(parameters, where)),
        what=f"{flop} FLOP x {name.replace('_', ' ')} x tokens{_SAID[passes]}",
        shown=(figure_input(name, parameters),),
    )


def _estimated(phase: Phase, cost: Cost, parameters: Figure, tokens: Figure) -> Estimated:
    amount = cost.amount * Amount.of(phase.input(tokens, f"{phase.at}/tokens"))
    step = Step(
        what=cost.what,
        inputs=(*cost.shown, figure_input("tokens", tokens), *map(assumed_input, cost.assumptions)),
        result=f"{span(amount.bounds())} FLOP",
    )
    part = phase.training.trainable_parameters
    cited = (parameters.citation, part.citation if part else None, tokens.citation)
    return Estimated(
        method=METHOD,
        amount=amount,
        evidence=Evidence.DERIVED.value,
        source="; ".join(dict.fromkeys(source for source in cited if source)) or None,
        steps=(step,),
        assumptions=cost.assumptions,
    )


_SAID = {
    Passes.FORWARD: " (forward only)",
    Passes.INPUT_GRADIENT: " (forward, and the gradient passed on)",
    Passes.FULL: "",
}
