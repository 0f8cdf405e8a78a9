"""A score against a line. The point is compared, as texts speak of the score that is reported.

What sampling leaves open does not change that answer, it makes it fragile.
"""

from __future__ import annotations

from dataclasses import replace

from flopguard.evaluate.compared import Compared, Direct, Rows, Sides, against_line, loosened
from flopguard.evaluate.outside import against_outside
from flopguard.evaluate.rows import is_meant, named, right_sampling, right_split, words_of
from flopguard.evaluate.sampling import sampled
from flopguard.evaluate.steps_in_score import step
from flopguard.evaluate.world import World
from flopguard.formula import Amount, Input
from flopguard.manifest.types import Benchmark
from flopguard.policy.types import QuantityLeaf
from flopguard.quantity import Estimate, show
from flopguard.result import Cause


def score(leaf: QuantityLeaf, world: World) -> Compared:
    """Every score on the benchmark that the leaf is about; one of which that cannot be told stays unknown."""
    if leaf.relative_to is not None:
        return against_outside(leaf, world) if leaf.relative_to == "outside_model" else step(leaf, world)
    says = words_of(leaf)
    rows = named(leaf, world.facts.manifest.benchmark, world.facts.settings.as_of)
    meant = [(at, _scored(leaf, world, at, row, says)) for at, row in rows if is_meant(leaf, row) is True]
    perhaps = [(at, row) for at, row in rows if is_meant(leaf, row) is None]
    if meant:
        pairs = ((_scored(leaf, world, at, row, says), _untold(leaf, at, row, says)) for at, row in perhaps)
        return Rows(tuple(meant), says, tuple((pair, untold) for pair, untold in pairs if isinstance(pair, Sides)))
    if perhaps:
        return Rows(tuple((at, _untold(leaf, at, row, says)) for at, row in perhaps), says)
    return Direct(None, says, Cause.MISSING, f"{says} ([[benchmark]])")


def _scored(leaf: QuantityLeaf, world: World, at: str, row: Benchmark, says: str) -> Sides | Direct:
    if row.score is None:
        return Direct(None, says, Cause.MISSING, f"{at}/score")
    return _stated(leaf, world, at, row, says)


def _untold(leaf: QuantityLeaf, at: str, row: Benchmark, says: str) -> Direct:
    wanted = [f"{at}/split"] if right_split(leaf, row) is None else []
    if right_sampling(leaf, row) is None:
        several = row.elicitation is not None and row.elicitation.samples is not None
        wanted.append(f"{at}/elicitation/{'over_samples' if several else 'samples'}")
    return Direct(None, says, Cause.MISSING, f"whether the score of {at} is that {says} ({', '.join(wanted)})")


def _stated(leaf: QuantityLeaf, world: World, at: str, row: Benchmark, says: str) -> Sides:
    """The score as reported; where figures are widened, with its last digit and its sampling error."""
    assert row.score is not None
    amount, noise = Amount.of(Input(f"{at}/score", row.score.estimate)), sampled(row)
    if noise is None or not row.score.estimate.is_point:
        return against_line(leaf, loosened(amount, world), None, says)
    if world.tolerance is None:
        said = f"{says}; sampling alone leaves {show(noise.low)} .. {show(noise.high)} open ({noise.how})"
        return against_line(leaf, amount, None, said)
    (digit,) = loosened(amount, world).inputs
    return against_line(leaf, Amount.of(replace(digit, estimate=_both(digit.estimate, noise.estimate))), None, says)


def _both(one: Estimate, other: Estimate) -> Estimate:
    """The interval from the lowest to the highest end of two that have both."""
    assert one.high is not None
    assert other.high is not None
    return replace(one, low=min(one.low, other.low), high=max(one.high, other.high), text="")
