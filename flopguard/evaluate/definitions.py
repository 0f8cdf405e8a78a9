"""Effective compute under each definition that a leaf is about: the policy's own, else those of the manifest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from flopguard.definition.types import Definition, Enhancement, MetricKind
from flopguard.effective.routes.compared import both_routes
from flopguard.effective.routes.ratio import meaning
from flopguard.effective.routes.shared import scoped
from flopguard.effective.types import EffectiveAmount
from flopguard.evaluate.compared import Compared, Direct, Part, Rule, Several, line_of
from flopguard.evaluate.memo import Same
from flopguard.evaluate.world import World
from flopguard.formula import Comparison
from flopguard.manifest.types import Manifest
from flopguard.policy.types import Measure, Policy, QuantityLeaf
from flopguard.result import Cause

KINDS = {
    Measure.LOSS: (MetricKind.LOSS,),
    Measure.BENCHMARK: (MetricKind.ACCURACY, MetricKind.HORIZON, MetricKind.ELO),
    Measure.INDEX: (MetricKind.LATENT_INDEX,),
}
UPWARD = (Comparison.MORE_THAN, Comparison.AT_LEAST)


@dataclass(frozen=True, slots=True)
class Under:
    """One definition with the answers of the routes under it, for the model and, in a ratio, for the other one."""

    definition: Definition
    ours: tuple[EffectiveAmount, ...]
    theirs: tuple[EffectiveAmount, ...] = ()

    @property
    def says(self) -> str:
        metric = self.definition.metric
        return f"definition '{self.definition.id}'" + (f" on {metric.name}" if metric else "")


def under(leaf: QuantityLeaf, world: World, other: int | None = None) -> tuple[Under, ...]:
    """Every definition that the leaf may mean, by id; `other` is the assessment of the model that it is relative to."""
    for ours, theirs in _sources(world, other):
        fitting = {id(e.definition): e.definition for e in ours if _fits(e.definition, leaf)}  # ids may stand twice
        if fitting:
            each = (_under(definition, ours, theirs) for definition in fitting.values())
            chosen = (_by_curve(entry, world.curves.get(entry.definition.id)) for entry in each)
            return tuple(sorted(chosen, key=lambda entry: entry.says))
    return ()


def _under(definition: Definition, ours: Iterable[EffectiveAmount], theirs: Iterable[EffectiveAmount]) -> Under:
    """The answers under one definition, and those of the other model under its one of that id and metric."""
    own = tuple(entry for entry in ours if entry.definition is definition)
    return Under(definition, own, tuple(entry for entry in theirs if _named_alike(entry.definition, definition)))


def _by_curve(entry: Under, curve: str | None) -> Under:
    """The answers where a reading chooses one of a definition's curves, as if it had no other."""
    if curve is None:
        return entry
    ours, theirs = (tuple(map(partial(_on_curve, curve), of)) for of in (entry.ours, entry.theirs))
    kept = (tuple(found for found in of if found.curve in ("", curve)) for of in (ours, theirs))
    return Under(replace(entry.definition, curve=curve, other_curves=()), *kept)


def _on_curve(curve: str, found: EffectiveAmount) -> EffectiveAmount:
    return replace(found, definition=replace(found.definition, curve=curve, other_curves=()))


def _named_alike(one: Definition, other: Definition) -> bool:
    return one.id == other.id and _metric(one) == _metric(other)


def _fits(definition: Definition, leaf: QuantityLeaf) -> bool:
    if leaf.definition is not None:
        return definition.id == leaf.definition
    kinds = KINDS.get(Measure(leaf.measure)) if leaf.measure else None
    return kinds is None or (definition.metric is not None and definition.metric.kind in kinds)


Pair = tuple[tuple[EffectiveAmount, ...], tuple[EffectiveAmount, ...]]


def _sources(world: World, other: int | None) -> tuple[Pair, ...]:
    """The answers under the policy's definitions, then those under the manifest's."""
    facts = world.facts
    own = (facts.effective, facts.assessed_effective.get(other, ()) if other is not None else ())
    if not world.policy.definition:
        return (own,)
    policy = world.policy
    return (facts.memo.once(("under policy", Same(policy), other), lambda: _by_policy(world, policy, other)), own)


def _by_policy(world: World, policy: Policy, other: int | None) -> Pair:
    """The routes under the definitions of the policy, for the model and the one that was assessed."""
    facts, as_of = world.facts, world.facts.settings.as_of
    own = _with_definitions(facts.manifest, policy)
    ours = both_routes(own, facts.compute, as_of)
    related = facts.loaded.assessed.get(other) if other is not None else None
    manifest = related.loaded.manifest if related is not None and related.loaded is not None else None
    compute = facts.assessed.get(other) if other is not None else None
    if manifest is None or compute is None:
        return ours, ()
    their = _with_definitions(manifest, policy)
    return ours, scoped(both_routes(their, compute, as_of), their, compute.model, ours, own)


def _with_definitions(manifest: Manifest, policy: Policy) -> Manifest:
    """The manifest under the definitions of the policy; gains under others of its own stay out, whatever their ids."""
    curves = {curve.id: curve for curve in (*manifest.curve, *policy.curve)}  # of one id, the policy's
    gains = tuple(replace(gain, definition=_belongs(gain, manifest, policy)) for gain in manifest.enhancement)
    return replace(manifest, definition=policy.definition, curve=tuple(curves.values()), enhancement=gains)


def _belongs(gain: Enhancement, manifest: Manifest, policy: Policy) -> str | None:
    """The definition that a gain names, so that it is none of the policy's where the manifest means another one.

    A gain that names none is of the manifest's own definition, where it has any.
    """
    own = {entry.id: entry for entry in manifest.definition}
    if gain.definition is None and len(own) > 1:
        return "one of several in the manifest"
    name = gain.definition or next(iter(own), None)
    theirs = {entry.id: entry for entry in policy.definition}
    if name is None or name not in own or (name in theirs and meaning(own[name]) == meaning(theirs[name])):
        return name
    return f"{name} as the manifest has it"


# --- several of them ---------------------------------------------------------------------------------------------


def over_definitions(leaf: QuantityLeaf, each: Sequence[tuple[Under, Compared]]) -> Compared:
    """The answers under several definitions as the leaf combines them; without a word of it they must be alike."""
    parts = tuple(Part(entry.says, found, _metric(entry.definition), entry.definition.id) for entry, found in each)
    rule = Rule(leaf.primary_metric) if leaf.primary_metric else Rule.ALIKE
    return Several(parts, rule, "definition")


def _metric(definition: Definition) -> str:
    return definition.metric.name if definition.metric else "no metric"


def wanted(leaf: QuantityLeaf) -> str:
    """What to add where no definition fits."""
    kinds = KINDS.get(Measure(leaf.measure)) if leaf.measure else None
    named = f" id = '{leaf.definition}'" if leaf.definition else ""
    metric = f" with a metric of kind {' or '.join(kinds)}" if kinds else " with its metric, baseline and scale_side"
    both = ", for both models" if leaf.relative_to is not None else ""
    return f"a [[definition]]{named}{metric} and gains measured on it or scores on its curve{both}"


# --- answers that are no amount ----------------------------------------------------------------------------------


def refused(says: str, kind: str, reason: str) -> Direct:
    """The answer where a route tells no amount, with what would make it tell one."""
    what = {
        "unbounded": f"a later baseline: the score is better than the limit of the curve ({says})",
        "multivalued": f"one of several amounts that give the same score ({says})",
    }
    return Direct(None, says, Cause.MISSING, what.get(kind, f"{says}: {reason or 'nothing is known of it'}"))


def beyond(leaf: QuantityLeaf, says: str) -> Direct:
    """A score better than the limit of a curve: no compute of the baseline is enough for it."""
    return Direct(line_of(leaf)[0] in UPWARD, f"{says}: no compute of the baseline reaches the score")
