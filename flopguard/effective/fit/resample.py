"""The bootstrap: the same fit to points drawn again, with replacement. Needs numpy and scipy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from flopguard.effective.fit.forms import Array
from flopguard.effective.fit.search import Found, Objective, search


def draws(aim: Objective, best: Found, count: int, seed: int) -> tuple[list[Array], int]:
    """The parameters, as a file names them, of `count` refits, and how many did not converge.

    The same ones for the same seed and points. Each search begins at the fit to all points. A resampling with fewer
    different points than parameters determines none and is drawn again.
    """
    random = np.random.default_rng(seed)
    points = len(aim.form.score)
    rows, unsettled = [], 0
    for _ in range(count):
        counts = _counts(random, points, len(aim.form.free))
        found = search(replace(aim, counts=counts), [list(best.vector)])
        rows.append(aim.form.named(found.vector))
        unsettled += not found.converged
    return rows, unsettled


def _counts(random: np.random.Generator, points: int, fewest: int) -> Array:
    """How often each point was drawn."""
    while True:
        counts = np.bincount(random.integers(0, points, points), minlength=points)
        if np.count_nonzero(counts) >= fewest:
            return counts.astype(np.float64)
