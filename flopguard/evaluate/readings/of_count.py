"""What a claim may leave open about the FLOP that it multiplies: scope, experts, allocation, and the baseline."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Decimal
from fractions import Fraction

from flopguard.components import ComponentKey
from flopguard.definition.load import bundled_definitions
from flopguard.definition.types import Curve, LawKind
from flopguard.effective.curves.frontier import Frontier
from flopguard.effective.curves.read import law_of
from flopguard.effective.distance import distance
from flopguard.effective.scale import cut_off
from flopguard.evaluate.readings.scope import PRETRAINING
from flopguard.evaluate.readings.slots import Asked, Candidate, Gap, Slot
from flopguard.evaluate.readings.types import Scope
from flopguard.quantity import point, show
from flopguard.units import Dimension

NEAR = Fraction(3, 10)
"""How far a figure may be from 6 FLOP for each parameter and token and still be counted so."""
AT_MOST = Fraction(1)
"""No split of the same compute does better than the best one."""
_CONTEXT = Context(prec=40)
_SHORT = Context(prec=12)


def baseline(asked: Asked) -> Slot | Gap | None:
    """Against what it is a gain; another baseline needs the curves of both, which a claim does not bring."""
    if asked.claim.baseline is not None:
        return None
    return Gap("baseline", f"the claim names none{_how_far_recipes_are(asked)}")


def _how_far_recipes_are(asked: Asked) -> str:
    """How far below the run the curves end by which the published recipes could be told apart."""
    domains = (c.domain.estimate for c in bundled_definitions().curve if c.law is LawKind.POWER and c.domain)
    ends = [domain.high for domain in domains if domain.high]
    away = distance(asked.compute, (max(ends), max(ends))) if ends and asked.compute is not None else None
    if away is None or not away.above:
        return ""
    found = f"{show(Fraction(away.orders))} orders of magnitude below"
    return f", and the recipes whose curves are published were measured up to {show(max(ends))} FLOP, {found}"


def scope(asked: Asked) -> Slot | Gap | None:
    """Which training it multiplies, where the claim gives neither a figure nor phases."""
    if asked.scope.stated is not None or asked.scope.phases is not None:
        return None
    alone = Candidate(answer="pre-training", because="the default of such claims", scope=Scope(phases=PRETRAINING))
    everything = Candidate(
        answer="all training",
        says="it is of all training, what is not stated included",
        because="the claim does not say of which phases it is",
    )
    return Slot("scope", (alone, everything))


def experts(asked: Asked) -> Slot | Gap | None:
    """Whether FLOP were counted over the active parameters or over all of them."""
    shape = asked.manifest.architecture
    whole = shape.parameters.estimate if shape and shape.parameters else None
    active = shape.active_parameters.estimate if shape and shape.active_parameters else None
    if whole is None or active is None or not (whole.is_point and active.is_point) or whole.low <= active.low:
        return None
    if asked.scope.stated is None and any(phase.flop is None for phase in asked.manifest.training):
        return None
    if _by_active(asked, active.low):
        return None
    share = active.low / whole.low
    by_active = Candidate(answer="active parameters", because="as the figure stands")
    by_all = Candidate(
        answer="all parameters",
        says=f"its FLOP count all parameters, {show(1 / share)} times those that are active",
        because=f"{show(active.low)} of {show(whole.low)} parameters are active for a token",
        count=share,
    )
    return Slot("FLOP convention", (by_active, by_all))


def _by_active(asked: Asked, active: Fraction) -> bool:
    """Whether the figure is 6 FLOP for each active parameter and token, so that nothing is left open."""
    tokens = _tokens(asked)
    if tokens is None or asked.compute is None or not asked.compute.is_point:
        return False
    return abs(asked.compute.low / (6 * active * tokens) - 1) <= NEAR


def _tokens(asked: Asked) -> Fraction | None:
    """The tokens of pre-training, where they are one value."""
    runs = [phase for phase in asked.manifest.training if phase.component is ComponentKey.PRETRAIN]
    seen = [phase.tokens.estimate for phase in runs if phase.tokens]
    return seen[0].low or None if len(seen) == 1 and seen[0].is_point else None


def allocation(asked: Asked) -> Slot | Gap | None:
    """Compute as it was split, or what the best split would need for the same loss, by each published fit."""
    if asked.manifest.architecture is not None and asked.manifest.architecture.active_parameters is not None:
        return Gap("allocation", "the published fits are of dense models", AT_MOST)
    split = _split(asked)
    if split is None:
        return Gap("allocation", "parameters and training tokens are not both stated as one value", AT_MOST)
    trained = Candidate(answer="as trained", because="as the figure stands")
    found = tuple(_by_fits(*split))
    if not found:
        return Gap("allocation", "the run lies over three orders of magnitude outside what the fits rest on", AT_MOST)
    return Slot("allocation", (trained, *found))


def _split(asked: Asked) -> tuple[Fraction, Fraction] | None:
    shape, tokens = asked.manifest.architecture, _tokens(asked)
    size = shape.parameters.estimate if shape and shape.parameters else None
    if size is None or not size.is_point or tokens is None:
        return None
    return (size.low, tokens) if size.low else None


def _by_fits(parameters: Fraction, tokens: Fraction) -> Iterator[Candidate]:
    for curve in bundled_definitions().curve:
        published = curve.law is LawKind.FRONTIER and curve.verified != "derived"
        law = law_of(curve, None) if published else None
        if isinstance(law, Frontier) and _is_near(curve, law, parameters, tokens):
            penalty = law.allocation_penalty(_decimal(parameters), _decimal(tokens))
            if penalty.kind == "value":
                yield _equivalent(curve, Fraction(_SHORT.plus(penalty.value)))


def _is_near(curve: Curve, law: Frontier, parameters: Fraction, tokens: Fraction) -> bool:
    spent = point(Fraction(law.flop_per_parameter_token) * parameters * tokens, Dimension.FLOP)
    domain = curve.domain.estimate if curve.domain else None
    if domain is None or domain.high is None or not domain.low:
        return False
    away = distance(spent, (domain.low, domain.high))
    return away is not None and not away.beyond(cut_off("refuse_over"))


def _equivalent(curve: Curve, penalty: Fraction) -> Candidate:
    return Candidate(
        answer=f"compute-optimal by {curve.id}",
        says=f"its FLOP are taken as the best split of them would need, {show(penalty)} times fewer by {curve.id}",
        because=f"{curve.title or curve.id} ({curve.source or 'no source'})",
        count=1 / penalty,
    )


def _decimal(value: Fraction) -> Decimal:
    return _CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))
