"""What a product of gains must have stated to mean anything: everything that is missing, not the first of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flopguard.definition.types import Definition
from flopguard.effective.counting import Gain

_SAYS_NOTHING = frozenset(
    {"", "?", "-", "...", "n/a", "na", "none", "tbd", "todo", "unknown", "unstated", "unspecified"}
)


def stated(text: str | None) -> bool:
    """Whether a text says something: not empty, and not a word for having nothing to say."""
    return text is not None and text.strip().casefold() not in _SAYS_NOTHING


def same_metric(left: str, right: str) -> bool:
    """Whether two names mean one metric: case, spaces, hyphens and underscores do not tell them apart."""
    return _plain(left) == _plain(right)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name.casefold())


def gaps(definition: Definition, counted: Iterable[Gain]) -> Iterator[str]:
    """Everything whose absence leaves the product without a meaning, definition first."""
    missing = list(_missing_of_definition(definition))
    if missing:
        yield f"the definition '{definition.id}' lacks {', '.join(missing)}"
    for gain in counted:
        lacking = list(_missing_of_gain(gain))
        if lacking:
            yield f"the gain '{gain.name}' ({gain.at}) lacks {', '.join(lacking)}"
        if gain.figure is not None and 0 in (gain.figure.estimate.central, gain.figure.estimate.high):
            yield f"the gain '{gain.name}' ({gain.at}) is 0, which no gain can be"
        yield from _mixed(definition, gain)


def _missing_of_definition(definition: Definition) -> Iterator[str]:
    if definition.metric is None or not stated(definition.metric.name):
        yield "metric"
    baseline = definition.baseline
    if baseline is None or not (any(map(stated, baseline.techniques)) or baseline.cutoff_date is not None):
        yield "baseline"
    if definition.scale_side is None:
        yield "scale_side"


def _missing_of_gain(gain: Gain) -> Iterator[str]:
    if gain.figure is None:
        yield "gain"
    if not stated(gain.enhancement.metric):
        yield "metric"
    if not gain.enhancement.measured_at:
        yield "measured_at"


def _mixed(definition: Definition, gain: Gain) -> Iterator[str]:
    own, metric = gain.enhancement.metric, definition.metric
    if own is None or metric is None or not stated(own) or not stated(metric.name):
        return
    if not same_metric(own, metric.name):
        yield f"mixed metrics: the gain '{gain.name}' ({gain.at}) is on '{own}', the definition on '{metric.name}'"
