"""Effective compute as a multiple of that of the model that was assessed last, under one definition for both."""

from __future__ import annotations

from flopguard.effective.routes.ratio import Ratio, ratio
from flopguard.effective.types import EffectiveAmount
from flopguard.evaluate.absolute import any_gain, silence, stray, taken_for_granted, untold
from flopguard.evaluate.compared import GAINS, Compared, Direct, Sides, against_line, loosened
from flopguard.evaluate.definitions import Under, over_definitions, under, wanted
from flopguard.evaluate.ratios import reference_of
from flopguard.evaluate.routes_read import Told, together
from flopguard.evaluate.world import World
from flopguard.formula import Amount
from flopguard.policy.types import QuantityLeaf
from flopguard.result import Cause
from flopguard.units import Dimension

_ONE = Amount.exactly(1, Dimension.RATIO)
_PLAIN = "gains of the reference, which states none ([[enhancement]] of its manifest; 1.00 where it is the baseline)"


def relative(leaf: QuantityLeaf, world: World) -> Compared:
    """The ratio by every route under every definition that the leaf may mean."""
    says = f"effective compute by {leaf.measure or 'any definition'}"
    if leaf.relative_to != "last_assessment":
        return Direct(None, says, Cause.MISSING, f"effective compute of the {leaf.relative_to} model")
    found = reference_of(leaf, world)
    if isinstance(found, Direct):
        return found
    each = [(entry, under_one(leaf, world, entry, says)) for entry in under(leaf, world, found[0])]
    return over_definitions(leaf, each) if each else Direct(None, says, Cause.MISSING, wanted(leaf))


def under_one(leaf: QuantityLeaf, world: World, entry: Under, says: str) -> Compared:
    """The ratio by every route under one definition."""
    if not entry.theirs:
        what = f"the {entry.says} in the manifest of the assessed model, or its score or gains under it"
        return Direct(None, f"{says}, {entry.says}", Cause.MISSING, what)
    theirs = {(found.route, found.curve): found for found in entry.theirs}
    pairs = [(found, theirs.get((found.route, found.curve))) for found in entry.ours]
    told = [_told(leaf, world, entry, ours, other, says) for ours, other in pairs if other is not None]
    return together(leaf, told, f"{says}, {entry.says}", anything=world.facts.settings.unstated is None)


def _told(
    leaf: QuantityLeaf, world: World, entry: Under, ours: EffectiveAmount, theirs: EffectiveAmount, says: str
) -> Told:
    found = ratio(ours, theirs)
    baseline = f"; {found.baseline}" if found.baseline else ""
    taken = f"; {_PLAIN}" if _plain(theirs) else ""
    silent = silence(ours, entry.says) or stray(theirs)
    words = f"{says} by {ours.route}, {entry.says}{baseline}{taken}{taken_for_granted(ours, theirs)}"
    pair = _sides(leaf, world, found, words, (ours, theirs))
    return Told(ours, words, pair, found.kind, found.reason, silent, found.is_open)


def _plain(theirs: EffectiveAmount) -> bool:
    return theirs.route == GAINS and theirs.kind != "undefined" and not theirs.used and not theirs.left_out


def _sides(
    leaf: QuantityLeaf, world: World, found: Ratio, says: str, of: tuple[EffectiveAmount, EffectiveAmount]
) -> Sides | None:
    if found.above is None or found.kind in ("unbounded", "multivalued"):
        return None
    ours, theirs = of
    below = _ONE if found.below is None else loosened(found.below, world, "reference")
    if _plain(theirs):
        below = below * Amount.of(any_gain(_PLAIN))
    return against_line(leaf, loosened(found.above, world) * untold(leaf, world, ours, theirs), below, says)
