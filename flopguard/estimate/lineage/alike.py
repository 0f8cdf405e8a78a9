"""Ancestors that may be one model: the first counts, and the second as anything from nothing to once more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from flopguard.estimate.lineage.ancestor import Ancestor, sum_of
from flopguard.estimate.lineage.places import Identity, Place
from flopguard.estimate.types import PhaseCompute
from flopguard.formula import Amount, Input, Role
from flopguard.quantity import Estimate
from flopguard.units import Dimension


@dataclass(frozen=True, eq=False, slots=True)
class _Called:
    """An ancestor with all that it may be called, spelt plainly."""

    one: Ancestor
    names: frozenset[str]
    developer: str
    version: str
    in_table: bool


def _totals(ancestor: Ancestor) -> set[tuple[object, ...]]:
    return {total for place in ancestor.places for total in place.totals}


def _called(ancestor: Ancestor, identity: Identity | None) -> _Called:
    """Its name with and without its developer and its version, and its id in the table; a nameless one by its total."""
    if identity is None:
        return _Called(ancestor, frozenset(f"a model of {total}" for total in _totals(ancestor)), "", "", False)
    name, developer, version = map(plain, (identity.name, identity.developer, identity.version))
    version = re.sub(r"^v(?=[0-9])", "", version)
    bare = name.removeprefix(developer)
    names = {said + end for said in (name, bare, developer + bare) for end in ("", version)}
    ids = {plain(place.related.ref.reference) for place in ancestor.places if place.related.ref.reference}
    return _Called(ancestor, frozenset((names | ids) - {""}), developer, version, bool(ids))


def clusters(ancestors: list[Ancestor]) -> Iterator[tuple[Ancestor, ...]]:
    """Ancestors that may be one model although what names them differs."""
    called = [_called(one, one.places[0].identity) for one in ancestors if one.places[0].identity or _totals(one)]
    by_name: dict[str, list[_Called]] = {}
    for entry in called:
        for name in entry.names:
            by_name.setdefault(name, []).append(entry)
    done: set[_Called] = set()
    for first in called:
        cluster = [] if first in done else [first]
        for member in cluster:
            done.add(member)
            alike = (other for name in sorted(member.names) for other in by_name[name])
            cluster += [other for other in dict.fromkeys(alike) if other not in cluster and _may_be_one(member, other)]
        if len(cluster) > 1:
            yield tuple(entry.one for entry in cluster)


def _may_be_one(first: _Called, second: _Called) -> bool:
    """Whether what is stated of two that have a name in common does not tell them apart."""
    if first.version and second.version and first.version != second.version:
        return False
    if first.developer not in second.developer and second.developer not in first.developer:
        return False
    both_in_table = first.in_table and second.in_table
    return not (both_in_table or _rests_on(first.one, second.one) or _rests_on(second.one, first.one))


def plain(text: str) -> str:
    """A name without letter case, spaces, hyphens and the like."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _rests_on(ancestor: Ancestor, other: Ancestor) -> bool:
    """Whether one was made from the other, so that they are two."""
    seen: list[Place] = []
    waiting = [base for place in ancestor.places for base in place.bases]
    while waiting:
        place = waiting.pop()
        if place in other.places:
            return True
        if place not in seen:
            seen.append(place)
            waiting.extend(place.bases)
    return False


def once_or_more(ancestors: list[Ancestor], cluster: tuple[Ancestor, ...]) -> list[Ancestor]:
    """The ancestors with one of a cluster whole and the others as far as they are others; or none that is known.

    The whole one is the one that says most. Where what is stated of them differs, it may be wrong of that very model.
    """
    known = [one for one in cluster if one.phases and not one.unknown]
    if len(known) < 2:
        return ancestors
    stated = [one for one in known if not one.from_table] or known
    whole = max(stated, key=lambda one: (len(one.phases), one.label))
    differ = any(sum_of(one.phases) != sum_of(whole.phases) or _differ(one, whole) for one in stated)

    def settled(one: Ancestor) -> Ancestor:
        if differ and one in stated:
            return replace(one, phases=(), unknown=True)
        if one is whole or one not in known:
            return one
        return replace(one, phases=tuple(_perhaps(phase, one, whole) for phase in one.phases))

    return [settled(one) for one in ancestors]


def _differ(one: Ancestor, other: Ancestor) -> bool:
    """Whether two that come to the same divide it up differently; a total divides nothing."""
    divided = [
        sorted((phase.component, phase.status, phase.arithmetic, str(sum_of((phase,)))) for phase in ancestor.phases)
        for ancestor in (one, other)
        if any(place.manifest is not None for place in ancestor.places)
    ]
    return len(divided) == 2 and divided[0] != divided[1]


def _perhaps(phase: PhaseCompute, ancestor: Ancestor, whole: Ancestor) -> PhaseCompute:
    """A phase that counts only if its model is another than the one that is counted already."""
    if phase.chosen is None:
        return phase
    share = Estimate(Fraction(0), None, Fraction(1), Dimension.RATIO)
    name = f"whether {ancestor.label} is another model than {whole.label}"
    other = Amount.of(Input(name, share, Role.UNSTATED))
    return replace(
        phase,
        chosen=replace(phase.chosen, amount=phase.chosen.amount * other),
        so_far=phase.so_far and phase.so_far * other,
    )
