"""What the points cannot support of a fit, in words. The figures that are judged by are named here, in one place."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import log, log10, sqrt

from flopguard.effective.fit.fit import Fit, best_split, figure
from flopguard.effective.fit.points import FLOP_PER_PARAMETER_TOKEN, Point

SPARE_POINTS = 3
FEWEST_OOM = 1.5
MOST_RELATIVE_ERROR = 0.5
MOST_CORRELATION = 0.98
FLOOR_NOISE = 2
"""Standard deviations of the residuals between the best score and a floor that can be told from it."""
TOKENS_PER_PARAMETER = (0.5, 100_000)
"""Trained models lie between; an optimum outside is absurd."""
LARGE_RUN = 1e25
"""FLOP of a large run, at which an optimum should still make sense."""
OFF_CONVENTION = 3
"""How far compute may be from 6 N D before it counts something else."""
FEWEST_DRAWS = 100
FEWEST_ON_RISE = 3
RISE = 0.95
"""Points between this share of the way from floor to ceiling and its counterpart are on the rise."""
MOST_SCATTER = 3
"""Root mean square of the residuals over the standard errors of their points."""
EXPONENTS = ("exponent", "parameter_exponent", "data_exponent", "slope")


def doubts(fit: Fit) -> tuple[str, ...]:
    """Each doubt in one sentence, the most basic ones first; none means that these checks found nothing."""
    return tuple(text for check in _CHECKS for text in check(fit))


def oom(fit: Fit) -> float:
    """Orders of magnitude of compute between the smallest point and the largest."""
    computes = [row.compute for row in fit.points.rows]
    return log10(max(computes) / min(computes))


def _search(fit: Fit) -> Iterator[str]:
    if not fit.converged:
        yield "the search did not converge: its parameters are not those that fit best; add points or hold the floor"
    for name in fit.at_bound:
        yield f"{name} went to the end of its range and was held there; the points do not determine it"


def _few_points(fit: Fit) -> Iterator[str]:
    points, fitted = len(fit.points.rows), len(fit.fitted)
    if points < fitted + SPARE_POINTS:
        least = fitted + SPARE_POINTS
        yield f"{points} points for {fitted} parameters: fewer than {least} leave little to judge the fit by"


def _narrow(fit: Fit) -> Iterator[str]:
    wide = oom(fit)
    if wide < FEWEST_OOM:
        yield f"compute spans {figure(wide, 2)} orders of magnitude; under {FEWEST_OOM} exponents are loose"


def _loose(fit: Fit) -> Iterator[str]:
    for place in fit.fitted:
        name = fit.names[place]
        if name in EXPONENTS and fit.error(place) > MOST_RELATIVE_ERROR * abs(fit.values[place]):
            share = fit.error(place) / abs(fit.values[place])
            yield f"the standard error of {name} is {figure(100 * share, 2)} % of it; nothing can rest on such a curve"


def _tied(fit: Fit) -> Iterator[str]:
    ends = [place for place in fit.fitted if fit.names[place] in ("floor", "ceiling")]
    exponents = [place for place in fit.fitted if fit.names[place] in EXPONENTS]
    for end in ends:
        for place in exponents:
            tied = _correlation(fit, end, place)
            if abs(tied) > MOST_CORRELATION:
                yield (
                    f"{fit.names[end]} and {fit.names[place]} are correlated by {tied:.3f}: "
                    "the points cannot tell one from the other; hold the one that is known"
                )


def _correlation(fit: Fit, one: int, other: int) -> float:
    errors = fit.error(one) * fit.error(other)
    return fit.covariance[one][other] / errors if errors else 0.0


def _floor(fit: Fit) -> Iterator[str]:
    if fit.law not in ("power", "frontier"):
        return
    best, floor = float(min(row.score for row in fit.points.rows)), fit.value("floor")
    noise = max(fit.rmse * best, fit.error(fit.names.index("floor")))
    if best - floor < FLOOR_NOISE * noise:
        yield (
            f"the floor {figure(floor, 4)} is within noise of the best score {figure(best, 4)}: "
            "losses near it have no compute that is known"
        )


def _ceiling(fit: Fit) -> Iterator[str]:
    if fit.law != "logistic":
        return
    top, best = fit.value("ceiling"), float(max(row.score for row in fit.points.rows))
    if best > top or min(row.score for row in fit.points.rows) < fit.value("floor"):
        yield "scores lie outside floor and ceiling; the curve has no compute for those"


def _middle(fit: Fit) -> Iterator[str]:
    if fit.law != "logistic":
        return
    middle, computes = fit.value("midpoint"), [float(row.compute) for row in fit.points.rows]
    if not min(computes) <= middle <= max(computes):
        yield f"the midpoint {figure(middle, 2)} FLOP lies outside the points: half of the curve was not seen"
    if fit.error(fit.names.index("ln midpoint")) > log(10):
        yield "the midpoint is not known within a factor of ten"
    steps = [fit.value("slope") * abs(log10(compute / middle)) for compute in computes]
    if sum(step < log(RISE / (1 - RISE)) for step in steps) < FEWEST_ON_RISE:
        yield f"fewer than {FEWEST_ON_RISE} points lie on the rise of the curve; its slope is a guess"


def _optimum(fit: Fit) -> Iterator[str]:
    if fit.law != "frontier":
        return
    computes = [float(row.compute) for row in fit.points.rows]
    low, high = TOKENS_PER_PARAMETER
    for compute in sorted({min(computes), max(computes), LARGE_RUN}):
        ratio = best_split(fit, compute)
        if not low <= ratio <= high:
            yield (
                f"its own optimum at {figure(compute, 2)} FLOP is {figure(ratio, 2)} tokens for each parameter, "
                "which is absurd: the curve is no guide to allocation, and its frontier no baseline"
            )


def _convention(fit: Fit) -> Iterator[str]:
    off = [
        row.line
        for row in fit.points.rows
        if row.parameters and row.tokens and not _as_counted(row.compute / (row.parameters * row.tokens))
    ]
    if off:
        shown = ", ".join(map(str, off[:5])) + (f" and {len(off) - 5} more" if len(off) > 5 else "")
        convention = f"{FLOP_PER_PARAMETER_TOKEN} x parameters x tokens"
        yield f"compute is over {OFF_CONVENTION}x off {convention} in line {shown}; count both alike"


def _as_counted(each: Fraction) -> bool:
    ratio = each / FLOP_PER_PARAMETER_TOKEN
    return Fraction(1, OFF_CONVENTION) <= ratio <= OFF_CONVENTION


def _scatter(fit: Fit) -> Iterator[str]:
    """Points that scatter far more than their own errors do not lie on one curve."""
    if not fit.weighted:
        return
    shares = [off / _own_error(row, fit.logarithmic) for row, off in zip(fit.points.rows, fit.residuals, strict=True)]
    times = sqrt(sum(share * share for share in shares) / len(shares))
    if times > MOST_SCATTER:
        yield (
            f"the points scatter {figure(times, 2)} times as much as their standard errors say: "
            "they do not lie on one curve, as models of one recipe would"
        )


def _own_error(row: Point, logarithmic: bool) -> float:
    error = float(row.standard_error or 1)
    return error / float(row.score) if logarithmic else error


def _draws(fit: Fit) -> Iterator[str]:
    bad = bad_draws(fit)
    if bad:
        yield (
            f"in {bad} of {len(fit.draws)} refits to resampled points the score does not get better with compute; "
            "no draws are written"
        )
    if fit.unsettled:
        yield f"{fit.unsettled} of {len(fit.draws)} refits did not converge; their draws are not those that fit best"
    if not bad and fit.draws and len(fit.draws) < FEWEST_DRAWS:
        yield f"{len(fit.draws)} refits give no tail of an interval; take some hundreds"


def bad_draws(fit: Fit) -> int:
    """How many refits are no curve."""
    places = [place for place, name in enumerate(fit.names) if name in EXPONENTS]
    return sum(any(not row[place] > 0 for place in places) for row in fit.draws)


_CHECKS = (
    _search,
    _few_points,
    _narrow,
    _loose,
    _tied,
    _floor,
    _ceiling,
    _middle,
    _optimum,
    _convention,
    _scatter,
    _draws,
)
