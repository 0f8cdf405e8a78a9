"""Whether anything can be read off a curve, before a score or a gain asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flopguard.definition.types import Curve, Definition, Definitions, LawKind, Metric, MetricKind
from flopguard.effective.curves.read import law_of
from flopguard.problems import Problem


def problem_of(curve: Curve, definitions: Iterable[Definition]) -> str | None:
    """What makes a curve unusable, by the metric of the first definition that names it; None where nothing does.

    Points that no definition names have no direction of their own, and that alone is no fault of theirs.
    """
    metric = metric_of(curve, definitions)
    if metric is None and curve.law is LawKind.POINTS:
        metric = Metric(name=curve.metric or "", kind=MetricKind.ACCURACY)
    law = law_of(curve, metric)
    return law if isinstance(law, str) else None


def metric_of(curve: Curve, definitions: Iterable[Definition]) -> Metric | None:
    """The metric of the first definition that names the curve."""
    naming = (entry for entry in definitions if curve.id in (entry.curve, *entry.other_curves))
    return next((entry.metric for entry in naming if entry.metric is not None), None)


def problems_of(file: Definitions) -> tuple[Problem, ...]:
    """What is wrong with the curves of a file: those from which nothing follows, and those that it only names."""
    return (*_unusable(file), *_absent(file))


def _unusable(file: Definitions) -> Iterator[Problem]:
    for number, curve in enumerate(file.curve):
        message = problem_of(curve, file.definition)
        if message is not None:
            yield Problem(kind="wrong-value", at=f"/curve/{number}", message=message)


def _absent(file: Definitions) -> Iterator[Problem]:
    known = {curve.id for curve in file.curve}
    for number, entry in enumerate(file.definition):
        named = [("curve", entry.curve), *((f"other_curves/{n}", name) for n, name in enumerate(entry.other_curves))]
        for key, name in named:
            if name is not None and name not in known:
                message = f"there is no curve '{name[:60]}' in this file"
                yield Problem(kind="wrong-value", at=f"/definition/{number}/{key}", message=message)
