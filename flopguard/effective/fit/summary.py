"""What is told of a fit: parameters with their errors, residuals, range, and what the points do not support."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import exp

from flopguard.effective.fit.doubts import doubts, oom
from flopguard.effective.fit.fit import Fit, best_split, figure
from flopguard.quantity import show


def summary(fit: Fit, by_point: bool = False) -> str:
    """The lines for people, without a line break at their end."""
    lines = [*_head(fit), *_parameters(fit), *_residuals(fit), *_range(fit)]
    if by_point:
        lines += _points(fit)
    return "\n".join([*lines, *(f"warning: {doubt}" for doubt in doubts(fit))])


def _head(fit: Fit) -> Iterator[str]:
    left = f", {fit.points.left_out} rows left out for an empty cell" if fit.points.left_out else ""
    yield f"{fit.law} curve, {len(fit.points.rows)} points, {len(fit.fitted)} parameters fitted{left}"


def _parameters(fit: Fit) -> Iterator[str]:
    named = [name.removeprefix("ln ") for name in fit.names]
    width = max(map(len, named))
    for place, name in enumerate(named):
        if fit.names[place] in fit.fixed:
            error = "held"
        elif not fit.errors_known:
            error = "standard error unknown"
        else:
            size = fit.error(place) * (fit.value(name) if fit.names[place] != name else 1)
            error = f"standard error {show(Fraction(size))}"
        yield f"  {name:<{width}}  {figure(fit.value(name), 6)} ({error})"
    if fit.anchor:
        yield f"  the anchor stands at {fit.anchor} FLOP"
    yield f"  covariance: {fit.method}"
    if fit.draws:
        yield f"  {len(fit.draws)} refits to resampled points, seed {fit.seed}"


def _residuals(fit: Fit) -> Iterator[str]:
    what = "ln(score)" if fit.logarithmic else "score"
    sizes = [abs(off) for off in fit.residuals]
    worst = sizes.index(max(sizes))
    largest, line = fit.residuals[worst], fit.points.rows[worst].line
    yield f"residuals of {what}: rmse {figure(fit.rmse, 2)}, largest {largest:+.2g} in line {line}"
    if fit.delta is not None:
        yield f"objective: sum of Huber's function with delta {fit.delta:g}, {figure(fit.objective, 6)}"


def _range(fit: Fit) -> Iterator[str]:
    computes, scores = ([getattr(row, part) for row in fit.points.rows] for part in ("compute", "score"))
    yield (
        f"fitted on {show(min(computes))}..{show(max(computes))} FLOP ({figure(oom(fit), 2)} orders of magnitude), "
        f"scores {show(min(scores), 4)}..{show(max(scores), 4)}"
    )
    if fit.law == "frontier":
        low, high = (best_split(fit, float(end)) for end in (min(computes), max(computes)))
        yield f"best tokens per parameter: {figure(low, 2)} at the lower end, {figure(high, 2)} at the upper"


def _points(fit: Fit) -> Iterator[str]:
    yield "line  compute    score    fitted   residual"
    for row, off in zip(fit.points.rows, fit.residuals, strict=True):
        fitted = float(row.score) * exp(-off) if fit.logarithmic else float(row.score) - off
        yield f"{row.line:>4}  {show(row.compute, 3):<9}  {float(row.score):<7.4g}  {fitted:<7.4g}  {off:+.2g}"
