"""How far a model has moved since an assessment, in words."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from flopguard.quantity import show

if TYPE_CHECKING:
    from flopguard.evaluate.since import Movement, Since


def compute_words(since: Since) -> str:
    """The ratio of training compute to that of the assessed model."""
    low, high = since.compute.low, since.compute.high
    ratio = f"{show(low)}x" if low == high else f"{show(low)} .. {show(high)}x" if high else f"at least {show(low)}x"
    return f"stated training compute is {ratio} that of {since.model[:60]}"


def score_words(moved: Movement) -> str:
    """Both scores."""
    return f"{moved.name[:60]} went from {_score(moved.theirs.central, moved)} to {_score(moved.ours.central, moved)}"


def _score(value: Fraction, moved: Movement) -> str:
    return f"{show(value * 100, 3)}%" if value <= 1 and not moved.falls else show(value, 3)
