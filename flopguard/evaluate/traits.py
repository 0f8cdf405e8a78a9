"""Leaves that ask for a yes or no: what a model makes of what, what is known of its base, what a reading holds."""

from __future__ import annotations

from collections.abc import Iterator

from flopguard.estimate.actual import base_compute
from flopguard.evaluate.compared import Direct
from flopguard.evaluate.facts import Facts
from flopguard.evaluate.world import World
from flopguard.manifest.load import Loaded, Related
from flopguard.policy.types import FactLeaf, MediaLeaf, ModelFact, ParameterLeaf
from flopguard.reference_models import find_reference
from flopguard.result import Cause


def trait(leaf: MediaLeaf | FactLeaf | ParameterLeaf, world: World) -> Direct:
    """The answer of a leaf that compares no amount."""
    match leaf:
        case MediaLeaf():
            return _media(leaf, world.facts)
        case FactLeaf(fact=ModelFact.BASE_SYSTEMIC_RISK):
            return _yes_or_no(base_is_systemic(world.facts), "the base is a model with systemic risk", _RISK)
        case FactLeaf(fact=ModelFact.OPEN_WEIGHTS):
            stated = world.facts.manifest.model.open_weights
            return _yes_or_no(stated, "the weights of the model are published", "/model/open_weights")
        case FactLeaf():
            return _yes_or_no(base_compute_known(world.facts), "the compute of the base is known", _BASE)
        case ParameterLeaf(parameter=name, says=says):
            holds = world.parameters[name] is True
            return Direct(holds, f"{says}, as the text is read here" if holds else f"{NOT_READ}: {says}")


NOT_READ = "the text is not read here so that"

_RISK = "whether the base is a model with systemic risk (/model/base/*/systemic_risk)"
_BASE = "whether the compute of the base is known (/model/base)"


def _yes_or_no(truth: bool | None, says: str, missing: str) -> Direct:
    if truth is None:
        return Direct(None, f"whether {says}", Cause.MISSING, missing)
    return Direct(truth, says if truth else f"it is not so that {says}")


def _media(leaf: MediaLeaf, facts: Facts) -> Direct:
    model = facts.manifest.model
    sides = [("outputs", leaf.outputs_any, model.outputs)]
    sides += [("inputs", leaf.inputs_any, model.inputs)] if leaf.inputs_any else []
    source = f" from {' or '.join(leaf.inputs_any)}" if leaf.inputs_any else ""
    says = f"it makes {' or '.join(leaf.outputs_any)}{source}"
    truths = [None if stated is None else bool(set(wanted) & set(stated)) for _, wanted, stated in sides]
    if False in truths:
        return Direct(False, says)
    missing = [f"/model/{name}" for name, _, stated in sides if stated is None]
    return Direct(None, says, Cause.MISSING, " and ".join(missing)) if missing else Direct(True, says)


# --- the base ----------------------------------------------------------------------------------------------------


def base_is_systemic(facts: Facts) -> bool | None:
    """Whether a model that this one was made from is one with systemic risk; None where that is not stated."""
    bases = facts.manifest.model.base
    if bases is None:
        return None
    said = [ref.systemic_risk for ref in bases]
    return True if True in said else None if None in said else False


def base_compute_known(facts: Facts) -> bool | None:
    """Whether something is known of the compute of every model that this one was made from."""
    if facts.manifest.model.base is None:
        return None
    return base_compute(facts.compute) is not None


def base_by_another(facts: Facts) -> bool | None:
    """Whether somebody else made the base; None where that is not stated.

    None too where the base is the developer's own and goes back to another's model: whether changes in steps by one
    developer are one change, texts do not say.
    """
    ours = facts.manifest.model.developer
    if facts.manifest.model.base is None:
        return None
    nearest = [_same(ours, _developer(base)) for base in facts.loaded.bases]
    if False in nearest:
        return True
    everyone = [_same(ours, _developer(base)) for base in _ancestors(facts.loaded)]
    return False if all(everyone) else None


def _ancestors(loaded: Loaded) -> Iterator[Related]:
    """Every base of a base, and so on; what several were made from is followed once."""
    seen: set[int] = set()
    waiting = [loaded]
    while waiting:
        for base in waiting.pop().bases:
            yield base
            if base.loaded is not None and id(base.loaded) not in seen:
                seen.add(id(base.loaded))
                waiting.append(base.loaded)


def _developer(base: Related) -> str | None:
    if base.loaded is not None and base.loaded.manifest is not None:
        return base.loaded.manifest.model.developer
    row = find_reference(base.ref.reference) if base.ref.reference else None
    return base.ref.developer or (row.developer if row else None)


def _same(ours: str | None, theirs: str | None) -> bool | None:
    return ours.casefold() == theirs.casefold() if ours and theirs else None
