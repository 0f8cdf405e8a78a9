"""A fit from end to end: points and a law in, parameters with their uncertainty out. Needs numpy and scipy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import exp, sqrt

import numpy as np

from flopguard.effective.fit.forms import CEILING, FLOOR, FORMS, Form, LogLinearForm
from flopguard.effective.fit.points import FLOP_PER_PARAMETER_TOKEN, Points, PointsError
from flopguard.effective.fit.resample import draws
from flopguard.effective.fit.search import Found, Objective, covariance, search
from flopguard.quantity import exact_text

DELTA = 1e-3
"""Where Huber's function goes over from squares to absolute values, on ln(loss)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to fit: the law, a floor and ceiling that are given (None: fitted), Huber's delta, and refits."""

    law: str
    floor: float | None = None
    ceiling: float | None = None
    delta: float = DELTA
    bootstrap: int = 0
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A fitted law. Parameters, covariance and draws are in the order of `names`, as a definitions file has them.

    `fixed` are the names of those that were given or held at an end of their range; their errors are 0. Residuals are
    of ln(score) where `logarithmic`, else of the score: measured less fitted, one for each point, without weights.
    """

    points: Points
    law: str
    names: tuple[str, ...]
    values: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    method: str
    """How the covariance was made."""
    fixed: frozenset[str]
    at_bound: tuple[str, ...]
    converged: bool
    objective: float
    delta: float | None
    logarithmic: bool
    weighted: bool
    residuals: tuple[float, ...]
    draws: tuple[tuple[float, ...], ...] = ()
    unsettled: int = 0
    """How many of the draws are of a search that did not converge."""
    seed: int = 0
    anchor: str | None = None
    """The compute of the anchor of a straight line, in FLOP."""

    @property
    def uncertain(self) -> tuple[int, ...]:
        """The places of the parameters that covariance or draws are of: with draws also one held at its end."""
        held = self.at_bound if self.draws else ()
        return tuple(place for place, name in enumerate(self.names) if name not in self.fixed or name in held)

    @property
    def fitted(self) -> tuple[int, ...]:
        """The places of the parameters that were fitted."""
        return tuple(place for place, name in enumerate(self.names) if name not in self.fixed)

    @property
    def errors_known(self) -> bool:
        """Whether there are points to spare, without which no error can be told."""
        return len(self.points.rows) > len(self.fitted)

    def value(self, name: str) -> float:
        """One parameter, by the name that a curve has for it (no logarithm)."""
        if name in self.names:
            return self.values[self.names.index(name)]
        return exp(self.values[self.names.index(f"ln {name}")])

    def error(self, place: int) -> float:
        """The standard error of one parameter; 0 where it was given, and of no meaning without `errors_known`."""
        return sqrt(max(self.covariance[place][place], 0.0))

    @property
    def rmse(self) -> float:
        """The root of the mean square of the residuals."""
        return float(np.sqrt(np.mean(np.square(self.residuals))))


def fit(points: Points, wanted: Wanted) -> Fit:
    """Fits a law. Raises PointsError where the points determine none."""
    form = _form(points, wanted)
    _enough(points, form)
    _ends(points, wanted)
    aim = _objective(form, wanted)
    found = search(aim, form.starts())
    wrong = form.broken(found.vector)
    if wrong:
        raise PointsError(f"{points.shown}: {wrong}")
    rows, unsettled = draws(aim, found, wanted.bootstrap, wanted.seed)
    return replace(_made(aim, found, wanted), draws=tuple(tuple(map(float, row)) for row in rows), unsettled=unsettled)


def _form(points: Points, wanted: Wanted) -> Form:
    fixed = {}
    if wanted.floor is not None and wanted.law in FLOOR:
        fixed[FLOOR[wanted.law]] = wanted.floor
    if wanted.ceiling is not None and wanted.law in CEILING:
        fixed[CEILING[wanted.law]] = wanted.ceiling
    return FORMS[wanted.law](points, fixed)


def _ends(points: Points, wanted: Wanted) -> None:
    """Raises PointsError for a floor or ceiling that no curve of these points has."""
    floor, best = wanted.floor, float(min(row.score for row in points.rows))
    if floor is not None and wanted.law != "logistic" and floor >= best:
        raise PointsError(f"{points.shown}: a floor of {floor:g} is not below the best loss, {best:g}")
    if floor is not None and wanted.ceiling is not None and floor >= wanted.ceiling:
        raise PointsError(f"{points.shown}: a floor of {floor:g} is not below the ceiling of {wanted.ceiling:g}")


def _enough(points: Points, form: Form) -> None:
    needed = len(form.free)
    if len(points.rows) < needed:
        raise PointsError(f"{points.shown}: {len(points.rows)} points cannot determine {needed} parameters")
    if form.logarithmic and (lines := [row.line for row in points.rows if row.score == 0]):
        raise PointsError("\n".join(f"{points.shown}:{line}: a loss of 0 has no logarithm" for line in lines))
    scales = {row.compute for row in points.rows}
    if len(scales) < 2:
        raise PointsError(f"{points.shown}: every point has the same compute; a curve needs several")
    if len({row.score for row in points.rows}) < 2:
        raise PointsError(f"{points.shown}: every point has the same score; no compute follows from such a curve")


def _objective(form: Form, wanted: Wanted) -> Objective:
    delta = wanted.delta if form.logarithmic else None
    return Objective(form=form, weights=_weights(form), delta=delta, counts=np.ones(len(form.score)))


def _weights(form: Form) -> np.ndarray:
    errors = [row.standard_error for row in form.points.rows]
    if any(error is None for error in errors):
        return np.ones(len(errors))
    sizes = np.array([float(error or 0) for error in errors])
    sizes = sizes / form.score if form.logarithmic else sizes
    return np.asarray(np.median(sizes) / sizes)


def _made(aim: Objective, found: Found, wanted: Wanted) -> Fit:
    form = aim.form
    held = type(form)(form.points, {**form.fixed, **{form.names.index(name): 0.0 for name in found.at_bound}})
    last = Objective(form=held, weights=aim.weights, delta=aim.delta, counts=aim.counts)
    predicted, _ = form.predicted(found.vector)
    errors, method = covariance(last, found.vector)
    plain = np.log(predicted) - np.log(form.score) if form.logarithmic else predicted - form.score
    return Fit(
        points=form.points,
        law=wanted.law,
        names=form.names,
        values=tuple(map(float, form.named(found.vector))),
        covariance=tuple(tuple(map(float, row)) for row in errors),
        method=method,
        fixed=frozenset(form.names[place] for place in held.fixed),
        at_bound=found.at_bound,
        converged=found.converged,
        objective=found.objective,
        delta=aim.delta,
        logarithmic=form.logarithmic,
        weighted=all(row.standard_error is not None for row in form.points.rows),
        residuals=tuple(map(float, -plain)),
        seed=wanted.seed,
        anchor=exact_text(Fraction(form.anchor)) if isinstance(form, LogLinearForm) else None,
    )


def figure(value: float, digits: int) -> str:
    """A number to so many digits, in the spelling of a quantity: 2.4e25."""
    mantissa, _, exponent = f"{value:.{digits}g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa


def best_split(fit: Fit, compute: float) -> float:
    """Tokens per parameter where a fitted frontier is lowest, at a compute in FLOP."""
    alpha, beta = fit.value("parameter_exponent"), fit.value("data_exponent")
    ratio = alpha * fit.value("parameter_coefficient") / (beta * fit.value("data_coefficient"))
    share = np.log(compute / FLOP_PER_PARAMETER_TOKEN)
    ln_parameters = (np.log(ratio) + beta * share) / (alpha + beta)
    return float(np.exp(share - 2 * ln_parameters))
