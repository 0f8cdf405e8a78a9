"""Whether a point that the European guidelines leave open could turn the answer to one of their lines."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flopguard.components import ComponentKey
from flopguard.lint.amounts import central_of
from flopguard.lint.rule import Subject
from flopguard.record import record
from flopguard.result import Component, Outcome, Verdict

EU = "eu-"
AMOUNT = "training_compute"
_ANSWERED = (Outcome.TRIGGERED, Outcome.NOT_TRIGGERED, Outcome.UNDETERMINED)
_OF_A_CHANGE = "modifier"
"""How the triggers begin that ask about a change to a model; they are no matter of one that states no base."""
_COUNTED = (
    ComponentKey.PRETRAIN,
    ComponentKey.MIDTRAIN_SFT,
    ComponentKey.RL_UPDATE,
    ComponentKey.POST_DEPLOY,
)
"""Components that every European count has in."""

_NOTHING = Fraction(0)


@record
class Line:
    """A trigger with the likely total that it was asked about, and its line."""

    verdict: Verdict
    total: Fraction
    line: Fraction

    @property
    def name(self) -> str:
        """The trigger, as people cite it."""
        return f"{self.verdict.policy}/{self.verdict.trigger}"


def counted(subject: Subject) -> Iterator[tuple[Component, Fraction]]:
    """The model's own phases that every European count has in, with their central figures."""
    for component in subject.own_components:
        if component.component in _COUNTED and component.flop is not None and central_of(component.flop):
            yield component, central_of(component.flop)


def turned(subject: Subject, least: Fraction, most: Fraction) -> Line | None:
    """The first European line that lies between the total with the one and with the other number of FLOP added."""
    for found in _lines(subject):
        low, high = found.total + min(least, _NOTHING), found.total + max(most, _NOTHING)
        if low <= found.line < high:
            return found
    return None


def turned_by_factor(subject: Subject, figure: Fraction, low: Fraction, high: Fraction) -> Line | None:
    """The first European line in reach where one figure of the total is `low` to `high` times itself."""
    return turned(subject, figure * (low - 1), figure * (high - 1))


def _lines(subject: Subject) -> Iterator[Line]:
    for verdict in subject.verdicts:
        if not (verdict.policy.startswith(EU) and verdict.outcome in _ANSWERED and AMOUNT in verdict.compares):
            continue
        if verdict.trigger.startswith(_OF_A_CHANGE) and not subject.card.model.base:
            continue
        total = _total(subject, verdict)
        if total and verdict.margin:
            yield Line(verdict=verdict, total=total, line=_line(total, verdict.margin))


def _total(subject: Subject, verdict: Verdict) -> Fraction | None:
    """The likely total by the one rule that the verdict counts by."""
    totals = subject.compute.totals if subject.compute else ()
    rules = {rule.counting for rule in verdict.counted_by}
    found = [central_of(each.likely) for each in totals if each.policy == verdict.policy and each.counting in rules]
    return found[0] if len(found) == 1 else None


def _line(total: Fraction, margin: float) -> Fraction:
    """The line out of the margin, which is a rounded quotient, to nine digits."""
    value = total / Fraction(margin)
    scale = Fraction(10) ** (len(str(int(value))) - 9)
    return round(value / scale) * scale
