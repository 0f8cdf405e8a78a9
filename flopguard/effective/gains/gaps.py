"""What a product of gains must have stated to mean anything: everything that is missing, not the first of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flopguard.definition.types import Definition
from flopguard.effective.gains.counting import Gain
from flopguard.effective.gains.forms import forms_of
from flopguard.effective.names import same_metric, stated
from flopguard.effective.scale import measured_range


def gaps(definition: Definition, counted: Iterable[Gain]) -> Iterator[str]:
    """Everything whose absence leaves the product without a meaning, definition first."""
    gains = tuple(counted)
    missing = list(_missing_of_definition(definition, gains))
    if missing:
        yield f"the definition '{definition.id}' lacks {', '.join(missing)}"
    for gain in gains:
        lacking = list(_missing_of_gain(gain))
        if lacking:
            yield f"the gain '{gain.name}' ({gain.at}) lacks {', '.join(lacking)}"
        if isinstance(gain.evidence, str) and forms_of(gain.enhancement):
            yield f"the gain '{gain.name}' ({gain.at}) {gain.evidence}"
        yield from _not_in_flop(gain)
        yield from _mixed(definition, gain)


def _missing_of_definition(definition: Definition, gains: tuple[Gain, ...]) -> Iterator[str]:
    if definition.metric is None or not stated(definition.metric.name):
        yield "metric"
    baseline = definition.baseline
    if baseline is None or not (any(map(stated, baseline.techniques)) or baseline.cutoff_date is not None):
        yield "baseline"
    if any(gain.side(definition) is None for gain in gains):
        yield "scale_side"


def _missing_of_gain(gain: Gain) -> Iterator[str]:
    if not forms_of(gain.enhancement):
        yield "gain"
    if not stated(gain.enhancement.metric):
        yield "metric"
    says_where = gain.at_any_scale or measured_range(gain) or (isinstance(gain.evidence, str) and gain.figure is None)
    if not (gain.enhancement.measured_at or (says_where and forms_of(gain.enhancement))):
        yield "measured_at"


def _not_in_flop(gain: Gain) -> Iterator[str]:
    """Hours and money mix what a FLOP achieves with how fast and how dear it was: the part that counts is unknown."""
    stated_as = gain.enhancement.evidence_arithmetic
    unit = _MIXED_UNITS.get(stated_as.unit or "") if stated_as else None
    if unit is not None:
        yield f"the gain '{gain.name}' ({gain.at}) is measured in {unit}: its part per FLOP is not known"


_MIXED_UNITS = {"gpu_hours": "hours of chips", "usd": "money"}


def _mixed(definition: Definition, gain: Gain) -> Iterator[str]:
    own, metric = gain.enhancement.metric, definition.metric
    if own is None or metric is None or not stated(own) or not stated(metric.name):
        return
    if not same_metric(own, metric.name):
        yield f"mixed metrics: the gain '{gain.name}' ({gain.at}) is on '{own}', the definition on '{metric.name}'"
