"""What computation that is not training comes to: a rate over a time, or so much an item. It enters no total."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from flopguard.estimate.types import Missing, as_range, figure_input, span
from flopguard.fields import Figure
from flopguard.formula import Amount, Input
from flopguard.manifest.types import Manifest
from flopguard.manifest.types import Workload as Stated
from flopguard.quantity import Estimate, show
from flopguard.result import CrossCheck, MethodGap, Step, Workload

RATE_TIME = "rate-time"
PER_ITEM = "per-item"

_Factors = Callable[[Stated], tuple[tuple[str, Figure | None], tuple[str, Figure | None]]]
_METHODS: tuple[tuple[str, _Factors], ...] = (
    (RATE_TIME, lambda entry: (("rate", entry.rate), ("duration", entry.duration))),
    (PER_ITEM, lambda entry: (("flop_per_item", entry.flop_per_item), ("items", entry.items))),
)
"""Two figures that multiply to an amount, in order of preference: what was run, then what it was run for."""


def workloads(manifest: Manifest) -> tuple[Workload, ...]:
    """Each workload with what it comes to by every method that its figures allow, and what the others lack."""
    return tuple(_workload(entry, f"/workload/{number}") for number, entry in enumerate(manifest.workload))


def _workload(entry: Stated, at: str) -> Workload:
    answers = [_product(method, factors(entry), at, entry.source) for method, factors in _METHODS]
    found = [answer for answer in answers if not isinstance(answer, Missing)]
    chosen = next((answer for answer in found if answer.amount.central is not None), found[0] if found else None)
    others = [answer for answer in found if answer is not chosen]
    return Workload(
        at=at,
        name=entry.name,
        flop=as_range(chosen.amount) if chosen else None,
        method=chosen.method if chosen else None,
        source=chosen.source if chosen else None,
        cross_checks=tuple(_cross_check(other, chosen) for other in others if chosen),
        gaps=tuple(MethodGap(method=gap.method, needs=gap.needs) for gap in answers if isinstance(gap, Missing)),
        steps=(chosen.step,) if chosen else (),
        notes=tuple(_disagreement(other, chosen) for other in others if chosen and _apart(other.amount, chosen.amount)),
    )


@dataclass(frozen=True, slots=True)
class _Product:
    """One method's answer."""

    method: str
    amount: Estimate
    source: str | None
    step: Step


def _product(
    method: str, factors: tuple[tuple[str, Figure | None], tuple[str, Figure | None]], at: str, source: str | None
) -> _Product | Missing:
    known = [(name, figure) for name, figure in factors if figure is not None]
    if len(known) < len(factors):
        return Missing(method=method, needs=tuple(f"{at}/{name}" for name, figure in factors if figure is None))
    (_, first), (_, second) = known
    amount = (Amount.of(Input("1", first.estimate)) * Amount.of(Input("2", second.estimate))).bounds()
    step = Step(
        what=" x ".join(name.replace("_", " ") for name, _ in known),
        inputs=tuple(figure_input(name, figure) for name, figure in known),
        result=f"{span(amount)} FLOP",
    )
    cited = dict.fromkeys(figure.citation or source for _, figure in known)
    return _Product(method, amount, "; ".join(text for text in cited if text) or None, step)


def _cross_check(other: _Product, chosen: _Product) -> CrossCheck:
    ratio = _ratio(other, chosen)
    return CrossCheck(
        method=other.method,
        flop=as_range(other.amount),
        ratio=None if ratio is None else float(round(ratio, 4)),
        independent=True,
        steps=(other.step,),
    )


def _ratio(other: _Product, chosen: _Product) -> Fraction | None:
    ours, theirs = chosen.amount.central, other.amount.central
    return theirs / ours if ours and theirs is not None else None


def _apart(one: Estimate, other: Estimate) -> bool:
    """Whether two amounts have no value in common."""
    return _below(one, other) or _below(other, one)


def _below(one: Estimate, other: Estimate) -> bool:
    if one.high is None:
        return False
    return one.high < other.low or (one.high == other.low and (one.high_open or other.low_open))


def _disagreement(other: _Product, chosen: _Product) -> str:
    ratio = _ratio(other, chosen)
    times = f", {show(ratio)}x that" if ratio is not None else ""
    return f"{chosen.method} and {other.method} contradict each other: {other.method} gives {span(other.amount)}{times}"
