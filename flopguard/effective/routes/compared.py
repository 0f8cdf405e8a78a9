"""The two routes to effective compute under one definition beside each other: how far they agree, and why not.

They are never averaged. Where they differ one of them is wrong, and a mean of the two would hide which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from flopguard.effective.curves.answer import EXACT, LN10
from flopguard.effective.gains.route import by_gains
from flopguard.effective.intervals import deviations
from flopguard.effective.inversion.noise import exact
from flopguard.effective.inversion.route import by_inversion
from flopguard.effective.inversion.steps import ROUNDING
from flopguard.effective.routes.causes import Evidence, causes
from flopguard.effective.routes.sandbag import suspicion
from flopguard.effective.routes.shared import with_names
from flopguard.effective.scope import compute_in_scope
from flopguard.effective.types import EffectiveAmount
from flopguard.estimate.types import ActualCompute, span
from flopguard.formula import Amount, Term
from flopguard.manifest.types import Manifest
from flopguard.quantity import DEFAULT_LEVEL, Estimate, middle, show
from flopguard.result import RoutesCompared

AGREE, DISAGREE = 1, 2
"""Below the first z the routes agree, from the second on they disagree."""


@dataclass(frozen=True, slots=True)
class Apart:
    """How far the gains lie above the inversion: in orders of magnitude, and in standard deviations of both.

    `z` is None where neither has an interval.
    """

    orders: Decimal
    z: Decimal | None


def both_routes(manifest: Manifest, compute: ActualCompute, as_of: date) -> tuple[EffectiveAmount, ...]:
    """Effective compute by both routes: for each definition the gains, then the inversions of its curves."""
    by_curve = by_inversion(manifest, compute, as_of)
    found: list[EffectiveAmount] = []
    for answer in by_gains(manifest, compute):
        found += [answer, *(entry for entry in by_curve if entry.definition is answer.definition)]
    return with_names(found, manifest)


def routes_compared(
    effective: Sequence[EffectiveAmount], manifest: Manifest, compute: ActualCompute
) -> tuple[RoutesCompared, ...]:
    """The comparison for each definition that has both routes, or one that speaks against itself."""
    gains = [answer for answer in effective if answer.route == "gains"]
    found = [_compared(entry, effective, manifest, compute) for entry in gains]
    return tuple(entry for entry in found if entry is not None)


def _compared(
    gains: EffectiveAmount, effective: Sequence[EffectiveAmount], manifest: Manifest, compute: ActualCompute
) -> RoutesCompared | None:
    """By the definition's own curve; other fits are named where they would make another situation of it."""
    inversions = [e for e in effective if e.route == "inversion" and e.definition is gains.definition]
    main = next((entry for entry in inversions if entry.is_main), None)
    if main is None:
        return None
    found = _situation(gains, main, manifest, compute)
    if found is None:
        return None
    others = ((entry, _situation(gains, entry, manifest, compute)) for entry in inversions if entry is not main)
    differing = [
        f"by '{entry.curve}': {other.situation.replace('_', ' ')}"
        for entry, other in others
        if other is not None and other.situation != found.situation
    ]
    return replace(found, says="; ".join((found.says, *differing)))


# --- the table of situations -----------------------------------------------------------------------------------------


def _situation(
    gains: EffectiveAmount, inversion: EffectiveAmount, manifest: Manifest, compute: ActualCompute
) -> RoutesCompared | None:
    scope = compute_in_scope(gains.definition, compute)
    suspect = suspicion(gains, inversion, scope.amount)
    apart = _apart(gains, inversion)
    known = Evidence(gains=gains, inversion=inversion, manifest=manifest, actual=scope.amount)
    if suspect:
        return _made(known, "sandbag_suspect", suspect, apart, higher="gains")
    if gains.amount is None or inversion.amount is None or not (gains.used or gains.left_out):
        return None  # where no improvement is stated at all, actual compute alone is no evidence for a gain of 1
    if inversion.kind == "unbounded":
        says = "the score is better than the limit of the baseline's curve: take a later baseline"
        return _made(known, "cannot_adjudicate", says)
    if inversion.kind == "value" and gains.kind == "value" and apart is not None:
        return _by_distance(known, apart)
    return _by_bounds(known, gains.amount.bounds(), inversion.amount.bounds())


def _by_distance(known: Evidence, apart: Apart) -> RoutesCompared:
    z = apart.z
    if z is None:
        # Without any interval every difference counts, and only equal figures agree.
        situation = "agree" if abs(apart.orders) <= ROUNDING else "disagree"
    else:
        situation = "agree" if abs(z) < AGREE else "differ" if abs(z) < DISAGREE else "disagree"
    higher = "gains" if apart.orders > ROUNDING else "inversion" if apart.orders < -ROUNDING else ""
    alone = "" if known.used else "; no gain is in the product, which is actual compute alone"
    return _made(known, situation, f"{_how_far(apart, higher)}{alone}", apart, higher)


def _how_far(apart: Apart, higher: str) -> str:
    if not higher:
        return "both give the same"
    times = show(Fraction(EXACT.exp(EXACT.multiply(abs(apart.orders), LN10))), 3)
    give = {"gains": "the gains give {} times what the inversion gives"}
    words = give.get(higher, "the inversion gives {} times what the gains give").format(times)
    if apart.z is None:
        return f"{words}, and neither has an interval"
    return f"{words}, {show(Fraction(abs(apart.z)), 2)} standard deviations apart"


def _by_bounds(known: Evidence, gains: Estimate, inversion: Estimate) -> RoutesCompared:
    """Where one of the two is only a bound: they contradict each other, or nothing more can be told."""
    if gains.high is not None and inversion.low > gains.high:
        says = f"the score takes at least {show(inversion.low)} FLOP, the gains give at most {show(gains.high)} FLOP"
        return _made(known, "contradiction", says, higher="inversion")
    if inversion.high is not None and inversion.high < gains.low:
        says = f"the score takes at most {show(inversion.high)} FLOP, the gains give at least {show(gains.low)} FLOP"
        return _made(known, "contradiction", says, higher="gains")
    words = {"multivalued": "the baseline has this score at several compute budgets"}
    says = words.get(known.inversion.kind, f"only a bound is known, and {span(gains)} FLOP does not contradict it")
    return _made(known, "cannot_adjudicate", says)


def _made(known: Evidence, situation: str, says: str, apart: Apart | None = None, higher: str = "") -> RoutesCompared:
    explained = () if situation in ("agree", "cannot_adjudicate") else causes(known, higher)
    return RoutesCompared(
        definition=known.gains.definition.id,
        situation=situation,
        says=says,
        log10_ratio=None if apart is None else float(round(apart.orders, 6)),
        z=None if apart is None or apart.z is None else float(round(apart.z, 6)),
        causes=explained,
    )


# --- how far apart ---------------------------------------------------------------------------------------------------


def _apart(gains: EffectiveAmount, inversion: EffectiveAmount) -> Apart | None:
    """The distance of the medians, both as log-normals; None where one has none."""
    if gains.amount is None or inversion.amount is None:
        return None
    above, below = _log_normal(gains.amount), _log_normal(inversion.amount)
    if above is None or below is None:
        return None
    ln_ratio = EXACT.subtract(above[0], below[0])
    deviation = EXACT.sqrt(EXACT.add(above[1], below[1]))
    z = EXACT.divide(ln_ratio, deviation) if deviation else None
    return Apart(EXACT.divide(ln_ratio, LN10), z)


def _log_normal(amount: Amount) -> tuple[Decimal, Decimal] | None:
    """The logarithm of the central value, and the variance of the logarithm: of independent inputs where it can be."""
    estimate = amount.bounds()
    central = estimate.central
    if central is None and estimate.low > 0 and estimate.high is not None:
        central = middle(estimate.low, estimate.high)
    if not central:
        return None
    variance = _of_inputs(amount.terms[0]) if len(amount.terms) == 1 else None
    if variance is None:
        variance = _variance(estimate, central, DEFAULT_LEVEL)
    return (EXACT.ln(exact(central)), variance) if variance is not None else None


def _of_inputs(term: Term) -> Decimal | None:
    """The variance of a product whose inputs are independent of each other."""
    parts = [_variance(item.estimate, item.estimate.central, item.level) for item in term.inputs]
    return sum((part for part in parts if part is not None), Decimal(0)) if None not in parts else None


def _variance(estimate: Estimate, central: Fraction | None, level: Fraction) -> Decimal | None:
    """Of the logarithm, from the width of the interval; from its known half where it is open or starts at 0."""
    low, high, away = estimate.low, estimate.high, deviations(level)
    if high is not None and high - low <= high * ROUNDING:
        return Decimal(0)
    if not central or (low <= 0 and high is None) or away <= 0:
        return None
    top = high if high is not None else central * central / low
    bottom = low if low > 0 else central * central / top
    width = EXACT.ln(exact(top / bottom))
    deviation = EXACT.divide(width, EXACT.multiply(Decimal(2), away))
    return EXACT.multiply(deviation, deviation)
