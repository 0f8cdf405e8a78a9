"""The bootstrap: the same fit to points drawn again, with replacement. Needs numpy and scipy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from flopguard.effective.fit.forms import Array
from flopguard.effective.fit.search import Found, Problem, search


def draws(problem: Problem, best: Found, count: int, seed: int) -> list[Array]:
    """The parameters, as a file names them, of `count` refits; the same ones for the same seed and points.

    Each search begins at the fit to all points.
    """
    random = np.random.default_rng(seed)
    points = len(problem.form.score)
    rows = []
    for _ in range(count):
        drawn = random.integers(0, points, points)
        counts = np.bincount(drawn, minlength=points).astype(np.float64)
        found = search(replace(problem, counts=counts), [list(best.vector)])
        rows.append(problem.form.named(found.vector))
    return rows
