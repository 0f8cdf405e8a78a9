"""FG350: one factor between two curves that are not parallel."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from flopguard.finding import Confidence, Factor, Finding, Severity
from flopguard.lint.amounts import hull
from flopguard.lint.change import ONE, between
from flopguard.lint.curves import Pair, exact, pairs, use_of
from flopguard.lint.rule import Subject, rule
from flopguard.quantity import show

if TYPE_CHECKING:
    from flopguard.effective.curves.law import Law
    from flopguard.effective.curves.parallel import Slope


@rule(
    "FG350",
    "non-parallel-curves",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    covers=("non-parallel-curves",),
)
def non_parallel_curves(subject: Subject) -> Iterator[Finding]:
    """A gain stated as one factor, between two curves whose slopes differ by more than their errors.

    ## Why
    Between curves that are not parallel there is no such factor: it is another one at every scale, and what was
    measured at one says nothing of the next.
    ## Seen
    By exponents of 0.065 and 0.094 the gain of a modern transformer over an LSTM grows 2.8x for each tenfold of
    compute, from 130 at 1e18 FLOP to 7,900 at 1e22 (case L09). (Primary.)
    ## Flagged
    ```toml
    [[definition]]
    id = "loss-2023"
    curve = "lstm"
    [[curve]]
    id = "lstm"
    law = "power"
    floor = "1.9"
    coefficient = "36.3"
    exponent = "0.065"
    [[curve]]
    id = "transformer"
    law = "power"
    floor = "1.9"
    coefficient = "88.0"
    exponent = "0.094"
    [[enhancement]]
    name = "the transformer"
    kind = "architecture"
    gain = "130"
    measured_at = ["1e18 FLOP"]
    side = "new"
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "loss-2023"
    curve = "lstm"
    [[curve]]
    id = "lstm"
    law = "power"
    floor = "1.9"
    coefficient = "36.3"
    exponent = "0.065"
    [[curve]]
    id = "transformer"
    law = "power"
    floor = "1.9"
    coefficient = "88.0"
    exponent = "0.094"
    [[enhancement]]
    name = "the transformer"
    kind = "architecture"
    curves = { baseline = "lstm", new = "transformer" }
    ```
    """
    for pair in pairs(subject.card):
        found = _slopes(pair) if pair.gain is not None else None
        if found is not None:
            yield _finding(subject, pair, *found)


def _slopes(pair: Pair) -> tuple[Law, Law, Slope, Slope] | None:
    """The two laws with their slopes, where these differ."""
    from flopguard.effective.curves.parallel import differ, slope_of  # slow to import

    laws = pair.laws()
    if laws is None:
        return None
    old, new = slope_of(pair.old, laws[0]), slope_of(pair.new, laws[1])
    return (*laws, old, new) if old is not None and new is not None and differ(old, new) else None


def _finding(subject: Subject, pair: Pair, old: Law, new: Law, one: Slope, other: Slope) -> Finding:
    of_old, of_new = (show(Fraction(slope.size), 3) for slope in (one, other))
    return Finding(
        at=pair.at,
        message=(
            f"{pair.said} is one factor, and no one factor holds between {pair.old.id[:60]} ({one.name} {of_old}) and "
            f"{pair.new.id[:60]} ({of_new})"
        ),
        help=f'let it follow from them: curves = {{ baseline = "{pair.old.id[:60]}", new = "{pair.new.id[:60]}" }}',
        factor=_drift(subject, pair, old, new),
    )


def _drift(subject: Subject, pair: Pair, old: Law, new: Law) -> Factor | None:
    """The gain of the curves where it is used over that where it was measured."""
    from flopguard.effective.curves.gain import gain_at

    use = use_of(subject, pair.definition)
    if use is None or use.low <= 0 or pair.gain is None or not pair.gain.scale:
        return None
    measured, side = hull(pair.gain.scale), pair.gain.side or "new"
    if measured.low <= 0 or measured.high is None:
        return None
    near = min(max(use.low, measured.low), measured.high)
    there, here = (gain_at(old, new, exact(compute), side) for compute in (near, use.low))
    if there.kind != "value" or here.kind != "value" or there.value == here.value:
        return None
    return between(Fraction(here.value) / Fraction(there.value), ONE)
