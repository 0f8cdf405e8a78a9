"""A curve as a document states it becomes a law, or a text that says why it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from flopguard.definition.types import Curve, CurvePoint, LawKind, Metric, MetricKind
from flopguard.effective.curves.answer import EXACT, LN10
from flopguard.effective.curves.frontier import Frontier
from flopguard.effective.curves.law import Law
from flopguard.effective.curves.log_linear import LogLinear
from flopguard.effective.curves.logistic import Logistic
from flopguard.effective.curves.matrix import cholesky
from flopguard.effective.curves.points import Point, Points
from flopguard.effective.curves.power import Power
from flopguard.fields import Figure

_ONE = Decimal(1)
_LOWER_IS_BETTER = frozenset({MetricKind.LOSS})


@dataclass(slots=True)
class _Reader:
    """Takes figures from a curve and keeps what is missing or wrong."""

    curve: Curve
    metric: Metric | None
    problems: list[str] = field(default_factory=list)

    def need(self, name: str) -> Decimal:
        """A parameter that the law cannot do without; 1 stands in for one that is missing, which is a problem."""
        figure: Figure | None = getattr(self.curve, name)
        if figure is None:
            self.problems.append(f"{name} is missing")
            return _ONE
        return self.central(name, figure)

    def may(self, name: str, default: Decimal) -> Decimal:
        """A parameter that has a default."""
        figure: Figure | None = getattr(self.curve, name)
        return default if figure is None else self.central(name, figure)

    def central(self, name: str, figure: Figure) -> Decimal:
        """The central value of a figure; a bound has none."""
        if figure.estimate.central is None or figure.estimate.high is None:
            self.problems.append(f"{name} is only a bound")
            return _ONE
        return decimal_of(figure.estimate.central)

    def end(self, name: str) -> Decimal | None:
        """An end of the scale: the curve's own, or else the metric's."""
        figure = getattr(self.curve, name) or (getattr(self.metric, name) if self.metric else None)
        return None if figure is None else self.central(name, figure)

    def point(self, name: str, point: CurvePoint) -> Point:
        """Compute and score of a point."""
        for key in ("compute", "score"):
            if getattr(point, key) is None:
                self.problems.append(f"{name} has no {key}")
        compute, score = (
            _ONE if figure is None else self.central(f"{name}.{key}", figure)
            for key, figure in (("compute", point.compute), ("score", point.score))
        )
        return Point(compute, score)

    def unit(self) -> Decimal:
        """The unit of ln C that the slope is for."""
        return LN10 if self.curve.slope_per == "tenfold" else _ONE

    def lower_is_better(self, default: bool) -> bool:
        """The direction that the metric states or its kind implies."""
        if self.metric is None:
            return default
        if self.metric.direction is not None:
            return self.metric.direction == "lower_better"
        return self.metric.kind in _LOWER_IS_BETTER


def law_of(curve: Curve, metric: Metric | None) -> Law | str:
    """The curve as a law, with the central value of each figure, or all that is missing or impossible in one text.

    An interval of a figure is no part of the law: it is one of its uncertainties (`spread`). A bound without a central
    value gives no law. `metric` gives the direction, and the ends of the scale where the curve has none.
    """
    if curve.law is None:
        return f"the curve '{curve.id}' has no law"
    reader = _Reader(curve, metric)
    law = _MAKERS[curve.law](reader)
    problems = [*reader.problems, *_direction_problems(reader)]
    if not problems:
        problems.extend(filter(None, [law.impossible()]))
    if not problems:
        problems.extend(_uncertainty_problems(curve, law))
    return f"the curve '{curve.id}' cannot be used: {'; '.join(problems)}" if problems else law


def _power(reader: _Reader) -> Law:
    return Power(reader.need("floor"), reader.need("coefficient"), reader.need("exponent"))


def _frontier(reader: _Reader) -> Law:
    return Frontier(
        floor=reader.need("floor"),
        parameter_coefficient=reader.need("parameter_coefficient"),
        parameter_exponent=reader.need("parameter_exponent"),
        data_coefficient=reader.need("data_coefficient"),
        data_exponent=reader.need("data_exponent"),
        flop_per_parameter_token=reader.may("flop_per_parameter_token", Decimal(6)),
    )


def _logistic(reader: _Reader) -> Law:
    floor, ceiling = reader.end("floor"), reader.end("ceiling")
    for name, end in (("floor", floor), ("ceiling", ceiling)):
        if end is None:
            reader.problems.append(f"{name} is missing")
    return Logistic(
        floor=floor or Decimal(0),
        ceiling=_ONE if ceiling is None else ceiling,
        slope=reader.need("slope"),
        midpoint=reader.need("midpoint"),
        unit=reader.unit(),
        lower_is_better=reader.lower_is_better(False),
    )


def _log_linear(reader: _Reader) -> Law:
    anchor = None if reader.curve.anchor is None else reader.point("anchor", reader.curve.anchor)
    return LogLinear(
        slope=reader.need("slope"),
        unit=reader.unit(),
        anchor=None if anchor is None else (anchor.compute, anchor.score),
        floor=reader.end("floor"),
        ceiling=reader.end("ceiling"),
        lower_is_better=reader.lower_is_better(False),
    )


def _points(reader: _Reader) -> Law:
    points = [reader.point(f"points.{number}", point) for number, point in enumerate(reader.curve.points)]
    floor, ceiling = reader.end("floor"), reader.end("ceiling")
    if reader.curve.interpolation == "log_excess" and floor is None:
        reader.problems.append("log_excess needs a floor")
    if reader.metric is None:
        reader.problems.append("points need a metric that says whether lower or higher is better")
    return Points(
        points=tuple(sorted(points, key=lambda point: point.compute)),
        lower_is_better=reader.lower_is_better(False),
        interpolation=reader.curve.interpolation,
        floor=floor or Decimal(0),
        ceiling=_ONE if ceiling is None else ceiling,
    )


_MAKERS: dict[LawKind, Callable[[_Reader], Law]] = {
    LawKind.POWER: _power,
    LawKind.FRONTIER: _frontier,
    LawKind.LOGISTIC: _logistic,
    LawKind.LOG_LINEAR: _log_linear,
    LawKind.POINTS: _points,
}


def _direction_problems(reader: _Reader) -> Iterator[str]:
    falling = reader.curve.law in (LawKind.POWER, LawKind.FRONTIER)
    if falling and not reader.lower_is_better(True):
        assert reader.curve.law is not None
        yield f"{reader.curve.law.value} is the law of a score that falls, and of '{_name(reader)}' higher is better"


def _name(reader: _Reader) -> str:
    return reader.metric.name if reader.metric else ""


def _uncertainty_problems(curve: Curve, law: Law) -> Iterator[str]:
    """What is wrong with the shape of the covariance and the draws, and with the names of what they are of."""
    count = len(curve.uncertain)
    known = law.parameters()
    plain_names = [name.removeprefix("ln ") for name in curve.uncertain]
    for name in dict.fromkeys(name for name in plain_names if plain_names.count(name) > 1):
        yield f"uncertain names '{name}' more than once"
    for name in curve.uncertain:
        plain = name.removeprefix("ln ")
        if plain not in known:
            yield f"uncertain names '{name}', which is none of {', '.join(known)}"
        elif plain != name and known[plain] <= 0:
            yield f"uncertain names '{name}', and {plain} is not above 0"
    if curve.uncertain and not curve.covariance and not curve.draws:
        yield "uncertain has names, and neither covariance nor draws say how uncertain they are"
    if curve.covariance:
        yield from _covariance_problems(curve, count)
    if any(len(row) != count for row in curve.draws):
        yield f"each row of draws must have as many numbers as uncertain has names: {count}"


def _covariance_problems(curve: Curve, count: int) -> Iterator[str]:
    rows = curve.covariance
    if len(rows) != count or any(len(row) != count for row in rows):
        yield f"covariance must have as many rows and columns as uncertain has names: {count}"
    elif rows != tuple(zip(*rows, strict=True)):
        yield "covariance must be symmetric"
    elif cholesky(tuple(tuple(map(decimal_of, row)) for row in rows)) is None:
        yield "no parameters have this covariance: it gives some of their sums a variance below 0; more digits may help"


def decimal_of(number: Fraction) -> Decimal:
    """A fraction to 40 digits."""
    return EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))
