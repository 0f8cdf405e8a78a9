"""FG334: gains that grow with scale, all read at the same compute."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from flopguard.definition.types import Definition
from flopguard.finding import Confidence, Factor, Finding, Severity
from flopguard.lint.change import between, own_flop
from flopguard.lint.gains import enhancement_words
from flopguard.lint.rule import Subject, rule
from flopguard.lint.stacked import are_apart

if TYPE_CHECKING:
    from flopguard.effective.gains.counting import Gain

MOST = Fraction(11, 10)


@rule(
    "FG334",
    "chain-at-one-scale",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    covers=("chain-scale-mismatch",),
)
def chain_at_one_scale(subject: Subject) -> Iterator[Finding]:
    """Two gains that depend on scale, multiplied without saying which was measured on top of the other.

    ## Why
    In a chain each link is read at the compute that the links above it are worth. Read at one compute instead, a
    chain of three curves comes out 3.7 times too small (case A10). Silent where the order moves the product by no more
    than a tenth.
    ## Seen
    From LSTM to modern transformer and from an older allocation to a newer one, a study multiplies two gains that both
    grow with scale. At 1.34e22 FLOP the second is 3.7x or 7.2x by the side from which the scale is read (cases L10 and
    L11); only the product does not depend on it. (Source: hansgundlach/Experimental_Progress,
    https://arxiv.org/abs/2511.21622. Primary.)
    ## Flagged
    ```toml
    [[definition]]
    id = "loss-2023"
    [[enhancement]]
    name = "transformer"
    kind = "architecture"
    gain_at = [{ compute = "1e21 FLOP", gain = "200" }, { compute = "1e24 FLOP", gain = "900" }]
    [[enhancement]]
    name = "modern recipe"
    kind = "pretraining_algorithm"
    gain_at = [{ compute = "1e21 FLOP", gain = "60" }, { compute = "1e24 FLOP", gain = "90" }]
    ```
    ## Instead
    ```toml
    [[definition]]
    id = "loss-2023"
    [[enhancement]]
    name = "transformer"
    kind = "architecture"
    gain_at = [{ compute = "1e21 FLOP", gain = "200" }, { compute = "1e24 FLOP", gain = "900" }]
    [[enhancement]]
    name = "modern recipe"
    kind = "pretraining_algorithm"
    gain_at = [{ compute = "1e21 FLOP", gain = "60" }, { compute = "1e24 FLOP", gain = "90" }]
    relative_to = ["transformer"]
    ```
    """
    card = subject.card
    if not card.definition or sum(1 for entry in card.enhancement if entry.gain_at or entry.curves) < 2:
        return
    from flopguard.effective.gains.chain import above_of  # slow to import
    from flopguard.effective.gains.counting import sort_out

    for definition in card.definition:
        counted, _ = sort_out(card, definition)
        above = above_of(counted)
        for one, other in combinations(sorted(filter(_depends_on_scale, counted), key=lambda gain: gain.name), 2):
            linked = one.number in above[other.number] or other.number in above[one.number]
            if not linked and are_apart(one.enhancement, other.enhancement):
                finding = _finding(one, other, definition, subject)
                if finding.factor is None or _is_much(finding.factor):
                    yield finding


def _is_much(factor: Factor) -> bool:
    """Whether the place in the chain moves the product by more than a tenth."""
    return not all(1 / MOST <= Fraction(end) <= MOST for end in (factor.low, factor.high))


def _depends_on_scale(gain: Gain) -> bool:
    from flopguard.effective.gains.evidence import Constant

    return not isinstance(gain.evidence, (str, Constant))


def _finding(one: Gain, other: Gain, definition: Definition, subject: Subject) -> Finding:
    first, second = (other, one) if _is_on_top(one, other) else (one, other)
    return Finding(
        at=second.at,
        message=f"{enhancement_words(second.enhancement)} and that of "
        f'"{first.name[:60]}" both depend on scale, and both are read at the compute of the run',
        help=f'say what it was measured on top of: relative_to = ["{first.name[:60]}"]',
        factor=_factor(first, second, definition, subject),
    )


def _is_on_top(upper: Gain, lower: Gain) -> bool:
    """Whether the curves say that the one starts where the other ends."""
    top, below = upper.enhancement.curves, lower.enhancement.curves
    return top is not None and below is not None and top.baseline == below.new


def _factor(lower: Gain, upper: Gain, definition: Definition, subject: Subject) -> Factor | None:
    """What the chain makes of the product; in both orders where nothing tells which is right."""
    run = own_flop(subject, definition.compute_scope)
    orders = ((upper, lower),) if _is_on_top(upper, lower) else ((upper, lower), (lower, upper))
    found = [_chained(top, below, definition, run) for top, below in orders] if run else [None]
    known = [change for change in found if change is not None]
    return between(*known) if len(known) == len(found) else None


def _chained(top: Gain, below: Gain, definition: Definition, run: Fraction) -> Fraction | None:
    """The factor of the gain below at the compute that the one on top is worth, over that at the run's own."""
    worth, plain = _read(top, definition, run), _read(below, definition, run)
    moved = _read(below, definition, run * worth) if worth else None
    return moved / plain if moved and plain else None


def _read(gain: Gain, definition: Definition, compute: Fraction) -> Fraction | None:
    from flopguard.quantity import point
    from flopguard.units import Dimension

    assert not isinstance(gain.evidence, str)
    found = gain.evidence.read(point(compute, Dimension.FLOP), gain.side(definition))
    return None if isinstance(found, str) else found.factor.central
