"""How far a model has moved since it was last assessed: its training compute, and each score that both models have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flopguard.estimate.types import ActualCompute
from flopguard.evaluate.assessed import scores_of
from flopguard.evaluate.facts import Facts, is_later
from flopguard.evaluate.rows import alike, falls
from flopguard.evaluate.sampling import Sampled, sampled
from flopguard.evaluate.steps_in_score import reach, unlike
from flopguard.formula import Amount, ratio_bounds, total
from flopguard.manifest.types import Benchmark
from flopguard.quantity import Estimate
from flopguard.units import Dimension


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One score then and now, on the same problems of the same version, with the interval of what is gained."""

    at: str
    name: str
    ours: Sampled
    theirs: Sampled
    low: Fraction
    high: Fraction
    ceiling: Fraction | None
    otherwise: tuple[str, ...]
    """In what the elicitation differs, or that it is not stated."""
    falls: bool = False
    """Whether a lower score is the better one. What is gained is then how far it fell."""

    @property
    def gained(self) -> Fraction:
        """By how much the score is better than the other one, as stated."""
        difference = self.ours.central - self.theirs.central
        return -difference if self.falls else difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What changed since one assessment; `compute` is the ratio of all training compute that is stated."""

    at: str
    model: str
    compute: Estimate
    moved: tuple[Movement, ...]


def since_assessments(facts: Facts) -> tuple[Since, ...]:
    """For each assessment of a model whose compute is known, in the order of the manifest."""
    found = (_since(facts, number) for number, _ in facts.assessments)
    return tuple(entry for entry in found if entry is not None)


def _since(facts: Facts, number: int) -> Since | None:
    theirs = facts.assessed.get(number)
    ours, before = _stated(facts.compute), _stated(theirs) if theirs is not None else None
    compute = ratio_bounds(ours, before) if ours is not None and before is not None else None
    if theirs is None or compute is None:
        return None
    moved = tuple(_movements(facts, number))
    return Since(at=f"/assessment/{number}", model=theirs.model, compute=compute, moved=moved)


def _stated(compute: ActualCompute) -> Amount | None:
    """The sum of every phase; None where one of them is not known."""
    amounts = [phase.chosen.amount for phase in compute.phases if phase.chosen is not None]
    if len(amounts) < len(compute.phases) or compute.unknown_bases or not amounts:
        return None
    return total(amounts, Dimension.FLOP)


def _movements(facts: Facts, number: int) -> Iterator[Movement]:
    as_of, before = facts.settings.as_of, scores_of(facts, number)
    for place, row in enumerate(facts.manifest.benchmark):
        for other in before:
            if alike(row.name, other.name) and not is_later(row.date, as_of) and not is_later(other.date, as_of):
                yield from _movement(f"/benchmark/{place}", row, other, falling=falls(row, facts.manifest.definition))


def _movement(at: str, row: Benchmark, other: Benchmark, *, falling: bool) -> Iterator[Movement]:
    ours, theirs = sampled(row), sampled(other)
    same = row.version is not None and (row.version, row.split) == (other.version, other.split)
    if ours is None or theirs is None or not same:
        return
    low, high = reach(theirs, ours) if falling else reach(ours, theirs)
    ceiling = row.ceiling.estimate.low if row.ceiling is not None else None
    otherwise = tuple(unlike(at, row, other))
    yield Movement(
        at=at,
        name=row.name,
        ours=ours,
        theirs=theirs,
        low=low,
        high=high,
        ceiling=ceiling,
        otherwise=otherwise,
        falls=falling,
    )
