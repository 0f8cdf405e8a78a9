"""The scores of a model against those of another developer's model, on every benchmark that is stated for that one.

Both scores have errors of their own, and are set against each other only where the version, the problems and the
elicitation are stated and the same. The models and the benchmarks that are stated are taken for all that there are; a
benchmark on which only the other model has a score leaves it open, so that leaving out a good score never helps.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from flopguard.evaluate.compared import Compared, Direct, Part, Rows, Rule, Several, Sides, line_of, line_value
from flopguard.evaluate.facts import is_later
from flopguard.evaluate.rows import alike, falls, is_meant, named, words_of
from flopguard.evaluate.sampling import Sampled, sampled
from flopguard.evaluate.steps_in_score import reach, unlike
from flopguard.evaluate.world import World
from flopguard.formula import Amount, Input
from flopguard.manifest.types import Benchmark, OutsideModel
from flopguard.policy.types import QuantityLeaf
from flopguard.quantity import Estimate, point
from flopguard.result import Cause
from flopguard.units import Dimension

_SAYS = "scores against those of an outside model"
_NOTHING = Fraction(0)


def against_outside(leaf: QuantityLeaf, world: World) -> Compared:
    """Every outside model that the leaf may mean; one of them is enough."""
    as_of = world.facts.settings.as_of
    entries = [
        (number, entry)
        for number, entry in enumerate(world.facts.manifest.outside_model)
        if not is_later(entry.released, as_of) and _is_meant(leaf, world, entry) is not False
    ]
    if not entries:
        judged = f', judged_below = ["{world.policy.series}"]' if leaf.judged else ""
        what = f"an outside model: [[outside_model]] with its name{judged} and its scores ([[outside_model.benchmark]])"
        return Direct(None, _SAYS, Cause.MISSING, what)
    parts = tuple(Part(entry.name, _one(leaf, world, number, entry)) for number, entry in entries)
    return parts[0].found if len(parts) == 1 else Several(parts, Rule.ANY, "outside model")


def _is_meant(leaf: QuantityLeaf, world: World, entry: OutsideModel) -> bool | None:
    """Whether it was judged as the leaf asks; None where nothing is said of any judgement on it."""
    if leaf.judged is None:
        return True
    return world.policy.series in entry.judged_below if entry.judged_below else None


def _one(leaf: QuantityLeaf, world: World, number: int, entry: OutsideModel) -> Compared:
    scores = _scores(leaf, world, number, entry)
    if _is_meant(leaf, world, entry) is True:
        return scores
    says = f"{entry.name} was evaluated as definitively below the threshold"
    judged = Direct(None, says, Cause.MISSING, f"whether {says} (/outside_model/{number}/judged_below)")
    return Several((Part("judged", judged), Part("scores", scores)), Rule.ALL, entry.name)


def _scores(leaf: QuantityLeaf, world: World, number: int, entry: OutsideModel) -> Compared:
    names = [leaf.benchmark] if leaf.benchmark is not None else _benchmarks(entry, world)
    if not names:
        what = f"a score of {entry.name} (/outside_model/{number}/benchmark)"
        return Direct(None, _SAYS, Cause.MISSING, what)
    parts = tuple(Part(name, _on(replace(leaf, benchmark=name), world, number, entry)) for name in names)
    rule = Rule(leaf.primary_metric) if leaf.primary_metric else Rule.ALIKE
    return parts[0].found if len(parts) == 1 else Several(parts, rule, f"benchmark of {entry.name}")


def _benchmarks(entry: OutsideModel, world: World) -> list[str]:
    """The benchmarks of an outside model, each by the name that it has first."""
    names: list[str] = []
    for row in entry.benchmark:
        if not is_later(row.date, world.facts.settings.as_of) and not any(alike(row.name, name) for name in names):
            names.append(row.name)
    return names


# --- on one benchmark --------------------------------------------------------------------------------------------


def _on(leaf: QuantityLeaf, world: World, number: int, entry: OutsideModel) -> Rows | Direct:
    says, facts = f"{words_of(leaf)} against that of {entry.name}", world.facts
    ours, theirs = (
        [(f"{whose}{at}", row) for at, row in named(leaf, rows, facts.settings.as_of) if is_meant(leaf, row) is True]
        for whose, rows in (("", facts.manifest.benchmark), (f"/outside_model/{number}", entry.benchmark))
    )
    for whose, at, rows in (("this model", "", ours), (entry.name, f"/outside_model/{number}", theirs)):
        if not rows:
            return Direct(None, says, Cause.MISSING, f"the {words_of(leaf)} of {whose} ({at}/benchmark)")
    if any(falls(row, (*world.policy.definition, *facts.manifest.definition)) for _, row in ours):
        return Direct(None, says, Cause.MISSING, f"a score that rises with what is measured: {leaf.benchmark} falls")
    pairs = [(one, other) for one in ours for other in theirs]
    like = [(one, other) for one, other in pairs if not list(unlike(one[0], one[1], other[1]))]
    if not like:
        (at, one), (_, other) = pairs[0]
        return Direct(None, says, Cause.MISSING, f"scores that can be compared: {'; '.join(unlike(at, one, other))}")
    return Rows(tuple((one[0], _difference(leaf, says, one, other)) for one, other in like), says)


def _difference(
    leaf: QuantityLeaf, says: str, one: tuple[str, Benchmark], other: tuple[str, Benchmark]
) -> Sides | Direct:
    ours, theirs = sampled(one[1]), sampled(other[1])
    if ours is None or theirs is None:
        at = one[0] if ours is None else other[0]
        what = f"the sampling error of {at}: standard_error, or items where the score is a share of them"
        return Direct(None, says, Cause.MISSING, what)
    comparison, text = line_of(leaf)
    line = line_value(text, Dimension.RATIO)
    if theirs.central + line <= 0:
        return Direct(None, says, Cause.MISSING, f"a score above 0 ({other[0]}/score)")
    above = Input(f"{one[0]}/score against {other[0]}/score", _with_both_errors(ours, theirs))
    below = Amount.of(Input(f"{other[0]}/score", point(theirs.central, Dimension.RATIO)))
    if line:
        below = below + Amount.exactly(line, Dimension.RATIO)
    more = f", {text} added" if line else ""
    words = f"{says}; independent errors ({ours.how}; outside model: {theirs.how})"
    return Sides(Amount.of(above), below, Fraction(1), f"1x that score{more}", comparison, words)


def _with_both_errors(ours: Sampled, theirs: Sampled) -> Estimate:
    """Our score with the errors of both, so that theirs can be taken as exact: their difference is then the same."""
    low, high = reach(ours, theirs)
    return Estimate(max(theirs.central + low, _NOTHING), ours.central, theirs.central + high, Dimension.RATIO)
