"""How the answers of several routes and curves under one definition are read: as far as they agree, never averaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flopguard.effective.types import EffectiveAmount, Kind
from flopguard.evaluate.compared import Compared, Direct, Part, Rows, Rule, Several, Sides
from flopguard.evaluate.definitions import beyond, refused
from flopguard.policy.types import QuantityLeaf
from flopguard.result import Cause


@dataclass(frozen=True, slots=True)
class Told:
    """What one route says: sides, or the kind and the reason for which it has none."""

    found: EffectiveAmount
    says: str
    sides: Sides | None
    kind: Kind
    reason: str = ""
    silent: str = ""
    """What is missing, where nothing was stated that it could rest on."""
    is_open: bool = False
    """Whether something was stated, but so vaguely that it leaves any amount possible."""

    @property
    def name(self) -> str:
        """The route, with the curve where there is one."""
        return f"{self.found.route} ({self.found.curve})" if self.found.curve else self.found.route

    @property
    def speaks(self) -> bool:
        """Whether it says anything of the line."""
        told = self.sides is not None or self.kind in ("unbounded", "multivalued")
        return not self.silent and (told or self.is_open)


def together(leaf: QuantityLeaf, told: Sequence[Told], says: str, *, anything: bool) -> Compared:
    """One answer from all routes under a definition.

    Where what is not stated may be `anything`, a route that says nothing is not set aside: it may have said that the
    condition holds, so that nothing short of it tells that it does not.
    """
    found = _of_those_that_speak(leaf, told, says)
    silent = {entry.name: entry.silent or entry.reason or entry.kind for entry in told if not entry.speaks}
    if not anything or not silent or isinstance(found, Direct):
        return found
    what = "; ".join(f"by {name}: {reason}" for name, reason in silent.items())
    parts = Part("what is stated", found), Part("what is not", Direct(None, says, Cause.MISSING, what))
    return Several(parts, Rule.ANY, f"route to {says}")


def _of_those_that_speak(leaf: QuantityLeaf, told: Sequence[Told], says: str) -> Compared:
    """One answer from all routes under a definition.

    Routes that say nothing are set aside where another one says something. Those on different sides of the line are a
    conflict; further curves are readings beside the main one. A score beyond a curve's limit satisfies a line from
    below, and decides nothing alone; one that several amounts have leaves it open.
    """
    speaking = [entry for entry in told if entry.speaks]
    if not any(entry.sides is not None for entry in speaking):
        return _nothing(speaking or told, says)
    aside = "".join(
        f"; the route by {entry.name} is left aside: {_SILENT if entry.silent else entry.reason}"
        for entry in told
        if not entry.speaks
    )
    speaking = [replace(entry, says=f"{entry.says}{aside}") for entry in speaking]
    main = tuple((entry.name, _found(leaf, entry)) for entry in speaking if entry.found.is_main)
    parts = [Part(" and ".join(name for name, _ in main), _alone(main, says))] if main else []
    parts += [Part(entry.name, _found(leaf, entry)) for entry in speaking if not entry.found.is_main]
    return parts[0].found if len(parts) == 1 else Several(tuple(parts), Rule.ALIKE, f"curve of {says}")


_SILENT = "nothing is stated that it could rest on"


def _nothing(told: Sequence[Told], says: str) -> Direct:
    """What is missing where no route says anything, or only that no compute of the baseline is enough."""
    silent = next((entry.silent for entry in told if entry.silent), "")
    reasons = dict.fromkeys(f"by {entry.name}: {entry.reason or entry.kind}" for entry in told if not entry.silent)
    if silent and not reasons:
        return Direct(None, says, Cause.MISSING, silent)
    kinds = {entry.kind for entry in told if not entry.silent}
    return refused(says, kinds.pop() if len(kinds) == 1 else "undefined", "; ".join(reasons))


def _alone(rows: tuple[tuple[str, Sides | Direct], ...], says: str) -> Compared:
    return rows[0][1] if len(rows) == 1 else Rows(rows, f"route to {says}")


def _found(leaf: QuantityLeaf, entry: Told) -> Sides | Direct:
    if entry.sides is not None:
        return replace(entry.sides, says=entry.says, label=f"{entry.found.definition.id} by {entry.name}")
    return beyond(leaf, entry.says) if entry.kind == "unbounded" else refused(entry.says, entry.kind, entry.reason)
