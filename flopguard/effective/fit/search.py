"""The search for the parameters that fit best, and their covariance. Needs numpy and scipy.

For a loss the objective is the sum of Huber's function of the residuals of ln(loss), as in the literature: a residual
counts by its square up to delta and in proportion beyond, so that a few stray points do not bend the curve. For other
scores it is the sum of squares. Nothing here is random.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from flopguard.effective.fit.forms import Array, Form

_TRIES = 40
_STEPS = 200
_SAME = 1e-6
_IMPOSSIBLE = 1e10


@dataclass(frozen=True)
class Found:
    """Where a search ended."""

    vector: Array
    objective: float
    converged: bool
    at_bound: tuple[str, ...] = ()


@dataclass(frozen=True)
class Objective:
    """What is made small: a law over its points, weights of the points, and Huber's delta (None for plain squares)."""

    form: Form
    weights: Array
    """What each residual is multiplied by: the median standard error over the point's own, or 1."""
    delta: float | None
    counts: Array
    """How often each point counts: 1, or what a resampling drew."""

    def residuals(self, vector: Array) -> tuple[Array, Array] | None:
        """Residuals and their derivatives, or None where the law has no logarithm."""
        predicted, slopes = self.form.predicted(vector)
        if not self.form.logarithmic:
            return (predicted - self.form.score) * self.weights, slopes * self.weights[:, None]
        if not (predicted > 0).all():
            return None
        off = (np.log(predicted) - np.log(self.form.score)) * self.weights
        return off, slopes * (self.weights / predicted)[:, None]

    def influence(self, off: Array) -> Array:
        """The derivative of the objective by each residual."""
        return off if self.delta is None else np.clip(off, -self.delta, self.delta)

    def value(self, vector: Array) -> float:
        """The sum over the points."""
        found = self.residuals(vector)
        if found is None:
            return _IMPOSSIBLE
        return float((self.counts * self._losses(found[0])).sum())

    def _losses(self, off: Array) -> Array:
        if self.delta is None:
            return np.asarray(off**2 / 2)
        size = np.abs(off)
        return np.where(size <= self.delta, off**2 / 2, self.delta * (size - self.delta / 2))

    def scale(self) -> float:
        """What makes the objective a number near 1."""
        if self.delta is not None:
            return self.delta**2
        return max(float(((self.form.score - self.form.score.mean()) ** 2).sum()), 1e-12)


def search(aim: Objective, starts: Iterable[list[float]]) -> Found:
    """The best end of several searches, with the floor or ceiling held where it would leave its range."""
    with np.errstate(all="ignore"):
        ends = [_one(aim, start) for start in starts]
        inside = [end for end in ends if not _outside(aim.form, end.vector)]
        found = _best(aim, ends)
        outside = _outside(aim.form, found.vector)
        if not outside:
            return found
        names = tuple(aim.form.names[place] for place in outside)
        held = _holding(aim, outside)
        on_edge = _best(held, [_one(held, start) for start in (list(found.vector), *held.form.starts())])
        return min([replace(on_edge, at_bound=names), *inside], key=lambda end: end.objective)


def _outside(form: Form, vector: Array) -> dict[int, float]:
    """The free parameters that are outside their range, with the end that they went past."""
    ends = {}
    for place, (low, high) in form.bounds().items():
        if place not in form.fixed and not low <= vector[place] <= high:
            ends[place] = low if vector[place] < low else high
    return ends


def _holding(aim: Objective, ends: dict[int, float]) -> Objective:
    form = type(aim.form)(aim.form.points, {**aim.form.fixed, **ends})
    return replace(aim, form=form)


def _best(aim: Objective, ends: list[Found]) -> Found:
    """Converged means that the best search settled, and that another one, if there was one, ended there too."""
    best = min(ends, key=lambda end: end.objective)
    near = _SAME * max(best.objective, 1e-9 * aim.scale())
    agreeing = sum(end.objective - best.objective <= near for end in ends)
    return replace(best, converged=best.converged and agreeing >= min(2, len(ends)))


def _one(aim: Objective, start: list[float]) -> Found:
    """A search from one start, begun again until it gains nothing."""
    form, free, scale = aim.form, aim.form.free, aim.scale()
    vector = np.array(start)
    for place, value in form.fixed.items():
        vector[place] = value

    def scaled(part: Array) -> tuple[float, Array]:
        whole = vector.copy()
        whole[free] = part
        found = aim.residuals(whole)
        if found is None:
            return _IMPOSSIBLE, np.zeros(len(free))
        off, slopes = found
        gradient = (aim.counts * aim.influence(off)) @ slopes[:, free]
        return aim.value(whole) / scale, gradient / scale

    part, last, settled = vector[free], np.inf, False
    for _ in range(_TRIES):
        end = minimize(scaled, part, jac=True, method="BFGS", options={"gtol": 1e-9, "maxiter": _STEPS})
        part, gained, last = end.x, last - end.fun, end.fun
        if gained <= 1e-9 * last + 1e-15:
            settled = bool(last < _IMPOSSIBLE and np.isfinite(part).all())
            break
        vector[free] = part
        if _outside(form, vector) or form.broken(vector):
            break  # it runs away; `search` holds what left its range
    vector[free] = part
    return Found(vector=vector, objective=last * scale, converged=settled)


MANY = 10
"""From so many points a parameter on, the scatter may differ from place to place in a covariance of Huber's fits."""
_BAND = 0.8


def covariance(aim: Objective, vector: Array) -> tuple[Array, str]:
    """Of the parameters as a file names them, zeros for one that is fixed; and how it was made, in words.

    Plain squares: s^2 (J'J)^-1, J being the Jacobian of the residuals. Huber's function with few points: the same with
    the spread of the points' influence over the square of its mean slope (Huber's first form, corrected for few
    points). With many: the sandwich of the points' own influences between inverse Jacobians, so that points may scatter
    more in one place than in another. With most residuals beyond delta the slope of the influence is the density of
    residuals near 0, here within the band that holds 80 % of them.
    """
    found = aim.residuals(vector)
    free, size = aim.form.free, len(aim.form.names)
    whole = np.zeros((size, size))
    if found is None or len(found[0]) <= len(free):
        return whole, "none: no more points than parameters"
    off, jacobian = found[0], found[1][:, free]
    robust = aim.delta is not None and len(off) >= MANY * len(free)
    whole[np.ix_(free, free)] = _sandwich(aim, off, jacobian) if robust else _alike(aim, off, jacobian)
    matrix = aim.form.to_named()
    made = matrix @ whole @ matrix.T
    words = (
        "sandwich of the Jacobian and the influence of each point"
        if robust
        else "(J'J)^-1 of the Jacobian, one scatter"
    )
    return np.asarray((made + made.T) / 2), words


def _alike(aim: Objective, off: Array, jacobian: Array) -> Array:
    points, fitted = jacobian.shape
    influence = aim.influence(off)
    spread = float((influence**2).sum()) / (points - fitted)
    slope = float(_slopes(aim, off).mean())
    correction = 1 + fitted / points * (1 - slope) / slope
    inverse = np.linalg.pinv(jacobian.T @ jacobian, hermitian=True)
    return np.asarray(inverse * correction**2 * spread / slope**2)


def _sandwich(aim: Objective, off: Array, jacobian: Array) -> Array:
    points, fitted = jacobian.shape
    bread = np.linalg.pinv((jacobian * _slopes(aim, off)[:, None]).T @ jacobian, hermitian=True)
    filling = (jacobian * (aim.influence(off) ** 2)[:, None]).T @ jacobian
    return np.asarray(bread @ filling @ bread * points / (points - fitted))


def _slopes(aim: Objective, off: Array) -> Array:
    """How the influence of each point grows with its residual."""
    if aim.delta is None:
        return np.ones_like(off)
    band = max(aim.delta, float(np.quantile(np.abs(off), _BAND)))
    return np.where(np.abs(off) <= band, aim.delta / band, 0.0)
