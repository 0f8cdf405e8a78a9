"""Scores as rules look at them: each row beside the definition that it is the metric of, with its error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from flopguard.definition.types import Curve, Definition, Metric, MetricKind
from flopguard.finding import Factor
from flopguard.lint.change import ONE, between
from flopguard.lint.gains import curve_of, same_metric
from flopguard.manifest.types import Benchmark, Manifest
from flopguard.quantity import show

if TYPE_CHECKING:
    from flopguard.effective.curves.law import Law
    from flopguard.effective.inversion.near import Scale
    from flopguard.effective.inversion.scores import Score

ALL = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rising:
    """A score of which more is better, with its standard error and the ends of its scale."""

    at: str
    row: Benchmark
    value: Fraction
    error: Fraction
    scale: Scale

    def told(self, amount: Fraction | None, digits: int = 3) -> str:
        """An amount on the score's scale: in per cent where the score is a share."""
        known = amount or Fraction(0)
        return f"{show(known * 100, digits)}%" if self.value <= ALL else show(known, digits)

    @property
    def words(self) -> str:
        """The score, with its standard error."""
        return f"{self.row.name[:60]} is {self.told(self.value)} with a standard error of {self.told(self.error, 2)}"


def rising(card: Manifest) -> Iterator[Rising]:
    """Each score that rises, has an end to its scale, and of which it is known how exact it is."""
    for number, row in enumerate(card.benchmark):
        value = row.score.estimate.central if row.score is not None else None
        may_end = card.definition or row.floor is not None or row.ceiling is not None
        if value is not None and may_end and not row.confidential:
            yield from _rising(card, number, row, value)


def _rising(card: Manifest, number: int, row: Benchmark, value: Fraction) -> Iterator[Rising]:
    from flopguard.effective.inversion.near import scale_of  # slow to import
    from flopguard.effective.inversion.noise import noise_of
    from flopguard.evaluate.rows import falls

    if falls(row, card.definition):
        return
    definition = definition_of(row, card)
    metric = definition.metric if definition is not None else None
    scale = scale_of(row, metric, curve_of(definition, card))
    if scale.floor is None and scale.ceiling is None:
        return
    noise = noise_of(row, metric or _as_share(row, value), value)
    if isinstance(noise, str) or noise.error is None:
        return
    yield Rising(at=f"/benchmark/{number}", row=row, value=value, error=Fraction(noise.error), scale=scale)


def _as_share(row: Benchmark, value: Fraction) -> Metric:
    """A share of right answers lies between 0 and 1; of anything else the number of items tells no error."""
    return Metric(name=row.name, kind=MetricKind.ACCURACY if value <= ALL else MetricKind.ELO)


def definition_of(row: Benchmark, card: Manifest) -> Definition | None:
    """The first definition of whose metric it is a score; a version that one of them leaves out tells nothing apart."""
    return next((entry for entry in card.definition if entry.metric is not None and is_of(row, entry.metric)), None)


def is_of(row: Benchmark, metric: Metric) -> bool:
    """Whether a row is a score on a metric, of its version where both state one."""
    versions = {row.version, metric.version} - {None}
    return same_metric(row.name, metric.name) and len(versions) < 2


def worth_of(card: Manifest, at: str, other: Fraction | None) -> Factor | None:
    """The compute of another score over that of the row at a place, by the curve that turns it into compute."""
    if other is None:
        return None
    from flopguard.effective.curves.log_linear import LogLinear  # slow to import
    from flopguard.effective.inversion.noise import exact

    for entry in turned(card):
        if entry.score.at != at or entry.score.bound:
            continue
        ours, theirs = exact(entry.score.value), exact(other)
        law = entry.law.anchored(ours) if isinstance(entry.law, LogLinear) else entry.law
        found = law.compute(theirs).over(law.compute(ours))
        if found.kind == "value":
            return between(Fraction(found.value), ONE)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A score that a curve turns into compute."""

    definition: Definition
    curve: Curve
    law: Law
    score: Score


def turned(card: Manifest) -> Iterator[Turned]:
    """Each score that is turned into compute, by the own curve of a definition."""
    for definition in card.definition if card.benchmark else ():
        curve = curve_of(definition, card)
        if curve is None or curve.confidential or definition.confidential:
            continue
        from flopguard.effective.curves.read import law_of  # slow to import
        from flopguard.effective.inversion.scores import Score, score_of

        law, score = law_of(curve, definition.metric), score_of(card, definition, date.max)
        if not isinstance(law, str) and isinstance(score, Score) and not score.row.confidential:
            yield Turned(definition=definition, curve=curve, law=law, score=score)
