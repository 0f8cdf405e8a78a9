"""What computation that is not training comes to: a rate over a time, or so much an item. It enters no total."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from flopguard.estimate.passes import FORWARD_FLOP
from flopguard.estimate.types import Missing, as_range, figure_input, span
from flopguard.estimate.worth import multiplied, refusal, with_ratios, worth_of
from flopguard.fields import Figure
from flopguard.formula import Amount
from flopguard.manifest.training import Workload as Stated
from flopguard.manifest.types import Manifest
from flopguard.quantity import Estimate, show
from flopguard.result import CrossCheck, MethodGap, Step, Workload
from flopguard.units import Dimension

RATE_TIME = "rate-time"
PER_ITEM = "per-item"
PER_TOKEN = "per-token"

Factors = tuple[tuple[str, Figure | None], ...]


@dataclass(frozen=True, slots=True)
class _Method:
    """Figures that multiply to an amount. Those of `own` say that the method is meant, else all of its figures do."""

    name: str
    what: str
    factors: Callable[[Stated], Factors]
    start: Amount
    own: tuple[str, ...] = ()


_ONE = Amount.exactly(1, Dimension.RATIO)
_METHODS: tuple[_Method, ...] = (
    _Method(RATE_TIME, "rate x duration", lambda entry: (("rate", entry.rate), ("duration", entry.duration)), _ONE),
    _Method(
        PER_ITEM,
        "flop per item x items",
        lambda entry: (("flop_per_item", entry.flop_per_item), ("items", entry.items)),
        _ONE,
    ),
    _Method(
        PER_TOKEN,
        f"{FORWARD_FLOP} FLOP x parameters x tokens per item x items",
        lambda entry: (*_of_tokens(entry), ("items", entry.items)),
        Amount.exactly(FORWARD_FLOP, Dimension.FLOP),
        own=("parameters", "tokens_per_item"),
    ),
)
"""In order of preference: what was run, then what it was run for, then the weights that work for each token."""


def _of_tokens(entry: Stated) -> Factors:
    return (("parameters", entry.parameters), ("tokens_per_item", entry.tokens_per_item))


def workloads(manifest: Manifest) -> tuple[Workload, ...]:
    """Each workload with what it comes to by every method that its figures allow, and what the others lack."""
    found = tuple(_workload(entry, f"/workload/{number}") for number, entry in enumerate(manifest.workload))
    return with_ratios(found)


def _workload(entry: Stated, at: str) -> Workload:
    answers = [
        _product(method, method.factors(entry), at, entry.source) for method in _METHODS if _meant(method, entry)
    ]
    found = [answer for answer in answers if not isinstance(answer, Missing)]
    chosen = next((answer for answer in found if answer.amount.central is not None), found[0] if found else None)
    others = [answer for answer in found if answer is not chosen]
    worth = worth_of(entry)
    return Workload(
        at=at,
        name=entry.name,
        flop=as_range(chosen.amount) if chosen else None,
        method=chosen.method if chosen else None,
        source=chosen.source if chosen else None,
        cross_checks=tuple(_cross_check(other, chosen) for other in others if chosen),
        gaps=tuple(MethodGap(method=gap.method, needs=gap.needs) for gap in answers if isinstance(gap, Missing)),
        steps=(chosen.step,) if chosen else (),
        notes=(
            *(_disagreement(other, chosen) for other in others if chosen and _apart(other.amount, chosen.amount)),
            *refusal(worth),
        ),
        worth=worth,
    )


def _meant(method: _Method, entry: Stated) -> bool:
    return not method.own or any(getattr(entry, name) is not None for name in method.own)


@dataclass(frozen=True, slots=True)
class _Product:
    """One method's answer."""

    method: str
    amount: Estimate
    source: str | None
    step: Step


def _product(method: _Method, factors: Factors, at: str, source: str | None) -> _Product | Missing:
    known = [(name, figure) for name, figure in factors if figure is not None]
    if len(known) < len(factors):
        return Missing(method=method.name, needs=tuple(f"{at}/{name}" for name, figure in factors if figure is None))
    amount = multiplied(method.start, known).bounds()
    step = Step(
        what=method.what,
        inputs=tuple(figure_input(name, figure) for name, figure in known),
        result=f"{span(amount)} FLOP",
    )
    cited = dict.fromkeys(figure.citation or source for _, figure in known)
    return _Product(method.name, amount, "; ".join(text for text in cited if text) or None, step)


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
